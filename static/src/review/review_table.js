import { Component } from "@odoo/owl";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { CustomerBadges } from "../badges/customer_badges";

/** Duplicates side by side: a column each, a row for each value. */
export class ReviewTable extends Component {
    static template = "customer_master.ReviewTable";
    static components = { CustomerBadges };
    static props = {
        group: Object,
        column: Number,
        master: Number,
        /** field -> id of the member whose value was picked by hand */
        chosen: Object,
        setColumn: Function,
        setMaster: Function,
        choose: Function,
        open: Function,
    };

    /** Rows of how much each is used. */
    get uses() {
        return [
            { name: "orders", label: _t("Orders") },
            { name: "invoices", label: _t("Invoices") },
            { name: "activities", label: _t("Activities") },
        ];
    }

    date(text) {
        return text ? formatDate(deserializeDate(text)) : "";
    }

    /** Which member's value survives; false where it is made of several. */
    survivor(row) {
        return this.props.chosen[row.field] ?? row.kept[this.props.master]?.[0] ?? false;
    }

    survives(row, member) {
        const survivor = this.survivor(row);
        return survivor ? survivor === member.id : Boolean(row.values[member.id]);
    }

    kept(row) {
        return this.survivor(row) ? "" : row.kept[this.props.master]?.[1] || "";
    }
}
