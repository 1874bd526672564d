from odoo import api, fields, models


class ResPartner(models.Model):
    """When a customer was contacted, and when it is to be next."""

    _inherit = "res.partner"

    customer_last_contact = fields.Datetime(
        string="Last Contact", compute="_compute_customer_followup", store=True, copy=False
    )
    customer_next_contact = fields.Date(
        string="Next Contact", compute="_compute_customer_followup", store=True, copy=False
    )
    customer_followup_plan_id = fields.Many2one(
        "customer.followup.plan",
        string="Follow-Up Plan",
        compute="_compute_customer_followup",
        store=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    customer_followup_snooze = fields.Date(string="Snoozed Until", readonly=True, copy=False)
    customer_followup_snooze_reason = fields.Char(
        string="Why Snoozed", readonly=True, copy=False
    )
    customer_care_date_ids = fields.One2many("customer.care.date", "partner_id")

    _customer_next_contact_idx = models.Index(
        "(user_id, customer_next_contact) WHERE customer_next_contact IS NOT NULL"
    )

    @api.depends("customer_rank")
    def _compute_customer_followup(self):
        for partner in self:
            partner.customer_last_contact = False
            partner.customer_next_contact = False
            partner.customer_followup_plan_id = False
