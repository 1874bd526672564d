from odoo import api, fields, models
from odoo.fields import Domain

from .customer_followup import FIELDS


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
    customer_followup_snooze_reason = fields.Char(string="Why Snoozed", readonly=True, copy=False)
    customer_followup_text = fields.Char(
        string="What Is to Be Done", compute="_compute_customer_followup_text"
    )
    customer_my_day = fields.Boolean(
        string="On My Day",
        compute="_compute_customer_my_day",
        search="_search_customer_my_day",
        help="Customers of which you are to contact today or should have before, and of which you "
        "are reminded.",
    )
    customer_log_possible = fields.Boolean(
        compute="_compute_customer_log_possible",
        help="Whether this is a customer or a contact person of one.",
    )
    customer_care_date_ids = fields.One2many("customer.care.date", "partner_id")

    _customer_next_contact_idx = models.Index(
        "(user_id, customer_next_contact) WHERE customer_next_contact IS NOT NULL"
    )

    @api.depends(
        "active",
        "category_id",
        "commercial_partner_id",
        "customer_category_ids",
        "customer_followup_snooze",
        "customer_priority",
        "customer_rank",
    )
    def _compute_customer_followup(self):
        # as well by customer.followup, which knows of contacts and activities
        customers = self._origin.filtered(
            lambda p: p.active and p.customer_rank > 0 and p.commercial_partner_id == p
        )
        figures = self.env["customer.followup"]._figures(customers)
        nothing = (False, False, False)
        for partner in self:
            values = figures.get(partner._origin.id, nothing)
            for name, value in zip(FIELDS, values, strict=True):
                partner[name] = value or False

    @api.depends("activity_ids.customer_purpose", "activity_ids.summary")
    @api.depends_context("uid")
    def _compute_customer_followup_text(self):
        for partner in self:
            told = partner.activity_ids.filtered("customer_purpose")
            own = told.filtered(lambda activity: activity.user_id == self.env.user)
            first = (own or told).sorted("date_deadline")[:1]
            plan = partner.customer_followup_plan_id
            partner.customer_followup_text = (
                first.summary or first.activity_type_id.name or plan.summary or plan.name or False
            )

    @api.depends("customer_rank", "commercial_partner_id.customer_rank")
    def _compute_customer_log_possible(self):
        for partner in self:
            owner = partner.sudo().commercial_partner_id
            partner.customer_log_possible = owner.customer_rank > 0

    @api.depends_context("uid")
    def _compute_customer_my_day(self):
        mine = self.search(Domain("id", "in", self.ids) & self._customer_my_day())
        for partner in self:
            partner.customer_my_day = partner in mine

    def _search_customer_my_day(self, operator, value):
        return self._customer_search_boolean(operator, value, self._customer_my_day)

    @api.model
    def _customer_my_day(self) -> Domain:
        """Customers that the user is to contact by the end of his day."""
        today = fields.Date.context_today(self)
        activities = self.env["mail.activity"].search_fetch(
            [
                ("user_id", "=", self.env.uid),
                ("res_model", "=", "res.partner"),
                ("customer_purpose", "!=", False),
                ("date_deadline", "<=", today),
            ],
            ["res_id"],
        )
        told = self.sudo().browse(activities.mapped("res_id")).exists().commercial_partner_id
        due = Domain("customer_next_contact", "<=", today) & Domain("user_id", "=", self.env.uid)
        return self._customer_domain() & (due | Domain("id", "in", told.ids))

    # -- what a salesperson does ---------------------------------------------------------------

    def action_log_interaction(self):
        """The dialog that logs a contact with this customer or contact person."""
        self.ensure_one()
        self.env["customer.interaction.log"].check_access("create")
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "customer.interaction.log",
            # the profile opens it without the server's cleaning of actions, which adds them
            "views": [(False, "form")],
            "target": "new",
            "context": {
                **self.env.context,
                "default_partner_id": self.commercial_partner_id.id,
                "default_contact_id": self.id if self != self.commercial_partner_id else False,
            },
        }

    def action_snooze(self):
        """The dialog that puts off the contact with these customers."""
        self.env["customer.followup.snooze"].check_access("create")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Contact Later"),
            "res_model": "customer.followup.snooze",
            "view_mode": "form",
            "target": "new",
            "context": {"active_model": self._name, "active_ids": self.ids},
        }

    def action_open_interactions(self):
        """All contacts with this customer."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "customer_master.customer_interaction_action"
        )
        return {
            **action,
            "domain": [("partner_id", "=", self.commercial_partner_id.id)],
            "context": {"default_partner_id": self.commercial_partner_id.id},
        }
