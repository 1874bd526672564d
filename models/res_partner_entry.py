from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.normalize import (
    clean,
    email_error,
    half_width,
    normalize_email,
    normalize_name,
    normalize_phone,
    normalize_tax_id,
    normalize_website,
    tax_id_error,
)


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
CHECKED = ("name", "phone", "email", "vat", "country_id")
# context key by which a caller asks for the rules of manual entry
MANUAL = "customer_manual_entry"


class ResPartner(models.Model):
    """Values of customers and their contact persons, normalised and checked on entry."""

    _inherit = "res.partner"

    # what is wrong with the values, as {field: sentence}
    customer_messages = fields.Json(compute="_compute_customer_messages")
    # what manual entry asks for beyond the name: "reach", "country", "reach,country" or nothing
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
        for partner in self:
            partner.customer_messages = partner._customer_problems() or False

    def _customer_problems(self):
        """What is wrong with the values of this customer or contact: {field: sentence}."""
        self.ensure_one()
        country = self.country_id or self.env.company.country_id
        problems = {}
        if self.phone and not normalize_phone(self.phone, country.code).valid:
            problems["phone"] = self.env._(
                "This is no complete phone number of %(country)s. Numbers of other countries "
                "begin with + and the country code.",
                country=country.name or "",
            )
        if self.email and email_error(self.email):
            problems["email"] = self.env._("This is no email address. Expected: name@company.com")
        error = self.vat and tax_id_error(self.vat, country.code)
        if error == "tax_id_length":
            problems["vat"] = self.env._(
                "A tax ID of %(country)s has another number of characters. Please compare it "
                "with the licence.",
                country=country.name or "",
            )
        elif error == "tax_id_checksum":
            problems["vat"] = self.env._(
                "The check digit of this tax ID doesn't fit: one of its characters is wrong. "
                "Please compare it with the licence."
            )
        elif error:
            problems["vat"] = self.env._(
                "This is no tax ID of %(country)s. Please compare it with the licence.",
                country=country.name or "",
            )
        return problems

    @api.model
    def _customer_asks(self) -> list[str]:
        """What manual entry asks for beyond the name: settings of the administrator."""
        params = self.env["ir.config_parameter"].sudo()
        return [
            asked
            for asked in ("reach", "country")
            if params.get_param(f"customer_master.require_{asked}", "1") == "1"
        ]

    def _compute_customer_entry_asks(self):
        self.customer_entry_asks = ",".join(self._customer_asks())

    def _customer_missing(self):
        """What manual entry asks for and is not there: {field: sentence}."""
        self.ensure_one()
        asks = self._customer_asks() if not self.parent_id else []
        missing = {}
        if not clean(self.name or ""):
            missing["name"] = self.env._("Please enter the name.")
        if "reach" in asks and not self.phone and not self.email:
            missing["phone"] = self.env._("Please enter a phone number or an email address.")
        if "country" in asks and not self.country_id:
            missing["country_id"] = self.env._("Please choose the country.")
        return missing

    def _customer_check_entry(self, written=None):
        """Refuse what a person entered with all that is missing or wrong, at once.

        :param written: judge these fields only, so that an old gap elsewhere stops nobody
        :raise ValidationError: one line a field
        """
        lines = []
        for partner in self:
            problems = {**partner._customer_problems(), **partner._customer_missing()}
            for name, sentence in problems.items():
                if written is not None and name not in written:
                    continue
                label = self._fields[name]._description_string(self.env)
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
