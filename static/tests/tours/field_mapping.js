import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("customer_master.field_mapping", {
    steps: () => [
        { content: "New mapping", trigger: ".o_list_button_add", run: "click" },
        {
            content: "Its name",
            trigger: ".o_field_widget[name=name] input",
            run: "edit Tour Shop",
        },
        {
            content: "A line",
            trigger: ".o_field_widget[name=line_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "Where the value stands",
            trigger: ".o_selected_row [name=column] input",
            run: "edit address.city",
        },
        {
            content: "Which field it is",
            trigger: ".o_selected_row [name=target] .o_model_field_selector",
            run: "click",
        },
        {
            content: "Look for it",
            trigger: ".o_model_field_selector_popover_search input",
            run: "edit City",
        },
        {
            content: "Choose it",
            trigger: ".o_model_field_selector_popover_item[data-name=city] button",
            run: "click",
        },
        { content: "Save", trigger: ".o_form_button_save:enabled", run: "click" },
        { content: "It is saved", trigger: ".o_form_saved" },
        { content: "Try it", trigger: "button[name=action_try]", run: "click" },
        {
            content: "Paste a record",
            trigger: ".o_customer_mapping_trial textarea",
            run: 'edit {"address": {"city": "Tourtown"}}',
        },
        {
            content: "It shows what it becomes",
            trigger: ".o_customer_mapping_trial td:contains(Tourtown)",
        },
        {
            content: "What is sent",
            trigger: ".o_customer_mapping_trial .btn-group button:last",
            run: "click",
        },
        {
            content: "A customer",
            trigger: ".o_customer_mapping_customer input",
            run: "edit Mapped Tour Ltd",
        },
        {
            content: "Choose it",
            trigger: ".o-autocomplete--dropdown-item:contains(Mapped Tour Ltd)",
            run: "click",
        },
        {
            content: "It shows the record",
            trigger: ".o_customer_mapping_record:contains(Testville)",
        },
    ],
});
