from odoo import fields, models

from .customer_care_date import KINDS


class CustomerCareRule(models.Model):
    """Before which dates of customers, or after how long a silence, who is reminded."""

    _name = "customer.care.rule"
    _inherit = "customer.condition.mixin"
    _description = "Customer Care Rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [*KINDS, ("silence", "Long Silence")],
        string="Occasion",
        required=True,
        default="birthday",
    )
    days_before = fields.Integer(default=3)
    silence_days = fields.Integer(
        string="Days Without Contact", default=60, help="Counted from the last contact."
    )
    activity_type_id = fields.Many2one(
        "mail.activity.type",
        string="Activity",
        required=True,
        ondelete="restrict",
        domain="[('res_model', 'in', (False, 'res.partner'))]",
        default=lambda self: self.env.ref("customer_master.mail_activity_type_care", False),
    )
    summary = fields.Char(
        string="Text", translate=True, help="Of the reminder; empty: the name of this rule."
    )
    note = fields.Text(string="Instructions", translate=True)
    who = fields.Selection(
        [("salesperson", "The salesperson"), ("user", "A certain user")],
        string="Reminded",
        required=True,
        default="salesperson",
    )
    user_id = fields.Many2one(
        "res.users",
        ondelete="set null",
        domain=[("share", "=", False)],
        help="Who is reminded; for the salesperson: where there is none.",
    )

    _days_positive = models.Constraint(
        "CHECK(days_before >= 0 AND silence_days > 0)", "Days can't be negative."
    )


class CustomerCareReminder(models.Model):
    """That somebody was reminded of an occasion, so that nobody is reminded twice."""

    _name = "customer.care.reminder"
    _description = "Reminder of an Occasion"

    rule_id = fields.Many2one("customer.care.rule", required=True, ondelete="cascade", index=True)
    partner_id = fields.Many2one(
        "res.partner", "Contact", required=True, ondelete="cascade", index=True
    )
    date_id = fields.Many2one("customer.care.date", ondelete="cascade", index="btree_not_null")
    occasion = fields.Date(required=True)

    _once = models.UniqueIndex("(rule_id, partner_id, coalesce(date_id, 0), occasion)")
