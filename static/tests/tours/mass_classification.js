import { registry } from "@web/core/registry";
import { chooseTag, row } from "./list_steps";
import { NO_DIALOG } from "./entry_steps";

function select(name) {
    return {
        content: `Select ${name}`,
        trigger: `${row(name)} .o_list_record_selector input`,
        run: "click",
    };
}

registry.category("web_tour.tours").add("customer_master.mass_classification", {
    steps: () => [
        select("Mass One Ltd"),
        select("Mass Two Ltd"),
        { content: "Actions", trigger: ".o_cp_action_menus .dropdown-toggle", run: "click" },
        { content: "Classify", trigger: ".o_menu_item:contains(Classify)", run: "click" },
        {
            content: "Two are counted",
            trigger: ".modal-content .o_field_widget[name=partner_count]:contains(/^2$/)",
        },
        ...chooseTag("add_category_ids", "Tour New"),
        ...chooseTag("add_tag_ids", "Tour Tag"),
        {
            content: "Open the priorities",
            trigger: ".modal-content .o_field_widget[name=priority] input",
            run: "click",
        },
        {
            content: "High",
            trigger: ".o_select_menu_item:contains(/^High$/)",
            run: "click",
        },
        { content: "Apply", trigger: ".modal-content button[name=action_apply]", run: "click" },
        { content: "Done", trigger: NO_DIALOG },
        {
            content: "The list shows it",
            trigger: `${row("Mass One Ltd")} .o_priority:has(.fa-star:eq(1))`,
        },
        { content: "Of both", trigger: `${row("Mass Two Ltd")} .o_priority:has(.fa-star:eq(1))` },
    ],
});
