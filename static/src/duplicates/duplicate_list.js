import { Component, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { CustomerBadges } from "../badges/customer_badges";

const LEAST = 0.5; // bits

/** Customers that may be the same, each with why, and what one can do about it. */
export class DuplicateList extends Component {
    static template = "customer_master.DuplicateList";
    static components = { CustomerBadges };
    static props = {
        matches: { type: Array },
        /** the values that were compared with the matches */
        values: { type: Object },
        /** takes a match instead of what is being entered */
        onUse: { type: Function },
        onDifferent: { type: Function, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ explained: false, why: [], asked: {} });
    }

    async toggle(match) {
        if (this.state.explained === match.id) {
            this.state.explained = false;
            return;
        }
        const args = [this.props.values, match.id];
        const rows = await this.orm.call("res.partner", "customer_explain_duplicate", args);
        // what hardly counts, and what is known of the list as a whole, is for stewards
        this.state.why = rows.filter(
            (row) => !row.whole && (row.entered || row.stored) && Math.abs(row.bits) >= LEAST
        );
        this.state.explained = match.id;
    }

    /** The sign before what was found: for, against, or nothing to compare. */
    sign(row) {
        const signs = { for: "fa-check text-success", against: "fa-times text-danger" };
        return signs[row.verdict] || "fa-minus text-muted";
    }

    /** Tells the salesperson of a hidden customer that one wants to see it. */
    async ask(match) {
        this.state.asked[match.id] = true;
        await this.orm.call("res.partner", "customer_request_access", [[match.id]]);
    }

    /** For a look at the customer in another tab; what was typed stays as it is in this one. */
    address(match) {
        return `/odoo/res.partner/${match.id}`;
    }
}
