import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { formatCurrency } from "@web/core/currency";
import {
    deserializeDateTime,
    toLocaleDateString,
    toLocaleDateTimeString,
} from "@web/core/l10n/dates";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";

const ICONS = {
    order: "fa-shopping-cart",
    invoice: "fa-file-text-o",
    payment: "fa-money",
    mail: "fa-envelope-o",
    call: "fa-phone",
    meeting: "fa-users",
    note: "fa-sticky-note-o",
    task: "fa-check",
    owner: "fa-exchange",
    stage: "fa-flag-o",
    merge: "fa-compress",
    import: "fa-upload",
    change: "fa-pencil",
};

/**
 * What happened with a customer, the newest first; the server gives a page after the other.
 *
 * `first` is the page that is known already, `chosen` the names of the kinds that are wanted.
 */
export class CustomerTimeline extends Component {
    static template = "customer_master.CustomerTimeline";
    static props = {
        partnerId: Number,
        first: Object,
        chosen: { type: Array, optional: true },
        choose: Function,
        open: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.last = new KeepLast();
        this.icons = ICONS;
        this.state = useState({ kinds: [], rows: [], cursor: false, loading: false });
        onWillStart(() => this.begin(this.props));
        onWillUpdateProps((next) => {
            if (next.first !== this.props.first || next.chosen !== this.props.chosen) {
                return this.begin(next);
            }
        });
    }

    get chosen() {
        return this.props.chosen || [];
    }

    ask(kinds, cursor) {
        const { partnerId } = this.props;
        return this.orm.call("customer.timeline", "get_page", [partnerId], { kinds, cursor });
    }

    /** From the start, with the kinds that are wanted. */
    async begin({ first, chosen }) {
        const page = chosen?.length ? this.ask(chosen, false) : Promise.resolve(first);
        const { rows, cursor, kinds } = await this.last.add(page);
        Object.assign(this.state, { rows: [...rows], cursor, kinds });
    }

    async more() {
        this.state.loading = true;
        try {
            const page = this.ask(this.chosen, this.state.cursor);
            const { rows, cursor } = await this.last.add(page);
            this.state.rows.push(...rows);
            this.state.cursor = cursor;
        } finally {
            this.state.loading = false;
        }
    }

    toggle(kind) {
        const { chosen } = this;
        const kept = chosen.filter((one) => one !== kind);
        return this.props.choose(kept.length < chosen.length ? kept : [...chosen, kind]);
    }

    /** Rows by year, each with its heading. */
    get years() {
        const years = [];
        for (const row of this.state.rows) {
            const date = deserializeDateTime(row.date);
            if (years.at(-1)?.key !== date.year) {
                const label = date.toLocaleString({ year: "numeric" });
                years.push({ key: date.year, label, rows: [] });
            }
            years.at(-1).rows.push(row);
        }
        return years;
    }

    when({ date, day }) {
        const moment = deserializeDateTime(date);
        return day
            ? toLocaleDateString(moment)
            : toLocaleDateTimeString(moment, { showSeconds: false });
    }

    amount({ amount, currency_id: currencyId }) {
        return formatCurrency(amount, currencyId);
    }
}
