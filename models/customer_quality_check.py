from collections import defaultdict
from typing import NamedTuple

from odoo import api, models, tools
from odoo.fields import Domain

from ..engine.normalize import clean
from ..engine.quality.checks import Subject, failures
from ..engine.quality.completeness import completeness
from ..engine.quality.suggest import zip_key
from .customer_assignment_mixin import domain_literal
from .customer_quality_rule_memory import Rule
from .engine_names import FIELD_OF

SLICE = 2000
SUPPORT = 10  # customers by whom a postcode is known to belong to a city
# what says to which rules a customer is subject, and by what values are judged together
SCOPE = ("is_company", "parent_id", "customer_rank", "type", "active", "company_id", "country_id",
         "state_id", "phone", "city", "zip", "customer_category_ids", "category_id")  # fmt: skip
KINDS = {
    "company": {"all", "customer", "company"},
    "person": {"all", "customer", "person"},
    "contact": {"all", "contact"},
}


class Problem(NamedTuple):
    """A rule that a customer breaks, and with which field."""

    rule: Rule
    field: str
    code: str


class Judgement(NamedTuple):
    """What the rules say of some contacts: problems of those that have any, and how complete
    those are whom they judge, in per cent."""

    problems: dict
    completeness: dict


class CustomerQualityCheck(models.AbstractModel):
    """Judges customers, stored or being entered, by the rules of their data."""

    _name = "customer.quality.check"
    _description = "Check of Customer Data"

    @api.model
    def _judge(self, partners, rules, entered=False) -> Judgement:
        """Judge contacts by ``rules``, in their order.

        :param entered: judge also who is only about to become a customer
        """
        problems, asked = defaultdict(list), defaultdict(list)
        subjects = self._subjects(partners, rules)
        groups = self._by_kind(partners, entered)
        for rule in rules:
            weighs = rule.check.type == "required" and rule.weight > 0
            for partner in self._in_scope(rule, groups):
                broken = failures(rule.check, subjects[partner])
                problems[partner] += [
                    Problem(rule, FIELD_OF.get(field, field), code) for field, code in broken
                ]
                if weighs:
                    asked[partner].append((rule.weight, not broken))
        return Judgement(
            {partner: found for partner, found in problems.items() if found},
            {
                partner: completeness(asked[partner])
                for group in groups.values()
                for partner in group
            },
        )

    @api.model
    def _asking_rules(self):
        """The rules by which completeness is told."""
        rules = self.env["customer.quality.rule"]._rules()
        return [rule for rule in rules if rule.check.type == "required" and rule.weight > 0]

    @api.model
    def _try(self, rule) -> tuple[list[int], int]:
        """Ids of the stored customers that break ``rule``, and how many it judges."""
        Partner = self.env["res.partner"]
        broken, judged, last = [], 0, 0
        while True:
            batch = Partner.search(
                self._domain() & Domain("id", ">", last), order="id", limit=SLICE
            )
            if not batch:
                return broken, judged
            last = batch[-1].id
            batch = batch.sudo()
            judged += len(self._in_scope(rule, self._by_kind(batch)))
            broken += [partner.id for partner in self._judge(batch, [rule]).problems]
            batch.invalidate_recordset()

    @api.model
    def _domain(self) -> Domain:
        """Customers, and contact persons of customers."""
        customers = self.env["res.partner"]._customer_domain()
        return customers | (
            Domain("type", "=", "contact")
            & Domain("is_company", "=", False)
            & Domain("commercial_partner_id.customer_rank", ">", 0)
        )

    @api.model
    def _fields_judged(self) -> frozenset[str]:
        """Fields of contacts by which any rule judges."""
        return self._fields_judged_cached()

    @api.model
    @tools.ormcache()
    def _fields_judged_cached(self):
        rules = self.env["customer.quality.rule"]._rules()
        names = {name for rule in rules for name in rule.check.fields}
        for rule in rules:
            if rule.domain:
                domain = Domain(domain_literal(self.env, rule.domain))
                names |= {
                    condition.field_expr.partition(".")[0] for condition in domain.iter_conditions()
                }
        return frozenset(names) | set(SCOPE)

    # -- which rules judge whom --------------------------------------------------------------

    def _by_kind(self, partners, entered=False) -> dict:
        """``partners`` by what they are to the rules; others are left out."""
        groups = partners.grouped(lambda partner: self._kind(partner, entered))
        groups.pop(None, None)
        return groups

    def _kind(self, partner, entered):
        person = bool(partner.parent_id) and not partner.is_company
        if person and partner.type == "contact":
            judged = entered or partner.commercial_partner_id.customer_rank > 0
            return "contact" if judged else None
        if person or not (entered or partner.customer_rank > 0):
            return None
        return "company" if partner.is_company else "person"

    def _in_scope(self, rule, groups):
        """Those of ``groups`` that the rule judges."""
        partners = self.env["res.partner"].concat(
            *(group for kind, group in groups.items() if rule.kind in KINDS[kind])
        )
        if rule.countries:
            partners = partners.filtered(lambda p: p.country_id.id in rule.countries)
        if rule.categories:
            partners = partners.filtered(lambda p: self._within(p, rule.categories))
        if rule.tags:
            partners = partners.filtered(lambda p: not rule.tags.isdisjoint(p.category_id.ids))
        if rule.domain:
            partners = partners.filtered_domain(Domain(domain_literal(self.env, rule.domain)))
        return partners

    def _within(self, partner, categories):
        owner = partner.commercial_partner_id or partner
        return any(
            str(ancestor) in category.parent_path.split("/")
            for category in owner.customer_category_ids
            for ancestor in categories
        )

    # -- values ------------------------------------------------------------------------------

    def _subjects(self, partners, rules) -> dict:
        """The engine's view of the values that ``rules`` judge."""
        texts = {n for r in rules if r.check.type != "required" for n in r.check.fields}
        names = {name for rule in rules for name in rule.check.fields} | {"phone", "city"}
        names = [name for name in names if name in partners._fields]
        home = self.env.company.country_id.code or ""
        cities = {}
        if any(rule.check.detail == "zip_city" for rule in rules):
            cities = self._cities(partners)
        return {
            partner: Subject(
                values={name: self._value(partner, name, name in texts) for name in names},
                country=partner.country_id.code or "",
                home=home,
                state_country=partner.state_id.country_id.code or "",
                cities=cities.get(partner, ()),
            )
            for partner in partners
        }

    def _cities(self, partners) -> dict:
        """The cities that postcodes go with, as far as other customers say so: ``{partner:
        names}``."""
        keys = {}
        for partner in partners:
            if partner.zip and partner.city and partner.country_id:
                code = zip_key(partner.zip)
                # shorter starts stand for whole provinces
                sizes = range(len(code), max(len(code) - 3, 2), -1)
                keys[partner] = [
                    ("zip", f"{partner.country_id.code}-{code[:size]}") for size in sizes
                ]
        asked = {key for own in keys.values() for key in own}
        known = self.env["customer.correction.place"].sudo()._known(asked)
        found = {}
        for partner, own in keys.items():
            # the longest start of the postcode of which enough is known
            places = [known[key] for key in own if key in known]
            sure = [p.city for p in places if p.city and p.city_support >= SUPPORT]
            found[partner] = tuple(sure[:1])
        return found

    def _value(self, partner, name, as_text):
        value = partner[name]
        if not isinstance(value, models.BaseModel):
            return clean(value) if isinstance(value, str) else value
        if as_text:
            return ", ".join(filter(None, value.mapped("display_name")))
        return bool(value)

    # -- sentences ---------------------------------------------------------------------------

    def _sentence(self, partner, problem) -> str:
        """What is told of a problem, in the language of the user."""
        if problem.rule.message:
            return problem.rule.message
        country = (partner.country_id or self.env.company.country_id).name or ""
        if problem.code == "required":
            return self._asking(problem.rule.check.fields)
        texts = self._sentences(country)
        return texts.get(problem.code) or texts["pattern"]

    def _asking(self, names):
        labels = [self.env["res.partner"]._fields[n]._description_string(self.env) for n in names]
        if names[0] == "country_id":
            return self.env._("Please choose the country.")
        if names[0] == "name":
            return self.env._("Please enter the name.")
        if set(names) == {"phone", "email"}:
            return self.env._("Please enter a phone number or an email address.")
        return self.env._("Please fill in: %s", self.env._(" or ").join(labels))

    def _sentences(self, country):
        return {
            "phone": self.env._(
                "This is no complete phone number of %(country)s. Numbers of other countries "
                "begin with + and the country code.",
                country=country,
            ),
            "email_format": self.env._("This is no email address. Expected: name@company.com"),
            "tax_id_length": self.env._(
                "A tax ID of %(country)s has another number of characters. Please compare it "
                "with the licence.",
                country=country,
            ),
            "tax_id_checksum": self.env._(
                "The check digit of this tax ID doesn't fit: one of its characters is wrong. "
                "Please compare it with the licence."
            ),
            "tax_id_format": self.env._(
                "This is no tax ID of %(country)s. Please compare it with the licence.",
                country=country,
            ),
            "uscc": self.env._(
                "This is no unified social credit code: 18 characters with a check digit. Please "
                "compare it with the licence."
            ),
            "postcode": self.env._("This is no postcode of %(country)s.", country=country),
            "website": self.env._("This is no website. Expected: www.company.com"),
            "pattern": self.env._("This is not written as it should be."),
            "placeholder": self.env._(
                "This looks like a placeholder. Please enter what is true, or nothing."
            ),
            "range": self.env._("This is outside the limits."),
            "allowed": self.env._("This is not one of the allowed values."),
            "state_country": self.env._("This state does not belong to %s.", country),
            "phone_country": self.env._("This is no phone number of %s.", country),
            "zip_city": self.env._(
                "Other customers with this postcode are in another city. Please check both."
            ),
        }
