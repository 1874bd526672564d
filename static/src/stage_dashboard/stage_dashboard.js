import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { DashboardChart } from "../dashboard/dashboard_chart";
import { DashboardTile } from "../dashboard/dashboard_tile";
import { useOpenRecords } from "../dashboard/open_records";
import { StageFlow } from "./stage_flow";

/** How many customers are in which stage and value group, and who moved. */
export class StageDashboard extends Component {
    static template = "customer_master.StageDashboard";
    static components = { Layout, DashboardChart, DashboardTile, StageFlow };
    static props = { ...standardActionServiceProps };
    static path = "customer-stages";
    static displayName = _t("Stages and Value");

    setup() {
        this.orm = useService("orm");
        this.open = useOpenRecords();
        this.display = { controlPanel: {} };
        this.last = new KeepLast();
        this.state = useState({ data: null });
        this.days = this.props.state?.days || 90;
        useSetupAction({ getLocalState: () => ({ days: this.days }) });
        onWillStart(() => this.load());
    }

    async load() {
        const call = this.orm.call("customer.stage.dashboard", "get_data", [this.days]);
        this.state.data = await this.last.add(call);
    }

    choose(ev) {
        this.days = Number(ev.target.value);
        return this.load();
    }

    daysText(days) {
        return _t("Last %s days", days);
    }
}

registry.category("actions").add("customer_stage_dashboard", StageDashboard);
