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
