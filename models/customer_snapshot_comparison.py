import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from .customer_bisect import reason_of
from .customer_snapshot import INLINE, STEWARD

_logger = logging.getLogger(__name__)

KEEP_DAYS = 30


class CustomerSnapshotComparison(models.Model):
    """What is different now from a snapshot, for the user who wants to know."""

    _name = "customer.snapshot.comparison"
    _description = "Comparison with a Snapshot"
    _order = "id desc"

    snapshot_id = fields.Many2one(
        "customer.snapshot",
        required=True,
        ondelete="cascade",
        index=True,
        domain=[("state", "=", "done")],
    )
    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, default=lambda self: self.env.user
    )
    partner_ids = fields.Many2many(
        "res.partner",
        "customer_snapshot_comparison_partner_rel",
        "comparison_id",
        "partner_id",
        string="Only These Customers",
        context={"active_test": False},
    )
    field_ids = fields.Many2many(
        "ir.model.fields",
        "customer_snapshot_comparison_field_rel",
        "comparison_id",
        "field_id",
        string="Only These Fields",
    )
    state = fields.Selection(
        [
            ("draft", "Not Compared Yet"),
            ("running", "Running"),
            ("done", "Done"),
            ("failed", "Failed"),
        ],
        string="Status",
        required=True,
        readonly=True,
        copy=False,
        default="draft",
    )
    compared_on = fields.Datetime(readonly=True, copy=False)
    changed_count = fields.Integer(string="Changed", readonly=True, copy=False)
    deleted_count = fields.Integer(string="Deleted", readonly=True, copy=False)
    new_count = fields.Integer(string="Added", readonly=True, copy=False)
    note = fields.Text(readonly=True, copy=False)
    difference_ids = fields.One2many("customer.snapshot.difference", "comparison_id", readonly=True)

    @api.depends("snapshot_id")
    def _compute_display_name(self):
        for comparison in self:
            comparison.display_name = self.env._(
                "Changes since %s", comparison.snapshot_id.display_name
            )

    def action_compare(self):
        """Compare: at once where there is little, else in the background.

        :return: the action that shows the differences, or where they will be
        """
        self.ensure_one()
        self.env["customer.snapshot"]._check_role(STEWARD)
        self.check_access("write")
        self.snapshot_id._check_done()
        comparison = self.sudo()
        comparison.write({"state": "running", "user_id": self.env.uid})
        if comparison.partner_ids or comparison.snapshot_id.contact_count <= INLINE:
            comparison._compare()
            return self.action_open_differences()
        self.env.ref("customer_master.ir_cron_snapshot_comparison").sudo()._trigger()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    def action_open_differences(self):
        self.ensure_one()
        return {
            **self.env["ir.actions.actions"]._for_xml_id(
                "customer_master.customer_snapshot_difference_action"
            ),
            "name": self.display_name,
            "domain": [("comparison_id", "=", self.id)],
        }

    @api.model
    def _cron_compare(self):
        """Make the comparisons that are waited for; one stopped in the middle is made anew."""
        for comparison in self.search([("state", "=", "running")], order="id"):
            try:
                comparison._compare()
                message, kind = self.env._("The comparison with the snapshot is ready."), "success"
            except Exception as error:  # what fails must not fail again every hour
                self.env.cr.rollback()
                problem = reason_of(error)
                if not isinstance(error, UserError):
                    _logger.exception("Comparison %s failed", comparison.id)
                comparison.exists().write({"state": "failed", "note": problem})
                message, kind = problem, "danger"
            comparison.user_id._bus_send("simple_notification", {"type": kind, "message": message})
            self.env["ir.cron"]._commit_progress(1)

    @api.autovacuum
    def _gc_comparisons(self):
        """Forget comparisons that are no news any more."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=KEEP_DAYS)
        self.search([("create_date", "<", limit)], limit=1000).unlink()
