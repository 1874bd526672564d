import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Dialog } from "@web/core/dialog/dialog";
import { patch } from "@web/core/utils/patch";
import { FormController } from "@web/views/form/form_controller";
import { comparedValues, decisionsOf } from "./duplicate_decisions";
import { DuplicateList } from "./duplicate_list";

/** Asks, at the save of a new customer, whether it is one that exists. */
export class DuplicateDialog extends Component {
    static template = "customer_master.DuplicateDialog";
    static components = { Dialog, DuplicateList };
    static props = {
        close: Function,
        matches: { type: Array },
        values: { type: Object },
        /** called with the reason, or with false where the customer is not to be saved */
        answer: Function,
    };

    setup() {
        this.state = useState({ reason: "" });
    }

    get title() {
        return _t("This customer may exist already");
    }

    /** Some rules want to know why the customer is made all the same. */
    get needsReason() {
        return this.props.matches.some((match) => match.action === "block");
    }

    get canCreate() {
        return !this.needsReason || this.state.reason.trim();
    }

    create() {
        if (this.canCreate) {
            this.props.answer(this.state.reason.trim());
            this.props.close();
        }
    }

    back() {
        this.props.answer(false);
        this.props.close();
    }
}

patch(FormController.prototype, {
    async onWillSaveRecord(record, changes) {
        if ((await super.onWillSaveRecord(...arguments)) === false) {
            return false;
        }
        if (record.resModel !== "res.partner" || record.resId || !("name" in record.data)) {
            return true;
        }
        if (!record.data.customer_is_customer && !record.data.customer_rank) {
            return true; // a contact that is no customer
        }
        if (document.visibilityState === "hidden") {
            return false; // no question behind the user's back; what was typed stays in the form
        }
        return confirmDuplicates(this, record, changes);
    },
});

async function confirmDuplicates(controller, record, changes) {
    const decided = decisionsOf(record);
    const values = comparedValues(record);
    const found = await controller.orm.call("res.partner", "customer_find_duplicates", [values]);
    const matches = found.filter((match) => match.action !== "log" && !decided.has(match.id));
    if (matches.length) {
        const reason = await new Promise((resolve) => {
            controller.dialogService.add(
                DuplicateDialog,
                { matches, values, answer: resolve },
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
