from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_datetime


class CustomerMatchPair(models.Model):
    """What stewards, and those who enter customers, decide on possible duplicates."""

    _inherit = "customer.match.pair"

    def action_different(self, reason=""):
        """Remember for each pair that the two are not the same; it comes up again only when
        a compared value of one of them changes."""
        self._decide("different", reason)

    def action_same(self):
        """Mark as duplicates, to be merged."""
        self._decide("same", "")

    def action_reopen(self):
        self.check_access("write")
        self.sudo().write(
            {"state": "open", "decided_by_id": False, "decided_on": False, "reason": False}
        )

    def _decide(self, state, reason):
        self.check_access("write")
        pairs = self.try_lock_for_update(allow_referencing=True)
        if pairs != self:
            raise UserError(
                self.env._("Another user is deciding on these customers at this moment.")
            )
        self._check_undecided()
        self.sudo().write(
            {
                "state": state,
                "decided_by_id": self.env.uid,
                "decided_on": fields.Datetime.now(),
                "reason": reason or False,
                **({"cluster": False} if state == "different" else {}),
            }
        )
        self._fingerprint()
        for rule, pairs in self.sudo().grouped("rule_id").items():
            if rule:
                self._regroup(rule, (pairs.left_id | pairs.right_id).ids)

    def _check_undecided(self):
        """Refuse to decide in silence what somebody else has decided.

        :raise UserError: names who it was, and when
        """
        for pair in self.sudo():
            if pair.state != "open" and pair.decided_by_id - self.env.user:
                states = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "%(user)s decided on “%(pair)s” on %(date)s: %(state)s. To decide "
                        "otherwise, please open the pair and choose “Decide Again” first.",
                        user=pair.decided_by_id.name,
                        pair=pair.display_name,
                        date=format_datetime(self.env, pair.decided_on),
                        state=states[pair.state],
                    )
                )

    @api.model
    def _known_of(self, partner_id) -> dict[int, str]:
        """State of the pairs of ``partner_id``, by the id of the other customer."""
        if not partner_id or type(partner_id) is not int:
            return {}
        pairs = self.sudo().search(
            ["|", ("left_id", "=", partner_id), ("right_id", "=", partner_id)]
        )
        return {p.left_id.id + p.right_id.id - partner_id: p.state for p in pairs}

    def _fingerprint(self):
        """Note the compared values on which these decisions were made: those of now."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE customer_match_pair pair
                   SET decided_fingerprint = md5(l.packed || '\n' || r.packed)
                  FROM customer_match_key l, customer_match_key r
                 WHERE pair.id = ANY(%s) AND l.id = pair.left_id AND r.id = pair.right_id
                """,
                list(self.ids),
            )
        )
        self.invalidate_recordset(["decided_fingerprint"])

    @api.model
    def _suspend_decisions(self):
        """Let decisions hold whatever the values, while all keys are made anew in another way."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE customer_match_pair pair SET decided_fingerprint = NULL
                  FROM customer_match_key l, customer_match_key r
                 WHERE l.id = pair.left_id AND r.id = pair.right_id
                   AND decided_fingerprint = md5(l.packed || '\n' || r.packed)
                """
            )
        )
        self.invalidate_model(["decided_fingerprint"])

    @api.model
    def _resume_decisions(self):
        """End :meth:`_suspend_decisions`, when the keys are made."""
        self.sudo().search(
            [("state", "=", "different"), ("decided_fingerprint", "=", False)]
        )._fingerprint()

    @api.model
    def _remember(self, partner, decided):
        """Keep what was decided while ``partner`` was entered or changed.

        :param decided: {id of the other customer: {decision, reason}}; “different” settles the
            pair, “anyway” leaves it to a steward, with the reason
        """
        rule = self.env["customer.match.rule"]._rule_for(partner.sudo())
        if not rule:
            return
        Key = self.env["customer.match.key"]
        record = Key._record_of(partner.sudo())
        company = partner.company_id or self.env.company
        found = Key._lookup([record], rule, [company.id], exclude={partner.id})[0]
        scores = {match.id: match.score for match in found if match.id in decided}
        if not scores:
            return
        pairs = [(min(partner.id, i), max(partner.id, i), score) for i, score in scores.items()]
        rule = self.env["customer.match.rule"].sudo().browse(rule.id)
        self.sudo()._store(rule, list(zip(*pairs, strict=True)))
        for other_id in scores:
            pair = self.sudo().search(
                [
                    ("left_id", "=", min(partner.id, other_id)),
                    ("right_id", "=", max(partner.id, other_id)),
                ]
            )
            if pair.state != "open":
                continue  # decided before; nothing that is said in passing changes that
            reason = str(decided[other_id].get("reason") or "")[:500]
            if decided[other_id].get("decision") == "different":
                pair._decide("different", reason)
            elif reason:
                pair.reason = reason
