from odoo import models
from odoo.tools import SQL, groupby


class CustomerMerge(models.AbstractModel):
    """Rows that refer to merged records are made to refer to the survivor."""

    _inherit = "customer.merge"

    def _set_map(self, rows, table="customer_merge_map"):
        """Tell which record becomes which.

        :param rows: tuples (source id, survivor id, line id)
        """
        self.env.cr.execute(
            SQL(
                """
                CREATE TEMP TABLE IF NOT EXISTS %(map)s
                    (src int PRIMARY KEY, dst int NOT NULL, line int NOT NULL) ON COMMIT DROP;
                TRUNCATE %(map)s;
                INSERT INTO %(map)s
                SELECT * FROM unnest(%(src)s::int[], %(dst)s::int[], %(line)s::int[]);
                ANALYZE %(map)s
                """,
                map=SQL.identifier(table),
                src=[row[0] for row in rows],
                dst=[row[1] for row in rows],
                line=[row[2] for row in rows],
            )
        )

    def _move(self, columns, rows, map_table="customer_merge_map"):
        """Rewrite ``columns`` by the map, and journal every reference that moves or stays.

        :param rows: what :meth:`_set_map` was told
        """
        if not rows:
            return
        self._set_map(rows, map_table)
        sources = [row[0] for row in rows]
        used = self._used_columns(columns, sources)
        for _table, group in groupby(used, lambda column: column.table):
            plain = [c for c in group if c.kind in ("fk", "pair") and not c.uniques]
            if plain:
                self._move_plain(plain, sources, map_table)
            for column in group:
                if column in plain:
                    continue
                self._skip_collisions(column, sources, [row[1] for row in rows], map_table)
                self._move_single(column, sources, map_table)

    def _used_columns(self, columns, sources):
        """Those of ``columns`` that refer to a source anywhere."""
        if not columns:
            return []
        found = self.env.execute_query(
            SQL(" UNION ALL ").join(
                SQL(
                    "SELECT %s WHERE EXISTS (SELECT FROM %s t WHERE %s)",
                    number,
                    column.sql_table,
                    self._refers(column, sources),
                )
                for number, column in enumerate(columns)
            )
        )
        return [columns[row[0]] for row in found]

    def _refers(self, column, ids):
        """The condition that a row ``t`` refers to one of ``ids``."""
        if column.kind == "ref":
            return SQL("t.%s = ANY(%s)", column.sql_name, [f"res.partner,{i}" for i in ids])
        refers = SQL("t.%s = ANY(%s)", column.sql_name, list(ids))
        if column.kind == "pair":
            refers = SQL("t.%s = 'res.partner' AND %s", SQL.identifier(column.model_column), refers)
        if column.table == "res_partner":
            # what the merged ones refer to themselves stays
            refers = SQL("%s AND NOT t.id = ANY(%s)", refers, list(ids))
        return refers

    def _not_skipped(self, column):
        return SQL(
            """NOT EXISTS (SELECT FROM customer_operation_skip s
                            WHERE s.line = m.line AND s."column" = %s AND s.row_id = t.%s
                              AND s.source = m.src)""",
            column.number,
            column.sql_key,
        )

    def _move_plain(self, columns, sources, map_table):
        """All columns of a table that no unique index is on, in one statement."""
        table = columns[0].sql_table
        joins, fields, sets, journal, wanted = [], [], [], [], []
        for number, column in enumerate(columns):
            alias = SQL.identifier(f"m{number}")
            line, dst, old = (SQL.identifier(f"{name}{number}") for name in ("line", "dst", "old"))
            on = SQL("%s.src = t.%s", alias, column.sql_name)
            if column.kind == "pair":
                on = SQL("%s AND t.%s = 'res.partner'", on, SQL.identifier(column.model_column))
            skipped = SQL(
                """NOT EXISTS (SELECT FROM customer_operation_skip s
                                WHERE s.line = %s.line AND s."column" = %s AND s.row_id = t.id
                                  AND s.source = %s.src)""",
                alias,
                column.number,
                alias,
            )
            joins.append(
                SQL("LEFT JOIN %s %s ON %s AND %s", SQL.identifier(map_table), alias, on, skipped)
            )
            fields.append(
                SQL(
                    "%(a)s.line AS %(line)s, %(a)s.dst AS %(dst)s, t.%(name)s AS %(old)s",
                    a=alias,
                    line=line,
                    dst=dst,
                    old=old,
                    name=column.sql_name,
                )
            )
            sets.append(SQL("%(n)s = coalesce(hit.%(d)s, t.%(n)s)", n=column.sql_name, d=dst))
            journal.append(
                SQL(
                    "SELECT %s, %s, id, %s, %s FROM hit WHERE %s IS NOT NULL",
                    line,
                    column.number,
                    old,
                    dst,
                    dst,
                )
            )
            wanted.append(SQL("(%s)", self._refers(column, sources)))
        self.env.cr.execute(
            SQL(
                """
                WITH hit AS MATERIALIZED (
                    SELECT t.id, %(fields)s FROM %(table)s t %(joins)s WHERE %(wanted)s
                ), moved AS (
                    UPDATE %(table)s t SET %(sets)s FROM hit WHERE t.id = hit.id
                )
                INSERT INTO customer_operation_cell (line, "column", row_id, old, new)
                %(journal)s
                """,
                fields=SQL(", ").join(fields),
                table=table,
                joins=SQL(" ").join(joins),
                wanted=SQL(" OR ").join(wanted),
                sets=SQL(", ").join(sets),
                journal=SQL(" UNION ALL ").join(journal),
            )
        )

    def _move_single(self, column, sources, map_table):
        """One column, of any kind; rows that were skipped stay."""
        if column.kind == "ref":
            on = SQL("t.%s = 'res.partner,' || m.src", column.sql_name)
            value = SQL("'res.partner,' || m.dst")
        else:
            on = SQL("t.%s = m.src", column.sql_name)
            value = SQL("m.dst")
        self.env.cr.execute(
            SQL(
                """
                WITH moved AS (
                    UPDATE %(table)s t SET %(name)s = %(value)s
                      FROM %(map)s m
                     WHERE %(on)s AND %(refers)s AND %(free)s
                 RETURNING m.line, t.%(key)s AS row_id, m.src, m.dst
                )
                INSERT INTO customer_operation_cell (line, "column", row_id, old, new)
                SELECT line, %(number)s, row_id, src, dst FROM moved
                """,
                table=column.sql_table,
                name=column.sql_name,
                value=value,
                map=SQL.identifier(map_table),
                on=on,
                refers=self._refers(column, sources),
                free=self._not_skipped(column),
                key=column.sql_key,
                number=column.number,
            )
        )
