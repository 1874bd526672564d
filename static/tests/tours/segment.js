import { registry } from "@web/core/registry";
import { BACK, search, shows } from "./list_steps";

const RECORDS = ".o_list_view .o_data_row, .o_kanban_view .o_kanban_record:not(.o_kanban_ghost)";

registry.category("web_tour.tours").add("customer_master.segment", {
    steps: () => [
        ...search("Segmented Lost"),
        ...shows("Segmented Lost"),
        {
            content: "The menu of the list",
            trigger: ".o_control_panel .o_cp_action_menus button:has(.fa-cog)",
            run: "click",
        },
        { content: "Save the filter", trigger: ".o_customer_save_segment", run: "click" },
        {
            content: "Its conditions are there",
            trigger: ".modal .o_field_widget[name=domain]:contains(Segmented Lost)",
        },
        {
            content: "A name",
            trigger: ".modal .o_field_widget[name=name] input",
            run: "edit My Lost Ones",
        },
        { content: "Save", trigger: ".modal .o_form_button_save", run: "click" },
        { content: "Done", trigger: "body:not(:has(.modal))" },
    ],
});

registry.category("web_tour.tours").add("customer_master.stages", {
    steps: () => [
        { content: "Who moved", trigger: ".o_customer_flow rect.o_customer_stage_new" },
        {
            content: "All that there were in a year",
            trigger: ".o_customer_flow select[name=days]",
            run: "select 365",
        },
        {
            content: "Who bought for the first time",
            trigger: "button[data-move=potential-new]",
            run: "click",
        },
        { content: "They are listed", trigger: RECORDS },
        { content: "Back", trigger: BACK, run: "click" },
        {
            content: "The period is as it was",
            trigger: ".o_customer_flow select[name=days]:value(365)",
        },
        { content: "Who is new", trigger: ".o_customer_tile[data-name=new]", run: "click" },
        { content: "These customers", trigger: RECORDS },
    ],
});
