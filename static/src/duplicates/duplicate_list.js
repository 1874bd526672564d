import { Component, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { CustomerBadges } from "../badges/customer_badges";

/** Customers that may be the same, each with why, and what one can do about it. */
export class DuplicateList extends Component {
    static template = "customer_master.DuplicateList";
    static components = { CustomerBadges };
    static props = {
        matches: { type: Array },
        /** the values that were compared with the matches */
        values: { type: Object },
        onDifferent: { type: Function, optional: true },
    };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({ explained: false, why: [] });
    }

    async toggle(match) {
        if (this.state.explained === match.id) {
            this.state.explained = false;
            return;
        }
        const args = [this.props.values, match.id];
        this.state.why = await this.orm.call("res.partner", "customer_explain_duplicate", args);
        this.state.explained = match.id;
    }

    /** In a dialog that a many2one opened the customer is chosen there, else it is opened. */
    use(match) {
        if (this.env.useCustomer) {
            return this.env.useCustomer(match);
        }
        return this.open(match);
    }

    open(match) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "res.partner",
            res_id: match.id,
            views: [[false, "form"]],
        });
    }
}
