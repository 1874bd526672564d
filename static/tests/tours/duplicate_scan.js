import { registry } from "@web/core/registry";
import { row } from "./list_steps";

const QUALITY = ".o_menu_sections [data-menu-xmlid='customer_master.menu_quality']";
const PAIRS = "[data-menu-xmlid='customer_master.menu_duplicates']";

/** The number behind the name of the menu; none where nothing is left. */
function counted(number) {
    const shown = number ? `contains("(${number})")` : 'not(:contains("("))';
    return { content: `${number} are to be decided`, trigger: `${QUALITY}:${shown}` };
}

function decide(button) {
    return { content: button, trigger: `button[name=${button}]:enabled`, run: "click" };
}

registry.category("web_tour.tours").add("customer_master.duplicate_scan", {
    steps: () => [
        { content: "Nothing is counted yet", ...counted(0) },
        { content: "The rule", trigger: ".o_data_row .o_data_cell[name=name]", run: "click" },
        { content: "Scan", trigger: "button[name=action_scan]", run: "click" },
        {
            content: "It has begun",
            trigger: ".o_field_widget[name=progress] .o_progress[aria-valuenow='0']",
        },
        {
            content: "It goes on by itself",
            trigger: ".o_field_widget[name=progress] .o_progress[aria-valuenow='39']",
        },
        {
            content: "It is done",
            trigger: ".o_field_widget[name=progress] .o_progress[aria-valuenow='100']",
        },
        counted(5),
        { content: "Menu", trigger: QUALITY, run: "click" },
        {
            content: "The entry has the number too",
            trigger: `.o-dropdown--menu ${PAIRS}:contains("(5)")`,
            run: "click",
        },
        { content: "A pair", trigger: `${row("Adler Pumpen")} [name=likelihood]`, run: "click" },
        {
            content: "With its evidence",
            trigger: ".o_field_widget[name=explanation]:contains(@adler.example)",
        },
        decide("action_different"),
        counted(4),
        { content: "Back", trigger: ".breadcrumb .o_back_button", run: "click" },
        { content: "It is not there any more", trigger: `.o_list_view:not(:has(${row("Adler")}))` },
        ...["Brandt Ventile", "Corvus Optik"].map((name) => ({
            content: `Select ${name}`,
            trigger: `${row(name)} .o_list_record_selector input`,
            run: "click",
        })),
        decide("action_same"),
        counted(2),
    ],
});
