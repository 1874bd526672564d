from typing import NamedTuple

from odoo import api, fields, models, tools
from odoo.fields import Domain

from ..engine.quality.checks import Check, folded


class Rule(NamedTuple):
    """A rule as it is applied: what is kept in memory of it."""

    id: int
    check: Check
    kind: str
    countries: frozenset[int]
    categories: frozenset[int]
    tags: frozenset[int]
    domain: str
    strictness: str
    weight: float
    message: str


class CustomerQualityRule(models.Model):
    """Rules as they are applied, kept in memory until one of them changes."""

    _inherit = "customer.quality.rule"

    @api.model
    def _rules(self) -> tuple[Rule, ...]:
        """The active rules, with messages in the language of the user.

        Those with conditions that can't be used are left out: a field that they name may have
        gone with an addon, and nobody could save a customer.
        """
        return self._rules_cached(self.env.lang, fields.Date.context_today(self))

    @api.model
    @tools.ormcache("lang", "today")
    def _rules_cached(self, lang, today):
        # limits of "today" are among what is kept, so it holds for a day
        rules = self.sudo().with_context(lang=lang, active_test=True).search(Domain.TRUE)
        return tuple(rule._as_rule() for rule in rules if not rule._domain_problem(False))

    def _as_rule(self) -> Rule:
        return Rule(
            id=self.id,
            check=self._as_check(),
            kind=self.kind,
            countries=frozenset(self.country_ids.ids),
            categories=frozenset(self.category_ids.ids),
            tags=frozenset(self.tag_ids.ids),
            domain=self.domain if self._has_domain() else "",
            strictness=self.strictness,
            weight=self.weight,
            message=self.message or "",
        )

    def _as_check(self) -> Check:
        words = (self.words or "").splitlines()
        detail = {"format": self.format, "consistency": self.consistency}.get(self.type)
        return Check(
            type=self.type,
            fields=tuple((self.field_id + self.other_field_ids).mapped("name")),
            detail=detail or "",
            pattern=self.pattern or "",
            words=frozenset(folded(word) for word in words if word.strip()),
            minimum=self._bound(self.minimum) if self.type == "range" else None,
            maximum=self._bound(self.maximum) if self.type == "range" else None,
        )

    @api.model
    def _changed(self):
        self.env["customer.quality.run"].sudo()._begin_anew()
