from odoo import models
from odoo.tools import SQL


class CustomerMerge(models.AbstractModel):
    """Rows that can't move to the survivor stay on the merged record; nothing is deleted."""

    _inherit = "customer.merge"

    def _collisions(self, column, sources, survivors, map_table):
        """The query of the rows that would be double under a unique index after the move.

        The survivor's own row is kept, then that of the oldest source: two sources can collide
        with each other.
        """
        return SQL(" UNION ").join(
            SQL(
                """
                SELECT line, key, src, dst FROM (
                    SELECT m.line, t.key, m.src, m.dst,
                           row_number() OVER (
                               PARTITION BY %(parts)s ORDER BY m.src NULLS FIRST, t.key
                           ) AS place
                      FROM (SELECT t.%(name)s AS value, t.%(key)s AS key %(others)s
                              FROM %(table)s t
                             WHERE %(refers)s AND (%(predicate)s) AND (%(filled)s)) t
                 LEFT JOIN %(map)s m ON m.src = t.value
                ) ranked WHERE place > 1 AND src IS NOT NULL
                """,
                parts=SQL(", ").join(
                    [
                        SQL("coalesce(m.dst, t.value)"),
                        *(SQL.identifier("t", f"o{n}") for n in range(len(unique.others))),
                    ]
                ),
                name=column.sql_name,
                key=column.sql_key,
                others=SQL("").join(
                    SQL(", t.%s AS %s", SQL.identifier(other), SQL.identifier(f"o{n}"))
                    for n, other in enumerate(unique.others)
                ),
                table=column.sql_table,
                refers=self._refers(column, [*sources, *survivors]),
                predicate=_condition(unique.predicate),
                filled=_filled(unique),
                map=SQL.identifier(map_table),
            )
            for unique in column.uniques
        )

    def _skip_collisions(self, column, sources, survivors, map_table):
        if not column.uniques:
            return
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO customer_operation_skip
                       (line, "column", row_id, source, survivor, reason)
                SELECT line, %(number)s, key, src, dst, 'collision' FROM (%(found)s) m
                 WHERE NOT EXISTS (
                       SELECT FROM customer_operation_skip s
                        WHERE s.line = m.line AND s."column" = %(number)s
                          AND s.row_id = m.key AND s.source = m.src)
                """,
                number=column.number,
                found=self._collisions(column, sources, survivors, map_table),
            )
        )

    # -- what stays for other reasons ------------------------------------------------------

    def _skip_beforehand(self, columns, sources):
        """Journal the rows that stay by policy: protected entries, categories by rule, and a
        second category of a dimension that allows one."""
        for column in columns:
            for reason, condition in self._kept_rows(column):
                self.env.cr.execute(
                    SQL(
                        """
                        INSERT INTO customer_operation_skip
                               (line, "column", row_id, source, survivor, reason)
                        SELECT m.line, %(number)s, t.%(key)s, m.src, m.dst, %(reason)s
                          FROM %(table)s t JOIN customer_merge_map m ON m.src = t.%(name)s
                         WHERE %(refers)s AND %(condition)s AND %(free)s
                        """,
                        number=column.number,
                        key=column.sql_key,
                        reason=reason,
                        table=column.sql_table,
                        name=column.sql_name,
                        refers=self._refers(column, sources),
                        condition=condition,
                        free=self._not_skipped(column),
                    )
                )

    def _kept_rows(self, column):
        """Pairs of a reason and the condition on a row ``t`` of ``column`` with its map ``m``."""
        if column.table in ("account_move", "account_move_line"):
            yield from self._kept_entries(column)
        by_rule = {
            "customer_category_res_partner_rel": "customer_category_rule_res_partner_rel",
            "res_partner_res_partner_category_rel": "customer_tag_rule_res_partner_rel",
        }.get(column.table)
        if by_rule:
            yield (
                "rule",
                SQL(
                    """EXISTS (SELECT FROM %s r WHERE r.partner_id = t.partner_id
                                                  AND r.category_id = t.category_id)""",
                    SQL.identifier(by_rule),
                ),
            )
        if column.table == "customer_category_res_partner_rel":
            yield "dimension", self._second_of_dimension()

    def _second_of_dimension(self):
        """The survivor, or a source before this one, has a category of the same dimension."""
        return SQL(
            """
            EXISTS (
                SELECT FROM customer_category own
                  JOIN customer_dimension d ON d.id = own.dimension_id AND d.exclusive
                  JOIN customer_category other ON other.dimension_id = d.id
                  JOIN customer_category_res_partner_rel r ON r.category_id = other.id
             LEFT JOIN customer_merge_map m2 ON m2.src = r.partner_id
                 WHERE own.id = t.category_id
                   AND (r.partner_id = m.dst OR m2.dst = m.dst AND m2.src < m.src
                        AND NOT EXISTS (
                            SELECT FROM customer_category_rule_res_partner_rel by_rule
                             WHERE by_rule.partner_id = r.partner_id
                               AND by_rule.category_id = r.category_id)))
            """
        )


def _condition(predicate):
    # the predicate is PostgreSQL's own text of a partial index
    return SQL(predicate.replace("%", "%%")) if predicate else SQL("true")


def _filled(unique):
    if unique.nulls_equal or not unique.others:
        return SQL("true")
    return SQL(" AND ").join(SQL("t.%s IS NOT NULL", SQL.identifier(o)) for o in unique.others)
