from odoo import api, models

SLICE = 2000  # customers between two commits


class CustomerFollowup(models.AbstractModel):
    """Following up all customers, every night."""

    _inherit = "customer.followup"

    @api.model
    def _run_nightly(self):
        """All customers in slices that are committed one by one, then what is due. A run that was
        stopped begins anew: what is up to date costs little."""
        self.env["customer.interaction"]._run_collect()
        Partner = self.env["res.partner"].sudo().with_context(active_test=False)
        # those that are customers no longer as well
        domain = [
            "|", ("customer_rank", ">", 0), ("customer_followup_plan_id", "!=", False)
        ]  # fmt: skip
        ids = Partner.search(domain, order="id").ids
        slices = [ids[start : start + SLICE] for start in range(0, len(ids), SLICE)]
        for number, own in enumerate(slices, 1):
            self._refresh(own)
            if not self.env["ir.cron"]._commit_progress(1, remaining=len(slices) - number + 1):
                return
        self._remind()
