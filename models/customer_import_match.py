import base64
from collections import defaultdict
from dataclasses import dataclass, field

from odoo import models, tools
from odoo.tools import SQL

from ..engine.matching.compare import Comparer
from ..engine.matching.statistics import Statistics, no_statistics
from ..engine.matching.table import make_table
from .customer_intake import Work

ENOUGH = 1000  # customers that frequencies of words can be told from


@dataclass(eq=False, kw_only=True)
class Row(Work):
    """A row while it is worked on.

    :param earlier: numbers of earlier rows that may be the same customer, and whether that is
        certain
    :param repeats: the one of them that counts
    """

    id: int
    cells: list
    surplus: bool
    earlier: list = field(default_factory=list)
    repeats: int = 0


class CustomerImport(models.Model):
    """Finding the customer of each row of a slice, which may be that of an earlier row."""

    _inherit = "customer.import"

    def _match(self, works):
        result = super()._match(works)
        self._settle_repeats([work for work in works if not work.outcome])
        return result

    def _customers_by_value(self, name, values):
        found = super()._customers_by_value(name, values)
        made = self._made_here({one for ids in found.values() for one in ids})
        met = {value: [one for one in ids if one not in made] for value, ids in found.items()}
        return defaultdict(list, met)

    # -- the matching engine ---------------------------------------------------------------

    def _likely(self, works, packed):
        self._store_keys(packed)
        for work, numbers in self._same_keys(works).items():
            work.earlier = [(number, True) for number in numbers]
        likely = {}
        for work, hits in super()._likely(works, packed).items():
            work.earlier += [(-one, certain) for one, _score, certain in hits if one < 0]
            likely[work] = [hit for hit in hits if hit[0] > 0]
        return likely

    def _near(self, rule, works, packed):
        near = super()._near(rule, works, packed)
        made = self._made_here({one for others in near for one, _text in others})
        near = [[other for other in others if other[0] not in made] for others in near]
        keys = [packed[work][1] for work in works]
        for at, number, text in self._earlier_rows(works, keys, rule.settings.cap):
            near[at].append((-number, text))
        return near

    def _intake_statistics(self, rule):
        # without a scan, of the customers that were there when the work began, so that all
        # slices judge alike
        if rule.scanned_on:
            return super()._intake_statistics(rule)
        return self._own_statistics(self.id, self.started_on)

    @tools.ormcache("number", "stamp")
    def _own_statistics(self, number, stamp):
        blob = self.browse(number).sudo().with_context(bin_size=False).statistics
        return Statistics.from_bytes(base64.b64decode(blob))

    def _make_statistics(self):
        """Word frequencies of all customers, for the rules that never were scanned."""
        rules = self.env["customer.match.rule"]._entry_rules()
        if not self.matching or all(rule.scanned_on for rule in rules):
            return False
        rows = self.env.execute_query(SQL("SELECT packed FROM customer_match_key ORDER BY id"))
        if len(rows) < ENOUGH:
            statistics = no_statistics(max(len(rows), 2))
        else:
            statistics = Comparer(make_table(row[0] for row in rows)).statistics
        return base64.b64encode(statistics.to_bytes())

    # -- judgement -------------------------------------------------------------------------

    def _judge(self, work, by_key, likely):
        repeated = next((number for number, sure in work.earlier if sure), 0)
        if repeated and not by_key:
            certain = [one for one, _score, sure in likely if sure]
            work.end("repeated", self.env._("The same customer as row %s.", repeated), certain)
            work.repeats = repeated
            return
        super()._judge(work, by_key, likely)
        if work.earlier and not (by_key or work.partner or work.outcome):
            work.repeats = work.earlier[0][0]
            work.end("ambiguous", self.env._("May be the same customer as row %s.", work.repeats))

    def _settle_repeats(self, works):
        """A second row of the same customer is not done by itself."""
        ids = [work.partner for work in works if work.partner]
        taken = dict(
            self.env.execute_query(
                SQL(
                    """SELECT partner_id, min(number) FROM customer_import_row
                        WHERE import_id = %s AND partner_id = ANY(%s)
                          AND outcome IN ('create', 'update', 'unchanged') GROUP BY 1""",
                    self.id,
                    ids,
                )
            )
        )
        for work in sorted(works, key=lambda w: w.number):
            if work.partner and not work.decision:
                if (first := taken.setdefault(work.partner, work.number)) != work.number:
                    reason = self.env._("The same customer as row %s.", first)
                    work.end("repeated", reason, [work.partner])
                    work.partner = 0
