from odoo import api, models
from odoo.exceptions import AccessError

from ..engine.matching.values import match_values
from .customer_match_text import explanation_rows, likelihood

SHOWN = 5
# fields that a match is told by; fetched alone, since contacts have a hundred more
TOLD = (
    *("name", "complete_name", "city", "phone", "email", "user_id", "company_id", "category_id"),
    *("is_company", "parent_id", "commercial_partner_id", "customer_rank"),
)


class ResPartner(models.Model):
    """Likely duplicates of a customer that is being entered."""

    _inherit = "res.partner"

    @api.model
    @api.readonly
    def customer_find_duplicates(self, values, partner_id=False):
        """Likely duplicates of a customer that is being entered.

        :param dict values: values of the fields that are compared, as typed
        :param int partner_id: id of the customer that is changed, if it is not a new one
        :return: at most 5 matches, the likeliest first; each a dict with ``id, name, details,
            owner, badges, score, likelihood, certain, action, readable, known``; ``known`` says
            that the two are a pair already, which stewards decide on. Of a customer that the
            user may not read only the name and the owner are told.
        :raise AccessError: the user may not read customers at all
        """
        self.check_access("read")
        return self._customer_find_duplicates([self._customer_draft(values)], partner_id)[0]

    @api.model
    @api.readonly
    def customer_find_duplicates_batch(self, values_list):
        """:meth:`customer_find_duplicates` for many customers, for imports and other systems.

        :return: one list of matches for each entry
        """
        self.check_access("read")
        values_list = values_list if isinstance(values_list, list | tuple) else ()
        return self._customer_find_duplicates(list(map(self._customer_draft, values_list)))

    @api.model
    @api.readonly
    def customer_explain_duplicate(self, values, partner_id):
        """Why a customer that is being entered may be the customer ``partner_id``.

        :return: rows of :func:`explanation_rows`, none where the user may not read that customer
        """
        other = self.browse(partner_id if type(partner_id) is int else ())
        other = other.exists()._filtered_access("read")
        draft = self._customer_draft(values)
        Key = self.env["customer.match.key"]
        rule = self.env["customer.match.rule"]._rule_for(draft)
        if not other or not rule:
            return []
        rule = self.env["customer.match.rule"].sudo().browse(rule.id)
        new = match_values(Key._record_of(draft)).pack()
        reasons = Key._explain(new, other.id, rule)
        return explanation_rows(self.env, reasons, (draft, other))

    @api.model
    def _customer_draft(self, values):
        """A customer with the ``values`` that are compared, not stored; what can't be a value
        is left out.

        :raise AccessError: the user is no employee
        """
        if not self.env.user._is_internal():
            raise AccessError(self.env._("Only employees can look for duplicates."))
        known = self.env["customer.match.key"]._sources() & self._fields.keys()
        usable = {
            name: values[name]
            for name in (known & values.keys() if isinstance(values, dict) else ())
            if self._customer_can_hold(self._fields[name], values[name])
        }
        return self.new({**usable, "customer_rank": 1})

    @api.model
    def _customer_can_hold(self, field, value) -> bool:
        """Whether ``value``, which came from outside, is one that ``field`` may have."""
        if field.type == "many2one":
            return type(value) is int and bool(self.env[field.comodel_name].browse(value).exists())
        try:
            field.convert_to_cache(value, self)
        except (ValueError, TypeError):
            return False
        return isinstance(value, str | int | float)

    @api.model
    def _customer_find_duplicates(self, drafts, partner_id=False):
        """For each of ``drafts``, customers stored or not, its matches as
        :meth:`customer_find_duplicates` returns them.

        :param partner_id: id of the customer that the drafts are of, if it is stored
        """
        known = self.env["customer.match.pair"]._known_of(partner_id)
        exclude = {other for other, state in known.items() if state == "different"}
        if type(partner_id) is int:
            exclude.add(partner_id)
        Key = self.env["customer.match.key"]
        rules = [self.env["customer.match.rule"]._rule_for(draft) for draft in drafts]
        result = [[] for _draft in drafts]
        for rule in filter(None, dict.fromkeys(rules)):
            rows = [row for row, own in enumerate(rules) if own is rule]
            found = Key._lookup(
                [Key._record_of(drafts[row]) for row in rows],
                rule,
                [drafts[row].company_id.id or self.env.company.id for row in rows],
                exclude,
            )
            told = self._customer_match_told(rule, {match.id for own in found for match in own})
            for row, matches in zip(rows, found, strict=True):
                result[row] = [
                    {
                        **told[match.id],
                        "score": round(match.score, 1),
                        "likelihood": likelihood(self.env, match.score),
                        "certain": match.score >= rule.certain,
                        "action": rule.on_entry,
                        "known": match.id in known,
                    }
                    for match in matches
                    if match.id in told
                ][:SHOWN]
        return result

    @api.model
    def _customer_match_told(self, rule, ids) -> dict[int, dict]:
        """What the web client shows of the customers of ``rule`` among ``ids``, by id.

        Those that belong to a company that the user has no access to are not even named.
        """
        customers = self.sudo().browse(ids)
        customers.fetch(TOLD)
        companies = {False, *self.env.user._get_company_ids()}
        customers = customers.filtered_domain(rule.domain).filtered(
            lambda customer: customer.company_id.id in companies
        )
        readable = self.browse(customers.ids)._filtered_access("read")
        owners = customers.user_id
        owners.fetch(["partner_id"])
        owners.partner_id.fetch(["name"])
        told = {}
        for customer in customers:
            seen = customer.with_env(self.env) in readable
            details = filter(None, (customer.city, customer.phone, customer.email)) if seen else ()
            told[customer.id] = {
                "id": customer.id,
                "name": customer.complete_name,
                "owner": customer.user_id.partner_id.name or "",
                "readable": seen,
                "badges": customer.with_env(self.env).customer_badges or [] if seen else [],
                "details": " · ".join(details),
            }
        return told
