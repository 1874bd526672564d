import { useChildSubEnv } from "@odoo/owl";
import { patch } from "@web/core/utils/patch";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";

// In a form that a many2one opened for a new customer, one can choose an existing one instead.
patch(FormViewDialog.prototype, {
    setup() {
        super.setup();
        if (this.props.resModel === "res.partner" && !this.props.resId) {
            useChildSubEnv({
                useCustomer: async (match) => {
                    await this.props.onRecordSaved({
                        resId: match.id,
                        data: { display_name: match.name },
                    });
                    this.props.close();
                },
            });
        }
    },
});

/**
 * Take a customer that exists instead of the one that is being entered, which is given up: chosen
 * where a many2one asked for one, else opened.
 */
export function takeExisting(env, match) {
    if (env.useCustomer) {
        return env.useCustomer(match);
    }
    const action = {
        type: "ir.actions.act_window",
        res_model: "res.partner",
        res_id: match.id,
        views: [[false, "form"]],
    };
    // a form in a dialog is just closed; what lies under it may have to be saved
    return env.services.action.doAction(action, { forceLeave: !env.inDialog });
}
