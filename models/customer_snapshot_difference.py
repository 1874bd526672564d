from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS

from .customer_snapshot import STEWARD

KINDS = [("deleted", "Deleted"), ("changed", "Changed"), ("new", "Added")]


class CustomerSnapshotDifference(models.Model):
    """One value of a contact that is not as it was, or a contact that is gone or came; written
    in SQL only."""

    _name = "customer.snapshot.difference"
    _description = "Difference from a Snapshot"
    _order = "comparison_id desc, customer, top, res_id, id"
    _log_access = False
    _rec_name = "name"

    comparison_id = fields.Many2one(
        "customer.snapshot.comparison",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    kind = fields.Selection(KINDS, required=True, readonly=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        context={"active_test": False},
    )
    res_id = fields.Integer(string="Record ID", readonly=True, aggregator=None)
    top = fields.Integer(string="ID of the Customer", readonly=True, aggregator=None)
    name = fields.Char(readonly=True)
    customer = fields.Char(readonly=True)
    field_name = fields.Char(string="Technical Name", readonly=True)
    field_label = fields.Char(string="Field", readonly=True)
    old = fields.Text(string="Then", readonly=True)
    new = fields.Text(string="Now", readonly=True)
    # as the snapshot has them; of a deleted contact all of it
    old_value = fields.Json(readonly=True, groups=NO_ACCESS)
    new_value = fields.Json(readonly=True, groups=NO_ACCESS)
    operation_id = fields.Many2one(
        "customer.operation",
        string="Restored By",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )

    def action_restore(self):
        """Plan the restoring of these values, and show what it would do.

        :raise UserError: there is nothing among them that can be restored
        """
        self.env["customer.snapshot"]._check_role(STEWARD)
        self.check_access("read")
        differences = self._with_deleted_contacts().filtered(lambda d: d.kind != "new")
        if not differences:
            raise UserError(
                self.env._(
                    "Customers that came later are not touched by restoring. Please choose what "
                    "was changed or deleted."
                )
            )
        operation = self.env["customer.restore"]._plan_restore(differences)
        return {
            "type": "ir.actions.act_window",
            "name": operation.name,
            "res_model": "customer.operation",
            "res_id": operation.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def action_restore_customers(self):
        """Plan the restoring of everything that is different on the customers of these values."""
        self.env["customer.snapshot"]._check_role(STEWARD)
        self.check_access("read")
        found = self.browse()
        for comparison, own in self.grouped("comparison_id").items():
            found |= self.search(
                [("comparison_id", "=", comparison.id), ("top", "in", own.mapped("top"))]
            )
        return found.action_restore()

    def _with_deleted_contacts(self):
        """These, and the deleted contact persons of the deleted customers among them."""
        found = self
        for comparison, own in self.grouped("comparison_id").items():
            customers = own.filtered(lambda d: d.kind == "deleted" and d.res_id == d.top)
            if customers:
                found |= self.search(
                    [
                        ("comparison_id", "=", comparison.id),
                        ("kind", "=", "deleted"),
                        ("top", "in", customers.mapped("top")),
                    ]
                )
        return found
