from odoo import api, fields, models
from odoo.fields import Domain

# key of the context with the operation that changes owners: a record, which no caller from
# outside can send
OPERATION = "customer_operation"


class CustomerOwnership(models.Model):
    """A change of the salesperson of a customer. Nobody edits these."""

    _name = "customer.ownership"
    _description = "Change of Salesperson"
    _order = "changed_on desc, id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
        context={"active_test": False},
    )
    old_user_id = fields.Many2one(
        "res.users", string="Old Salesperson", readonly=True, context={"active_test": False}
    )
    new_user_id = fields.Many2one(
        "res.users", string="New Salesperson", readonly=True, context={"active_test": False}
    )
    changed_on = fields.Datetime(
        string="When", required=True, readonly=True, default=fields.Datetime.now
    )
    changed_by_id = fields.Many2one(
        "res.users",
        string="By",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        context={"active_test": False},
    )
    operation_id = fields.Many2one(
        "customer.operation", readonly=True, ondelete="set null", index="btree_not_null"
    )

    @api.model
    def _owners(self, partners) -> dict[int, int]:
        """``{id: id of the salesperson, or False}`` of the customers among ``partners``."""
        customers = partners.sudo().filtered("customer_is_customer")
        return {customer.id: customer.user_id.id for customer in customers}

    @api.model
    def _tell(self, before):
        """Write down which customers have another owner than ``before``, see :meth:`_owners`."""
        now = self._owners(self.env["res.partner"].browse(before).exists())
        operation = self.env.context.get(OPERATION)
        if not isinstance(operation, models.BaseModel):
            operation = self.env["customer.operation"]
        self.sudo().create(
            [
                {
                    "partner_id": partner_id,
                    "old_user_id": before[partner_id],
                    "new_user_id": user_id,
                    "operation_id": operation.id,
                }
                for partner_id, user_id in now.items()
                if user_id != before[partner_id]
            ]
        )


class IrRule(models.Model):
    _inherit = "ir.rule"

    @api.model
    def _compute_domain(self, model_name, mode="read"):
        domain = super()._compute_domain(model_name, mode)
        if model_name == "customer.ownership":
            domain &= Domain("partner_id", "any", self.env["customer.access"]._visible_domain())
        return domain


class ResPartner(models.Model):
    _inherit = "res.partner"

    customer_ownership_count = fields.Integer(compute="_compute_customer_ownership_count")

    def _compute_customer_ownership_count(self):
        counts = dict(
            self.env["customer.ownership"]._read_group(
                [("partner_id", "in", self.ids)], ["partner_id"], ["__count"]
            )
        )
        for partner in self:
            partner.customer_ownership_count = counts.get(partner._origin, 0)

    def write(self, vals):
        if "user_id" not in vals:
            return super().write(vals)
        Ownership = self.env["customer.ownership"]
        before = Ownership._owners(self)
        result = super().write(vals)
        Ownership._tell(before)
        return result

    def action_open_ownership(self):
        """Who the salespersons of this customer were."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Salespersons of %s", self.display_name),
            "res_model": "customer.ownership",
            "view_mode": "list",
            "domain": [("partner_id", "=", self.id)],
            "context": {"customer_ownership_of_one": True},
        }


class CustomerMerge(models.AbstractModel):
    _inherit = "customer.merge"

    def _settle_values(self, groups, rows):
        """A merge writes past the ORM; the survivor may have got another owner."""
        Ownership = self.env["customer.ownership"]
        masters = self.env["res.partner"].browse(group.master for group in groups)
        before = Ownership._owners(masters)
        result = super()._settle_values(groups, rows)
        Ownership._tell(before)
        return result


class CustomerRestore(models.AbstractModel):
    _inherit = "customer.restore"

    def _restore_lines(self, lines):
        """Values of a snapshot are written past the ORM too."""
        Ownership = self.env["customer.ownership"]
        before = Ownership._owners(lines.partner_id)
        notes = super()._restore_lines(lines)
        Ownership.with_context(**{OPERATION: lines.operation_id[:1]})._tell(before)
        return notes


class CustomerOperation(models.Model):
    _inherit = "customer.operation"

    def _restore(self, lines):
        """What is taken back is a change of its own."""
        Ownership = self.env["customer.ownership"]
        before = Ownership._owners(lines.partner_id)
        conflicts = super()._restore(lines)
        Ownership.with_context(**{OPERATION: lines.operation_id[:1]})._tell(before)
        return conflicts

    def action_open_ownership(self):
        """Which salespersons the operation changed."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "customer.ownership",
            "view_mode": "list",
            "domain": [("operation_id", "=", self.id)],
        }
