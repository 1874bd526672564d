from odoo import api, models, tools
from odoo.tools import SQL

from ..engine.matching.keys import blocking_keys
from ..engine.matching.record import COMPANY, PERSON, Record
from ..engine.matching.values import match_values

SLICE = 2000
# fields of contacts that a key row is made of
SOURCES = frozenset(
    (
        "name", "is_company", "parent_id", "customer_rank", "active", "company_id",
        "street", "street2", "city", "zip", "country_id", "phone", "email", "website", "vat",
    )
)  # fmt: skip


class CustomerMatchKey(models.Model):
    """What the matching engine knows of each customer: kept up to date, never searched for.

    One lean row an active customer, written in the transaction that changes the customer. The
    table has types that the ORM doesn't know (``int4[]``), so it is read and written in SQL
    only, by this model and the scan. It holds values of customers: no role has access to it.
    """

    _name = "customer.match.key"
    _description = "Match Keys of a Customer"
    _auto = False
    _log_access = False

    def init(self):
        self.env.cr.execute(
            SQL(
                """
                CREATE TABLE IF NOT EXISTS customer_match_key (
                    id int4 PRIMARY KEY REFERENCES res_partner ON DELETE CASCADE,
                    company_id int4,
                    keys int4[] NOT NULL,
                    packed text NOT NULL
                );
                CREATE INDEX IF NOT EXISTS customer_match_key_keys_idx
                    ON customer_match_key USING gin (keys) WITH (fastupdate = off);
                CREATE TABLE IF NOT EXISTS customer_match_changed (
                    id int4 PRIMARY KEY REFERENCES customer_match_key ON DELETE CASCADE
                );
                """
            )
        )

    @api.model
    def _record_of(self, partner) -> Record:
        """The engine's view of a contact, stored or being entered."""
        return Record(
            name=partner.name or "",
            kind=COMPANY if partner.is_company else PERSON,
            street=" ".join(filter(None, (partner.street, partner.street2))),
            city=partner.city or "",
            zip=partner.zip or "",
            country=self._country_codes().get(partner.country_id.id, ""),
            phones=(partner.phone,) if partner.phone else (),
            email=partner.email or "",
            website=partner.website or "",
            tax_id=partner.vat or "",
            extras=tuple(self._text(partner[name]) for name in self._extra_fields()),
        )

    @api.model
    @tools.ormcache(cache="stable")
    def _country_codes(self) -> dict[int, str]:
        # the check while typing must not read the whole country
        countries = self.env["res.country"].sudo().search_fetch([], ["code"])
        return {country.id: country.code or "" for country in countries}

    @api.model
    def _text(self, value) -> str:
        """Any value of a stored field as the text that is compared."""
        if isinstance(value, models.BaseModel):
            return " ".join(value.mapped("display_name"))
        return "" if value is False or value is None else str(value)

    @api.model
    def _extra_fields(self) -> tuple[str, ...]:
        """Names of further fields of contacts that take part, in their order in the row."""
        return self.env["customer.match.field"]._extra_names()

    @api.model
    def _sources(self) -> frozenset[str]:
        return SOURCES | set(self._extra_fields())

    @api.model
    def _refresh(self, partners, look=True):
        """Bring the rows of ``partners`` up to date: made, changed or taken away.

        :param look: whether duplicates of those that changed are to be looked for soon
        """
        partners = partners.sudo()
        kept = partners.filtered(
            lambda p: p.active and p.customer_rank > 0 and (p.is_company or not p.parent_id)
        )
        if gone := partners - kept:
            self.env.cr.execute(
                SQL(
                    "DELETE FROM customer_match_key WHERE id = ANY(%s) RETURNING id",
                    list(gone.ids),
                )
            )
            if ids := [row[0] for row in self.env.cr.fetchall()]:
                self.env["customer.match.pair"]._forget_customers(ids)
        if not kept:
            return
        rows = []
        for partner in kept:
            values = match_values(self._record_of(partner))
            rows.append(
                SQL(
                    "(%s, %s, %s::int4[], %s)",
                    partner.id,
                    partner.company_id.id or None,
                    blocking_keys(values),
                    values.pack(),
                )
            )
        # a foreign key to a partner that is not yet in the database would fail
        kept.flush_recordset(["name"])
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO customer_match_key AS old (id, company_id, keys, packed)
                     VALUES %s
                ON CONFLICT (id) DO UPDATE
                        SET company_id = excluded.company_id, keys = excluded.keys,
                            packed = excluded.packed
                      WHERE (old.company_id, old.packed)
                            IS DISTINCT FROM (excluded.company_id, excluded.packed)
                  RETURNING id
                """,
                SQL(", ").join(rows),
            )
        )
        changed = [row[0] for row in self.env.cr.fetchall()]
        if look and changed:
            self.env.cr.execute(
                SQL(
                    """INSERT INTO customer_match_changed SELECT unnest(%s)
                       ON CONFLICT DO NOTHING""",
                    changed,
                )
            )

    @api.model
    def _missing(self, limit=None):
        """Active customers that have no row yet, by id."""
        partners = self.env["res.partner"].sudo()
        query = partners._search(partners._customer_domain(), order="id", limit=limit)
        query.add_where(
            SQL(
                "NOT EXISTS (SELECT 1 FROM customer_match_key k WHERE k.id = %s)",
                SQL.identifier(query.table, "id"),
            )
        )
        return partners.browse(query.get_result_ids())

    @api.model
    def _count_missing(self) -> int:
        return len(self._missing())

    @api.model
    def _cron_fill(self):
        """Make the rows of customers that were there before the addon, slice by slice.

        What is missing is what is left to do, so a stopped run goes on by itself.
        """
        remaining = self._count_missing()
        while batch := self._missing(SLICE):
            self._refresh(batch, look=False)
            remaining = max(remaining - len(batch), 0)
            if not self.env["ir.cron"]._commit_progress(len(batch), remaining=remaining):
                return
            self.env.invalidate_all()
        self.env["customer.match.pair"]._resume_decisions()

    @api.model
    def _rebuild(self):
        """Forget all rows and make them anew in the background, after what goes into them
        has changed."""
        self.env["customer.match.pair"]._suspend_decisions()
        self.env.cr.execute(SQL("DELETE FROM customer_match_key"))
        self.env.ref("customer_master.ir_cron_match_fill").sudo()._trigger()
