from dataclasses import asdict, dataclass, field
from dataclasses import fields as dataclass_fields
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..engine.report.period import PeriodError, bounds
from .customer_assignment_mixin import domain_literal
from .res_partner_customer import PRIORITIES

IDS = ("category_ids", "tag_ids", "user_ids", "partner_ids")


@dataclass(frozen=True)
class Conditions:
    """Which rows a report has. Amounts of 0 are no limit."""

    period: str = "all"
    date_from: date | None = None
    date_to: date | None = None
    category_ids: tuple[int, ...] = ()
    tag_ids: tuple[int, ...] = ()
    user_ids: tuple[int, ...] = ()
    partner_ids: tuple[int, ...] = ()
    priority: str = ""
    amount_min: float = 0.0
    amount_max: float = 0.0
    domain: str = ""
    # as the day is known where the user is
    today: date = field(default_factory=date.today)

    def bounds(self, env):
        """The first and the last day, ``None`` where there is none.

        :raise UserError: the period is none
        """
        try:
            return bounds(self.period, self.today, self.date_from, self.date_to)
        except PeriodError as error:
            sentences = {
                "order": env._("The period ends before it begins."),
                "years": env._("Please choose dates between the years 1900 and 2999."),
            }
            raise UserError(sentences[error.code]) from None

    def literal(self, env) -> Domain:
        """The further conditions.

        :raise UserError: they are no list of conditions
        """
        text = (self.domain or "").strip()
        if text in ("", "[]"):
            return Domain.TRUE
        try:
            return Domain(domain_literal(env, text))
        except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
            raise UserError(
                env._("The further conditions can't be read: use fixed values only.")
            ) from None


class CustomerReportConditions(models.AbstractModel):
    """The conditions of a report, as people choose them."""

    _name = "customer.report.conditions"
    _description = "Conditions of a Report"

    period = fields.Selection(
        [
            ("all", "All the time"),
            ("this_month", "This month"),
            ("last_month", "Last month"),
            ("this_quarter", "This quarter"),
            ("last_quarter", "Last quarter"),
            ("this_year", "This year"),
            ("last_year", "Last year"),
            ("last_30", "The last 30 days"),
            ("last_90", "The last 90 days"),
            ("last_365", "The last 365 days"),
            ("dates", "From … to …"),
        ],
        required=True,
        default="all",
    )
    date_from = fields.Date(string="From")
    date_to = fields.Date(string="To")
    category_ids = fields.Many2many(
        "customer.category",
        string="Categories",
        help="Customer type, region, size and so on. Of one dimension: any of them, or one below "
        "it; of several dimensions: one of each.",
    )
    tag_ids = fields.Many2many("res.partner.category", string="Tags", help="Any of them.")
    priority = fields.Selection(PRIORITIES[1:], string="Priority at Least")
    # no domain here: it would be read while users are made, before they have groups
    user_ids = fields.Many2many("res.users", string="Salespersons", help="Any of them.")
    amount_min = fields.Float(
        string="Revenue from",
        help="Of confirmed orders in the period, without taxes, in the currency of the company. "
        "0: no limit.",
    )
    amount_max = fields.Float(string="Revenue up to", help="0: no limit.")
    domain = fields.Char(string="Further Conditions")
    report_model = fields.Char(compute="_compute_report_model", compute_sudo=True)

    def _compute_report_model(self):
        """The model of the further conditions, for models to say."""
        self.report_model = "res.partner"

    def _conditions(self) -> Conditions:
        self.ensure_one()
        # a condition on what was archived since still holds: without it there would be more rows
        self = self.with_context(active_test=False)
        values = {
            item.name: self[item.name]
            for item in dataclass_fields(Conditions)
            if item.name in self._fields and item.name not in IDS
        }
        ids = {name: tuple(self[name]._origin.ids) for name in IDS if name in self._fields}
        values = {name: value or None for name, value in values.items()}
        return self._conditions_of({**values, **ids})

    @api.model
    def _conditions_of(self, values) -> Conditions:
        """Conditions of plain values, such as the web client sends.

        :raise UserError: a value is of the wrong type
        """
        known = {item.name for item in dataclass_fields(Conditions)}
        try:
            given = {name: value for name, value in values.items() if name in known and value}
            given.pop("today", None)
            for name in given.keys() & set(IDS):
                given[name] = tuple(int(i) for i in given[name])
            for name in given.keys() & {"date_from", "date_to"}:
                given[name] = fields.Date.to_date(given[name])
            for name in given.keys() & {"amount_min", "amount_max"}:
                given[name] = float(given[name])
            for name in given.keys() & {"period", "priority", "domain"}:
                given[name] = str(given[name])
        except (TypeError, ValueError, AttributeError):
            raise UserError(self.env._("The conditions can't be read.")) from None
        for name in given.keys() & {"period", "priority"}:
            if given[name] not in dict(self._fields[name].selection):
                raise UserError(self.env._("The conditions can't be read."))
        return Conditions(**given, today=fields.Date.context_today(self))

    def _conditions_values(self) -> dict:
        """The conditions as values of another record that has them."""
        values = asdict(self._conditions())
        values.pop("today")
        kept = {name: value for name, value in values.items() if name in self._fields}
        return {
            name: [fields.Command.set(value)] if name in IDS else value or False
            for name, value in kept.items()
        }

    @api.constrains("period", "date_from", "date_to", "domain")
    def _check_conditions(self):
        for record in self:
            conditions = record._conditions()
            try:
                conditions.bounds(self.env)
                conditions.literal(self.env)
            except UserError as error:
                raise ValidationError(error.args[0]) from None

    @api.constrains("amount_min", "amount_max")
    def _check_amounts(self):
        for record in self:
            if record.amount_max and record.amount_min > record.amount_max:
                raise ValidationError(self.env._("The revenue ends below where it begins."))
