from odoo import api, fields, models
from odoo.fields import Command

from .dialog import dialog

MOST = 1000  # records without a customer that are looked at
LINKED = 500  # records that have one
EXAMPLES = 80
ORDER = ("other", "certain", "suggest", "new", "same", "nobody")


class CustomerLinkTrial(models.TransientModel):
    """Whom a link rule finds for the latest records, without storing anything."""

    _name = "customer.link.trial"
    _description = "Trial of a Link Rule"

    rule_id = fields.Many2one("customer.link.rule", required=True, readonly=True)
    record_count = fields.Integer(readonly=True)
    certain_count = fields.Integer(readonly=True)
    suggest_count = fields.Integer(readonly=True)
    new_count = fields.Integer(readonly=True)
    linked_count = fields.Integer(readonly=True)
    same_count = fields.Integer(readonly=True)
    other_count = fields.Integer(readonly=True)
    line_ids = fields.One2many("customer.link.trial.line", "trial_id", readonly=True)

    @api.model
    def _action_try(self, rule):
        """Look for the customers of the latest records, and, to see how well the rule does, of
        the latest that have one already."""
        open_ones = rule._records(order="id desc", limit=MOST)
        linked = rule._records(order="id desc", limit=LINKED, linked=True)
        lines = [self._open_line(rule, *one) for one in self._found(rule, open_ones)]
        lines += [self._linked_line(rule, *one) for one in self._found(rule, linked)]
        counts = {key: sum(line["outcome"] == key for line in lines) for key in ORDER}
        lines.sort(key=lambda line: (ORDER.index(line["outcome"]), -line["score"]))
        trial = self.create(
            {
                "rule_id": rule.id,
                "record_count": len(open_ones),
                "linked_count": len(linked),
                **{f"{key}_count": n for key, n in counts.items() if key != "nobody"},
                "line_ids": [
                    Command.create(line)
                    for line in lines
                    if line["outcome"] not in ("nobody", "same")
                ][:EXAMPLES],
            }
        )
        return dialog(trial, rule.name, dialog_size="extra-large")

    def _found(self, rule, records):
        Link, found = self.env["customer.link"], []
        Link._for_readable(rule, records, lambda some: found.extend(Link._find(rule, some)))
        return found

    def _open_line(self, rule, asked, decision):
        found, vals = decision.found[:1], {}
        if not found and rule.create_missing:
            vals = self.env["customer.link"]._new_customer(asked)
        outcome = "new" if vals else "nobody"
        if found:
            outcome = "certain" if found[0].certain else "suggest"
        line = self._line(rule, asked, found, outcome)
        return {**line, "reason": [["new", vals["name"], 0]]} if vals else line

    def _linked_line(self, rule, asked, decision):
        found, outcome = decision.found[:1], "nobody"
        if found and found[0].certain:
            current = asked.record[rule.sudo().field_name].sudo().commercial_partner_id.id
            same = current == found[0].judgement.candidate.customer
            outcome = "same" if same else "other"
        return self._line(rule, asked, found, outcome)

    def _line(self, rule, asked, found, outcome):
        return {
            "subject": asked.record.display_name,
            "current_id": asked.record[rule.sudo().field_name].id,
            "partner_id": found[0].judgement.candidate.id if found else False,
            "score": found[0].judgement.score if found else 0.0,
            "reason": self.env["customer.link"]._told(found[0]) if found else False,
            "outcome": outcome,
        }


class CustomerLinkTrialLine(models.TransientModel):
    _name = "customer.link.trial.line"
    _description = "Example of a Trial Link"
    _order = "id"

    trial_id = fields.Many2one("customer.link.trial", required=True, ondelete="cascade", index=True)
    subject = fields.Char(string="Record", readonly=True)
    current_id = fields.Many2one("res.partner", string="Customer Now", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer Found", readonly=True)
    score = fields.Float(string="How Sure", readonly=True)
    reason = fields.Json(readonly=True)
    text = fields.Char(string="Why", compute="_compute_text")
    outcome = fields.Selection(
        [
            ("certain", "Would be linked"),
            ("suggest", "Would be suggested"),
            ("new", "New customer"),
            ("other", "Has another customer"),
            ("same", "Has this customer"),
            ("nobody", "Nobody found"),
        ],
        readonly=True,
    )

    @api.depends("reason")
    @api.depends_context("lang")
    def _compute_text(self):
        for line in self:
            line.text = self.env["customer.link"]._sentence(line.reason)
