from datetime import date

from odoo import models
from odoo.tools import SQL

HASHED, LOCKED = "customer_master.merge_hashed", "customer_master.merge_locked"


class CustomerMerge(models.AbstractModel):
    """Entries of accounting that must not change, and what follows from those that do."""

    _inherit = "customer.merge"

    def _policy(self, name):
        default = {HASHED: "block", LOCKED: "move"}[name]
        return self.env["ir.config_parameter"].sudo().get_param(name, default)

    def _is_locked(self):
        """The condition that the entry ``a`` lies in a closed period of its company."""
        companies = (
            self.env["res.company"]
            .sudo()
            .with_context(active_test=False)
            .search([("id", "!=", False)])
        )
        dates = {
            company.id: max(
                own
                for parent in company.parent_ids
                for own in (
                    parent.fiscalyear_lock_date or date.min,
                    parent.hard_lock_date or date.min,
                )
            )
            for company in companies
        }
        dates = {company: day for company, day in dates.items() if day > date.min}
        return SQL(
            """EXISTS (SELECT FROM unnest(%s::int[], %s::date[]) AS lock(company, day)
                        WHERE lock.company = a.company_id AND a.date <= lock.day)
               AND a.state = 'posted'""",
            list(dates),
            list(dates.values()),
        )

    def _protected_lines(self, groups, condition):
        """{line id: number of entries of its sources for which ``condition`` holds}."""
        lines = self._lines_of(groups, sources_only=True)
        sources = list(lines)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT m.line, count(DISTINCT a.id)
                  FROM unnest(%(src)s::int[], %(line)s::int[]) AS m(src, line)
                  JOIN (
                       SELECT id, unnest(ARRAY[partner_id, commercial_partner_id,
                                               partner_shipping_id]) AS partner
                         FROM account_move
                        WHERE partner_id = ANY(%(src)s) OR commercial_partner_id = ANY(%(src)s)
                           OR partner_shipping_id = ANY(%(src)s)
                        UNION SELECT move_id, partner_id FROM account_move_line
                               WHERE partner_id = ANY(%(src)s)
                       ) used ON used.partner = m.src
                  JOIN account_move a ON a.id = used.id AND %(condition)s
              GROUP BY m.line
                """,
                src=sources,
                line=list(lines.values()),
                condition=condition,
            )
        )
        return dict(rows)

    def _check_entries(self, groups):
        blocked = {}
        if self._policy(LOCKED) == "block":
            for line, count in self._protected_lines(groups, self._is_locked()).items():
                blocked[line] = self.env._("%s entries are in a closed period.", count)
        if self._policy(HASHED) == "block":
            hashed = self._protected_lines(groups, SQL("a.inalterable_hash IS NOT NULL"))
            for line, count in hashed.items():
                blocked[line] = self.env._(
                    "%s posted entries are secured by a hash and must not change.", count
                )
        return blocked

    def _kept_entries(self, column):
        """Reasons and conditions on rows ``t`` of entries or their lines that stay."""
        move = "id" if column.table == "account_move" else "move_id"
        conditions = {"hashed": SQL("a.inalterable_hash IS NOT NULL")}
        if self._policy(LOCKED) == "leave":
            conditions["locked"] = self._is_locked()
        for reason, condition in conditions.items():
            yield (
                reason,
                SQL(
                    "EXISTS (SELECT FROM account_move a WHERE a.id = t.%s AND %s)",
                    SQL.identifier(move),
                    condition,
                ),
            )

    # -- what follows ----------------------------------------------------------------------

    def _settle_accounting(self, groups):
        """Commercial partner and shown name of the entries that moved; nothing else of a
        document follows from its partner once it is made."""
        columns = {(c.table, c.name): c.number for c in self._columns()}
        commercial = columns["account_move", "commercial_partner_id"]
        lines = [group.line for group in groups]
        self.env.cr.execute(
            SQL(
                """
                WITH entry AS MATERIALIZED (
                    SELECT DISTINCT ON (a.id) cell.line, a.id, a.commercial_partner_id AS old,
                           p.commercial_partner_id AS new
                      FROM (SELECT line, row_id AS move FROM customer_operation_cell
                             WHERE line = ANY(%(lines)s) AND "column" = %(partner)s
                             UNION
                            SELECT c.line, a.id FROM customer_operation_cell c
                              JOIN account_move a ON a.partner_id = c.row_id
                             WHERE c.line = ANY(%(lines)s) AND c."column" = %(parent)s) cell
                      JOIN account_move a ON a.id = cell.move
                      JOIN res_partner p ON p.id = a.partner_id
                     WHERE a.inalterable_hash IS NULL
                       AND a.commercial_partner_id IS DISTINCT FROM p.commercial_partner_id
                ), moved AS (
                    UPDATE account_move a SET commercial_partner_id = entry.new
                      FROM entry WHERE a.id = entry.id
                ), item AS (
                    UPDATE account_move_line l SET partner_id = entry.new
                      FROM entry WHERE l.move_id = entry.id AND l.partner_id = entry.old
                 RETURNING entry.line, l.id, entry.old, entry.new
                )
                INSERT INTO customer_operation_cell (line, "column", row_id, old, new)
                SELECT line, %(commercial)s, id, old, new FROM entry
                 UNION ALL SELECT line, %(item)s, id, old, new FROM item
                """,
                lines=lines,
                partner=columns["account_move", "partner_id"],
                parent=columns["res_partner", "parent_id"],
                commercial=commercial,
                item=columns["account_move_line", "partner_id"],
            )
        )
        self.env.cr.execute(
            SQL(
                """
                WITH named AS (
                    SELECT g.line, a.id, a.invoice_partner_display_name AS old,
                           p.complete_name AS new
                      FROM unnest(%(lines)s::int[], %(masters)s::int[]) AS g(line, master)
                      JOIN res_partner p ON p.id = g.master
                      JOIN account_move a ON a.partner_id = p.id
                     WHERE a.invoice_partner_display_name <> p.complete_name
                ), written AS (
                    UPDATE account_move a SET invoice_partner_display_name = named.new
                      FROM named WHERE named.id = a.id
                )
                INSERT INTO customer_operation_value (line, "table", row_id, op, old, new)
                SELECT line, 'account_move', id, 'u',
                       jsonb_build_object('invoice_partner_display_name', old),
                       jsonb_build_object('invoice_partner_display_name', new) FROM named
                """,
                lines=lines,
                masters=[group.master for group in groups],
            )
        )
