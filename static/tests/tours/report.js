import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("customer_master.report", {
    steps: () => [
        {
            content: "The preview shows the customers",
            trigger: ".o_customer_report_preview td:contains('Tour Report Ltd')",
        },
        {
            content: "Another column",
            trigger: ".o_field_widget[name=column_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "A figure",
            trigger: ".o_selected_row .o_field_widget[name=measure] input",
            run: "click",
        },
        {
            content: "Which is revenue",
            trigger: ".o_select_menu_item:eq(0), .o_select_menu_menu .o-dropdown-item:eq(0)",
            run: "click",
        },
        {
            content: "The preview follows while the template is edited",
            trigger:
                ".o_customer_report_preview tbody tr:contains('Tour Report Ltd') td:nth-child(2)",
        },
        { content: "Use it", trigger: "button[name=action_generate]", run: "click" },
        {
            content: "The number of rows is told at once",
            trigger: ".o_customer_report_count:contains('1')",
        },
        {
            content: "Make it",
            trigger:
                ".o_form_view:has(.o_field_widget[name=template_id]) button[name=action_generate]",
            run: "click",
        },
        {
            content: "It is on the screen",
            trigger: ".o_customer_report_screen tr:contains('Tour Report Ltd')",
        },
        { content: "Again", trigger: "button[name=action_again]", run: "click" },
        {
            content: "With the same conditions",
            trigger: ".o_form_view button[name=action_generate]:enabled",
        },
    ],
});
