from collections import defaultdict

from odoo import models
from odoo.tools import SQL

from .customer_operation_record import UNTOLD


class CustomerOperation(models.Model):
    """Taking back what the journal tells, except where somebody has changed it since.

    A conflict is a tuple (line id, table, row id, column): the value is left as it is.
    """

    _inherit = "customer.operation"

    def _restore(self, lines):
        """Take back all changes of ``lines``, the latest first.

        :return: conflicts by line id, as lists of ``{"table", "row", "column"}``
        """
        self.env.flush_all()
        ids = list(lines.ids)
        self._tell(ids)
        found = self._restore_values(ids) + self._restore_cells()
        self.env.invalidate_all(flush=False)
        conflicts = defaultdict(list)
        for line, table, row_id, column in found:
            conflicts[line].append({"table": table, "row": row_id, "column": column})
        return conflicts

    def _tell(self, ids):
        """Put what is to be taken back into tables that the database knows the size of: a plan
        made for few rows takes minutes with many.

        The same value may have been changed twice: the first old and the last new one count.
        """
        self.env.cr.execute(
            SQL(
                """
                DROP TABLE IF EXISTS customer_operation_told, customer_operation_told_cell;
                CREATE TEMP TABLE customer_operation_told ON COMMIT DROP AS
                SELECT "table", row_id, key, max(line) AS line,
                       (array_agg(v.old->key ORDER BY v.id))[1] AS old,
                       (array_agg(v.new->key ORDER BY v.id DESC))[1] AS new
                  FROM customer_operation_value v
                 CROSS JOIN LATERAL jsonb_object_keys(v.old) AS key
                 WHERE v.line = ANY(%(ids)s) AND v.op = 'u'
              GROUP BY 1, 2, 3;
                CREATE TEMP TABLE customer_operation_told_cell ON COMMIT DROP AS
                SELECT cell."column", cell.row_id, max(cell.line) AS line,
                       (array_agg(cell.old ORDER BY cell.id))[1] AS old,
                       (array_agg(cell.new ORDER BY cell.id DESC))[1] AS new
                  FROM customer_operation_cell cell
                  JOIN customer_operation_column c ON c.id = cell."column"
                 WHERE cell.line = ANY(%(ids)s)
                 -- the key of a relation says which row it is only together with the line
              GROUP BY 1, 2, CASE WHEN c.kind = 'm2m' THEN cell.line END;
                CREATE INDEX ON customer_operation_told ("table", row_id);
                CREATE INDEX ON customer_operation_told_cell ("column", row_id);
                ANALYZE customer_operation_told;
                ANALYZE customer_operation_told_cell;
                """,
                ids=ids,
            )
        )

    # -- rows ------------------------------------------------------------------------------

    def _restore_values(self, ids):
        steps = self.env.execute_query(
            SQL(
                """SELECT "table", op FROM customer_operation_value WHERE line = ANY(%s)
                 GROUP BY 1, 2 ORDER BY max(id) DESC""",
                ids,
            )
        )
        conflicts = []
        for table, op in steps:
            columns = self._table_columns(table)
            restore = {
                "u": self._restore_updated,
                "i": self._restore_inserted,
                "d": self._restore_deleted,
                "a": self._restore_added,
            }[op]
            # a table is gone where its addon was uninstalled
            if columns:
                conflicts += restore(table, columns, ids)
        return conflicts

    def _journaled(self, table, op, ids):
        return SQL(
            """(SELECT * FROM customer_operation_value
                 WHERE line = ANY(%s) AND "table" = %s AND op = %s)""",
            ids,
            table,
            op,
        )

    def _restore_updated(self, table, columns, ids):
        touched = {
            row[0]
            for row in self.env.execute_query(
                SQL('SELECT DISTINCT key FROM customer_operation_told WHERE "table" = %s', table)
            )
        } & columns.keys()
        if not touched:
            return []
        return self.env.execute_query(
            SQL(
                """
                WITH told AS (
                    SELECT * FROM customer_operation_told
                     WHERE "table" = %(name)s AND key = ANY(%(touched)s)
                ), now AS MATERIALIZED (
                    SELECT id, to_jsonb(t) AS row FROM %(table)s t
                     WHERE id IN (SELECT row_id FROM told)
                ), restored AS (
                    UPDATE %(table)s t SET %(set)s %(touch)s
                      FROM (SELECT p.id AS pk, r.*
                              FROM (SELECT told.row_id, jsonb_object_agg(told.key, told.old) AS old
                                      FROM told JOIN now ON now.id = told.row_id
                                     WHERE now.row->told.key = told.new
                                  GROUP BY told.row_id) w
                              JOIN %(table)s p ON p.id = w.row_id
                             CROSS JOIN LATERAL jsonb_populate_record(p, w.old) AS r) r
                     WHERE t.id = r.pk
                )
                SELECT told.line, %(name)s, told.row_id, told.key
                  FROM told LEFT JOIN now ON now.id = told.row_id
                 WHERE now.row->told.key IS DISTINCT FROM told.new
                   AND now.row->told.key IS DISTINCT FROM told.old
                """,
                table=SQL.identifier(table),
                name=table,
                touched=list(touched),
                set=self._set_columns(sorted(touched)),
                touch=self._touch(table),
            )
        )

    def _restore_inserted(self, table, columns, ids):
        same = SQL("t.id = v.row_id") if "id" in columns else SQL("to_jsonb(t) = v.new")
        return self.env.execute_query(
            SQL(
                """
                WITH gone AS (
                    DELETE FROM %(table)s t USING %(journal)s v
                     WHERE %(same)s AND to_jsonb(t) - %(untold)s = v.new - %(untold)s
                 RETURNING v.id
                )
                SELECT v.line, %(name)s, v.row_id, ''
                  FROM %(journal)s v, %(table)s t
                 WHERE %(same)s AND v.id NOT IN (SELECT id FROM gone)
                """,
                table=SQL.identifier(table),
                name=table,
                journal=self._journaled(table, "i", ids),
                same=same,
                untold=UNTOLD,
            )
        )

    def _restore_deleted(self, table, columns, ids):
        # generated columns can't be inserted; Odoo has none, other programs may
        names = SQL(", ").join(map(SQL.identifier, columns))
        return self.env.execute_query(
            SQL(
                """
                WITH back AS (
                    INSERT INTO %(table)s AS t (%(names)s)
                    SELECT r.* FROM %(journal)s v
                     CROSS JOIN LATERAL jsonb_populate_record(NULL::%(table)s, v.old) AS r
                        ON CONFLICT DO NOTHING
                 RETURNING to_jsonb(t) AS row
                )
                SELECT v.line, %(name)s, v.row_id, '' FROM %(journal)s v
                 WHERE NOT EXISTS (SELECT FROM back WHERE back.row @> v.old)
                """,
                table=SQL.identifier(table),
                name=table,
                names=names,
                journal=self._journaled(table, "d", ids),
            )
        )

    def _restore_added(self, table, columns, ids):
        names = {
            row[0]
            for row in self.env.execute_query(
                SQL(
                    "SELECT DISTINCT jsonb_object_keys(new) FROM %s v",
                    self._journaled(table, "a", ids),
                )
            )
        }
        for name in names & columns.keys():
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE %(table)s t SET %(name)s = coalesce(t.%(name)s, 0) - v.added
                      FROM (SELECT row_id, sum((new->>%(key)s)::numeric) AS added
                              FROM %(journal)s v WHERE new ? %(key)s GROUP BY row_id) v
                     WHERE t.id = v.row_id
                    """,
                    table=SQL.identifier(table),
                    name=SQL.identifier(name),
                    key=name,
                    journal=self._journaled(table, "a", ids),
                )
            )
        return []

    # -- references ------------------------------------------------------------------------

    def _restore_cells(self):
        columns = self.env.execute_query(
            SQL(
                """SELECT c.id, c."table", c.name, c.kind, c.key FROM customer_operation_column c
                    WHERE c.id IN (SELECT "column" FROM customer_operation_told_cell)
                 ORDER BY c.id DESC"""
            )
        )
        conflicts = []
        for number, table, name, kind, key in columns:
            if {name, key} <= self._table_columns(table).keys():
                conflicts += self._restore_column(number, table, name, kind, key)
        return conflicts

    def _restore_column(self, number, table, name, kind, key):
        if kind == "ref":
            value, old, new = (
                SQL("t.%s", SQL.identifier(name)),
                *(
                    SQL("'res.partner,' || told.%s", SQL.identifier(side))
                    for side in ("old", "new")
                ),
            )
        else:
            value, old, new = SQL("t.%s", SQL.identifier(name)), SQL("told.old"), SQL("told.new")
        return self.env.execute_query(
            SQL(
                """
                WITH told AS (
                    SELECT * FROM customer_operation_told_cell WHERE "column" = %(number)s
                ), restored AS (
                    UPDATE %(table)s t SET %(name)s = %(old)s
                      FROM told WHERE t.%(key)s = told.row_id AND %(value)s = %(new)s
                 RETURNING told.row_id, told.line
                )
                SELECT told.line, %(label)s, told.row_id, %(column)s FROM told
                 WHERE NOT EXISTS (SELECT FROM restored r
                                    WHERE r.row_id = told.row_id AND r.line = told.line)
                   AND NOT EXISTS (SELECT FROM %(table)s t
                                    WHERE t.%(key)s = told.row_id AND %(value)s = %(old)s)
                """,
                number=number,
                table=SQL.identifier(table),
                name=SQL.identifier(name),
                key=SQL.identifier(key),
                value=value,
                old=old,
                new=new,
                label=table,
                column=name,
            )
        )
