from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

KINDS = [
    ("call", "Call"),
    ("visit", "Visit"),
    ("meeting", "Meeting"),
    ("mail", "Email"),
    ("other", "Other"),
]


class CustomerInteraction(models.Model):
    """That somebody of ours was in touch with a customer: logged by hand, an activity that was
    done, an email that was sent, or a meeting that took place."""

    _name = "customer.interaction"
    _description = "Contact with a Customer"
    _order = "date desc, id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        ondelete="cascade",
        domain=[("customer_is_customer", "=", True)],
        context={"active_test": False},
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="With",
        ondelete="set null",
        index="btree_not_null",
        domain="[('id', 'child_of', partner_id), ('id', '!=', partner_id)]",
        context={"active_test": False},
    )
    date = fields.Datetime(string="When", required=True, default=fields.Datetime.now)
    kind = fields.Selection(KINDS, string="How", required=True, default="call")
    user_id = fields.Many2one(
        "res.users",
        string="By",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
        context={"active_test": False},
    )
    note = fields.Text(string="What Was Said")
    message_id = fields.Many2one(
        "mail.message", readonly=True, ondelete="set null", index="btree_not_null", copy=False
    )
    source_model = fields.Char(readonly=True, copy=False)
    source_id = fields.Many2oneReference(
        model_field="source_model", readonly=True, copy=False, index=False
    )

    _partner_idx = models.Index("(partner_id, date DESC)")
    _user_idx = models.Index("(user_id, date)")
    # what was collected once is not collected again
    _source_unique = models.UniqueIndex(
        "(source_id, source_model, partner_id) WHERE source_id IS NOT NULL",
        "This contact is known already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        Partner = self.env["res.partner"]
        own = self._only_own()
        for vals in vals_list:
            # what a contact person is told is told to the customer
            partner = Partner.browse(vals.get("partner_id")).sudo()
            if partner.commercial_partner_id != partner:
                vals.setdefault("contact_id", partner.id)
                vals["partner_id"] = partner.commercial_partner_id.id
            if own:
                vals["user_id"] = self.env.uid
        interactions = super().create(vals_list)
        # whoever may note something on a customer
        interactions.partner_id.check_access("write")
        self.env["customer.followup"]._contacted(interactions.partner_id.ids)
        return interactions

    @api.model
    def _only_own(self) -> bool:
        """Whether the user logs for himself alone."""
        return not (self.env.su or self.env.user.has_group("customer_master.group_steward"))

    def write(self, vals):
        if vals.get("user_id", self.env.uid) != self.env.uid and self._only_own():
            raise AccessError(self.env._("Only data stewards log contacts for others."))
        before = self.partner_id
        result = super().write(vals)
        if "partner_id" in vals:
            self.partner_id.check_access("write")
        if {"partner_id", "date", "kind"} & vals.keys():
            self.env["customer.followup"]._refresh((before | self.partner_id).ids)
        return result

    def unlink(self):
        partners = self.partner_id
        result = super().unlink()
        self.env["customer.followup"]._refresh(partners.ids)
        return result


class IrRule(models.Model):
    _inherit = "ir.rule"

    @api.model
    def _compute_domain(self, model_name, mode="read"):
        domain = super()._compute_domain(model_name, mode)
        if model_name in ("customer.interaction", "customer.care.date"):
            domain &= Domain("partner_id", "any", self.env["customer.access"]._visible_domain())
        return domain
