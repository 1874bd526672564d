import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Layout } from "@web/search/layout";
import { DashboardChart } from "../dashboard/dashboard_chart";
import { DashboardTile } from "../dashboard/dashboard_tile";
import { useOpenRecords } from "../dashboard/open_records";

/** Where customer data are good and where not; each figure opens its records. */
export class QualityDashboard extends Component {
    static template = "customer_master.QualityDashboard";
    static components = { Layout, DashboardChart, DashboardTile };
    static props = { ...standardActionServiceProps };
    static path = "customer-quality";
    static displayName = _t("Data Quality");

    setup() {
        this.orm = useService("orm");
        this.state = useState({ figures: null });
        this.display = { controlPanel: {} };
        this.open = useOpenRecords();
        onWillStart(() => this.load());
    }

    async load() {
        this.state.figures = await this.orm.call(
            "customer.quality.dashboard",
            "customer_quality_figures",
            []
        );
    }

    /** What is told of the last check of all customers. */
    get checked() {
        const run = this.state.figures.run;
        if (!run) {
            return _t("No check of all customers has been made yet.");
        }
        if (run.state === "running") {
            return _t("All customers are being checked: %s %", run.progress);
        }
        return run.finished_on
            ? _t("Last check: %s", formatDateTime(deserializeDateTime(run.finished_on)))
            : _t("The last check was stopped.");
    }

    async check() {
        await this.orm.call("customer.quality.run", "action_start", [[]]);
        await this.load();
    }
}

registry.category("actions").add("customer_quality_dashboard", QualityDashboard);
