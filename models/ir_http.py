from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Tell the web client whether to offer the entry of customers."""
        return {
            **super().session_info(),
            "customer_entry": self.env.user.has_group("customer_master.group_sales"),
        }
