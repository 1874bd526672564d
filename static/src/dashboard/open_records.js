import { useService } from "@web/core/utils/hooks";

const VIEWS = {
    "res.partner": "customer_master.res_partner_action",
    "customer.quality.issue": "customer_master.customer_quality_issue_action",
    "customer.match.pair": "customer_master.customer_match_pair_action",
    "customer.stage.move": "customer_master.customer_stage_move_action",
    "customer.sale.analysis": "customer_master.customer_sale_analysis_action",
    "customer.outbox": "customer_master.customer_outbox_action",
    "customer.endpoint": "customer_master.customer_endpoint_action",
    "sale.order": "sale.action_orders",
    "account.move.line": "account.action_account_moves_all",
};

/** What opens the records of a figure as a list, or the one record that it is about. */
export function useOpenRecords() {
    const action = useService("action");
    return async ({ label, model, id, domain, context = {} }) => {
        if (id) {
            return action.doAction({
                type: "ir.actions.act_window",
                res_model: model,
                res_id: id,
                views: [[false, "form"]],
            });
        }
        const loaded = await action.loadAction(VIEWS[model]);
        await action.doAction(
            { ...loaded, name: label, display_name: label, domain, context },
            { viewType: "list" }
        );
    };
}
