import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatInteger } from "@web/views/fields/formatters";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Layout } from "@web/search/layout";
import { QualityChart } from "../quality_dashboard/quality_chart";

const VIEWS = {
    "customer.outbox": "customer_master.customer_outbox_action",
    "customer.endpoint": "customer_master.customer_endpoint_action",
};

/** What is on its way to other systems and what did not arrive; each figure opens its records. */
export class SyncDashboard extends Component {
    static template = "customer_master.SyncDashboard";
    static components = { Layout, QualityChart };
    static props = { ...standardActionServiceProps };
    static path = "customer-sync";
    static displayName = _t("Synchronisation");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ figures: null });
        this.display = { controlPanel: {} };
        this.open = this.open.bind(this);
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

    async open({ label, model, domain, id }) {
        const action = await this.action.loadAction(VIEWS[model]);
        if (id) {
            return this.action.doAction({
                type: "ir.actions.act_window",
                res_model: model,
                res_id: id,
                views: [[false, "form"]],
            });
        }
        await this.action.doAction({
            ...action,
            name: label,
            display_name: label,
            domain,
            context: {},
        });
    }
}

registry.category("actions").add("customer_sync_dashboard", SyncDashboard);
