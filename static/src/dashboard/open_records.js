import { useService } from "@web/core/utils/hooks";

const VIEWS = {
    "res.partner": "customer_master.res_partner_action",
    "customer.quality.issue": "customer_master.customer_quality_issue_action",
    "customer.match.pair": "customer_master.customer_match_pair_action",
    "customer.stage.move": "customer_master.customer_stage_move_action",
    "customer.sale.analysis": "customer_master.customer_sale_analysis_action",
    "customer.outbox": "customer_master.customer_outbox_action",
    "customer.endpoint": "customer_master.customer_endpoint_action",
};

/** What opens the records of a figure as a list. */
export function useOpenRecords() {
    const action = useService("action");
    return async ({ label, model, domain, context = {} }) => {
        const loaded = await action.loadAction(VIEWS[model]);
        await action.doAction(
            { ...loaded, name: label, display_name: label, domain, context },
            { viewType: "list" }
        );
    };
}
