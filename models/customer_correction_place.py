from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..engine.quality.suggest import LearntPlace

SUPPORT = 5  # customers that must agree at least
SHARE = 0.9  # of those that say something


class CustomerCorrectionPlace(models.Model):
    """Which state and city go with a start of the postcode or an area code: learnt from the
    customers that have both.

    It tells nothing about any customer, so it is the same for all companies.
    """

    _name = "customer.correction.place"
    _inherit = "customer.totals"
    _description = "Learnt Place"
    _order = "source, key"
    _rec_name = "key"
    _log_access = False

    _totals = frozenset(("state_support", "state_share", "city_support", "city_share"))

    source = fields.Selection(
        [("zip", "Postcode"), ("area", "Area Code")], string="From", required=True, readonly=True
    )
    # "CN-5180": country and start of the postcode; "86-755": calling code and area code
    key = fields.Char(string="Begins With", required=True, readonly=True)
    state_id = fields.Many2one(
        "res.country.state", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    state_support = fields.Integer(string="Customers in the State", readonly=True)
    state_share = fields.Float(string="Share of the State", readonly=True, aggregator=None)
    city = fields.Char(readonly=True)
    city_support = fields.Integer(string="Customers in the City", readonly=True)
    city_share = fields.Float(string="Share of the City", readonly=True, aggregator=None)

    _key_unique = models.UniqueIndex("(key, source)")

    def action_learn(self):
        """Learn anew from the customers of now."""
        if not self.env.user.has_group("customer_master.group_administrator"):
            raise AccessError(self.env._("Only administrators may start this."))
        self.sudo()._learn()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    @api.model
    def _cron_learn(self):
        self._learn()

    @api.model
    def _known(self, keys) -> dict:
        """``{(source, key): LearntPlace}`` of those of ``keys`` that were learnt."""
        if not keys:
            return {}
        rows = self.env.execute_query(
            SQL(
                """
                SELECT source, key, state_id, state_support, state_share, city, city_support,
                       city_share
                  FROM customer_correction_place
                 WHERE (source, key) IN (SELECT * FROM unnest(%s::text[], %s::text[]))
                """,
                [source for source, _key in keys],
                [key for _source, key in keys],
            )
        )
        codes = self.env["customer.correction"]._state_codes()
        return {
            (source, key): LearntPlace(
                source,
                state=codes.get(state, ""),
                state_support=state_support or 0,
                state_share=state_share or 0.0,
                city=city or "",
                city_support=city_support or 0,
                city_share=city_share or 0.0,
            )
            for source, key, state, state_support, state_share, city, city_support, city_share
            in rows
        }  # fmt: skip

    @api.model
    def _learn(self):
        """Replace what was learnt, in one statement."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                r"""
                DELETE FROM customer_correction_place;
                INSERT INTO customer_correction_place
                       (source, key, state_id, state_support, state_share,
                        city, city_support, city_share)
                WITH clean AS (
                    SELECT c.code AS country, s.id AS state, trim(p.city) AS city, p.phone,
                           lower(regexp_replace(trim(p.city), '市$', '')) AS folded,
                           lower(regexp_replace(p.zip, '[^0-9A-Za-z]', '', 'g')) AS zip
                      FROM res_partner p
                      JOIN res_country c ON c.id = p.country_id
                 LEFT JOIN res_country_state s ON s.id = p.state_id AND s.country_id = c.id
                     WHERE p.active AND p.customer_rank > 0 AND p.customer_merged_into_id IS NULL
                       AND (p.zip <> '' OR p.phone LIKE '+%%')
                       AND (s.id IS NOT NULL OR trim(p.city) <> '')
                       AND (p.state_id IS NULL OR s.id IS NOT NULL)
                ), keyed AS (
                    SELECT 'zip' AS source, country || '-' || left(zip, size) AS key,
                           state, city, folded
                      FROM clean, generate_series(2, 6) AS size
                     WHERE length(zip) >= size
                     UNION ALL
                    SELECT 'area', part[1] || '-' || part[2], state, city, folded
                      FROM clean, regexp_match(phone, '^\+(\d+)[ -]\(?(\d+)\)?[ -]') AS part
                     WHERE part IS NOT NULL
                ), states AS (
                    SELECT DISTINCT ON (source, key) source, key, state, count(*) AS own,
                           sum(count(*)) OVER (PARTITION BY source, key) AS total
                      FROM keyed WHERE state IS NOT NULL
                  GROUP BY source, key, state
                  ORDER BY source, key, count(*) DESC, state
                ), cities AS (
                    SELECT DISTINCT ON (source, key) source, key, count(*) AS own,
                           mode() WITHIN GROUP (ORDER BY city) AS city,
                           sum(count(*)) OVER (PARTITION BY source, key) AS total
                      FROM keyed WHERE folded <> ''
                  GROUP BY source, key, folded
                  ORDER BY source, key, count(*) DESC, folded
                ), good_states AS (
                    SELECT * FROM states WHERE own >= %(support)s AND own >= %(share)s * total
                ), good_cities AS (
                    SELECT * FROM cities WHERE own >= %(support)s AND own >= %(share)s * total
                )
                SELECT source, key, s.state, s.total, s.own::float8 / s.total,
                       c.city, c.total, c.own::float8 / c.total
                  FROM good_states s FULL JOIN good_cities c USING (source, key)
                """,
                support=SUPPORT,
                share=SHARE,
            )
        )
        self.env.invalidate_all(flush=False)
