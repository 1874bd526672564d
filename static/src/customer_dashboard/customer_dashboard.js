import { Component, onWillStart, useState } from "@odoo/owl";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { formatCurrency } from "@web/core/currency";
import { deserializeDate, formatDate, serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { KeepLast } from "@web/core/utils/concurrency";
import { formatInteger } from "@web/views/fields/formatters";
import { Layout } from "@web/search/layout";
import { useSetupAction } from "@web/search/action_hook";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { DashboardChart } from "../dashboard/dashboard_chart";
import { DashboardTile } from "../dashboard/dashboard_tile";
import { formatPercent, formatShortMoney } from "../dashboard/figures";
import { useOpenRecords } from "../dashboard/open_records";

const MODEL = "customer.dashboard";

/** Who the customers are, what they buy, and what waits; each figure opens its records. */
export class CustomerDashboard extends Component {
    static template = "customer_master.CustomerDashboard";
    static components = { Layout, DashboardChart, DashboardTile, DateTimeInput };
    static props = { ...standardActionServiceProps };
    static path = "customer-overview";
    static displayName = _t("Dashboard of Customers");

    setup() {
        this.orm = useService("orm");
        this.openRecords = useOpenRecords();
        this.display = { controlPanel: {} };
        this.last = new KeepLast();
        this.state = useState({ data: null });
        this.filters = this.props.state?.filters || {};
        useSetupAction({ getLocalState: () => ({ filters: this.filters }) });
        this.open = this.open.bind(this);
        this.money = (value) => formatCurrency(value, this.sales.currency_id);
        this.shortMoney = (value) => formatShortMoney(value, this.sales.currency_id);
        this.percent = formatPercent;
        this.periods = [
            ["last_30", _t("Last 30 days")],
            ["last_90", _t("Last 90 days")],
            ["last_365", _t("Last 365 days")],
            ["this_month", _t("This month")],
            ["last_month", _t("Last month")],
            ["this_quarter", _t("This quarter")],
            ["last_quarter", _t("Last quarter")],
            ["this_year", _t("This year")],
            ["last_year", _t("Last year")],
            ["dates", _t("Own dates")],
        ];
        this.sourceNames = { order: _t("Orders"), invoice: _t("Invoices") };
        onWillStart(() => this.load());
    }

    get sales() {
        return this.state.data.sales;
    }

    async load() {
        const data = await this.last.add(this.orm.call(MODEL, "get_data", [], this.filters));
        this.state.data = data;
        this.filters = data.filters;
    }

    /** Change one filter; the others stay, and what was chosen before, when it is refused. */
    async choose(name, value) {
        const before = this.filters;
        this.filters = { ...before, [name]: value };
        try {
            await this.load();
        } catch (error) {
            this.filters = before;
            this.state.data = { ...this.state.data };
            throw error;
        }
    }

    chooseNumber(name, ev) {
        return this.choose(name, Number(ev.target.value) || false);
    }

    date(name) {
        return deserializeDate(this.filters[name]);
    }

    chooseDate(name, value) {
        return value && this.choose(name, serializeDate(value));
    }

    async open(figure) {
        const { label, customers } = figure;
        if (!customers) {
            return this.openRecords(figure);
        }
        const found = await this.orm.call(MODEL, "get_customers", customers, this.filters);
        await this.openRecords({
            label,
            model: "res.partner",
            domain: [["id", "in", found]],
            // who bought counts, also when archived since
            context: { active_test: false },
        });
    }

    // -- texts -------------------------------------------------------------------------

    get span() {
        return _t("%(first)s to %(last)s", {
            first: formatDate(this.date("date_from")),
            last: formatDate(this.date("date_to")),
        });
    }

    months(number) {
        return _t("%s months", number);
    }

    get lostHint() {
        return _t(
            "New: the first order. Lost: no order in the %s months before; who orders again later was lost nevertheless.",
            this.filters.lost_months
        );
    }

    formatOf(tile) {
        return tile.name === "revenue" ? this.shortMoney : formatInteger;
    }

    noteOf(tile) {
        if (tile.name !== "revenue") {
            return undefined;
        }
        if (tile.change === null) {
            return _t("Nothing to compare with a year before");
        }
        const change = this.percent(Math.abs(tile.change));
        return tile.change < 0
            ? _t("%s less than a year before", change)
            : _t("%s more than a year before", change);
    }

    classText(row) {
        return _t("%(count)s customers (%(customers)s) make %(revenue)s of the revenue", {
            count: formatInteger(row.value),
            customers: this.percent(row.customer_share),
            revenue: this.percent(row.revenue_share),
        });
    }

    get trend() {
        const { now, before } = this.sales.trend;
        return [
            { label: _t("These 12 months"), rows: now },
            { label: _t("A year before"), rows: before, faded: true },
        ];
    }

    get movement() {
        return [
            { label: _t("New Customers"), rows: this.sales.new },
            { label: _t("Lost Customers"), rows: this.sales.lost, faded: true },
        ];
    }
}

registry.category("actions").add("customer_dashboard", CustomerDashboard);
