from odoo import api, fields, models

from ..models.customer_interaction import KINDS
from ..models.mail_activity import CONTACTED


class CustomerInteractionLog(models.TransientModel):
    """Log a call or visit, and plan the next step."""

    _name = "customer.interaction.log"
    _description = "Log a Contact"

    partner_id = fields.Many2one("res.partner", string="Customer", required=True)
    contact_id = fields.Many2one(
        "res.partner",
        string="With",
        domain="[('id', 'child_of', partner_id), ('id', '!=', partner_id)]",
    )
    kind = fields.Selection(KINDS, string="How", required=True, default="call")
    date = fields.Datetime(string="When", required=True, default=fields.Datetime.now)
    note = fields.Text(string="What Was Said")
    done_activity_ids = fields.Many2many(
        "mail.activity",
        string="Done with This",
        compute="_compute_done_activity_ids",
        store=True,
        readonly=False,
    )
    next_date = fields.Date(string="Next Step On")
    next_type_id = fields.Many2one(
        "mail.activity.type",
        string="What",
        domain="[('customer_contact_kind', '!=', False)]",
        default=lambda self: self.env.ref("mail.mail_activity_data_call", False),
    )
    next_summary = fields.Char(string="Text")
    plan_text = fields.Char(compute="_compute_plan_text")

    @api.depends("partner_id")
    def _compute_done_activity_ids(self):
        Activity = self.env["mail.activity"]
        today = fields.Date.context_today(self)
        for log in self:
            told = self.env["res.partner"].search([("id", "child_of", log.partner_id.ids)])
            log.done_activity_ids = Activity.search(
                [
                    ("res_model", "=", "res.partner"),
                    ("res_id", "in", told.ids),
                    ("user_id", "=", self.env.uid),
                    ("customer_purpose", "in", ("plan", "step", "care")),
                    ("date_deadline", "<=", today),
                ]
            )

    @api.depends("partner_id")
    def _compute_plan_text(self):
        for log in self:
            plan = log.partner_id.customer_followup_plan_id
            log.plan_text = plan and self.env._(
                "If you plan nothing: every %(days)s days (%(plan)s)",
                days=plan.interval_days,
                plan=plan.name,
            )

    def action_log(self):
        """Note the contact on the customer, and plan the next step."""
        self.ensure_one()
        partner = self.partner_id
        partner.check_access("write")
        self.env["customer.interaction"].create(
            {
                "partner_id": partner.id,
                "contact_id": self.contact_id.id,
                "kind": self.kind,
                "date": self.date,
                "note": self.note,
                "message_id": self._told().id,
            }
        )
        if self.next_date:
            partner.activity_schedule(
                activity_type_id=self.next_type_id.id,
                date_deadline=self.next_date,
                summary=self.next_summary or self.next_type_id.summary or self.next_type_id.name,
                user_id=self.env.uid,
                customer_purpose="step",
            )
        return {"type": "ir.actions.act_window_close"}

    def _told(self):
        """The message on the customer that tells of the contact: that of what is done with it, or
        a note."""
        if self.done_activity_ids:
            messages, _next = CONTACTED.on(self.done_activity_ids)._action_done(feedback=self.note)
            return messages[:1]
        labels = dict(self._fields["kind"]._description_selection(self.env))
        body = labels[self.kind]
        if self.note:
            body = f"{body}: {self.note}"
        return self.partner_id.message_post(body=body, subtype_xmlid="mail.mt_note")
