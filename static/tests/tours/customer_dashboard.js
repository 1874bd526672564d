import { registry } from "@web/core/registry";
import { BACK } from "./list_steps";

registry.category("web_tour.tours").add("customer_master.customer_dashboard", {
    steps: () => [
        { content: "Charts", trigger: ".o_customer_overview canvas" },
        {
            content: "Another dimension",
            trigger: "select[name=dimension_id]",
            run: "selectByIndex 1",
        },
        { content: "Another period", trigger: "select[name=period]", run: "select dates" },
        { content: "It has its own dates", trigger: ".o_customer_filters .o_datetime_input" },
        {
            content: "The largest customers",
            trigger: ".o_customer_overview button[data-class=A]",
            run: "click",
        },
        {
            content: "Who they are",
            trigger:
                ".o_list_view .o_data_row, .o_kanban_view .o_kanban_record:not(.o_kanban_ghost)",
        },
        { content: "Back", trigger: BACK, run: "click" },
        {
            content: "The period is as it was",
            trigger: ".o_customer_overview .o_customer_filters .o_datetime_input",
        },
        { content: "Revenue", trigger: ".o_customer_tile[data-name=revenue]", run: "click" },
        { content: "Lines of orders", trigger: ".o_data_row, .o_kanban_record" },
    ],
});
