import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useAutofocus } from "@web/core/utils/hooks";
import { Dialog } from "@web/core/dialog/dialog";
import { patch } from "@web/core/utils/patch";
import { FormController } from "@web/views/form/form_controller";
import { COMPARED, comparedValues, decisionsOf } from "./duplicate_decisions";
import { DuplicateList } from "./duplicate_list";
import { takeExisting } from "./use_existing";

/** Asks, at the save of a customer, whether it is another one that exists. */
export class DuplicateDialog extends Component {
    static template = "customer_master.DuplicateDialog";
    static components = { Dialog, DuplicateList };
    static props = {
        close: Function,
        matches: { type: Array },
        values: { type: Object },
        isNew: { type: Boolean },
        /** called with the reason, or with false where the customer is not to be saved */
        answer: Function,
        /** takes a match instead */
        use: Function,
    };

    setup() {
        this.state = useState({ reason: "" });
        useAutofocus({ refName: this.needsReason ? "reason" : "back" });
    }

    get title() {
        return _t("This customer may exist already");
    }

    /** Some rules want to know why it is another customer all the same. */
    get needsReason() {
        return this.props.matches.some((match) => match.action === "block");
    }

    get canSave() {
        return !this.needsReason || this.state.reason.trim();
    }

    save() {
        if (this.canSave) {
            this.props.answer(this.state.reason.trim());
            this.props.close();
        }
    }

    back() {
        this.props.answer(false);
        this.props.close();
    }

    async use(match) {
        this.back();
        await this.props.use(match);
    }
}

/** Whether the record is one of which duplicates are looked for. */
function isCustomer({ resModel, data }) {
    return (
        resModel === "res.partner" &&
        "name" in data &&
        Boolean(data.customer_is_customer || data.customer_rank)
    );
}

patch(FormController.prototype, {
    async onWillSaveRecord(record, changes) {
        if ((await super.onWillSaveRecord(...arguments)) === false) {
            return false;
        }
        const compared = !record.resId || COMPARED.some((name) => name in changes);
        if (!isCustomer(record) || !compared) {
            return true;
        }
        if (document.visibilityState === "hidden") {
            return false; // no question behind the user's back; what was typed stays in the form
        }
        return confirmDuplicates(this, record, changes);
    },

    /** A page that is left saves what is dirty, without a question: rather not a new customer. */
    async beforeUnload(ev) {
        const record = this.model.root;
        if (isCustomer(record) && record.isNew && record.dirty) {
            ev.preventDefault();
            ev.returnValue = "Unsaved changes";
            return;
        }
        return super.beforeUnload(...arguments);
    },
});

async function confirmDuplicates(controller, record, changes) {
    const decided = decisionsOf(record);
    const values = comparedValues(record);
    const args = [values, record.resId];
    const found = await controller.orm.call("res.partner", "customer_find_duplicates", args);
    const matches = found.filter(
        (match) => match.action !== "log" && !match.known && !decided.has(match.id)
    );
    if (matches.length) {
        const reason = await new Promise((resolve) => {
            const use = (match) => takeExisting(controller.env, match);
            controller.dialogService.add(
                DuplicateDialog,
                { matches, values, isNew: !record.resId, answer: resolve, use },
                { onClose: () => resolve(false) }
            );
        });
        if (reason === false) {
            return false;
        }
        for (const match of matches) {
            decided.set(match.id, { decision: "anyway", reason });
        }
    }
    if (decided.size) {
        changes.customer_duplicate_decisions = Object.fromEntries(decided);
    }
    return true;
}
