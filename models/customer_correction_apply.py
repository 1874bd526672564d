import json

import psycopg2

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .customer_bisect import CONFLICTS, reason_of

SLICE = 1000  # customers looked at together
MOST = 20_000  # automatic corrections in one operation; the next check goes on


class CustomerCorrection(models.AbstractModel):
    """Making what was suggested, as operations that can be undone."""

    _inherit = "customer.correction"

    @api.model
    def _apply(self, issues):
        """Make the suggestions ``issues``; many in the background.

        :return: the operation; what is not suggested any more is among its lines, with the reason
        :raise AccessError: the user's role does not correct customers
        """
        self.env["customer.operation"]._check_kind("correction")
        issues.check_access("write")
        return self._make(issues.sudo())

    @api.model
    def _apply_automatic(self, issues=None):
        """Make the open suggestions that are sure enough, of rules that correct by themselves.

        :param issues: of these alone, else of all customers
        :return: the operation, or none where there is nothing to do
        """
        sure = [
            Domain("correction_id", "=", rule.id) & Domain("confidence", ">=", rule.minimum - 1e-6)
            for rule in self.env["customer.correction.rule"]._rules()
            if rule.mode == "automatic"
        ]
        domain = Domain.OR(sure) & Domain("state", "=", "open")
        if issues is not None:
            domain &= Domain("id", "in", issues.ids)
        found = self.env["customer.quality.issue"].sudo().search(domain, order="id", limit=MOST)
        return self._make(found) if found else self.env["customer.operation"]

    def _make(self, issues):
        issues = issues.filtered(lambda issue: issue.kind == "correction")
        if not issues:
            raise UserError(self.env._("Please choose suggestions: only these can be made."))
        made = self._suggested_still(issues)
        changed = self.env._("The value has changed since: please look at the new suggestion.")
        lines = []
        for issue in issues:
            line = {"partner_id": issue.partner_id.id}
            if issue in made:
                partner = issue.partner_id
                old = {name: self._now(partner, name) for name in issue.values}
                line["values"] = {"old": old, "new": issue.values}
            else:
                line |= {"state": "blocked", "reason": changed}
            lines.append(line)
        operation = self._plan("correction", self._title(issues), lines)
        gone = issues - made
        operation._start(operation._lines("planned"), undoing=False)
        self.env["customer.quality.issue"].sudo()._refresh(gone.partner_id)
        return operation

    def _title(self, issues):
        rules = issues.correction_id
        if len(rules) == 1:
            return self.env._("%(rule)s: %(count)s corrections", rule=rules.name, count=len(issues))
        return self.env._("%s corrections of customers", len(issues))

    def _suggested_still(self, issues):
        """Those of ``issues`` that would be suggested now."""
        now = {}
        for start in range(0, len(issues), SLICE):
            for row in self._suggest(issues[start : start + SLICE].partner_id):
                key = (row["partner_id"], row["correction_id"], row["field_name"])
                now[key] = row["values"]
        return issues.filtered(
            lambda i: now.get((i.partner_id.id, i.correction_id.id, i.field_name)) == i.values
        )

    # -- service of the operations -----------------------------------------------------------

    def _do(self, lines):
        """Write the values of ``lines``, each of which ends as done, or not, with the reason."""
        Operation = self.env["customer.operation"]
        lines = lines.with_context(active_test=False)
        allowed = self._allowed(lines)
        states = {line.id: ("blocked", line.reason) for line in lines - allowed}
        while allowed:
            # one line a customer at a time, as the journal wants it
            batch = lines.browse({line.partner_id: line.id for line in reversed(allowed)}.values())
            allowed -= batch
            self._remember(batch)
            for line in batch:
                states[line.id] = self._write_line(line)
            Operation._journal_rows()
        Operation._set_lines(states)

    def _write_line(self, line):
        """(state, reason) of a line after its values are written, or are not."""
        partner = line.partner_id
        if self.env.uid != SUPERUSER_ID:
            partner = partner.sudo(False)
        old, new = line.values["old"], line.values["new"]
        if not partner or any(self._now(line.partner_id, name) != old[name] for name in old):
            return "blocked", self.env._("The value was changed meanwhile.")
        try:
            with self.env.cr.savepoint():
                partner.write(new)
        except CONFLICTS:
            raise
        except (UserError, psycopg2.Error) as error:
            return "failed", reason_of(error)
        return "done", False

    def _undo(self, lines):
        """Take back corrections; what people took back is not suggested again."""
        result = super()._undo(lines)
        undone = lines.filtered(lambda line: line.state == "undone" and line.values)
        refused = {(line.partner_id.id, _told(line.values["new"])) for line in undone}
        issues = self.env["customer.quality.issue"].sudo()
        issues = issues.search(
            [
                ("partner_id", "in", undone.partner_id.ids),
                ("kind", "=", "correction"),
                ("state", "=", "open"),
            ]
        )
        issues.filtered(lambda i: (i.partner_id.id, _told(i.values)) in refused).state = "ignored"
        return result


def _told(values):
    return json.dumps(values, sort_keys=True)


class CustomerQualityIssue(models.Model):
    _inherit = "customer.quality.issue"

    def action_apply(self):
        """Make these suggestions, and show what was done.

        :raise AccessError: the user's role does not correct customers
        """
        operation = self.env["customer.correction"]._apply(self)
        if len(self) > 1 or operation.state != "done":
            return {
                "type": "ir.actions.act_window",
                "res_model": operation._name,
                "res_id": operation.id,
                "views": [(False, "form")],
            }
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Corrected. It can be undone in Operations."),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
