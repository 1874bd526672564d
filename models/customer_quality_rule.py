import re
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .customer_assignment_mixin import domain_problem

# types of fields that a rule can judge; for what is more than asked for, a text is needed
ASKED = ("char", "text", "selection", "many2one", "many2many", "integer", "float", "monetary",
         "date", "datetime")  # fmt: skip
TEXTS = ("char", "text", "selection", "many2one")
NUMBERS = ("integer", "float", "monetary")
DATES = ("date", "datetime")
TODAY = "today"


class CustomerQualityRule(models.Model):
    """What an administrator asks of the values of customers."""

    _name = "customer.quality.rule"
    _inherit = "customer.cached"
    _description = "Data Quality Rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    # -- which customers
    kind = fields.Selection(
        [
            ("customer", "All customers"),
            ("company", "Companies"),
            ("person", "Persons who are customers"),
            ("contact", "Contact persons of customers"),
            ("all", "Customers and contact persons"),
        ],
        string="Applies To",
        required=True,
        default="customer",
    )
    country_ids = fields.Many2many(
        "res.country", "customer_quality_rule_country_rel", "rule_id", "country_id"
    )
    category_ids = fields.Many2many(
        "customer.category",
        "customer_quality_rule_category_rel",
        "rule_id",
        "category_id",
        string="Categories",
        help="One of them, or one below it.",
    )
    tag_ids = fields.Many2many(
        "res.partner.category",
        "customer_quality_rule_tag_rel",
        "rule_id",
        "tag_id",
    )
    domain = fields.Char(string="Further Conditions")

    # -- what is asked
    type = fields.Selection(
        [
            ("required", "Must be filled"),
            ("format", "Must have a format"),
            ("placeholder", "Must not be a placeholder"),
            ("range", "Must be within limits"),
            ("allowed", "Must be one of a list"),
            ("consistency", "Must fit each other"),
        ],
        string="What Is Asked",
        required=True,
        default="required",
    )
    field_id = fields.Many2one(
        "ir.model.fields",
        domain=[
            ("model", "=", "res.partner"), ("store", "=", True), ("ttype", "in", ASKED)
        ],
        ondelete="cascade",
    )  # fmt: skip
    other_field_ids = fields.Many2many(
        "ir.model.fields",
        "customer_quality_rule_field_rel",
        "rule_id",
        "field_id",
        string="Other Fields",
        domain=[
            ("model", "=", "res.partner"), ("store", "=", True), ("ttype", "in", ASKED)
        ],
        help="Must be filled: one of all these fields is enough. Otherwise each is judged.",
    )  # fmt: skip
    format = fields.Selection(
        [
            ("email", "Email address"),
            ("phone", "Phone number"),
            ("tax_id", "Tax ID of the country, with its check digit"),
            ("uscc", "Unified social credit code of China"),
            ("postcode", "Postcode of the country"),
            ("website", "Website"),
            ("pattern", "Regular expression"),
        ]
    )
    pattern = fields.Char(help="The whole value must match this regular expression.")
    words = fields.Text(help="One a line; case and full or half width make no difference.")
    minimum = fields.Char(
        string="At Least", help="A number, a date like 2026-01-31, or: today. Empty: no limit."
    )
    maximum = fields.Char(
        string="At Most", help="A number, a date like 2026-01-31, or: today. Empty: no limit."
    )
    consistency = fields.Selection(
        [
            ("state_country", "The state belongs to the country"),
            ("phone_country", "The phone number is one of the country"),
            ("zip_city", "The postcode belongs to the city"),
        ],
        string="What Must Fit",
    )

    # -- how strict
    strictness = fields.Selection(
        [
            ("block", "Stops the save"),
            ("warn", "Warns while typing"),
            ("report", "Only reports"),
        ],
        required=True,
        default="warn",
        help="Only what a person types is stopped. What imports, websites, emails and other "
        "programs bring is reported.",
    )
    weight = fields.Float(
        default=10,
        help="How much a filled field counts for the completeness of a customer. 0: not at all.",
    )
    message = fields.Char(
        translate=True, help="What is told when the rule is broken. Empty: the usual sentence."
    )

    # -- checking the rule itself ----------------------------------------------------------

    @api.constrains("type", "field_id", "other_field_ids", "format", "consistency", "words")
    def _check_parts(self):
        needed = {"format": "format", "placeholder": "words", "allowed": "words"}
        needed["consistency"] = "consistency"
        for rule in self:
            part = needed.get(rule.type)
            if part and not rule[part]:
                self._refuse_without(part)
            if rule.type != "consistency" and not rule.field_id:
                self._refuse_without("field_id")
            kinds = {"range": NUMBERS + DATES, "required": ASKED}.get(rule.type, TEXTS)
            for field in rule.field_id | rule.other_field_ids:
                if rule.type != "consistency" and field.ttype not in kinds:
                    raise ValidationError(
                        self.env._(
                            "“%s” can't be judged in this way. Please choose another field.",
                            field.field_description,
                        )
                    )

    def _refuse_without(self, name):
        label = self._fields[name]._description_string(self.env)
        raise ValidationError(self.env._("Please fill in: %s", label))

    @api.constrains("format", "pattern")
    def _check_pattern(self):
        for rule in self.filtered(lambda r: r.type == "format" and r.format == "pattern"):
            try:
                re.compile(rule.pattern or self._refuse_without("pattern"))
            except re.error as error:
                raise ValidationError(
                    self.env._("This is no regular expression: %s", error)
                ) from None

    @api.constrains("type", "field_id", "other_field_ids", "minimum", "maximum")
    def _check_range(self):
        for rule in self.filtered(lambda r: r.type == "range"):
            kinds = set((rule.field_id | rule.other_field_ids).mapped("ttype"))
            if not (kinds <= set(NUMBERS) or kinds <= set(DATES)):
                raise ValidationError(
                    self.env._("Numbers and dates can't have the same limits: use two rules.")
                )
            try:
                low, high = rule._bound(rule.minimum), rule._bound(rule.maximum)
            except ValueError:
                raise ValidationError(
                    self.env._("The limits must be numbers, or dates like 2026-01-31.")
                ) from None
            if low is None and high is None:
                self._refuse_without("minimum")

    def _bound(self, text):
        """A limit as it is compared.

        :raise ValueError: it is neither a number nor a date, as the field needs
        """
        text = (text or "").strip()
        if not text:
            return None
        if self.field_id.ttype in NUMBERS:
            return float(text)
        return fields.Date.context_today(self) if text == TODAY else date.fromisoformat(text)

    @api.constrains("domain")
    def _check_domain(self):
        for rule in self:
            if problem := rule._domain_problem():
                raise ValidationError(
                    self.env._("The conditions can't be used: %(problem)s", problem=problem)
                )

    def _has_domain(self) -> bool:
        return (self.domain or "").strip() not in ("", "[]")

    def _domain_problem(self, in_database=True) -> str | None:
        """A sentence that says why the conditions can't be used, or ``None``."""
        if not self._has_domain():
            return None
        return domain_problem(self.env, self.domain, in_database)

    # -- trying ----------------------------------------------------------------------------

    def action_try(self):
        """List the customers that break this rule as it is, active or not."""
        self.ensure_one()
        self.check_access("read")
        self._check_domain()
        broken, judged = self.env["customer.quality.check"]._try(self.sudo()._as_rule())
        return {
            "type": "ir.actions.act_window",
            "name": self.env._(
                "%(name)s: %(broken)s of %(judged)s customers",
                name=self.name,
                broken=len(broken),
                judged=judged,
            ),
            "res_model": "res.partner",
            "view_mode": "list,form",
            "domain": [("id", "in", broken)],
            "context": {"active_test": False},
        }
