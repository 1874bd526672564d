from odoo import api, models, tools
from odoo.tools import SQL

from ..engine.normalize import normalize_phone
from ..engine.quality.suggest import Values, area_code, zip_key

TEXTS = ("name", "company_name", "street", "street2", "zip", "city", "phone", "email", "website",
         "vat", "company_registry", "ref", "function", "lang")  # fmt: skip
# what suggestions are made from
READ = frozenset((*TEXTS, "is_company", "parent_id", "type", "state_id", "country_id"))
# what another record of the customer may fill
GAPS = ("street", "phone", "email", "website", "vat", "company_registry")
TWINS_MOST = 5


class CustomerCorrection(models.AbstractModel):
    """The engine's view of customers, and of what is known about them elsewhere: read in a
    fixed number of queries."""

    _inherit = "customer.correction"

    @api.model
    def _values(self, partners) -> dict:
        """``{partner: Values}`` of customers and contact persons, in superuser mode."""
        plain = {partner: self._plain(partner) for partner in partners}
        twins = self._twins(
            partners.filtered(lambda p: not p.parent_id and not all(p[name] for name in GAPS))
        )
        places = self._places(plain)
        found = {}
        for partner, known in plain.items():
            company = self._plain(partner.parent_id) if self._is_contact(partner) else None
            found[partner] = Values(
                **known,
                company=Values(**company) if company else None,
                is_contact=company is not None,
                twins=twins.get(partner.id, ()),
                places=places.get(partner, ()),
            )
        return found

    def _is_contact(self, partner):
        return bool(partner.parent_id) and not partner.is_company

    def _plain(self, partner) -> dict:
        return {
            **{name: partner[name] or "" for name in TEXTS},
            "is_company": partner.is_company,
            "state": self._state_codes().get(partner.state_id.id, ""),
            "country": self._country_codes().get(partner.country_id.id, ""),
            "home": self._country_codes().get(self.env.company.country_id.id, ""),
        }

    # -- codes -------------------------------------------------------------------------------

    @api.model
    def _country_codes(self) -> dict[int, str]:
        return self.env["customer.match.key"]._country_codes()

    @api.model
    @tools.ormcache(cache="stable")
    def _country_ids(self) -> dict[str, int]:
        return {code: number for number, code in self._country_codes().items()}

    @api.model
    @tools.ormcache(cache="stable")
    def _state_codes(self) -> dict[int, str]:
        """``{id: "CN-粤"}``: states as the engine knows them."""
        states = self.env["res.country.state"].sudo().search_fetch([], ["code", "country_id"])
        codes = self._country_codes()
        return {state.id: f"{codes.get(state.country_id.id)}-{state.code}" for state in states}

    @api.model
    @tools.ormcache(cache="stable")
    def _state_ids(self) -> dict[str, int]:
        return {code: number for number, code in self._state_codes().items()}

    # -- what is known elsewhere -------------------------------------------------------------

    def _twins(self, partners) -> dict[int, tuple[Values, ...]]:
        """Records that people have decided to be the same customer and that are not merged; not
        those of a company whose users alone may see them."""
        if not partners:
            return {}
        self.env["customer.match.pair"].flush_model(["state"])
        partners.flush_model(["active", "company_id", "customer_merged_into_id"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT own.id, (array_agg(twin.id ORDER BY twin.id))[:%(most)s]
                  FROM (SELECT left_id AS id, right_id AS other FROM customer_match_pair
                         WHERE state = 'same' AND left_id = ANY(%(ids)s)
                         UNION SELECT right_id, left_id FROM customer_match_pair
                                WHERE state = 'same' AND right_id = ANY(%(ids)s)) pair
                  JOIN res_partner own ON own.id = pair.id
                  JOIN res_partner twin ON twin.id = pair.other
                 WHERE own.customer_merged_into_id IS NULL
                   AND twin.customer_merged_into_id IS NULL AND twin.active
                   AND (twin.company_id IS NULL OR twin.company_id = own.company_id)
              GROUP BY own.id
                """,
                ids=list(partners.ids),
                most=TWINS_MOST,
            )
        )
        Partner = partners.browse()
        Partner.browse({other for _own, others in rows for other in others}).fetch(READ)
        return {
            own: tuple(Values(**self._plain(Partner.browse(other))) for other in others)
            for own, others in rows
        }

    def _places(self, plain) -> dict:
        """What was learnt of the places of those without a state or city."""
        asked = {
            partner: self._place_keys(values)
            for partner, values in plain.items()
            if not (values["city"] and values["state"])
        }
        keys = {key for own in asked.values() for key in own}
        learnt = self.env["customer.correction.place"]._known(keys)
        found = {}
        for partner, own in asked.items():
            if known := tuple(learnt[key] for key in own if key in learnt):
                found[partner] = known
        return found

    def _place_keys(self, values) -> list[tuple[str, str]]:
        keys = []
        country = values["country"] or values["state"].partition("-")[0]
        code = zip_key(values["zip"])
        if code and country:
            keys += [("zip", f"{country}-{code[:size]}") for size in range(len(code), 1, -1)]
        if values["phone"]:
            phone = normalize_phone(values["phone"], country or values["home"])
            calling, area = area_code(phone.value) if phone.valid else ("", "")
            if area:
                keys.append(("area", f"{calling}-{area}"))
        return keys


class CustomerQualityCheck(models.AbstractModel):
    _inherit = "customer.quality.check"

    @api.model
    def _fields_judged(self):
        return super()._fields_judged() | READ


class ResCountryState(models.Model):
    _inherit = "res.country.state"

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache("stable")
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache("stable")
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache("stable")
        return super().unlink()
