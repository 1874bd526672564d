import re

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

from .customer_assignment_mixin import domain_literal, domain_problem

FIELD = "customer_segment_ids"


class CustomerSegment(models.Model):
    """Customers that fulfil conditions, under a name: who is in it follows from the conditions at
    any moment, and it can stand in the conditions of everything else."""

    _name = "customer.segment"
    _inherit = "customer.cached"
    _description = "Customer Segment"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    domain = fields.Char(string="Conditions", required=True, default="[]")
    user_id = fields.Many2one(
        "res.users", string="Owner", required=True, default=lambda self: self.env.user, index=True
    )
    group_ids = fields.Many2many(
        "res.groups",
        "customer_segment_group_rel",
        "segment_id",
        "group_id",
        string="Shared With",
        domain=lambda self: [
            ("privilege_id", "=", self.env.ref("customer_master.privilege_customer_master").id)
        ],
        help="Roles that may use it. Empty: only the owner. It shows everybody only the customers "
        "that he sees anyway.",
    )
    count = fields.Integer(
        string="Customers", compute="_compute_count", help="Those that you see, now."
    )
    count_ids = fields.One2many("customer.segment.count", "segment_id", string="Growth by Day")
    growth = fields.Integer(
        string="Growth in 30 Days",
        compute="_compute_growth",
        help="As counted for its owner every night.",
    )

    # -- conditions ------------------------------------------------------------------------

    @api.constrains("domain")
    def _check_domain(self):
        for segment in self:
            if problem := segment._problem():
                raise ValidationError(
                    self.env._(
                        "The conditions of “%(name)s” can't be used: %(problem)s",
                        name=segment.name,
                        problem=problem,
                    )
                )

    def _problem(self) -> str | None:
        """A sentence that says why the conditions can't be used, or ``None``."""
        try:
            used = self._used_segments()
        except (ValueError, SyntaxError, TypeError) as error:
            return str(error)
        if used is None:
            return self.env._("Another segment can only be chosen by itself, by “is in”.")
        seen = self.browse()
        while used:
            if self in used:
                return self.env._("The segment would contain itself, by other segments.")
            seen |= used
            below = [one._used_segments() or self.browse() for one in used]
            used = self.browse().union(*below) - seen
        return domain_problem(self.env, self.domain)

    def _used_segments(self):
        """The segments in the conditions of this one; ``None``: they are used in a way that can't
        be followed.

        :raise ValueError, SyntaxError: these are no conditions
        """
        found, places = set(), 0
        domain = Domain(domain_literal(self.env, self.domain))
        for condition in domain.iter_conditions():
            if condition.field_expr != FIELD:
                continue
            places += 1
            values = condition.value if _many(condition.value) else [condition.value]
            if condition.operator not in ("in", "not in", "=", "!=") or not all(
                isinstance(one, int) and one for one in values
            ):
                return None
            found.update(values)
        if places != len(re.findall(rf"\b{FIELD}\b", self.domain)):
            return None
        return self.sudo().with_context(active_test=False).browse(found).exists()

    def _members(self) -> Domain:
        """Customers in any of these segments; none in one whose conditions can't be used, since a
        field has gone."""
        return Domain.OR(segment._conditions(()) for segment in self.sudo())

    def _conditions(self, above) -> Domain:
        """
        :param above: ids of the segments that contain this one
        """
        if self.id in above:  # two were changed at the same moment
            return Domain.FALSE

        def unfold(condition):
            if condition.field_expr != FIELD:
                return condition
            values = condition.value if _many(condition.value) else [condition.value]
            used = self.browse(values).exists()
            inside = Domain.OR(one._conditions((*above, self.id)) for one in used)
            return ~inside if condition.operator in ("not in", "!=") else inside

        try:
            domain = Domain(domain_literal(self.env, self.domain)).map_conditions(unfold)
            domain.validate(self.env["res.partner"])
        except (ValueError, SyntaxError, TypeError):
            return Domain.FALSE
        return self.env["res.partner"]._customer_domain() & domain

    # -- figures ---------------------------------------------------------------------------

    @api.depends("domain")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_count(self):
        Partner = self.env["res.partner"]
        for segment in self:
            try:
                segment.count = Partner.search_count(segment._members())
            except AccessError:  # its conditions ask for what this user may not see
                segment.count = 0

    def action_open_customers(self):
        """List the customers of the segment."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("customer_master.res_partner_action")
        return {**action, "name": self.name, "domain": [(FIELD, "in", self.ids)]}


def _many(value) -> bool:
    return not isinstance(value, str) and hasattr(value, "__iter__")
