import { Component, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { CustomerBadges } from "../badges/customer_badges";

/** Customers that may be the same, each with why, and what one can do about it. */
export class DuplicateList extends Component {
    static template = "customer_master.DuplicateList";
    static components = { CustomerBadges };
    static props = {
        matches: { type: Array },
        onDifferent: { type: Function, optional: true },
    };

    setup() {
        this.action = useService("action");
        this.state = useState({ explained: false });
    }

    toggle(match) {
        this.state.explained = this.state.explained === match.id ? false : match.id;
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
