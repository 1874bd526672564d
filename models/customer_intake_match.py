from collections import defaultdict

from odoo import models
from odoo.fields import Domain

from ..engine.matching.keys import blocking_keys
from ..engine.matching.lookup import lookup_all
from ..engine.matching.record import COMPANY, PERSON, Record
from ..engine.matching.shared import share_contact
from ..engine.matching.values import match_values
from .customer_mapping import EXTERNAL_ID


class CustomerIntake(models.AbstractModel):
    """Finding the customer of each work, in a fixed number of statements."""

    _inherit = "customer.intake"

    def _match(self, works):
        """Set ``partner`` where a work is an existing customer; those that can't be told end as
        ambiguous."""
        open_works = [work for work in works if not work.outcome]
        self._take_decisions(open_works)
        packed = self._packed([work for work in open_works if not work.outcome])
        waiting = [work for work in packed if not work.partner and not work.decision]
        by_key = self._by_keys(waiting)
        likely = self._likely(waiting, packed)
        for work in waiting:
            self._judge(work, by_key[work], likely[work])

    def _take_decisions(self, works):
        chosen = self.env["res.partner"].browse([w.decided for w in works]).exists()
        known = set(chosen.filtered_domain(self._intake_reach()).ids)
        for work in works:
            if work.decision == "skip":
                work.end("skipped", self.env._("Left out by decision."))
            elif work.decision == "customer":
                if work.decided in known:
                    work.partner = work.decided
                else:
                    work.end(
                        "rejected",
                        self.env._(
                            "The chosen customer is not there, or is of a company whose customers "
                            "are not looked at here."
                        ),
                    )

    # -- the matching engine ---------------------------------------------------------------

    def _likely(self, works, packed):
        """What may be the same.

        :param packed: see :meth:`_packed`
        :return: ``{work: [(id, score, certain)]}``, the likeliest first; ids of customers, and
            what :meth:`_near` has added
        """
        likely = {work: [] for work in works}
        for rule, own in self._by_rule(works).items():
            near = self._near(rule, own, packed)
            wanted = [
                (packed[work][0], [text for _id, text in others])
                for work, others in zip(own, near, strict=True)
            ]
            hits = lookup_all(wanted, rule.settings, self._intake_statistics(rule))
            seen = self._seen({o for others in near for o, _t in others if o > 0}, rule)
            for work, others, found in zip(own, near, hits, strict=True):
                for hit in found:
                    other, text = others[hit.position]
                    certain = hit.score >= rule.certain and share_contact(packed[work][0], text)
                    if not hit.veto and (other < 0 or other in seen):
                        likely[work].append((other, hit.score, certain))
        return likely

    def _near(self, rule, works, packed):
        """For each of ``works`` what shares a key with it: ``[[(customer id, packed values)]]``.
        Ids below zero are for models to add."""
        keys = [packed[work][1] for work in works]
        companies = {company or 0 for company in self._intake_companies()}
        near = [[] for _work in works]
        Key = self.env["customer.match.key"]
        # by the index, also where many customers came in the same transaction and PostgreSQL
        # knows of none: it would read the whole table for each key
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        found = Key._neighbours(keys, rule.settings.cap)
        self.env.cr.execute("SET LOCAL enable_seqscan TO DEFAULT")
        for at, partner, company, text in found:
            if rule.cross_company or company in companies:
                near[at].append((partner, text))
        return near

    def _packed(self, works):
        """What the matching knows of each work: ``{work: (packed values, keys)}``."""
        packed, similar = {}, self._intake_similar()
        for work in works:
            values = match_values(self._record_of(work))
            packed[work] = (values.pack(), blocking_keys(values) if similar else [])
        return packed

    def _by_rule(self, works):
        """Works by the first rule whose customers theirs would be among."""
        groups = defaultdict(list)
        if not self._intake_similar():
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
        domain = rule.domain & self._intake_reach() & Domain("id", "in", list(ids))
        return set(self.env["res.partner"].search(domain).ids) if ids else set()

    # -- judgement -------------------------------------------------------------------------

    def _judge(self, work, by_key, likely):
        certain = [one for one, _score, sure in likely if sure]
        if by_key:
            self._judge_by_key(work, by_key, [one for one, _score, _sure in likely])
        elif len(certain) == 1 and not self._contradicts(work, certain[0]):
            work.partner = certain[0]
        elif likely:
            if not certain:
                reason = self.env._("May be a customer that exists already.")
            elif len(certain) == 1:
                reason = self.env._(
                    "Looks like a customer who has another value of what identifies them."
                )
            else:
                reason = self.env._("May be one of several customers.")
            work.end("ambiguous", reason, [one for one, _score, _sure in likely])

    def _judge_by_key(self, work, by_key, likely):
        # branches and shops of one owner have one tax id
        shared = self._intake_similar() and by_key.name == "vat"
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
