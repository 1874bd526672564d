import { edit, press } from "@odoo/hoot-dom";

/** The entry form, which is a dialog; its questions and errors are dialogs too. */
export const ENTRY = ".o_dialog:has(.o_customer_entry)";
export const NO_DIALOG = "body:not(:has(.o_dialog))";

export function field(name) {
    return `${ENTRY} .o_field_widget[name=${name}]`;
}

export function input(name) {
    return `${field(name)} :is(input, textarea)`;
}

export function message(name) {
    return `${ENTRY} .o_customer_field_message[data-field=${name}]`;
}

/** The focus is in the field: type, and go on to the next. */
export function typeAndTab(name, text) {
    return {
        content: `The focus is in ${name}`,
        trigger: `${input(name)}:focus`,
        async run() {
            if (text) {
                await edit(text);
            }
            await press("Tab");
        },
    };
}

/** The focus is in a many2one: type, wait for the choice and take it with Tab. */
export function chooseAndTab(name, text) {
    return [
        {
            content: `The focus is in ${name}`,
            trigger: `${input(name)}:focus`,
            async run() {
                await edit(text);
            },
        },
        {
            content: `Choices of ${name} are there`,
            trigger: `${field(name)} .o-autocomplete--dropdown-item .ui-state-active:not(.o_loading)`,
            async run() {
                await press("Tab");
            },
        },
    ];
}

/** The form of the customer is open, with ``count`` contact persons. */
export function customerIsOpen(name, count = 0) {
    const steps = [
        { content: "The entry form is closed", trigger: NO_DIALOG },
        {
            content: "The customer is open",
            trigger: `.o_action_manager .o_form_view:has(.o_form_saved) .o_last_breadcrumb_item:contains("${name}")`,
        },
    ];
    if (count) {
        const person = ".o_field_widget[name=child_ids] .o_kanban_record:not(.o_kanban_ghost)";
        steps.push({ content: "The persons are there", trigger: `${person}:count(${count})` });
    }
    return steps;
}
