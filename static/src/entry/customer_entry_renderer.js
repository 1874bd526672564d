import { useEffect, useRef } from "@odoo/owl";
import { FormRenderer } from "@web/views/form/form_renderer";

const ADDRESS = ".o_customer_address";
const INPUTS = "input, textarea";

const CHOICES = ".o-autocomplete--dropdown-menu a";

/**
 * The entry form by keyboard: Tab takes a choice and goes on to the next field, and the focus is
 * not lost where the address changes its order with the country.
 */
export class CustomerEntryFormRenderer extends FormRenderer {
    setup() {
        super.setup();
        const root = useRef("compiled_view_root");
        useEffect(
            (el) => el && this.passChoices(el),
            () => [root.el]
        );
        useEffect(
            (el) => el && this.keepFocus(el),
            () => [root.el]
        );
    }

    /** The choices of a many2one are links, on which Tab would stop while they vanish. */
    passChoices(root) {
        const onKeydown = ({ key }) => {
            if (key === "Tab") {
                root.querySelectorAll(CHOICES).forEach((choice) => (choice.tabIndex = -1));
            }
        };
        root.addEventListener("keydown", onKeydown, true);
        return () => root.removeEventListener("keydown", onKeydown, true);
    }

    /**
     * Who goes on from the country before the address has the order of that country stays in the
     * address, with what was typed there by then.
     */
    keepFocus(root) {
        let focused = null;
        const onFocusIn = ({ target }) => {
            const address = target.closest(ADDRESS);
            const name = target.closest(".o_field_widget")?.getAttribute("name");
            focused = address && name && { input: target, address, name };
        };
        // a part of the form may be drawn without the form as a whole
        const observer = new MutationObserver(() => {
            if (focused && !focused.input.isConnected) {
                this.goOn(focused);
            }
        });
        root.addEventListener("focusin", onFocusIn);
        observer.observe(root, { childList: true, subtree: true });
        return () => {
            root.removeEventListener("focusin", onFocusIn);
            observer.disconnect();
        };
    }

    /** Where nothing was typed yet, the address begins anew. */
    goOn({ input, address, name }) {
        const stored = this.props.record.data[name];
        const typed = input.value !== (stored?.display_name ?? (stored || ""));
        const field = typed && address.querySelector(`.o_field_widget[name=${name}]`);
        const next = (field || address).querySelector(INPUTS);
        next?.focus();
        if (next && field) {
            next.value = input.value;
            next.dispatchEvent(new InputEvent("input", { bubbles: true }));
        }
    }
}
