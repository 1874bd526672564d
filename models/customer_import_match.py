import base64
from collections import defaultdict
from dataclasses import dataclass, field

from odoo import models, tools
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine.matching.compare import Comparer
from ..engine.matching.keys import blocking_keys
from ..engine.matching.lookup import lookup_all
from ..engine.matching.record import COMPANY, PERSON, Record
from ..engine.matching.shared import share_contact
from ..engine.matching.statistics import Statistics, no_statistics
from ..engine.matching.table import make_table
from ..engine.matching.values import match_values
from .customer_mapping import EXTERNAL_ID

CANDIDATES = 5
ENOUGH = 1000  # customers that frequencies of words can be told from


@dataclass(eq=False)
class Work:
    """A row while it is worked on.

    :param texts: what the mapping made of the cells, by field
    :param vals: the same as ``create()`` takes it
    :param keys: values by field that identify an existing customer
    :param repeats: number of an earlier row that may be the same customer
    """

    id: int
    number: int
    cells: list
    surplus: bool
    decision: str
    decided: int
    texts: dict = field(default_factory=dict)
    vals: dict = field(default_factory=dict)
    keys: dict = field(default_factory=dict)
    outcome: str = ""
    reason: str = ""
    partner: int = 0
    candidates: list = field(default_factory=list)
    repeats: int = 0
    contact: dict = field(default_factory=dict)

    def end(self, outcome, reason="", candidates=()):
        self.outcome, self.reason = outcome, reason
        self.candidates = list(dict.fromkeys(candidates))[:CANDIDATES]


class CustomerImport(models.Model):
    """Finding the customer of each row of a slice, in a fixed number of statements."""

    _inherit = "customer.import"

    def _match(self, works):
        """Set ``partner`` where a row is an existing customer; those that can't be told end as
        ambiguous or repeated."""
        open_works = [work for work in works if not work.outcome]
        self._take_decisions(open_works)
        packed = self._packed([work for work in open_works if not work.outcome])
        self._store_keys(packed)
        waiting = [work for work in packed if not work.partner and not work.decision]
        by_key = self._by_keys(waiting)
        likely, earlier = self._likely(waiting, packed)
        for work in waiting:
            self._judge(work, by_key[work], likely[work], earlier[work])
        self._settle_repeats(open_works)

    def _take_decisions(self, works):
        known = set(self.env["res.partner"].browse([w.decided for w in works]).exists().ids)
        for work in works:
            if work.decision == "skip":
                work.end("skipped", self.env._("Left out by decision."))
            elif work.decision == "customer":
                if work.decided in known:
                    work.partner = work.decided
                else:
                    work.end("rejected", self.env._("The chosen customer is no longer there."))

    # -- the matching engine ---------------------------------------------------------------

    def _likely(self, works, packed):
        """Customers and earlier rows that may be the same.

        :return: ``({work: [(customer id, score, certain)]},
            {work: [(number of the row, certain)]})``
        """
        Key = self.env["customer.match.key"]
        likely = {work: [] for work in works}
        earlier = {
            work: [(number, True) for number in rows]
            for work, rows in self._same_keys(works).items()
        }
        for rule, own in self._by_rule(works).items():
            keys = [packed[work][1] for work in own]
            near = [[] for _work in own]
            for at, partner, company, text in Key._neighbours(keys, rule.settings.cap):
                if rule.cross_company or company in (0, self.company_id.id):
                    near[at].append((partner, text))
            made = self._made_here({one for others in near for one, _text in others})
            near = [[o for o in others if o[0] not in made] for others in near]
            for at, number, text in self._earlier_rows(own, keys, rule.settings.cap):
                near[at].append((-number, text))
            statistics = self._statistics_of(rule)
            wanted = [
                (packed[work][0], [text for _id, text in others])
                for work, others in zip(own, near, strict=True)
            ]
            hits = lookup_all(wanted, rule.settings, statistics)
            seen = self._seen({o for others in near for o, _t in others if o > 0}, rule)
            for work, others, found in zip(own, near, hits, strict=True):
                for hit in found:
                    other = others[hit.position][0]
                    certain = hit.score >= rule.certain and share_contact(
                        packed[work][0], others[hit.position][1]
                    )
                    if not hit.veto and other < 0:
                        earlier[work].append((-other, certain))
                    elif not hit.veto and other in seen:
                        likely[work].append((other, hit.score, certain))
        return likely, earlier

    def _statistics_of(self, rule):
        """Word frequencies of the last scan; without one, of the customers that were there when
        the work began, so that all slices judge alike."""
        if rule.scanned_on:
            return self.env["customer.match.key"]._statistics(rule.id, rule.scanned_on)
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

    def _packed(self, works):
        """What the matching knows of each row: ``{work: (packed values, keys)}``."""
        packed = {}
        for work in works:
            values = match_values(self._record_of(work))
            packed[work] = (values.pack(), blocking_keys(values) if self.matching else [])
        return packed

    def _by_rule(self, works):
        """Works by the first rule whose customers theirs would be among."""
        groups = defaultdict(list)
        if not self.matching:
            return groups
        rules = self.env["customer.match.rule"]._entry_rules()
        kinds = {
            r.id: r for r in self.env["customer.match.rule"].sudo().browse([r.id for r in rules])
        }
        for work in works:
            company = work.vals.get("is_company")
            for rule in rules:
                stored = kinds[rule.id]
                fits = stored.kind in ("all", "company" if company else "person")
                if fits and stored.domain:
                    draft = self.env["res.partner"].new({**work.vals, "customer_rank": 1})
                    fits = bool(draft.filtered_domain(rule.domain))
                if fits:
                    groups[rule].append(work)
                    break
        return groups

    def _record_of(self, work):
        vals, Key = work.vals, self.env["customer.match.key"]
        return Record(
            name=vals.get("name") or "",
            kind=COMPANY if vals.get("is_company") else PERSON,
            street=" ".join(filter(None, (vals.get("street"), vals.get("street2")))),
            city=vals.get("city") or "",
            zip=vals.get("zip") or "",
            country=Key._country_codes().get(vals.get("country_id"), ""),
            phones=(vals["phone"],) if vals.get("phone") else (),
            email=vals.get("email") or "",
            website=vals.get("website") or "",
            tax_id=vals.get("vat") or "",
            extras=tuple(work.texts.get(name, "") for name in Key._extra_fields()),
        )

    def _seen(self, ids, rule):
        """Those of the customers that the rule looks at and the user may see."""
        domain = rule.domain & Domain("id", "in", list(ids))
        return set(self.env["res.partner"].search(domain).ids) if ids else set()

    # -- judgement -------------------------------------------------------------------------

    def _judge(self, work, by_key, likely, earlier):
        certain = [one for one, _score, sure in likely if sure]
        if by_key:
            self._judge_by_key(work, by_key, [one for one, _score, _sure in likely])
            return
        if repeated := next((number for number, sure in earlier if sure), None):
            work.end("repeated", self.env._("The same customer as row %s.", repeated), certain)
            work.repeats = repeated
        elif len(certain) == 1 and not self._contradicts(work, certain[0]):
            work.partner = certain[0]
        elif certain:
            reason = (
                self.env._("Looks like a customer who has another value of what identifies them.")
                if len(certain) == 1
                else self.env._("May be one of several customers.")
            )
            work.end("ambiguous", reason, [one for one, _score, _sure in likely])
        elif likely:
            work.end(
                "ambiguous",
                self.env._("May be a customer that exists already."),
                [one for one, _score, _sure in likely],
            )
        elif earlier:
            work.repeats = earlier[0][0]
            work.end("ambiguous", self.env._("May be the same customer as row %s.", work.repeats))

    def _judge_by_key(self, work, by_key, likely):
        # branches and shops of one owner have one tax id
        shared = self.matching and by_key.name == "vat"
        both = [one for one in by_key if one in likely] if shared or len(by_key) > 1 else by_key
        if len(both) == 1:
            work.partner = both[0]
        elif len(by_key) > 1:
            reason = self.env._("Several customers have this value of what identifies them.")
            work.end("ambiguous", reason, by_key)
        else:
            reason = self.env._("A customer has the same tax ID, but does not look the same.")
            work.end("ambiguous", reason, by_key)

    def _contradicts(self, work, partner_id):
        """Whether what identifies a customer is another one there."""
        partner = self.env["res.partner"].browse(partner_id)
        return any(
            name != EXTERNAL_ID and partner[name] and partner[name] != value
            for name, value in work.keys.items()
        )

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
