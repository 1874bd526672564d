import { edit, press } from "@odoo/hoot-dom";

export const QUESTION = ".modal-content:has(.o_duplicate_back)";

/** A suggested customer in the panel or in the question at save, by its name. */
export function suggestion(name, where = ".o_customer_duplicates") {
    return `${where} .o_customer_duplicate:contains("${name}")`;
}

function typing(name, text, where, finish) {
    return {
        content: `Type ${name}`,
        trigger: `${where} .o_field_widget[name=${name}]:visible`,
        async run() {
            this.anchor.querySelector("input, textarea").focus();
            await edit(text);
            await finish();
        },
    };
}

/** Type without leaving the input: its value has not reached the record yet. */
export function typeOnly(name, text, where) {
    return typing(name, text, where, () => {});
}

export function typeAndLeave(name, text, where) {
    return typing(name, text, where, () => press("Tab"));
}

/** The suggestion leads to the customer in another tab. */
export function opensInAnotherTab(name) {
    return {
        content: "Its name opens the customer in another tab",
        trigger: `${suggestion(name)} a.o_duplicate_open[target=_blank]`,
        run() {
            const { id } = this.anchor.closest(".o_customer_duplicate").dataset;
            if (!this.anchor.href.endsWith(`/odoo/res.partner/${id}`)) {
                throw new Error(`${this.anchor.href} is another page`);
            }
        },
    };
}

/** Press one of the buttons of a suggestion: why, use or different. */
export function choose(button, name, where) {
    return {
        content: `${button} ${name}`,
        trigger: `${suggestion(name, where)} .o_duplicate_${button}`,
        run: "click",
    };
}
