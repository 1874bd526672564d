import { inputFiles } from "@web/../tests/utils";
import { registry } from "@web/core/registry";
import { row } from "./list_steps";

const FILE = [
    "Customer No,Company Name,Country,City,Phone",
    "T1,Tour Instruments Ltd,Germany,Bonn,0228 901820",
    "T2,Tour Optics Ltd,Atlantis,,",
    "T3,Known Tour Ltd,Germany,Kiel,0431 901820",
].join("\n");

function count(outcomes, number) {
    return {
        content: `${number} ${outcomes}`,
        trigger: `.o_customer_import_counts button:contains(${outcomes}):contains(${number})`,
    };
}

function button(name) {
    return { content: name, trigger: `button[name=${name}]:visible`, run: "click" };
}

registry.category("web_tour.tours").add("customer_master.customer_import", {
    steps: () => [
        { content: "A new import", trigger: ".o_list_button_add", run: "click" },
        {
            content: "The file",
            trigger: ".o_field_widget[name=file]",
            async run() {
                const file = new File([FILE], "tour.csv", { type: "text/csv" });
                await inputFiles(".o_field_widget[name=file] input[type=file]", [file]);
            },
        },
        { content: "It is there", trigger: ".o_field_widget[name=file] input[type=text]" },
        button("action_next"),
        {
            content: "The columns are suggested",
            trigger: `${row("Customer No")} [name=target]:contains(Reference)`,
        },
        { content: "First rows", trigger: ".nav-link[name=rows]", run: "click" },
        { content: "As they are", trigger: "td:contains(Tour Instruments Ltd)" },
        button("action_check"),
        count("new", 1),
        count("updated", 1),
        count("rejected", 1),
        {
            content: "What is wrong?",
            trigger: ".o_customer_import_counts button:contains(rejected)",
            run: "click",
        },
        {
            content: "The reason",
            trigger: `${row("Tour Optics")} [name=reason]:contains(Atlantis)`,
        },
        { content: "Back", trigger: ".breadcrumb .o_back_button", run: "click" },
        button("action_import"),
        { content: "Done", trigger: ".o_arrow_button_current:contains(Done)" },
        count("new", 1),
        button("action_undo"),
        { content: "Yes", trigger: ".modal .btn-primary", run: "click" },
        { content: "Undone", trigger: ".o_arrow_button_current:contains(Undone)" },
    ],
});
