import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatInteger } from "@web/views/fields/formatters";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Layout } from "@web/search/layout";
import { DashboardChart } from "../dashboard/dashboard_chart";
import { DashboardTile } from "../dashboard/dashboard_tile";
import { useOpenRecords } from "../dashboard/open_records";

/** What is on its way to other systems and what did not arrive; each figure opens its records. */
export class SyncDashboard extends Component {
    static template = "customer_master.SyncDashboard";
    static components = { Layout, DashboardChart, DashboardTile };
    static props = { ...standardActionServiceProps };
    static path = "customer-sync";
    static displayName = _t("Synchronisation");

    setup() {
        this.orm = useService("orm");
        this.open = useOpenRecords();
        this.state = useState({ figures: null });
        this.display = { controlPanel: {} };
        this.formatInteger = formatInteger;
        onWillStart(() => this.load());
    }

    async load() {
        this.state.figures = await this.orm.call(
            "customer.sync.dashboard",
            "customer_sync_figures",
            []
        );
    }
}

registry.category("actions").add("customer_sync_dashboard", SyncDashboard);
