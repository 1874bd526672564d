import { registry } from "@web/core/registry";
import { row } from "./list_steps";

const ORDER = "Tour Ship Ltd";

registry.category("web_tour.tours").add("customer_master.link_suggestions", {
    steps: () => [
        { content: "Group of the rule", trigger: ".o_group_header", run: "click" },
        {
            content: "Select the suggestion",
            trigger: `${row(ORDER)} .o_list_record_selector input`,
            run: "click",
        },
        {
            content: "Link it",
            trigger: ".o_control_panel button[name=action_accept]",
            run: "click",
        },
        {
            content: "The operation shows the record",
            trigger: `.o_form_view .o_field_widget[name=line_ids] .o_data_row:contains(${ORDER})`,
        },
        {
            content: "It can be taken back",
            trigger: ".o_form_view button[name=action_undo]:visible",
        },
    ],
});

registry.category("web_tour.tours").add("customer_master.link_rule", {
    steps: () => [
        {
            content: "Open the rule",
            trigger: ".o_data_row .o_data_cell[name=name]:contains(Tour Rule)",
            run: "click",
        },
        { content: "Try it", trigger: ".o_form_view button[name=action_try]", run: "click" },
        {
            content: "It lists who is found",
            trigger: `.modal .o_data_row:contains(${ORDER}):contains(T-77)`,
        },
        { content: "Close", trigger: ".modal footer .btn-primary", run: "click" },
        { content: "Closed", trigger: "body:not(:has(.modal))" },
        {
            content: "Switch it on",
            trigger: ".o_field_widget[name=active] input",
            run: "click",
        },
        {
            content: "Run it",
            trigger: ".o_form_view button[name=action_run]:visible",
            run: "click",
        },
        { content: "The run is listed", trigger: ".o_list_view .o_data_row:contains(Tour Rule)" },
    ],
});

registry.category("web_tour.tours").add("customer_master.consistency", {
    steps: () => [
        {
            content: "Check now",
            trigger: ".o_control_panel button[name=action_refresh]",
            run: "click",
        },
        {
            content: "Group",
            trigger: ".o_group_header:contains(delivery)",
            run: "click",
        },
        {
            content: "Mend it",
            trigger: ".o_data_row:contains(Tour Other Ltd) button[name=action_fix]",
            run: "click",
        },
        {
            content: "The operation",
            trigger: ".o_form_view .o_field_widget[name=line_ids] .o_data_row",
        },
    ],
});
