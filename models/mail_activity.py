from odoo import fields, models

from .customer_interaction import KINDS


class MailActivityType(models.Model):
    _inherit = "mail.activity.type"

    customer_contact_kind = fields.Selection(
        KINDS,
        string="Contact with the Customer",
        help="As what it counts when an activity of this kind is done. Empty: it is none.",
    )


class MailActivity(models.Model):
    _inherit = "mail.activity"

    customer_purpose = fields.Selection(
        [
            ("plan", "Follow-Up Plan"),
            ("step", "Next Step"),
            ("care", "Customer Care"),
            ("escalation", "Overdue Follow-Up"),
        ],
        string="Follow-Up",
        readonly=True,
        copy=False,
    )
    customer_plan_id = fields.Many2one(
        "customer.followup.plan", readonly=True, ondelete="set null", index="btree_not_null"
    )
    customer_care_rule_id = fields.Many2one(
        "customer.care.rule", readonly=True, ondelete="set null", index="btree_not_null"
    )

    _customer_purpose_idx = models.Index(
        "(res_id) WHERE active AND customer_purpose IS NOT NULL AND res_model = 'res.partner'"
    )
