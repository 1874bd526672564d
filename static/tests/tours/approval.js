import { registry } from "@web/core/registry";
import { customerIsOpen, ENTRY, fill, NO_DIALOG } from "./entry_steps";
import { row } from "./list_steps";

const NAME = "Approval Tour Ltd";
const FORM = ".o_action_manager .o_form_view";

function select(name) {
    return {
        content: "Select the customer",
        trigger: `${row(name)} .o_list_record_selector input`,
        run: "click",
    };
}

registry.category("web_tour.tours").add("customer_master.approval_submit", {
    steps: () => [
        { content: "New", trigger: ".o_list_view .o_list_button_add", run: "click" },
        fill("name", NAME),
        fill("phone", "13800138000"),
        {
            content: "Save",
            trigger: `${ENTRY} button[name=action_customer_open]`,
            run: "click",
        },
        ...customerIsOpen(NAME),
        {
            content: "Submit the draft",
            trigger: `${FORM} button[name=action_customer_submit]`,
            run: "click",
        },
        {
            content: "It waits, and Sales can't approve it",
            trigger: `${FORM} div[name=customer_approval]:not(:has(button[name^=action_customer_]))`,
        },
    ],
});

registry.category("web_tour.tours").add("customer_master.approval_reject", {
    steps: () => [
        {
            content: "Open the customer",
            trigger: `${row(NAME)} td[name=complete_name]`,
            run: "click",
        },
        {
            content: "Reject",
            trigger: `${FORM} button[name=action_customer_reject]`,
            run: "click",
        },
        {
            content: "The reason",
            trigger: ".modal .o_field_widget[name=reason] input",
            run: "edit Which company?",
        },
        { content: "Do it", trigger: ".modal button[name=action_reject]", run: "click" },
        { content: "Done", trigger: NO_DIALOG },
        {
            content: "Everybody reads why",
            trigger: `${FORM} .o_field_widget[name=customer_approval_reason]:contains("Which company?")`,
        },
    ],
});

registry.category("web_tour.tours").add("customer_master.approval_approve", {
    steps: () => [
        select(NAME),
        {
            content: "Approve",
            trigger: ".o_control_panel button[name=action_customer_approve]",
            run: "click",
        },
        { content: "Nothing waits", trigger: `.o_list_view:not(:has(${row(NAME)}))` },
    ],
});

registry.category("web_tour.tours").add("customer_master.handover", {
    steps: () => [
        {
            content: "Data quality",
            trigger: "[data-menu-xmlid='customer_master.menu_quality']",
            run: "click",
        },
        {
            content: "Hand over",
            trigger: "[data-menu-xmlid='customer_master.menu_handover']",
            run: "click",
        },
        {
            content: "Who leaves",
            trigger: ".modal .o_field_widget[name=from_user_id] input",
            run: "edit Leaving",
        },
        {
            content: "Choose",
            trigger: ".o-autocomplete--dropdown-item:contains(Leaving Person)",
            run: "click",
        },
        {
            content: "Who stays",
            trigger: ".modal .o_field_widget[name=user_ids] input",
            run: "edit Staying",
        },
        {
            content: "Choose",
            trigger: ".o-autocomplete--dropdown-item:contains(Staying Person)",
            run: "click",
        },
        {
            content: "The preview counts",
            trigger: ".modal .o_field_widget[name=preview] li:contains('Staying Person: 1')",
        },
        { content: "Do it", trigger: ".modal button[name=action_hand_over]", run: "click" },
        { content: "The operation is shown", trigger: `${FORM} ${"button[name=action_undo]"}` },
    ],
});
