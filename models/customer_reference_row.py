import json

from odoo import api, fields, models, tools
from odoo.tools import SQL

from ..engine.normalize import clean, fold, half_width, normalize_phone, normalize_tax_id
from ..engine.quality.suggest import Suggestion
from ..engine.quality.suggest.domain import own_domain
from ..engine.quality.suggest.same import same_value
from .engine_names import NAME_OF

KEYS = [
    ("vat", "Tax ID"),
    ("ref", "Reference"),
    ("external", "External ID"),
    ("domain", "Email Domain"),
    ("name", "Name"),
]
# a name says less about who it is
MOST_BY = {"name": 0.85, "domain": 0.85}


class CustomerReferenceRow(models.Model):
    """A row of a reference file; written and read in SQL only."""

    _name = "customer.reference.row"
    _description = "Row of a Reference File"
    _log_access = False

    file_id = fields.Many2one("customer.reference.file", required=True, ondelete="cascade")
    key = fields.Char(required=True)
    # {field: value as suggestions have it}
    values = fields.Json(required=True)

    _key_idx = models.UniqueIndex("(file_id, key)")

    @api.model
    def _normalized(self, key, text) -> str:
        """The one form of a key in which rows and customers are compared."""
        match key:
            case "vat":
                return normalize_tax_id(text).replace("-", "").replace(".", "")
            case "ref":
                return clean(half_width(text)).upper()
            case "domain":
                domain = text.rpartition("@")[2].strip().lower()
                return own_domain(f"x@{domain}")
            case "name":
                return fold(half_width(clean(text)))
        return text.strip()

    @api.model
    @tools.ormcache(cache="stable")
    def _any(self) -> bool:
        """Whether there are any rows: most have none, and saves should not ask."""
        return bool(self.sudo().search([("file_id.active", "=", True)], limit=1))

    def _replace(self, file, rows):
        """Keep ``rows``, tuples (key, values), as those of ``file``."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL("DELETE FROM customer_reference_row WHERE file_id = ANY(%s)", file.ids)
        )
        for start in range(0, len(rows), 10_000):
            part = rows[start : start + 10_000]
            self.env.cr.execute(
                SQL(
                    """INSERT INTO customer_reference_row (file_id, key, "values")
                       SELECT %s, * FROM unnest(%s::text[], %s::jsonb[])""",
                    file.id,
                    [key for key, _values in part],
                    [json.dumps(values) for _key, values in part],
                )
            )
        self.env.registry.clear_cache("stable")
        self.invalidate_model()

    def _found(self, keys):
        """The rows of each contact, those of the first file first.

        :param keys: {(contact id, kind of key): key}; external ids are looked up here
        """
        return self.env.execute_query(
            SQL(
                """
                WITH asked AS (
                    SELECT * FROM unnest(%(ids)s::int[], %(kinds)s::text[], %(keys)s::text[])
                        AS a(id, kind, key)
                     UNION ALL
                    SELECT res_id, 'external', module || '.' || name FROM ir_model_data
                     WHERE model = 'res.partner' AND res_id = ANY(%(ids)s)
                     UNION ALL
                    SELECT res_id, 'external', name FROM ir_model_data
                     WHERE model = 'res.partner' AND res_id = ANY(%(ids)s)
                )
                SELECT DISTINCT ON (p.id, f.sequence, f.id)
                       p.id, f.name, f.key, f.confidence, f.overwrite, r."values"
                  FROM asked
                  JOIN customer_reference_file f ON f.key = asked.kind AND f.active
                  JOIN customer_reference_row r ON r.file_id = f.id AND r.key = asked.key
                  JOIN res_partner p ON p.id = asked.id
                 WHERE f.company_id IS NULL OR f.company_id = p.company_id
              ORDER BY p.id, f.sequence, f.id
                """,
                ids=[partner_id for partner_id, _kind in keys],
                kinds=[kind for _partner_id, kind in keys],
                keys=list(keys.values()),
            )
        )


class CustomerCorrectionProvider(models.AbstractModel):
    """The provider that knows what stands in the reference files."""

    _inherit = "customer.correction.provider"

    @api.model
    def _provider_suggest(self, partners):
        found = super()._provider_suggest(partners)
        Row = self.env["customer.reference.row"]
        if not Row._any():
            return found
        plain = {p.id: self.env["customer.correction"]._plain(p) for p in partners}
        keys = {}
        for partner_id, values in plain.items():
            for kind, name in (("vat", "vat"), ("ref", "ref"), ("name", "name")):
                if values[name]:
                    keys[partner_id, kind] = Row._normalized(kind, values[name])
            domain = own_domain(values["email"])
            keys[partner_id, "domain"] = domain
        for partner_id, origin, kind, sure, overwrite, known in Row._found(keys):
            own = plain[partner_id]
            for field, new in known.items():
                name = NAME_OF.get(field, field)
                country = own["country"] or own["home"]
                if own[name] and (not overwrite or same_value(name, own[name], new, country)):
                    continue
                if name == "phone":
                    new = normalize_phone(new, country).value
                suggestion = Suggestion(
                    kind="reference",
                    field=name,
                    values={name: new},
                    reason="provider",
                    confidence=min(sure, MOST_BY.get(kind, 1.0)),
                    arguments={"origin": origin},
                )
                found.append((partner_id, suggestion))
        return found
