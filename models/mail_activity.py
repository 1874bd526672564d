from odoo import api, fields, models
from odoo.tools import SQL

from .customer_interaction import KINDS
from .marker import Marker

# what is done here was noted as a contact already
CONTACTED = Marker("customer_contacted")


class MailActivityType(models.Model):
    _inherit = "mail.activity.type"

    customer_contact_kind = fields.Selection(
        KINDS,
        string="Contact with the Customer",
        help="As what it counts when an activity of this kind is done. Empty: it is none.",
    )


class MailActivity(models.Model):
    """Activities on customers: what somebody plans to do with one is its next step, and what was
    done is a contact."""

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

    @api.model_create_multi
    def create(self, vals_list):
        activities = super().create(vals_list)
        planned = activities.sudo().filtered(
            lambda activity: (
                activity.res_model == "res.partner"
                and activity.activity_type_id.customer_contact_kind
                and not activity.customer_purpose
            )
        )
        planned.customer_purpose = "step"
        activities._customer_refresh()
        return activities

    def write(self, vals):
        before = self._customer_customers()
        result = super().write(vals)
        if "date_deadline" in vals and not self.env.su:
            # whoever puts it off has planned it anew
            self.sudo().filtered(lambda a: a.customer_purpose == "plan").customer_purpose = "step"
        if {"active", "date_deadline", "activity_type_id", "res_id"} & vals.keys():
            self._customer_refresh(before)
        return result

    def unlink(self):
        customers = self._customer_customers()
        result = super().unlink()
        self.browse()._customer_refresh(customers)
        return result

    def _action_done(self, feedback=False, attachment_ids=None):
        asked = {
            (activity.res_model, activity.res_id, activity.activity_type_id.id)
            for activity in self.sudo()
            if activity.customer_purpose in ("plan", "step", "care")
        }
        messages, activities = super()._action_done(
            feedback=feedback, attachment_ids=attachment_ids
        )
        if CONTACTED.said(self.env):
            return messages, activities
        done = messages.sudo().filtered(
            lambda m: (m.model, m.res_id, m.mail_activity_type_id.id) in asked
        )
        contacts = self.env["customer.interaction"]
        ids = contacts._collect_messages(SQL("m.id = ANY(%s)", messages.ids), done.ids, feedback)
        self.env["customer.followup"]._contacted(ids)
        return messages, activities

    def _customer_customers(self):
        """The customers on which somebody plans a next step here."""
        steps = self.sudo().filtered(
            lambda a: a.customer_purpose == "step" and a.res_model == "res.partner"
        )
        partners = self.env["res.partner"].sudo().browse(steps.mapped("res_id")).exists()
        return partners.commercial_partner_id

    def _customer_refresh(self, customers=None):
        """The next contact of ``customers``, and of those on which a step is planned here."""
        told = self._customer_customers()
        told |= customers or told.browse()
        self.env["customer.followup"]._refresh(told.ids)
