import { registry } from "@web/core/registry";
import { NO_DIALOG } from "./entry_steps";

const CONDITION = ".o_field_widget[name=customer_rule_domain] .o_tree_editor_condition";
const PREVIEW = ".modal-content .o_field_widget[name=line_ids]";

registry.category("web_tour.tours").add("customer_master.assignment_rule", {
    steps: () => [
        { content: "New", trigger: ".o_list_view .o_list_button_add", run: "click" },
        {
            content: "Name",
            trigger: ".o_form_view .o_field_widget[name=name] input",
            run: "edit Tour Category",
        },
        { content: "Dimension", trigger: "[name=dimension_id] input", run: "edit Tour Dimension" },
        {
            content: "Take it",
            trigger: ".o-autocomplete--dropdown-item a:contains(Tour Dimension)",
            run: "click",
        },
        {
            content: "New rule",
            trigger: "[name=customer_rule_domain] .o_tree_editor_row > a[role=button]",
            run: "click",
        },
        { content: "Its field", trigger: `${CONDITION} .o_model_field_selector`, run: "click" },
        {
            content: "Look for the city",
            trigger: ".o_model_field_selector_popover_search input",
            run: "edit City",
        },
        {
            content: "The city",
            trigger: ".o_model_field_selector_popover_item[data-name=city] button",
            run: "click",
        },
        {
            content: "Its value",
            trigger: `${CONDITION} .o_tree_editor_editor:last input`,
            run: "edit Tourville && press Tab",
        },
        { content: "Try it", trigger: "button[name=action_preview_customer_rule]", run: "click" },
        {
            content: "It would change one",
            trigger: `${PREVIEW} .o_data_row:contains(Rule Tour Ltd)`,
        },
        {
            content: "Which gets the category",
            trigger: `${PREVIEW} .o_data_row [name=gained]:contains(Tour Category)`,
        },
        { content: "No other", trigger: `${PREVIEW}:not(:has(.o_data_row:eq(1)))` },
        { content: "Apply", trigger: ".modal-content button[name=action_apply]", run: "click" },
        { content: "It says so", trigger: ".o_notification .o_notification_content" },
        { content: "The preview is closed", trigger: NO_DIALOG },
    ],
});
