from odoo import api, fields, models
from odoo.exceptions import AccessError
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
    score = fields.Float(readonly=True, digits=(6, 1), aggregator="avg")
    likelihood = fields.Char(compute="_compute_likelihood")
    certain = fields.Boolean(readonly=True)
    state = fields.Selection(
        [("open", "To decide"), ("same", "Duplicate"), ("different", "Not a duplicate")],
        string="Decision",
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
            sides = (pair.left_id, pair.right_id) if reasons else ()
            pair.explanation = explanation_rows(self.env, reasons, sides)

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("Pairs are decided by their buttons only."))
        return super().write(vals)

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
