import { edit, press } from "@odoo/hoot-dom";

/** The entry form, which is a dialog; its questions and errors are dialogs too. */
export const ENTRY = ".modal-content:has(.o_customer_entry)";
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

/** Type into a field, as by mouse. */
export function fill(name, text) {
    return { content: `Type ${name}`, trigger: input(name), run: `edit ${text} && press Tab` };
}

/** Choose in a many2one; the first that is found is taken. */
export function choose(name, text) {
    return [
        {
            content: `Look for ${text}`,
            trigger: input(name),
            async run() {
                // a click would show choices for what is in the field by now
                this.anchor.focus();
                await edit(text);
            },
        },
        {
            content: `Take the first`,
            trigger: `${field(name)} .o-autocomplete--dropdown-item .ui-state-active:not(.o_loading)`,
            run: "click",
        },
        { content: "The choices are gone", trigger: `${field(name)}:not(:has(.dropdown-menu))` },
    ];
}

/** The form of the customer is open, with this contact person. */
export function customerIsOpen(name, person) {
    const form = ".o_action_manager .o_form_view";
    const steps = [
        { content: "The entry form is closed", trigger: NO_DIALOG },
        {
            content: "The customer is open",
            trigger: `${form} .o_last_breadcrumb_item:contains("${name}")`,
        },
    ];
    if (person) {
        const card = `${form} .o_field_widget[name=child_ids] .o_kanban_record`;
        steps.push({ content: "So is the person", trigger: `${card}:contains("${person}")` });
    }
    return steps;
}
