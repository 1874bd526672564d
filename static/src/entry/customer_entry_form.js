import { _t } from "@web/core/l10n/translation";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { registry } from "@web/core/registry";
import { formView } from "@web/views/form/form_view";
import { FormController } from "@web/views/form/form_controller";
import { CustomerEntryFormRenderer } from "./customer_entry_renderer";

const INVALID = ".o_field_invalid";

/** The entry form: Escape and the cross ask before what was typed is thrown away. */
export class CustomerEntryFormController extends FormController {
    setup() {
        super.setup();
        if (this.env.dialogData) {
            this.env.dialogData.dismiss = () => this.confirmDismiss();
        }
    }

    /** What is missing may be out of sight: on a phone one saves from the end of the form. */
    async beforeExecuteActionButton(clickParams) {
        const saved = await super.beforeExecuteActionButton(clickParams);
        if (saved === false) {
            await new Promise(requestAnimationFrame);
            const field = this.rootRef.el?.querySelector(INVALID);
            field?.scrollIntoView({ block: "center" });
            field?.querySelector("input, textarea")?.focus();
        }
        return saved;
    }

    /** The dialog closes when the promise resolves; it stays where one goes on typing. */
    async confirmDismiss() {
        if (!(await this.model.root.isDirty())) {
            return;
        }
        return new Promise((resolve) => {
            this.dialogService.add(ConfirmationDialog, {
                title: _t("Discard the new customer?"),
                body: _t("What you typed has not been saved yet."),
                confirmLabel: _t("Discard"),
                confirm: resolve,
                cancelLabel: _t("Go on typing"),
                cancel: () => {},
            });
        });
    }
}

registry.category("views").add("customer_entry_form", {
    ...formView,
    Controller: CustomerEntryFormController,
    Renderer: CustomerEntryFormRenderer,
});
