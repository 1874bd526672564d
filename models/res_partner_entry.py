from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.normalize import (
    clean,
    half_width,
    normalize_email,
    normalize_name,
    normalize_phone,
    normalize_tax_id,
    normalize_website,
)
from .marker import Marker


def _code(value):
    return clean(half_width(value))


# how each typed value is brought into its one form; the phone also needs the country
NORMALIZERS = {
    "name": normalize_name,
    "email": normalize_email,
    "website": normalize_website,
    "vat": normalize_tax_id,
    "ref": _code,
    "company_registry": _code,
    "zip": _code,
    "street": clean,
    "street2": clean,
    "city": clean,
    "function": clean,
}
# fields of a customer's forms; what is wrong with any of them is told while one types
CHECKED = ("name", "is_company", "parent_id", "type", "street", "street2", "zip", "city",
           "state_id", "country_id", "phone", "email", "website", "vat", "company_registry", "ref",
           "function", "lang", "industry_id", "user_id", "category_id")  # fmt: skip
# context key by which a caller asks for the rules of manual entry
MANUAL = "customer_manual_entry"
# who writes many contacts one by one settles them all at once afterwards
LATER = Marker("customer_settle_later")


class ResPartner(models.Model):
    """Values of customers and their contact persons, normalised and checked on entry."""

    _inherit = "res.partner"

    # what is wrong with the values: a list of {field, text, blocks}, and {field: text}
    customer_problems = fields.Json(compute="_compute_customer_messages")
    customer_messages = fields.Json(compute="_compute_customer_messages")
    # what must be filled by hand and nothing else stands in for: ",country_id,name,phone,"
    customer_entry_asks = fields.Char(compute="_compute_customer_entry_asks")

    # -- normalising -----------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if self._customer_normalizes():
            parents = self.sudo().browse({v["parent_id"] for v in vals_list if v.get("parent_id")})
            of_customers = set(
                parents.filtered(lambda p: p.commercial_partner_id.customer_rank > 0).ids
            )
            context = self.env.context
            by_context = context.get(
                "default_customer_rank", context.get("res_partner_search_mode") == "customer"
            )
            vals_list = [
                self._customer_normalize(vals, self._customer_country_code(vals))
                if vals.get("customer_rank", by_context)
                or vals.get("customer_is_customer")
                or vals.get("parent_id") in of_customers
                else vals
                for vals in vals_list
            ]
        if self.env.context.get(MANUAL):
            # before anything is stored, so that no constraint speaks first
            self.concat(*map(self._customer_drafts, vals_list))._customer_check_entry()
        return super().create(vals_list)

    def _customer_drafts(self, vals):
        """What creating ``vals`` would make, as records that are not stored."""
        return self.new(self._add_missing_default_values(vals))

    def write(self, vals):
        if (vals.keys() & NORMALIZERS.keys() or "phone" in vals) and self._customer_normalizes():
            if vals.get("customer_rank") or vals.get("customer_is_customer"):
                customers = self
            else:
                customers = self.filtered(
                    lambda p: p.customer_rank or p.sudo().commercial_partner_id.customer_rank
                )
            if customers:
                others = self - customers
                if others:
                    others.write(vals)
                    return customers.write(vals)
                vals = self._customer_normalize(vals, self._customer_country_code(vals))
        result = super().write(vals)
        if self.env.context.get(MANUAL):
            self._customer_check_entry(written=vals.keys())
        return result

    def web_save(self, vals, specification, next_id=None):
        return super(ResPartner, self._customer_by_hand(vals)).web_save(
            vals, specification, next_id
        )

    def web_save_multi(self, vals_list, specification):
        return super(ResPartner, self._customer_by_hand({})).web_save_multi(
            vals_list, specification
        )

    def _customer_by_hand(self, vals):
        """These contacts, in manual entry where a customer or its contact person is saved by
        any form: this is what only the web client calls."""
        context = self.env.context
        if not self:
            parent = self.sudo().browse(vals.get("parent_id") or [])
            customers = (
                vals.get("customer_rank")
                or vals.get("customer_is_customer")
                or context.get("default_customer_rank")
                or context.get("res_partner_search_mode") == "customer"
                or parent.commercial_partner_id.customer_rank > 0
            )
        else:
            customers = any(p.commercial_partner_id.customer_rank > 0 for p in self.sudo())
        return self.with_context(**{MANUAL: True}) if customers else self

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        context = self.env.context
        # a name that was typed where a customer is to be chosen is one of the usual kind
        named = context.get("res_partner_search_mode") == "customer" and "default_name" in context
        if (context.get(MANUAL) or named) and "default_is_company" not in context:
            params = self.env["ir.config_parameter"].sudo()
            values["is_company"] = params.get_param("customer_master.entry_kind") != "person"
        if context.get(MANUAL) and "country_id" in fields:
            values.setdefault("country_id", self.env.company.country_id.id)
        return values

    @api.model
    def _customer_normalizes(self) -> bool:
        params = self.env["ir.config_parameter"].sudo()
        return params.get_param("customer_master.normalize", "1") == "1"

    def _customer_country_code(self, vals):
        """ISO code of the one country by which a phone in ``vals`` is read, or ``None``."""
        if not vals.get("phone"):
            return None
        if vals.get("country_id"):
            return self.env["res.country"].browse(vals["country_id"]).code
        partners = self.sudo() or self.sudo().browse(vals.get("parent_id") or [])
        countries = {p.country_id or p.commercial_partner_id.country_id for p in partners}
        if len(countries) > 1:
            return None
        country = next(iter(countries), None) or self.env.company.country_id
        return country.code or None

    @api.model
    def _customer_normalize(self, vals, country_code):
        """A copy of ``vals`` with its texts in their normal form."""
        normal = dict(vals)
        for name, normalize in NORMALIZERS.items():
            if isinstance(vals.get(name), str):
                normal[name] = normalize(vals[name]) or vals[name].strip() or False
        if isinstance(vals.get("phone"), str):
            normal["phone"] = normalize_phone(vals["phone"], country_code).value or False
        return normal

    @api.onchange("name", "email", "website", "vat", "phone", "country_id")
    def _onchange_customer_normalize(self):
        """Show the normal form at once, so that nobody is surprised after saving."""
        if not self.customer_rank and not self.customer_is_customer:
            return
        values = {name: self[name] for name in ("name", "email", "website", "vat", "phone")}
        country = self.country_id or self.env.company.country_id
        for name, value in self._customer_normalize(values, country.code).items():
            if value != values[name]:
                self[name] = value

    # -- checking --------------------------------------------------------------------------

    @api.depends(*CHECKED)
    @api.depends_context("lang")
    def _compute_customer_messages(self):
        problems = self._customer_problems(("block", "warn"))
        for partner in self:
            told = [
                {"field": problem.field, "text": text, "blocks": problem.rule.strictness == "block"}
                for problem, text in problems.get(partner, ())
                # what is only missing is asked for at the save, not while one is typing
                if problem.code != "required" or partner._origin
            ]
            partner.customer_problems = told or False
            partner.customer_messages = {row["field"]: row["text"] for row in reversed(told)}

    @api.model
    def _customer_entry_rules(self, strictness):
        rules = self.env["customer.quality.rule"]._rules()
        return [rule for rule in rules if rule.strictness in strictness]

    def _customer_problems(self, strictness):
        """What is wrong with these customers or contacts: ``{partner: [(problem, sentence)]}``."""
        Check = self.env["customer.quality.check"]
        judgement = Check._judge(self, self._customer_entry_rules(strictness), entered=True)
        return {
            partner: [(problem, Check._sentence(partner, problem)) for problem in problems]
            for partner, problems in judgement.problems.items()
        }

    @api.depends(*CHECKED)
    def _compute_customer_entry_asks(self):
        rules = [
            rule for rule in self._customer_entry_rules(("block",)) if rule.check.type == "required"
        ]
        Check = self.env["customer.quality.check"]
        for partner in self:
            groups = Check._by_kind(partner, entered=True)
            asked = set()
            for rule in rules:
                names = rule.check.fields
                filled = {name for name in names if partner[name]}
                if len(filled) <= 1 and Check._in_scope(rule, groups):
                    asked |= filled or set(names)
            partner.customer_entry_asks = f",{','.join(sorted(asked))},"

    def _customer_check_entry(self, written=None):
        """Refuse what a person entered with all that is missing or wrong, at once.

        :param written: judge these fields only, so that an old gap elsewhere stops nobody
        :raise ValidationError: one line a field
        """
        lines = []
        for partner, problems in self._customer_problems(("block",)).items():
            for problem, sentence in problems:
                names = {problem.field, *problem.rule.check.fields}
                if written is not None and names.isdisjoint(written):
                    continue
                label = self._fields[problem.field]._description_string(self.env)
                person = partner.name or self.env._("Contact person")
                owner = f"{person}, " if partner.parent_id else ""
                lines.append(
                    self.env._(
                        "• %(label)s: %(sentence)s", label=f"{owner}{label}", sentence=sentence
                    )
                )
        if lines:
            raise ValidationError("\n".join(lines))

    # -- entry form ------------------------------------------------------------------------

    def action_customer_open(self):
        """Open this customer; the *Save* of the entry form ends here."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("customer_master.res_partner_action")
        return {
            **action,
            "res_id": self.id,
            "views": [(False, "form")],
            "view_mode": "form",
            "target": "current",
        }

    def action_customer_entry(self):
        """Open an empty entry form; the *Save & New* of the entry form ends here."""
        return self.env["ir.actions.actions"]._for_xml_id("customer_master.customer_entry_action")
