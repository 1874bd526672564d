from odoo import SUPERUSER_ID, api, models
from odoo.tools import SQL

from .customer_merge_values import ASSIGNED_TABLES


class CustomerOperationValues(models.AbstractModel):
    """What the services of operations share that write values of customers: the plan, the
    journal and the undo. A service inherits from it and adds ``_do(lines)``."""

    _name = "customer.operation.values"
    _description = "Operations on Values of Customers"

    @api.model
    def _plan(self, kind, name, values):
        """A new operation with a planned line for each of ``values``.

        :param values: values of the lines: at least ``partner_id``
        """
        operation = self.env["customer.operation"].sudo()
        operation = operation.create(
            {
                "name": name,
                "kind": kind,
                "customer_count": len({line["partner_id"] for line in values}),
            }
        )
        self.env["customer.operation.line"].sudo().create(
            [{"operation_id": operation.id, **line} for line in values]
        )
        operation._note_companies()
        return operation

    @api.model
    def _remember(self, lines):
        """Keep how the customers of ``lines``, one line each, are before they are changed, with
        all contacts to which or from which core copies addresses and commercial values.

        What has changed is journaled by ``customer.operation._journal_rows``.
        """
        Operation = self.env["customer.operation"]
        line_of = {line.partner_id.id: line.id for line in lines}
        Operation._remember_rows("res_partner", "id", self._with_family(line_of))
        for table in ASSIGNED_TABLES:
            Operation._remember_rows(table, "partner_id", line_of)

    def _with_family(self, line_of):
        """``{contact id: line id}`` of the customers in ``line_of`` and of those who have the
        same commercial partner, who go with the line of one of them."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT other.id, max(u.line)
                  FROM unnest(%s::int[], %s::int[]) AS u(id, line)
                  JOIN res_partner own ON own.id = u.id
                  JOIN res_partner other
                    ON other.commercial_partner_id = own.commercial_partner_id
              GROUP BY other.id
                """,
                list(line_of),
                list(line_of.values()),
            )
        )
        return {**dict(rows), **line_of}

    def _allowed(self, lines):
        """Those of ``lines`` whose customer the user may change; the others are told why not."""
        if self.env.uid == SUPERUSER_ID:  # what the system does by itself, in all companies
            return lines
        partners = lines.partner_id.sudo(False)._filtered_access("write")
        refused = lines.filtered(lambda line: line.partner_id.id not in partners.ids)
        refused.reason = self.env._("You may not change this customer.")
        return lines - refused

    def _undo(self, lines):
        """Give the customers of ``lines`` back what they had."""
        lines = self._allowed(lines)
        Operation = self.env["customer.operation"]
        merge = self.env["customer.merge"]
        conflicts = merge._without_derived(Operation._restore(lines))
        states = {}
        for line in lines:
            line.conflicts = conflicts.get(line.id) or False
            reason = merge._told_conflicts(conflicts.get(line.id))
            states[line.id] = ("undone", reason)
        Operation._set_lines(states)
        self._settle(lines)

    def _settle(self, lines, source=None):
        """Make anew what is kept about the customers of ``lines`` and was not restored.

        :param source: what has changed them, told on new issues
        """
        line_of = {line.partner_id.id: line.id for line in lines if line.partner_id}
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        partners = partners.browse(self._with_family(line_of)).exists()
        partners._customer_settle(source)
