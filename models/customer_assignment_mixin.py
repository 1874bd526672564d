import ast
import logging

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain

_logger = logging.getLogger(__name__)


def domain_literal(env, text) -> list:
    """A domain that an administrator wrote, as a list.

    :raise ValueError, SyntaxError: it is not a literal list
    """
    value = ast.literal_eval(text.strip())
    if not isinstance(value, list | tuple):
        raise ValueError(env._("a list of conditions is expected"))
    return list(value)


def domain_problem(env, text, in_database=True) -> str | None:
    """A sentence that says why a domain on contacts can't be used, or ``None``.

    :param in_database: look for customers by it as well, besides judging one in memory
    """
    partners = env["res.partner"].sudo()
    try:
        domain = Domain(domain_literal(env, text))
        domain.validate(partners)
        # it is judged in memory, and can be looked at in a list of its customers; what the
        # database refuses must not spoil the transaction of who saves a customer
        with env.cr.savepoint(), tools.mute_logger("odoo.sql_db"):
            found = partners.search(domain, limit=1) if in_database else partners
            (found or env.user.partner_id.sudo()).filtered_domain(domain)
    except Exception as error:  # a domain fails in many ways; each is the administrator's
        return str(error) or type(error).__name__
    return None


class CustomerAssignmentMixin(models.AbstractModel):
    """Something that a rule, a domain on customers, can assign: a category or a tag."""

    _name = "customer.assignment.mixin"
    _description = "Assigned to Customers by Rule"

    customer_rule_domain = fields.Char(
        string="Assignment Rule",
        help="Customers that match are given this by themselves: when they are saved, and every "
        "night. What was set by hand is never changed by a rule.",
    )
    customer_rule_error = fields.Char(
        string="Rule Problem",
        readonly=True,
        copy=False,
        help="Why the rule can't be used at present. It assigns nothing until it is mended.",
    )

    @api.constrains("customer_rule_domain")
    def _check_customer_rule_domain(self):
        for record in self:
            if record._has_customer_rule() and (problem := record._customer_rule_problem()):
                raise ValidationError(
                    self.env._(
                        "The assignment rule of “%(name)s” can't be used: %(problem)s",
                        name=record.display_name,
                        problem=problem,
                    )
                )

    def _customer_rule_literal(self) -> list:
        """The stored rule as a domain list. An empty rule is no rule and never gets here.

        :raise ValueError, SyntaxError: what is stored is not a literal list
        """
        return domain_literal(self.env, self.customer_rule_domain)

    def _customer_rule_problem(self, in_database=True) -> str | None:
        """A sentence that says why the rule can't be used, or ``None``."""
        self.ensure_one()
        return domain_problem(self.env, self.customer_rule_domain, in_database)

    def _has_customer_rule(self) -> bool:
        self.ensure_one()
        return (self.customer_rule_domain or "").strip() not in ("", "[]")

    @api.model
    def _customer_rules(self):
        """Records with a rule that can be used, in order of precedence.

        A save waits for it, so the database is not asked about each of them; it was when the rule
        was written, and is every night.
        """
        candidates = self.sudo().search([("customer_rule_domain", "!=", False)])
        return candidates.filtered(
            lambda record: (
                record._has_customer_rule() and not record._customer_rule_problem(in_database=False)
            )
        )

    @api.model
    def _customer_update_rule_errors(self):
        """Note on each record what is wrong with its rule, since a field that it names may have
        gone with an addon; log those that became unusable."""
        for record in self.sudo().search([("customer_rule_domain", "!=", False)]):
            problem = record._has_customer_rule() and record._customer_rule_problem() or False
            if problem != record.customer_rule_error:
                record.customer_rule_error = problem
                if problem:
                    _logger.info("The assignment rule of %s is left out: %s", record, problem)

    def action_preview_customer_rule(self):
        """Open the preview of what this rule would change now."""
        self.ensure_one()
        return self.env["customer.assignment.wizard"]._action_preview(self)

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        if any("customer_rule_domain" in vals for vals in vals_list):
            self.env.registry.clear_cache()
        return records

    def write(self, vals):
        if "customer_rule_domain" in vals:
            # the constraint refuses a rule that can't be used
            vals = {**vals, "customer_rule_error": False}
        result = super().write(vals)
        if vals.keys() & self._customer_rule_fields():
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.model
    def _customer_rule_fields(self) -> set[str]:
        """Fields that decide whether and in which order a rule is used."""
        return {"customer_rule_domain", "active", "sequence", "dimension_id"}
