import json

from odoo import models
from odoo.tools import SQL

# what changes with every write and is never journaled
UNTOLD = ["write_date", "write_uid"]


class CustomerOperation(models.Model):
    """Journaling rows of any table by comparing them before and after a change."""

    _inherit = "customer.operation"

    def _remember_rows(self, table, column, line_of):
        """Keep how the rows of ``table`` are before they are changed.

        :param column: which rows: those with a key of ``line_of`` here
        :param line_of: {value of ``column``: id of the line that changes them}
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                CREATE TEMP TABLE IF NOT EXISTS customer_operation_before
                    ("table" text, "column" text, line int, row_id int, row jsonb) ON COMMIT DROP;
                CREATE TEMP TABLE IF NOT EXISTS customer_operation_asked
                    ("table" text, "column" text, value int, line int) ON COMMIT DROP;
                INSERT INTO customer_operation_asked
                SELECT %(table)s, %(column)s, * FROM unnest(%(values)s::int[], %(lines)s::int[]);
                INSERT INTO customer_operation_before
                SELECT %(table)s, %(column)s, asked.line, %(row_id)s, to_jsonb(t)
                  FROM unnest(%(values)s::int[], %(lines)s::int[]) AS asked(value, line)
                  JOIN %(name)s t ON t.%(col)s = asked.value
                """,
                table=table,
                column=column,
                name=SQL.identifier(table),
                col=SQL.identifier(column),
                values=list(line_of),
                lines=list(line_of.values()),
                row_id=SQL("t.id") if "id" in self._table_columns(table) else SQL("0"),
            )
        )

    def _journal_rows(self, ignored=()):
        """Journal what has changed in the remembered rows, and forget them.

        :param ignored: columns whose changes are journaled otherwise
        """
        self.env.flush_all()
        # the database must know that there are many rows
        self.env.cr.execute(SQL("ANALYZE customer_operation_before, customer_operation_asked"))
        self.env.cr.execute(
            SQL('SELECT DISTINCT "table", "column" FROM customer_operation_asked ORDER BY 1')
        )
        untold = [*UNTOLD, *ignored]
        for table, column in self.env.cr.fetchall():
            with_id = "id" in self._table_columns(table)
            self.env.cr.execute(self._changes_query(table, column, with_id, untold))
        self.env.cr.execute(SQL("TRUNCATE customer_operation_before, customer_operation_asked"))

    def _table_columns(self, table):
        return dict(
            self.env.execute_query(
                SQL(
                    """SELECT attname, atttypid::regtype::text FROM pg_attribute
                        WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped""",
                    table,
                )
            )
        )

    def _changes_query(self, table, column, with_id, untold):
        """The query that journals the changes of the remembered rows of one table."""
        here = SQL("t.%s IN (SELECT value FROM asked)", SQL.identifier(column))
        if with_id and column != "id":
            # rows that were there, wherever they belong now, and those that came
            here = SQL(
                "t.id IN (SELECT row_id FROM before UNION SELECT t.id FROM %s t WHERE %s)",
                SQL.identifier(table),
                here,
            )
        return SQL(
            """
            WITH before AS (
                SELECT * FROM customer_operation_before
                 WHERE "table" = %(table)s AND "column" = %(column)s
            ), asked AS (
                SELECT * FROM customer_operation_asked
                 WHERE "table" = %(table)s AND "column" = %(column)s
            ), present AS MATERIALIZED (
                SELECT %(row_id)s AS row_id, t.%(col)s AS value, to_jsonb(t) AS row
                  FROM %(name)s t WHERE %(here)s
            ), changed AS (
                SELECT coalesce(b.line, asked.line) AS line, coalesce(b.row_id, n.row_id) AS row_id,
                       CASE WHEN b.row IS NULL THEN 'i' WHEN n.row IS NULL THEN 'd' ELSE 'u' END
                       AS op, b.row AS old, n.row AS new
                  FROM before b
             FULL JOIN present n ON %(same)s
             LEFT JOIN asked ON asked.value = n.value
                 WHERE b.row - %(untold)s IS DISTINCT FROM n.row - %(untold)s
            )
            INSERT INTO customer_operation_value (line, "table", row_id, op, old, new)
            SELECT line, %(table)s, row_id, op,
                   CASE op WHEN 'u' THEN (
                       SELECT jsonb_object_agg(key, value) FROM jsonb_each(old - %(untold)s)
                        WHERE value IS DISTINCT FROM new->key)
                   ELSE old END,
                   CASE op WHEN 'u' THEN (
                       SELECT jsonb_object_agg(key, value) FROM jsonb_each(new - %(untold)s)
                        WHERE value IS DISTINCT FROM old->key)
                   ELSE new END
              FROM changed
            """,
            table=table,
            column=column,
            name=SQL.identifier(table),
            col=SQL.identifier(column),
            here=here,
            row_id=SQL("t.id") if with_id else SQL("0"),
            same=SQL("b.row_id = n.row_id") if with_id else SQL("b.row = n.row"),
            untold=untold,
        )

    def _write_rows(self, table, values):
        """Write raw values of columns, as ``to_jsonb`` gives them, in one statement.

        :param values: {id of the row: {column: value}}
        """
        if not values:
            return
        columns = sorted({name for row in values.values() for name in row})
        self.env.cr.execute(
            SQL(
                """
                UPDATE %(table)s t SET %(set)s %(touch)s
                  FROM (SELECT p.id AS pk, r.*
                          FROM unnest(%(ids)s::int[], %(rows)s::jsonb[]) AS w(id, new)
                          JOIN %(table)s p ON p.id = w.id
                         CROSS JOIN LATERAL jsonb_populate_record(p, w.new) AS r) r
                 WHERE t.id = r.pk
                """,
                table=SQL.identifier(table),
                set=self._set_columns(columns),
                touch=self._touch(table),
                ids=list(values),
                rows=[json.dumps(row) for row in values.values()],
            )
        )

    def _set_columns(self, columns):
        return SQL(", ").join(
            SQL("%s = r.%s", SQL.identifier(name), SQL.identifier(name)) for name in columns
        )

    def _touch(self, table):
        """Further assignments of an ``UPDATE``, so that what reads by date sees the change."""
        if not set(UNTOLD) <= self._table_columns(table).keys():
            return SQL("")
        return SQL(", write_date = now() AT TIME ZONE 'utc', write_uid = %s", self.env.uid)
