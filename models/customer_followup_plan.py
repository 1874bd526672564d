from odoo import api, fields, models, tools


class CustomerFollowupPlan(models.Model):
    """How often customers of a kind are contacted. The first plan that fits a customer is its."""

    _name = "customer.followup.plan"
    _inherit = ["customer.cached", "customer.condition.mixin"]
    _description = "Follow-Up Plan"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    interval_days = fields.Integer(
        string="Contact Every (Days)",
        required=True,
        default=30,
        help="Counted from the last contact.",
    )
    personal_only = fields.Boolean(
        string="Only Calls, Visits and Meetings Count",
        help="Otherwise every kind of contact counts that is chosen in the settings.",
    )
    start_date = fields.Date(
        string="In Use Since",
        required=True,
        default=fields.Date.context_today,
        help="Who should have been contacted before is spread over the first interval, so that "
        "not all of them are due on one day.",
    )
    activity_type_id = fields.Many2one(
        "mail.activity.type",
        string="Activity",
        required=True,
        ondelete="restrict",
        domain="[('res_model', 'in', (False, 'res.partner'))]",
        default=lambda self: self.env.ref("mail.mail_activity_data_call", False),
    )
    summary = fields.Char(
        string="Text",
        translate=True,
        help="Of the activity; empty: that of the kind of activity.",
    )
    note = fields.Text(string="Instructions", translate=True)
    user_id = fields.Many2one(
        "res.users",
        string="If There Is No Salesperson",
        ondelete="set null",
        domain=[("share", "=", False)],
        help="Who follows up customers without a salesperson. Empty: nobody is told.",
    )
    escalate_days = fields.Integer(
        string="Tell the Team Leader After (Days)",
        help="That a contact is overdue. 0: never.",
    )
    customer_count = fields.Integer(string="Customers", compute="_compute_customer_count")

    _interval_positive = models.Constraint(
        "CHECK(interval_days > 0)", "The interval must be at least one day."
    )
    _escalate_positive = models.Constraint(
        "CHECK(escalate_days >= 0)", "The days until the team leader is told can't be negative."
    )

    def _compute_customer_count(self):
        counts = self.env["res.partner"]._read_group(
            [("customer_followup_plan_id", "in", self.ids)],
            ["customer_followup_plan_id"],
            ["__count"],
        )
        counts = dict(counts)
        for plan in self:
            plan.customer_count = counts.get(plan._origin, 0)

    @api.ondelete(at_uninstall=False)
    def _unlink_activities(self):
        """What the plan had asked for is asked no longer."""
        self.env["mail.activity"].sudo().search([("customer_plan_id", "in", self.ids)]).unlink()

    def action_open_customers(self):
        """The customers that have this plan now."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("customer_master.res_partner_action")
        return {**action, "domain": [("customer_followup_plan_id", "=", self.id)]}

    @api.model
    @tools.ormcache(cache="default")
    def _domains(self) -> tuple[tuple[int, list], ...]:
        """The plans in use, in order: (id, domain of the customers that each fits)."""
        plans = self.sudo().search([("active", "=", True)])
        return tuple((plan.id, list(plan._customers_domain())) for plan in plans)

    @api.model
    def _changed(self):
        """Customers get their plans anew, in the background."""
        cron = self.env.ref("customer_master.ir_cron_followup", raise_if_not_found=False)
        if cron:  # it is made after the first plans
            cron.sudo()._trigger()
