from collections import Counter

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..models.customer_operation_preview import html_list


class CustomerHandoverWizard(models.TransientModel):
    """Give the customers of a salesperson, or the selected ones, to others."""

    _name = "customer.handover.wizard"
    _inherit = "customer.selected"
    _description = "Hand Over Customers"

    partner_ids = fields.Many2many(context={"active_test": False})
    from_user_id = fields.Many2one(
        "res.users",
        string="All Customers of",
        domain=[("share", "=", False)],
        context={"active_test": False},
        help="Archived customers are handed over too.",
    )
    line_ids = fields.One2many("customer.handover.wizard.line", "wizard_id", string="Rules")
    user_ids = fields.Many2many(
        "res.users",
        "customer_handover_wizard_user_rel",
        string="New Salespersons",
        domain=lambda self: self._may_have_customers(),
        help="One gets all customers that no rule gives to somebody else; several share them "
        "evenly. Without any, these customers stay with the present salesperson.",
    )
    move_activities = fields.Boolean(
        string="Open Activities Too",
        default=True,
        help="Activities on these customers that were planned for the present salesperson.",
    )
    preview = fields.Html(compute="_compute_preview", sanitize=False)

    @api.model
    def _may_have_customers(self):
        """Domain of the users that work with customers: those of sales, here or in core."""
        sales = ("customer_master.group_sales", "sales_team.group_sale_salesman")
        groups = [self.env.ref(name).id for name in sales]
        return [("share", "=", False), ("all_group_ids", "in", groups)]

    @api.depends(
        "partner_ids",
        "from_user_id",
        "user_ids",
        "line_ids.user_id",
        "line_ids.category_id",
        "line_ids.country_id",
    )
    def _compute_preview(self):
        self.env["customer.operation"]._check_kind("handover")
        for wizard in self:
            customers = wizard._customers()
            chosen = wizard.partner_ids or wizard.from_user_id
            wizard.preview = wizard._preview_html(customers) if chosen else False

    def _customers(self):
        """The customers that are handed over, as far as the user sees them."""
        if self.partner_ids:
            return self.partner_ids._origin
        Partner = self.env["res.partner"].with_context(active_test=False)
        if not self.from_user_id:
            return Partner
        owned = Domain("user_id", "=", self.from_user_id.id)
        return Partner.search(Partner._customer_domain() & owned, order="id")

    def _owners(self, customers):
        rules = [(line._domain(), line.user_id._origin) for line in self.line_ids if line.user_id]
        return self.env["customer.handover"]._share(customers, rules, self.user_ids._origin)

    def _preview_html(self, customers):
        if not customers:
            return Markup("<p>%s</p>") % self.env._("This salesperson has no customers.")
        Handover = self.env["customer.handover"]
        counts, obstacles = Counter(), Counter()
        owners = self._owners(customers)
        for customer, user in owners.items():
            if reason := Handover._obstacle(customer, user):
                obstacles[reason] += 1
            else:
                counts[user] += 1
        rows = [f"{user.name}: {count}" for user, count in counts.most_common()]
        if stay := len(customers) - len(owners):
            rows.append(self.env._("Stay where they are: %s", stay))
        title = self.env._("%s customers", len(customers))
        return Markup("").join(
            (
                html_list(title, rows),
                html_list(
                    self.env._("Not possible"),
                    [f"{reason} ({count})" for reason, count in obstacles.most_common()],
                ),
            )
        )

    def action_hand_over(self):
        """Hand over, and show the operation.

        :raise AccessError: the user's role does not hand over customers
        """
        self.ensure_one()
        if not self.partner_ids and not self.from_user_id:
            raise UserError(self.env._("Please choose whose customers are handed over."))
        customers = self._customers()
        operation = self.env["customer.handover"]._hand_over(
            self._owners(customers), self.move_activities
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": operation._name,
            "res_id": operation.id,
            "views": [(False, "form")],
        }


class CustomerHandoverWizardLine(models.TransientModel):
    """Which customers a salesperson gets; the first line that fits counts."""

    _name = "customer.handover.wizard.line"
    _description = "Rule of a Hand-Over"
    _order = "sequence, id"

    wizard_id = fields.Many2one("customer.handover.wizard", required=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    category_id = fields.Many2one("customer.category")
    country_id = fields.Many2one("res.country")
    user_id = fields.Many2one(
        "res.users",
        string="New Salesperson",
        required=True,
        domain=lambda self: self.env["customer.handover.wizard"]._may_have_customers(),
    )

    def _domain(self):
        domain = []
        if self.category_id:
            domain.append(("customer_category_ids", "child_of", self.category_id._origin.id))
        if self.country_id:
            domain.append(("country_id", "=", self.country_id._origin.id))
        return domain
