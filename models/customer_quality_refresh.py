import json

from odoo import api, models
from odoo.tools import SQL

# columns that say which issue it is, and those that follow the values of the customer
KEY = ("partner_id", "rule_id", "correction_id", "field_name")
FOLLOWING = ("company_id", "code", "value", "values", "proposal", "reason", "confidence")


class CustomerQualityIssue(models.Model):
    """Issues kept up to date: found, changed or gone, in a fixed number of statements."""

    _inherit = "customer.quality.issue"

    @api.model
    def _refresh(self, partners, source=None, judgement=None):
        """Bring the issues of ``partners`` up to date.

        :param source: what has changed the values, see the field; told on new issues
        :param judgement: by all rules, where there is one
        """
        partners = partners.sudo()
        judgement = judgement or self._judgement(partners)
        found = {self._key(row): row for row in self._found(partners, judgement)}
        stored = self._stored(partners.ids)
        self._delete([stored[key][0] for key in stored.keys() - found.keys()])
        self._insert([found[key] for key in found if key not in stored], source)
        self._update(
            {
                stored[key][0]: row
                for key, row in found.items()
                if key in stored and stored[key][1] != self._following(row)
            }
        )

    def _key(self, row):
        return tuple(row.get(name) or None for name in KEY)

    def _following(self, row):
        return tuple(row.get(name) or None for name in FOLLOWING)

    def _judgement(self, partners):
        rules = self.env["customer.quality.rule"]._rules()
        return self.env["customer.quality.check"]._judge(partners.filtered("active"), rules)

    def _found(self, partners, judgement):
        """Broken rules and suggestions of ``partners``, as rows of raw columns."""
        judged = partners.filtered("active")
        for partner, found in judgement.problems.items():
            # one issue a rule, with the first field that breaks it
            for problem in {problem.rule.id: problem for problem in reversed(found)}.values():
                yield {
                    "partner_id": partner.id,
                    "company_id": partner.company_id.id,
                    "kind": "rule",
                    "rule_id": problem.rule.id,
                    "field_name": problem.field,
                    "code": problem.code,
                    "value": self._text(partner, problem.field),
                }
        companies = {partner.id: partner.company_id.id for partner in judged}
        for row in self.env["customer.correction"]._suggest(judged):
            yield {**row, "kind": "correction", "company_id": companies[row["partner_id"]]}

    def _text(self, partner, name):
        value = partner[name]
        if isinstance(value, models.BaseModel):
            value = ", ".join(value.mapped("display_name"))
        return str(value) if value else None

    def _stored(self, ids):
        """The stored issues of these customers: ``{key: (id, following values)}``."""
        if not ids:
            return {}
        names = [*KEY, *FOLLOWING]
        rows = self.env.execute_query(
            SQL(
                "SELECT id, %s FROM customer_quality_issue WHERE partner_id = ANY(%s)",
                SQL(", ").join(map(SQL.identifier, names)),
                list(ids),
            )
        )
        size = len(KEY)
        return {
            tuple(row[1 : size + 1]): (row[0], tuple(value or None for value in row[size + 1 :]))
            for row in rows
        }

    def _delete(self, ids):
        if not ids:
            return
        planned = (
            self.env["mail.activity"]
            .sudo()
            .search_fetch([("res_model", "=", self._name), ("res_id", "in", ids)], ["res_id"])
        )
        self.browse(planned.mapped("res_id")).sudo().unlink()
        self.env.cr.execute(SQL("DELETE FROM customer_quality_issue WHERE id = ANY(%s)", ids))
        self.env.invalidate_all(flush=False) if planned else self.invalidate_model()

    def _insert(self, rows, source):
        if not rows:
            return
        # whose doing it was is known of what is typed or brought in just now; what is found
        # later came by the creation of the customer
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO customer_quality_issue
                       (partner_id, company_id, kind, rule_id, correction_id, field_name, code,
                        value, "values", proposal, reason, confidence, state, source, author_id,
                        create_uid, create_date, write_uid, write_date)
                SELECT r.partner_id, r.company_id, r.kind, r.rule_id, r.correction_id,
                       r.field_name, r.code, r.value, r."values", r.proposal, r.reason,
                       r.confidence, 'open', coalesce(%(source)s, p.customer_source, 'other'),
                       CASE WHEN %(source)s IS NULL THEN p.create_uid ELSE %(uid)s END,
                       %(uid)s, now() AT TIME ZONE 'utc', %(uid)s, now() AT TIME ZONE 'utc'
                  FROM jsonb_populate_recordset(NULL::customer_quality_issue, %(rows)s) r
                  JOIN res_partner p ON p.id = r.partner_id
                    ON CONFLICT DO NOTHING
                """,
                rows=json.dumps([_raw(row) for row in rows]),
                source=source,
                uid=self.env.uid,
            )
        )

    def _update(self, rows):
        """Give issues the values of ``rows`` by id; an ignored one whose value is another now
        is open again."""
        if not rows:
            return
        self.env.cr.execute(
            SQL(
                """
                UPDATE customer_quality_issue i
                   SET company_id = r.company_id, code = r.code, "values" = r."values",
                       proposal = r.proposal, reason = r.reason, confidence = r.confidence,
                       state = CASE WHEN i.value IS DISTINCT FROM r.value
                                      OR i."values" IS DISTINCT FROM r."values"
                                    THEN 'open' ELSE i.state END,
                       value = r.value
                  FROM jsonb_populate_recordset(NULL::customer_quality_issue, %s) r
                 WHERE i.id = r.id
                """,
                json.dumps([_raw({**row, "id": issue_id}) for issue_id, row in rows.items()]),
            )
        )
        self.browse(rows).invalidate_recordset(flush=False)


def _raw(row):
    return {name: None if value is False else value for name, value in row.items()}
