import json

from odoo import api, models

from ..engine.quality.suggest import KINDS, Suggestion, suggestions, visible
from .engine_names import FIELD_OF


class CustomerCorrection(models.AbstractModel):
    """Suggests corrections and completions of customers, and makes them as operations.

    What is suggested comes from ``engine.quality.suggest`` and from the providers.
    """

    _name = "customer.correction"
    _description = "Corrections of Customers"
    _inherit = "customer.operation.values"

    @api.model
    def _suggest(self, partners, rules=None):
        """Suggestions for those of ``partners`` that are customers or their contact persons.

        :param rules: the :class:`Mode` to suggest by, else all that are not off
        :return: rows of raw columns of ``customer.quality.issue``; no field has two
        """
        if rules is None:
            rules = self.env["customer.correction.rule"]._rules()
        partners = self._judged(partners)
        if not rules or not partners:
            return []
        order = {rule.code: (number, rule.id) for number, rule in enumerate(rules)}
        kinds = [rule.code for rule in rules if rule.code in KINDS]
        provided = self._provided(partners, order.keys() - KINDS.keys())
        rows = []
        for partner, values in self._values(partners).items():
            found = [*suggestions(values, kinds), *provided.get(partner.id, ())]
            found.sort(key=lambda suggestion: order[suggestion.kind][0])
            taken = set()
            for suggestion in found:
                new = self._raw(partner, suggestion)
                if new and taken.isdisjoint(new):
                    taken.update(new)
                    rows.append(self._row(partner, suggestion, order[suggestion.kind][1], new))
        return rows

    def _judged(self, partners):
        """Those of ``partners`` that have a say in it, in superuser mode and one language."""
        partners = partners.sudo().with_context(lang=self._lang(), active_test=False)
        groups = self.env["customer.quality.check"]._by_kind(partners)
        return partners.browse().concat(*groups.values())

    @api.model
    def _lang(self):
        """The language of names in proposals: the same whoever brings an issue up to date."""
        return self.env.company.sudo().partner_id.lang

    def _provided(self, partners, codes):
        """What providers suggest, by id of the contact."""
        found = {}
        if codes:
            provider = self.env["customer.correction.provider"].sudo()
            for partner_id, suggestion in provider._provider_suggest(partners):
                if suggestion.kind in codes:
                    found.setdefault(partner_id, []).append(suggestion)
        return found

    def _raw(self, partner, suggestion: Suggestion) -> dict:
        """The new values as ``write()`` takes them, or nothing where one is not known here or
        they change nothing."""
        new = {}
        for own, value in suggestion.values.items():
            name = FIELD_OF.get(own, own)
            if own in FIELD_OF:
                ids = self._country_ids() if name == "country_id" else self._state_ids()
                value = ids.get(value)
                if not value:
                    return {}
            elif name == "lang" and value not in dict(self.env["res.lang"].get_installed()):
                return {}
            new[name] = value
        return new if any(self._now(partner, name) != new[name] for name in new) else {}

    def _row(self, partner, suggestion, rule_id, new):
        field = FIELD_OF.get(suggestion.field, suggestion.field)
        now = self._text(partner, field, self._now(partner, field))
        return {
            "partner_id": partner.id,
            "correction_id": rule_id,
            "field_name": field,
            "code": suggestion.reason,
            "value": visible(now) if suggestion.reason == "spaces" else now,
            "values": new,
            "proposal": self._proposal(partner, field, new),
            "reason": json.dumps(dict(suggestion.arguments), ensure_ascii=False),
            "confidence": suggestion.confidence,
        }

    @api.model
    def _now(self, partner, name):
        """The value of a field as ``write()`` takes it."""
        value = partner[name]
        return value.id if isinstance(value, models.BaseModel) else value

    def _proposal(self, partner, field, new):
        """The new values for people: that of the field alone, or each with its label."""
        texts = {name: self._text(partner, name, value) for name, value in new.items()}
        if list(new) == [field]:
            return texts[field]
        labels = partner.fields_get(list(new), ["string"])
        return ", ".join(f"{labels[name]['string']}: {texts[name] or '–'}" for name in new)

    def _text(self, partner, name, value):
        field = partner._fields[name]
        if field.type == "many2one":
            return partner.env[field.comodel_name].browse(value or []).display_name or None
        if field.type == "boolean":
            return self.with_context(lang=self._lang()).env._("yes") if value else None
        if field.type == "selection" and value:
            return dict(field._description_selection(partner.env)).get(value, value)
        return str(value) if value else None
