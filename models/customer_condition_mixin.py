from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .customer_assignment_mixin import domain_literal, domain_problem
from .res_partner_customer import PRIORITIES


class CustomerConditionMixin(models.AbstractModel):
    """Something that is for customers of a kind: all that is asked must hold."""

    _name = "customer.condition.mixin"
    _description = "For Customers of a Kind"

    priority_from = fields.Selection(
        PRIORITIES[1:], string="Priority at Least", help="Empty: whatever the priority is."
    )
    tag_ids = fields.Many2many(
        "res.partner.category", string="With One of These Tags", help="Empty: whatever the tags."
    )
    category_ids = fields.Many2many(
        "customer.category",
        string="In One of These Categories",
        help="Or one below them. Empty: whatever the category.",
    )
    domain = fields.Char(string="Further Conditions")

    @api.constrains("domain")
    def _check_domain(self):
        for record in self.filtered(lambda record: (record.domain or "").strip()):
            if problem := domain_problem(self.env, record.domain):
                raise ValidationError(
                    self.env._(
                        "The conditions of “%(name)s” can't be used: %(problem)s",
                        name=record.display_name,
                        problem=problem,
                    )
                )

    def _customers_domain(self) -> Domain:
        """A domain on contacts: the customers for which this is. None, where its further
        conditions can't be used any more, since a field has gone with an addon."""
        self.ensure_one()
        domain = self.env["res.partner"]._customer_domain() & Domain("active", "=", True)
        if self.priority_from:
            above = [key for key, _label in PRIORITIES if key >= self.priority_from]
            domain &= Domain("customer_priority", "in", above)
        if self.tag_ids:
            domain &= Domain("category_id", "child_of", self.tag_ids.ids)
        if self.category_ids:
            domain &= Domain("customer_category_ids", "child_of", self.category_ids.ids)
        if (self.domain or "").strip() not in ("", "[]"):
            if domain_problem(self.env, self.domain, in_database=False):
                return Domain.FALSE
            domain &= Domain(domain_literal(self.env, self.domain))
        return domain

    def action_try(self):
        """Show the customers that fit the conditions now."""
        self.ensure_one()
        self.check_access("read")
        self._check_domain()
        action = self.env["ir.actions.actions"]._for_xml_id("customer_master.res_partner_action")
        return {
            **action,
            "name": self.env._("Customers for “%s”", self.display_name),
            "domain": list(self._customers_domain()),
            "context": {},
        }
