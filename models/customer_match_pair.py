from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .customer_match_text import explanation_rows, likelihood


class CustomerMatchPair(models.Model):
    """Two customers that may be the same: found by a scan, decided by a steward."""

    _name = "customer.match.pair"
    _description = "Possible Duplicate"
    _order = "score desc, id"

    left_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    right_id = fields.Many2one(
        "res.partner",
        string="Possible Duplicate",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    left_company_id = fields.Many2one(
        related="left_id.company_id", store=True, string="Left Company"
    )
    right_company_id = fields.Many2one(
        related="right_id.company_id", store=True, string="Right Company"
    )
    rule_id = fields.Many2one(
        "customer.match.rule", readonly=True, ondelete="set null", index="btree_not_null"
    )
    scan_id = fields.Many2one(
        "customer.match.scan", readonly=True, ondelete="set null", index="btree_not_null"
    )
    cluster = fields.Integer(
        string="Group",
        readonly=True,
        index=True,
        aggregator=None,
        help="Pairs with the same number belong to one group of duplicates.",
    )
    score = fields.Float(string="Score (bits)", readonly=True, digits=(6, 1), aggregator="avg")
    likelihood = fields.Char(compute="_compute_likelihood")
    certain = fields.Boolean(readonly=True)
    state = fields.Selection(
        [("open", "To decide"), ("same", "Duplicate"), ("different", "Not a duplicate")],
        required=True,
        readonly=True,
        default="open",
        index=True,
    )
    decided_by_id = fields.Many2one("res.users", readonly=True)
    decided_on = fields.Datetime(readonly=True)
    reason = fields.Char(readonly=True)
    # of the compared values: when the decision was made, and when the pair was last scored
    decided_fingerprint = fields.Char(readonly=True)
    fingerprint = fields.Char(readonly=True)
    explanation = fields.Json(compute="_compute_explanation")

    _pair_unique = models.Constraint("UNIQUE(left_id, right_id)", "This pair is known already.")
    _pair_order = models.Constraint(
        "CHECK(left_id < right_id)", "The two customers of a pair stand in the order of their ids."
    )

    @api.depends("left_id.display_name", "right_id.display_name")
    def _compute_display_name(self):
        # names are told even of customers that the user may not read, as on entry
        for pair, known in zip(self, self.sudo(), strict=True):
            pair.display_name = f"{known.left_id.display_name} ~ {known.right_id.display_name}"

    @api.depends("score")
    def _compute_likelihood(self):
        for pair in self:
            pair.likelihood = likelihood(self.env, pair.score)

    @api.depends("left_id", "right_id", "rule_id")
    @api.depends_context("lang")
    def _compute_explanation(self):
        for pair, reasons in self._explained():
            pair.explanation = explanation_rows(self.env, reasons)

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("Pairs are decided by their buttons only."))
        return super().write(vals)

    # -- decisions -------------------------------------------------------------------------

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

    @api.model
    def _different_from(self, partner_id) -> set[int]:
        """Ids of the customers that were called different from ``partner_id``."""
        if not partner_id or type(partner_id) is not int:
            return set()
        pairs = self.sudo().search(
            [
                ("state", "=", "different"),
                "|",
                ("left_id", "=", partner_id),
                ("right_id", "=", partner_id),
            ]
        )
        return set((pairs.left_id | pairs.right_id).ids)

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
        """Keep what was decided while ``partner`` was entered.

        :param decided: {id of the other customer: {decision, reason}}; “different” settles the
            pair, “anyway” leaves it to a steward, with the reason
        """
        rule = self.env["customer.match.rule"]._rule_for(partner.sudo())
        found = (
            self.env["customer.match.key"]._lookup(
                self.env["customer.match.key"]._record_of(partner.sudo()),
                rule,
                partner.company_id or self.env.company,
                exclude=partner.id,
            )
            if rule
            else []
        )
        scores = {match.id: match.score for match in found if match.id in decided}
        if not scores:
            return
        pairs = [(min(partner.id, i), max(partner.id, i), score) for i, score in scores.items()]
        self.sudo()._store(rule.sudo(), list(zip(*pairs, strict=True)))
        for other_id in scores:
            pair = self.sudo().search(
                [
                    ("left_id", "=", min(partner.id, other_id)),
                    ("right_id", "=", max(partner.id, other_id)),
                ]
            )
            reason = str(decided[other_id].get("reason") or "")[:500]
            if decided[other_id].get("decision") == "different":
                pair._decide("different", reason)
            elif reason:
                pair.reason = reason

    # -- storing what was found ------------------------------------------------------------

    @api.model
    def _store(self, rule, found, scan=None):
        """Insert or update scored pairs.

        :param found: sequences (left ids, right ids, scores in bits), left < right; customers
            that are gone meanwhile are passed over
        """
        left, right, scores = found
        if not len(left):
            return
        # a running scan forgets what it did not find itself, or so it seems
        scan = scan or self.env["customer.match.scan"].sudo()._running(rule)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO customer_match_pair AS old (
                    left_id, right_id, left_company_id, right_company_id, rule_id, scan_id,
                    score, certain, state, fingerprint,
                    create_uid, create_date, write_uid, write_date
                )
                SELECT l.id, r.id, l.company_id, r.company_id, %(rule)s, %(scan)s,
                       u.score, u.score >= %(certain)s, 'open', md5(l.packed || '\n' || r.packed),
                       %(uid)s, now() AT TIME ZONE 'utc', %(uid)s, now() AT TIME ZONE 'utc'
                  FROM unnest(%(left)s::int[], %(right)s::int[], %(score)s::float8[])
                       AS u(l, r, score)
                  JOIN customer_match_key l ON l.id = u.l
                  JOIN customer_match_key r ON r.id = u.r
                ON CONFLICT (left_id, right_id) DO UPDATE
                   SET score = excluded.score, certain = excluded.certain,
                       rule_id = excluded.rule_id, scan_id = excluded.scan_id,
                       left_company_id = excluded.left_company_id,
                       right_company_id = excluded.right_company_id,
                       fingerprint = excluded.fingerprint,
                       state = CASE
                           WHEN old.state = 'different'
                            AND old.decided_fingerprint <> excluded.fingerprint
                           THEN 'open' ELSE old.state END
                """,
                rule=rule.id,
                scan=scan.id or None,
                certain=rule.certain,
                uid=self.env.uid,
                left=list(map(int, left)),
                right=list(map(int, right)),
                score=list(map(float, scores)),
            )
        )
        self.invalidate_model()

    @api.model
    def _forget(self, rule, ids, kept):
        """Delete undecided pairs of ``rule`` with one of the customers ``ids`` that are not
        among ``kept``, a set of (left id, right id)."""
        pairs = self.sudo().search(
            [
                ("rule_id", "=", rule.id),
                ("state", "=", "open"),
                "|",
                ("left_id", "in", ids),
                ("right_id", "in", ids),
            ]
        )
        pairs.filtered(lambda p: (p.left_id.id, p.right_id.id) not in kept).unlink()

    @api.model
    def _forget_customers(self, ids):
        """Delete undecided pairs of partners that are no customers any more."""
        self.sudo().search(
            [("state", "=", "open"), "|", ("left_id", "in", ids), ("right_id", "in", ids)]
        ).unlink()
