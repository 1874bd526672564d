import { Component, onWillUpdateProps, useState } from "@odoo/owl";
import { formatCurrency } from "@web/core/currency";
import { deserializeDateTime, toLocaleDateString, toLocaleDateTimeString } from "@web/core/l10n/dates";
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
        this.show(this.props.first);
        if (this.props.chosen?.length) {
            this.load(this.props.chosen);
        }
        onWillUpdateProps((next) => {
            if (next.first !== this.props.first) {
                this.show(next.first);
            }
            if (next.first !== this.props.first || next.chosen !== this.props.chosen) {
                return this.load(next.chosen);
            }
        });
    }

    get chosen() {
        return this.props.chosen || [];
    }

    show(page) {
        Object.assign(this.state, page);
    }

    ask(kinds, cursor) {
        const page = this.orm.call("customer.timeline", "get_page", [this.props.partnerId], {
            kinds,
            cursor,
        });
        return this.last.add(page);
    }

    /** From the start, with other kinds. */
    async load(kinds = []) {
        this.show(await this.ask(kinds, false));
    }

    async more() {
        this.state.loading = true;
        try {
            const { rows, cursor } = await this.ask(this.chosen, this.state.cursor);
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
