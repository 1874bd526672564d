import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL


class CustomerLinkSuggestion(models.Model):
    """Whom a record may belong to: for a steward to decide."""

    _name = "customer.link.suggestion"
    _description = "Link Suggestion"
    _order = "score desc, id desc"

    rule_id = fields.Many2one(
        "customer.link.rule", required=True, readonly=True, ondelete="cascade"
    )
    res_id = fields.Many2oneReference(
        string="ID of the Record", model_field="res_model", required=True, readonly=True
    )
    res_model = fields.Char(string="Kind of Record", required=True, readonly=True)
    subject = fields.Char(string="Record", compute="_compute_record")
    current_id = fields.Many2one("res.partner", string="Customer Now", compute="_compute_record")
    partner_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    company_id = fields.Many2one("res.company", readonly=True, ondelete="cascade")
    score = fields.Float(string="How Sure", readonly=True, aggregator="avg")
    reason = fields.Json(readonly=True)
    text = fields.Char(string="Why", compute="_compute_text")
    # of the customer that is to be made
    values = fields.Json(readonly=True)
    state = fields.Selection(
        [("open", "Open"), ("accepted", "Accepted"), ("dismissed", "Dismissed")],
        string="Status",
        required=True,
        readonly=True,
        default="open",
    )

    _key = models.UniqueIndex("(rule_id, res_id, coalesce(partner_id, 0))")
    _record_idx = models.Index("(res_model, res_id)")

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_record(self):
        self.subject = self.current_id = False
        for (model, rule), own in self.grouped(lambda s: (s.res_model, s.rule_id)).items():
            if model not in self.env:
                continue
            records = self.env[model].browse(own.mapped("res_id")).exists()
            readable = records._filtered_access("read")
            for suggestion in own:
                record = readable.browse(suggestion.res_id)
                if record in readable:
                    suggestion.subject = record.display_name
                    suggestion.current_id = record[rule.sudo().field_name]
                elif record in records:
                    suggestion.subject = self.env._("(hidden from you)")
                else:
                    suggestion.subject = self.env._("(deleted)")

    @api.depends("reason")
    @api.depends_context("lang")
    def _compute_text(self):
        for suggestion in self:
            suggestion.text = self.env["customer.link"]._sentence(suggestion.reason)

    @api.depends("partner_id", "values")
    def _compute_display_name(self):
        for suggestion in self:
            name = suggestion.partner_id.display_name or (suggestion.values or {}).get("name")
            suggestion.display_name = name or str(suggestion.id)

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("Suggestions are accepted or dismissed only."))
        return super().write(vals)

    # -- decisions -------------------------------------------------------------------------

    def action_accept(self):
        """Link the records to these customers, with one's own rights, and show what was done.

        :raise AccessError: the user's role does not link
        """
        self.env["customer.operation"]._check_kind("link")
        self.check_access("write")
        chosen = self.filtered(lambda s: s.state == "open")
        if not chosen:
            raise UserError(self.env._("Please choose suggestions that are open."))
        if len({(s.res_model, s.res_id, s.rule_id.id) for s in chosen}) < len(chosen):
            raise UserError(
                self.env._("There are several customers for one record: please choose one of them.")
            )
        operation = chosen.sudo()._accept()
        return operation.get_formview_action()

    def _accept(self):
        Link = self.env["customer.link"].sudo()
        lines = self._operation_lines(Link)
        names = self.rule_id.mapped("name")
        name = self.env._("%(rule)s: %(count)s links", rule=", ".join(names), count=len(lines))
        operation = Link._plan("link", name, lines)
        operation._start(operation._lines("planned"), undoing=False)
        if operation.state == "running":
            self.state = "accepted"
            return operation
        done = {
            (line.values["model"], line.values["id"])
            for line in operation.line_ids
            if line.state == "done" and line.values
        }
        accepted = self.filtered(lambda s: (s.res_model, s.res_id) in done)
        accepted.state = "accepted"
        others = self.search(
            [
                ("rule_id", "in", accepted.rule_id.ids),
                ("res_id", "in", accepted.mapped("res_id")),
                ("state", "=", "open"),
            ]
        )
        others.unlink()
        return operation

    def _operation_lines(self, Link):
        """Values of the lines of an operation that links the records."""
        problems = {rule: rule._problem() for rule in self.rule_id}
        records = {}
        for model, own in self.grouped("res_model").items():
            if model in self.env:
                there = self.env[model].browse(own.mapped("res_id")).exists()
                records |= {(model, record.id): record for record in there}
        return [
            suggestion._operation_line(
                Link,
                records.get((suggestion.res_model, suggestion.res_id)),
                problems[suggestion.rule_id],
            )
            for suggestion in self
        ]

    def _operation_line(self, Link, record, problem):
        """Values of the line of an operation; one that can't be done says why."""
        rule = self.rule_id
        if reason := problem or not record and self.env._("The record is not there any more."):
            return {"partner_id": self.partner_id.id, "state": "blocked", "reason": reason}
        more = {"create": self.values} if self.values else {}
        line = Link._line(record, rule.field_name, self.partner_id, rule=rule.id, **more)
        # not its name where it is hidden from the user
        line["subject"] = self.sudo(False).subject
        if line["values"]["old"] not in rule._nobody():
            reason = self.env._("The record has a customer already.")
            line |= {"state": "blocked", "reason": reason}
        return line

    def action_dismiss(self):
        """Never link these records to these customers."""
        self.check_access("write")
        self.sudo().filtered(lambda s: s.state == "open").state = "dismissed"

    def action_reopen(self):
        self.check_access("write")
        self.sudo().filtered(lambda s: s.state == "dismissed").state = "open"

    def action_open_record(self):
        """Open the order, invoice or other record."""
        self.ensure_one()
        self.check_access("read")
        record = self.env[self.res_model].browse(self.res_id).exists()
        if not record:
            raise UserError(self.env._("The record is not there any more."))
        record.check_access("read")
        return record.get_formview_action()

    # -- keeping ---------------------------------------------------------------------------

    @api.model
    def _dismissed(self, rule, ids) -> set[tuple[int, int]]:
        """(record, customer or 0) that people said no to."""
        rows = self.env.execute_query(
            SQL(
                """SELECT res_id, coalesce(partner_id, 0) FROM customer_link_suggestion
                    WHERE rule_id = %s AND res_id = ANY(%s) AND state = 'dismissed'""",
                rule.id,
                list(ids),
            )
        )
        return set(rows)

    @api.model
    def _store(self, rule, ids, rows):
        """Keep the suggestions of records anew.

        :param ids: the records that were looked at
        :param rows: (record id, customer id or None, company id or None, score, reason, values)
        """
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """DELETE FROM customer_link_suggestion s
                    WHERE s.rule_id = %s AND s.res_id = ANY(%s) AND s.state <> 'dismissed'
                      AND NOT EXISTS (SELECT FROM unnest(%s::int[], %s::int[]) AS new(res, partner)
                                       WHERE new.res = s.res_id
                                         AND new.partner = coalesce(s.partner_id, 0))""",
                rule.id,
                list(ids),
                [row[0] for row in rows],
                [row[1] or 0 for row in rows],
            )
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO customer_link_suggestion
                       (rule_id, res_model, res_id, partner_id, company_id, score, reason,
                        "values", state, create_uid, create_date, write_uid, write_date)
                SELECT %(rule)s, %(model)s, r.res, r.partner, r.company, r.score, r.reason::jsonb,
                       r.vals::jsonb, 'open', %(uid)s, now() AT TIME ZONE 'utc', %(uid)s,
                       now() AT TIME ZONE 'utc'
                  FROM unnest(%(res)s::int[], %(partner)s::int[], %(company)s::int[],
                              %(score)s::float8[], %(reason)s::text[], %(vals)s::text[])
                       AS r(res, partner, company, score, reason, vals)
                    ON CONFLICT (rule_id, res_id, coalesce(partner_id, 0))
                       DO UPDATE SET score = excluded.score, reason = excluded.reason,
                                     company_id = excluded.company_id,
                                     "values" = excluded."values", state = 'open'
                                 WHERE customer_link_suggestion.state <> 'dismissed'
                """,
                rule=rule.id,
                model=rule.sudo().model,
                uid=self.env.uid,
                res=[row[0] for row in rows],
                partner=[row[1] for row in rows],
                company=[row[2] for row in rows],
                score=[row[3] for row in rows],
                reason=[json.dumps(row[4]) for row in rows],
                vals=[json.dumps(row[5]) if row[5] else None for row in rows],
            )
        )
        self.invalidate_model()

    @api.model
    def _dismiss_undone(self, lines):
        """What was undone is not linked again by the same rule."""
        undone = {
            (v["rule"], v["id"], 0 if v.get("create") else v["new"])
            for line in lines
            if (v := line.values or {}).get("rule")
        }
        if not undone:
            return
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO customer_link_suggestion
                       (rule_id, res_model, res_id, partner_id, state, create_uid, create_date,
                        write_uid, write_date)
                SELECT r.id, r.model, undone.res, p.id, 'dismissed', %(uid)s,
                       now() AT TIME ZONE 'utc', %(uid)s, now() AT TIME ZONE 'utc'
                  FROM unnest(%(rules)s::int[], %(ids)s::int[], %(partners)s::int[])
                       AS undone(rule, res, partner)
                  JOIN customer_link_rule r ON r.id = undone.rule
             LEFT JOIN res_partner p ON p.id = undone.partner
                 WHERE undone.partner = 0 OR p.id IS NOT NULL
                    ON CONFLICT (rule_id, res_id, coalesce(partner_id, 0))
                       DO UPDATE SET state = 'dismissed'
                """,
                uid=self.env.uid,
                rules=[one[0] for one in undone],
                ids=[one[1] for one in undone],
                partners=[one[2] for one in undone],
            )
        )
        self.invalidate_model()

    @api.model
    def _forget_gone(self):
        """Forget suggestions whose records are deleted, or have got a customer since."""
        for rule in self.env["customer.link.rule"].search([("active", "in", [True, False])]):
            if rule._problem():
                continue
            own = self.search([("rule_id", "=", rule.id)])
            ids = own.mapped("res_id")
            there = self.env[rule.model].with_context(active_test=False).browse(ids).exists()
            waiting = set(rule._records([("id", "in", ids)]).ids)
            own.filtered(
                lambda s, there=set(there.ids), waiting=waiting: (
                    s.res_id not in there or (s.state == "open" and s.res_id not in waiting)
                )
            ).unlink()
