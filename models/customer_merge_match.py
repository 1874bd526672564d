from odoo import fields, models
from odoo.tools import SQL


class CustomerMerge(models.AbstractModel):
    """The list of possible duplicates after a merge, and after its undo."""

    _inherit = "customer.merge"

    def _settle_matching(self, groups):
        """Pairs within a group are decided; other open pairs of a source are gone, with the
        possibility to come back."""
        sources = self._lines_of(groups, sources_only=True)
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                WITH member AS (
                    SELECT * FROM unnest(%(members)s::int[], %(lines)s::int[]) AS m(id, line)
                ), inside AS (
                    SELECT pair.*, l.line FROM customer_match_pair pair
                      JOIN member l ON l.id = pair.left_id
                      JOIN member r ON r.id = pair.right_id AND r.line = l.line
                     WHERE pair.state <> 'same'
                ), decided AS (
                    UPDATE customer_match_pair pair
                       SET state = 'same', decided_by_id = %(uid)s, decided_on = %(now)s
                      FROM inside WHERE pair.id = inside.id
                ), outside AS (
                    DELETE FROM customer_match_pair pair
                     USING unnest(%(sources)s::int[], %(source_lines)s::int[]) AS s(id, line)
                     WHERE s.id IN (pair.left_id, pair.right_id) AND pair.state = 'open'
                       AND pair.id NOT IN (SELECT id FROM inside)
                 RETURNING s.line, pair.id, to_jsonb(pair) AS row
                )
                INSERT INTO customer_operation_value (line, "table", row_id, op, old, new)
                SELECT line, 'customer_match_pair', id, 'u',
                       jsonb_build_object('state', state, 'decided_by_id', decided_by_id,
                                          'decided_on', decided_on),
                       jsonb_build_object('state', 'same', 'decided_by_id', %(uid)s::int,
                                          'decided_on', %(now)s::timestamp)
                  FROM inside
                 UNION ALL
                SELECT line, 'customer_match_pair', id, 'd', row, NULL FROM outside
                """,
                members=list(self._lines_of(groups)),
                lines=list(self._lines_of(groups).values()),
                sources=list(sources),
                source_lines=list(sources.values()),
                uid=self.env.uid,
                now=fields.Datetime.now(),
            )
        )
        self._refresh_keys(groups)

    def _refresh_keys(self, groups):
        self.env.invalidate_all(flush=False)
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        partners.browse(self._lines_of(groups)).exists()._customer_settle()
