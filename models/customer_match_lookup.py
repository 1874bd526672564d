import base64
from dataclasses import dataclass

import numpy as np

from odoo import api, models, tools
from odoo.tools import SQL

from ..engine.matching.compare import Comparer
from ..engine.matching.explain import explain_pair
from ..engine.matching.keys import blocking_keys
from ..engine.matching.lookup import lookup_all
from ..engine.matching.scan import score_pairs
from ..engine.matching.statistics import Statistics, no_statistics
from ..engine.matching.table import make_table
from ..engine.matching.values import match_values
from ..engine.matching.weigh import Weigher

FOUND = 10  # matches of one customer
CHANGED = 500  # customers looked at between two commits


@dataclass(frozen=True)
class Match:
    """A customer that may be the same, and the score in bits."""

    id: int
    score: float


class CustomerMatchKey(models.Model):
    """Duplicates of single customers, found by their stored keys."""

    _inherit = "customer.match.key"

    @api.model
    def _packed(self, ids) -> dict[int, str]:
        """Stored values of customers by id; those without a row are left out."""
        return dict(
            self.env.execute_query(
                SQL("SELECT id, packed FROM customer_match_key WHERE id = ANY(%s)", list(ids))
            )
        )

    @api.model
    def _neighbours(self, keys, cap) -> list[tuple[int, int, int, str]]:
        """Rows that share a key: (number of the entry in ``keys``, id, company id or 0, stored
        values), those with the most shared keys first.

        A key that more than ``cap`` customers have tells nothing and is passed over.

        :param keys: a list of lists of keys
        """
        numbers = [number for number, own in enumerate(keys) for _key in own]
        flat = [key for own in keys for key in own]
        if not flat:
            return []
        return self.env.execute_query(
            SQL(
                """
                SELECT wanted.number, found.id, coalesce(found.company_id, 0), found.packed
                  FROM unnest(%s::int[], %s::int[]) AS wanted(number, key)
                 CROSS JOIN LATERAL (
                       SELECT array_agg(few.id) AS ids
                         FROM (SELECT id FROM customer_match_key
                                WHERE keys @> ARRAY[wanted.key] LIMIT %s) few
                       ) AS few
                  JOIN customer_match_key found ON found.id = ANY(few.ids)
                 WHERE cardinality(few.ids) <= %s
              GROUP BY wanted.number, found.id
              ORDER BY count(*) DESC, found.id
                """,
                numbers,
                flat,
                cap + 1,
                cap,
            )
        )

    @api.model
    def _statistics(self, rule_id, stamp):
        """Word frequencies of the last scan of a rule; of no list at all before the first."""
        if not stamp:
            return no_statistics(self._estimated_size())
        return self._scanned_statistics(rule_id, stamp)

    @api.model
    @tools.ormcache("rule_id", "stamp")
    def _scanned_statistics(self, rule_id, stamp):
        # screens ask for no more than the size of binary values
        rules = self.env["customer.match.rule"].sudo().with_context(bin_size=False)
        return Statistics.from_bytes(base64.b64decode(rules.browse(rule_id).statistics))

    @api.model
    def _estimated_size(self) -> int:
        """About how many customers have a row, as PostgreSQL guesses it; before its first
        guess they are counted."""
        query = "SELECT reltuples::int FROM pg_class WHERE oid = 'customer_match_key'::regclass"
        size = self.env.execute_query(SQL(query))[0][0]
        if size <= 0:
            size = self.env.execute_query(SQL("SELECT count(*) FROM customer_match_key"))[0][0]
        return max(size, 2)

    @api.model
    def _lookup(self, records, rule, companies, exclude=()) -> list[list[Match]]:
        """For each of ``records`` the customers that may be the same, the likeliest first.

        :param records: list of ``engine.matching.record.Record``
        :param rule: an ``EntryRule``
        :param companies: for each the id of the company whose customers are compared, besides
            those of all companies
        :param exclude: ids of customers that are not looked at
        """
        values = [match_values(record) for record in records]
        near = [[] for _record in records]
        for number, other, company_id, packed in self._neighbours(
            [blocking_keys(own) for own in values], rule.settings.cap
        ):
            if rule.cross_company or company_id in (0, companies[number]):
                near[number].append((other, packed))
        near = [[other for other in others if other[0] not in exclude] for others in near]
        wanted = [
            (own.pack(), [packed for _id, packed in others])
            for own, others in zip(values, near, strict=True)
        ]
        statistics = self._statistics(rule.id, rule.scanned_on)
        return [
            [Match(others[hit.position][0], hit.score) for hit in hits if not hit.veto][:FOUND]
            for others, hits in zip(
                near, lookup_all(wanted, rule.settings, statistics), strict=True
            )
        ]

    @api.model
    def _explain(self, left, right, rule):
        """Rows of ``engine.matching.explain``; none where one of the customers is gone.

        :param left, right: ids of customers, or the stored form of the values of one
        :param rule: ``customer.match.rule``
        """
        packed = self._packed([one for one in (left, right) if isinstance(one, int)])
        texts = [packed.get(one) if isinstance(one, int) else one for one in (left, right)]
        if not all(texts) or not rule:
            return ()
        rule = rule.sudo()
        return explain_pair(*texts, rule._settings(), rule._engine_statistics()).rows

    # -- customers that have changed since the last scan -----------------------------------

    @api.model
    def _cron_changed(self):
        """Find the duplicates of customers that were entered or changed, slice by slice.

        Not beside a scan, which would bring back what it loaded before.
        """
        if self.env["customer.match.scan"].sudo().search_count([("state", "=", "running")]):
            return
        rules = self.env["customer.match.rule"].sudo().search([("active", "=", True)])
        while ids := [
            row[0]
            for row in self.env.execute_query(
                SQL(
                    """SELECT id FROM customer_match_changed
                       ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED""",
                    CHANGED,
                )
            )
        ]:
            partners = self.env["res.partner"].sudo().browse(ids)
            for rule in rules:
                own = partners.filtered_domain(rule._partner_domain())
                # the others are no longer, or never were, among the customers of the rule
                self.env["customer.match.pair"]._forget(rule, (partners - own).ids, set())
                self._rescan(rule, own.ids)
            self.env.cr.execute(SQL("DELETE FROM customer_match_changed WHERE id = ANY(%s)", ids))
            remaining = self.env.execute_query(SQL("SELECT count(*) FROM customer_match_changed"))[
                0
            ][0]
            if not self.env["ir.cron"]._commit_progress(len(ids), remaining=remaining):
                return
            self.env.invalidate_all()

    @api.model
    def _rescan(self, rule, ids):
        """Store the pairs of some customers anew; undecided ones that no longer hold go."""
        if not ids:
            return
        settings = rule._settings()
        statistics = rule._engine_statistics()
        rows = self.env.execute_query(
            SQL(
                """SELECT id, coalesce(company_id, 0), keys, packed FROM customer_match_key
                    WHERE id = ANY(%s) ORDER BY id""",
                list(ids),
            )
        )
        own = [row[0] for row in rows]
        companies = {row[0]: row[1] for row in rows}
        packed = {row[0]: row[3] for row in rows}
        pairs = set()
        for number, other, company, text in self._neighbours(
            [row[2] for row in rows], settings.cap
        ):
            mine = companies[own[number]]
            if other != own[number] and (
                rule.cross_company or mine == company or not mine or not company
            ):
                pairs.add((min(own[number], other), max(own[number], other)))
                packed[other] = text
        found = {other for pair in pairs for other in pair}
        inside = self.env["res.partner"].sudo().browse(found)
        inside = set(inside.filtered_domain(rule._partner_domain()).ids)
        pairs = sorted(pair for pair in pairs if pair[0] in inside and pair[1] in inside)
        Pair = self.env["customer.match.pair"]
        kept = ([], [], [])
        if pairs:
            index = {other: row for row, other in enumerate(packed)}
            numbers = np.array([(index[a], index[b]) for a, b in pairs], np.int32)
            comparer = Comparer(make_table(packed.values()), statistics)
            scores, vetoed = score_pairs(comparer, Weigher(settings, statistics), numbers)
            shown = np.flatnonzero((scores >= settings.suggest) & (vetoed == 0))
            kept = (
                [pairs[row][0] for row in shown],
                [pairs[row][1] for row in shown],
                [float(scores[row]) for row in shown],
            )
        Pair._forget(rule, own, set(zip(kept[0], kept[1], strict=True)))
        Pair._store(rule, kept)
        Pair._regroup(rule, own)
