from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.http import request

from .customer_match_key import SOURCES
from .res_partner_entry import LATER, MANUAL

DECISIONS = "customer_duplicate_decisions"

# what is compared, but for what makes a contact a customer or belongs to the system
COMPARED = SOURCES - {"parent_id", "customer_rank", "active", "company_id"}


def _decisions(value) -> dict[int, dict]:
    """What was decided, by the id of the other customer; anything malformed is left out."""
    return {
        int(key): decision
        for key, decision in (value.items() if isinstance(value, dict) else ())
        if str(key).isdecimal() and isinstance(decision, dict)
    }


class ResPartner(models.Model):
    """Match keys of customers kept up to date, and likely duplicates of one being entered."""

    _inherit = "res.partner"

    customer_duplicate_count = fields.Integer(
        string="Possible Duplicates", compute="_compute_customer_duplicate_count"
    )

    # what was decided at entry on customers that may be the same, as {id: {decision, reason}};
    # only on its way to :meth:`create` and :meth:`write`, never stored
    customer_duplicate_decisions = fields.Json(store=False)

    # -- keys and decisions ----------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        decisions = [_decisions(vals.get(DECISIONS)) for vals in vals_list]
        if self.env.context.get(MANUAL):
            for vals, decided in zip(vals_list, decisions, strict=True):
                self._customer_check_duplicates(vals, decided)
        partners = super().create(
            [{name: vals[name] for name in vals if name != DECISIONS} for vals in vals_list]
        )
        self.env["customer.match.key"]._refresh(partners)
        for partner, decided in zip(partners, decisions, strict=True):
            if decided:
                self.env["customer.match.pair"]._remember(partner, decided)
        return partners

    @api.model
    def _customer_check_duplicates(self, vals, decided):
        """Refuse to enter a likely duplicate by hand where the rule wants to know why.

        :raise ValidationError: names the customers that are there
        """
        draft = self.new(self._add_missing_default_values(vals))
        if draft.customer_is_customer and not draft.customer_rank:
            draft.customer_rank = 1  # as storing it will do
        self._customer_refuse_duplicates(self._customer_find_duplicates([draft])[0], decided)

    @api.model
    def _customer_refuse_duplicates(self, matches, decided):
        blocking = [
            match
            for match in matches
            if match["action"] == "block"
            and not match["known"]
            and not (decided.get(match["id"]) or {}).get("reason")
            and (decided.get(match["id"]) or {}).get("decision") != "different"
        ]
        if blocking:
            raise ValidationError(
                self.env._(
                    "This customer may exist already: %(customers)s. Please use the one that is "
                    "there, or give the reason why it is a new one.",
                    customers=", ".join(match["name"] for match in blocking),
                )
            )

    @api.model
    def name_create(self, name):
        """Where a many2one of the web client creates a customer from a name alone and one like
        it exists, the client is made to open the form, which shows who that is.

        :raise ValidationError: this is what the client understands so; never for imports or
            for calls that do not come from it
        """
        if (
            request
            and self.env.context.get("res_partner_search_mode") == "customer"
            and not self.env.context.get("import_file")
        ):
            draft = self.new({"name": name, "is_company": True, "customer_rank": 1})
            found = self._customer_find_duplicates([draft])[0]
            if any(match["action"] != "log" for match in found):
                raise ValidationError(
                    self.env._("A customer like “%s” exists already.", found[0]["name"])
                )
        return super().name_create(name)

    def write(self, vals):
        decided = _decisions(vals.get(DECISIONS))
        vals = {name: vals[name] for name in vals if name != DECISIONS}
        result = super().write(vals)
        later = LATER.said(self.env)
        if not later and not self.env["customer.match.key"]._sources().isdisjoint(vals):
            self.env["customer.match.key"]._refresh(self)
        if decided:
            for partner in self:
                self.env["customer.match.pair"]._remember(partner, decided)
        return result

    def web_save(self, vals, specification, next_id=None):
        """Also refuse a change by hand that makes a customer a likely duplicate, where the rule
        wants to know why."""
        result = super().web_save(vals, specification, next_id)
        if not COMPARED.isdisjoint(vals):
            for customer in self.filtered("customer_is_customer"):
                found = self._customer_find_duplicates([customer], customer.id)[0]
                self._customer_refuse_duplicates(found, _decisions(vals.get(DECISIONS)))
        return result

    def _update_address(self, vals):
        # core copies addresses between parents and children past write()
        result = super()._update_address(vals)
        if not LATER.said(self.env):
            self.env["customer.match.key"]._refresh(self)
        return result

    # -- pairs -----------------------------------------------------------------------------

    @api.depends_context("allowed_company_ids")
    def _compute_customer_duplicate_count(self):
        counts = dict.fromkeys(self.ids, 0)
        Pair = self.env["customer.match.pair"].sudo()
        companies = [*self.env.companies.ids, False]
        domain = [
            ("state", "=", "open"),
            ("left_company_id", "in", companies),
            ("right_company_id", "in", companies),
        ]
        for side in ("left_id", "right_id"):
            for partner, count in Pair._read_group(
                [*domain, (side, "in", self.ids)], [side], ["__count"]
            ):
                counts[partner.id] += count
        for partner in self:
            partner.customer_duplicate_count = counts.get(partner.id, 0)

    def action_open_duplicates(self):
        self.ensure_one()
        return {
            **self.env["ir.actions.actions"]._for_xml_id(
                "customer_master.customer_match_pair_action"
            ),
            "domain": ["|", ("left_id", "=", self.id), ("right_id", "=", self.id)],
        }
