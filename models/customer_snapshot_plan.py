from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from .customer_snapshot import PLACES


class CustomerSnapshotPlan(models.Model):
    """When snapshots are taken by themselves, and how long they are kept."""

    _name = "customer.snapshot.plan"
    _inherit = "customer.schedule"
    _description = "Schedule of Snapshots"

    place = fields.Selection(PLACES, required=True, default="filestore")
    keep_count = fields.Integer(
        string="Snapshots Kept", default=8, help="Older ones are deleted. 0 keeps all."
    )
    keep_days = fields.Integer(
        string="Days Kept",
        help="Snapshots older than this are deleted, but never the last one. 0 sets no limit.",
    )
    snapshot_ids = fields.One2many("customer.snapshot", "plan_id", string="Snapshots")

    _keep_not_negative = models.Constraint(
        "CHECK(keep_count >= 0 AND keep_days >= 0)", "A number to keep can't be below 0."
    )

    @api.constrains("place")
    def _check_place(self):
        if any(plan.place == "folder" for plan in self):
            self.env["customer.snapshot"]._checked_folder()

    @api.model
    def _cron_begin(self):
        """Begin the snapshots that are due, one at a time: the others follow."""
        Snapshot = self.env["customer.snapshot"]
        for plan in self._due():
            if Snapshot.search_count([("state", "=", "waiting")], limit=1):
                break
            Snapshot._begin(plan_id=plan.id, place=plan.place, user_id=self.env.uid)
            plan._set_next_run()
            self.env.ref("customer_master.ir_cron_snapshot")._trigger()
        for plan in self.with_context(active_test=False).search([("keep_days", ">", 0)]):
            plan._forget_old()

    def _forget_old(self):
        """Delete the snapshots of these schedules that are not to be kept, never the last."""
        now = fields.Datetime.now()
        for plan in self:
            done = plan.snapshot_ids.filtered(lambda s: s.state == "done" and not s.kept)
            done = done.sorted("taken_on", reverse=True)
            old = done[plan.keep_count :] if plan.keep_count else done.browse()
            if plan.keep_days:
                limit = now - relativedelta(days=plan.keep_days)
                old |= done[1:].filtered(lambda s, limit=limit: s.taken_on < limit)
            old.unlink()
