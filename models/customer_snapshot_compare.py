from odoo import fields, models
from odoo.tools import SQL, format_list

from .customer_snapshot_content import RANKS

LIMIT = 200_000  # differences that are listed
NAMED = 20  # fields that a sentence names


class CustomerSnapshotComparison(models.Model):
    """Finding the differences, in a fixed number of statements."""

    _inherit = "customer.snapshot.comparison"

    def _compare(self):
        """Find and store all differences that the user may see."""
        self.ensure_one()
        self.env.flush_all()
        self.env.cr.execute(
            SQL("DELETE FROM customer_snapshot_difference WHERE comparison_id = %s", self.id)
        )
        names, notes = self._load()
        self._find(names)
        counts = self._store_found()
        Difference = self.env["customer.snapshot.difference"]
        Difference._label(self)
        counts["changed"] -= Difference._drop_unseen(self)
        total = sum(counts.values())
        if total > LIMIT:
            notes.append(
                self.env._(
                    "Only %(limit)s of %(total)s differences are listed. Please choose customers "
                    "or fields.",
                    limit=LIMIT,
                    total=total,
                )
            )
        self.env.invalidate_all()
        self.write(
            {
                "state": "done",
                "compared_on": fields.Datetime.now(),
                "note": "\n".join(notes) or False,
                **{f"{kind}_count": count for kind, count in counts.items()},
            }
        )

    def _load(self):
        """Put the rows of the snapshot and those of now into temporary tables.

        :return: names to compare, notes for people
        """
        Snapshot = self.env["customer.snapshot"]
        with self.snapshot_id._opened() as (header, lines):
            then = {*header["columns"], *header["parts"]}
            Snapshot._copy_in(lines)
        names = self._names()
        notes = []
        if unknown := [name for name in names if name not in then]:
            notes.append(
                self.env._(
                    "The snapshot does not have these fields: %s",
                    format_list(self.env, [self._field_label(n) for n in unknown[:NAMED]]),
                )
            )
        where = Snapshot._customers()
        if self.partner_ids:
            chosen = self.partner_ids.commercial_partner_id.ids + self.partner_ids.ids
            self.env.cr.execute(
                SQL("DELETE FROM customer_snapshot_then WHERE NOT top = ANY(%s)", chosen)
            )
            where = SQL("(p.commercial_partner_id = ANY(%s) AND %s)", chosen, where)
        partners = self.env["res.partner"].with_user(self.user_id).sudo(False)
        seen = partners.with_context(active_test=False)._search([])
        self.env.cr.execute(
            SQL(
                """
                DROP TABLE IF EXISTS customer_snapshot_now;
                CREATE TEMP TABLE customer_snapshot_now ON COMMIT DROP AS %s;
                CREATE UNIQUE INDEX ON customer_snapshot_now (id);
                ANALYZE customer_snapshot_now
                """,
                Snapshot._rows(
                    SQL(
                        """(%s OR p.id IN (SELECT id FROM customer_snapshot_then))
                            AND p.id IN %s""",
                        where,
                        seen.subselect(),
                    )
                ),
            )
        )
        return [name for name in names if name in then], notes

    def _names(self):
        """What is compared: what was chosen of what the user may read."""
        partners = self.env["res.partner"].with_user(self.user_id).sudo(False)
        chosen = set(self.field_ids.mapped("name"))
        return [
            name
            for name in self.env["customer.snapshot"]._compared()
            if (not chosen or name in chosen) and self._readable(partners, name)
        ]

    def _readable(self, partners, name):
        field = partners._fields.get(name)
        if not field:
            return True
        if field.type == "one2many" and not partners.env[field.comodel_name].has_access("read"):
            return False
        return partners._has_field_access(field, "read")

    def _field_label(self, name):
        field = self.env["res.partner"]._fields.get(name)
        if field:
            return field._description_string(self.with_context(lang=self.user_id.lang).env)
        return self.with_context(lang=self.user_id.lang).env._("External IDs")

    def _find(self, names):
        """Fill the temporary table ``customer_snapshot_found``.

        A contact of now with another date of creation is another one that got the same id.
        """
        companies = self.user_id.company_ids.ids
        self.env.cr.execute(
            SQL(
                """
                DROP TABLE IF EXISTS customer_snapshot_found;
                CREATE TEMP TABLE customer_snapshot_found ON COMMIT DROP AS
                SELECT 'changed' AS kind, n.id, n.top, name.name AS field,
                       t.row->name.name AS old, n.row->name.name AS new
                  FROM customer_snapshot_then t
                  JOIN customer_snapshot_now n ON n.id = t.id
                       AND n.row->'create_date' IS NOT DISTINCT FROM t.row->'create_date'
                 CROSS JOIN LATERAL unnest(%(names)s::text[]) AS name(name)
                 WHERE t.row IS DISTINCT FROM n.row
                   AND t.row->name.name IS DISTINCT FROM n.row->name.name
                   AND NOT (name.name = ANY(%(ranks)s)
                            AND (coalesce(t.row->>name.name, '0')::int > 0)
                              = (coalesce(n.row->>name.name, '0')::int > 0))
                 UNION ALL
                SELECT 'deleted', t.id, t.top, NULL, t.row, NULL
                  FROM customer_snapshot_then t
                 WHERE NOT EXISTS (
                           SELECT FROM res_partner p WHERE p.id = t.id
                              AND to_jsonb(p.create_date) IS NOT DISTINCT FROM
                                  coalesce(t.row->'create_date', 'null'))
                   AND (t.row->>'company_id' IS NULL
                        OR (t.row->>'company_id')::int = ANY(%(companies)s))
                 UNION ALL
                SELECT 'new', n.id, n.top, NULL, NULL, NULL
                  FROM customer_snapshot_now n
             LEFT JOIN customer_snapshot_then t ON t.id = n.id
                       AND n.row->'create_date' IS NOT DISTINCT FROM t.row->'create_date'
                 WHERE t.id IS NULL;
                ANALYZE customer_snapshot_found
                """,
                names=names,
                ranks=list(RANKS),
                companies=companies,
            )
        )

    def _store_found(self):
        """Store as many as are listed, what was deleted first.

        :return: {kind: count} of all
        """
        counts = dict.fromkeys(("changed", "deleted", "new"), 0)
        counts.update(
            self.env.execute_query(
                SQL("SELECT kind, count(*) FROM customer_snapshot_found GROUP BY 1")
            )
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO customer_snapshot_difference
                       (comparison_id, kind, partner_id, res_id, top, name, customer, field_name,
                        old_value, new_value, old, new)
                SELECT %s, f.kind, CASE WHEN f.kind <> 'deleted' THEN f.id END, f.id, f.top,
                       coalesce(own_now.row, own_then.row)->>'name',
                       coalesce(top_now.name, top_then.row->>'name'), f.field, f.old, f.new,
                       CASE f.kind WHEN 'deleted' THEN f.old->>'name' ELSE f.old #>> '{}' END,
                       CASE f.kind WHEN 'new' THEN own_now.row->>'name' ELSE f.new #>> '{}' END
                  FROM customer_snapshot_found f
             LEFT JOIN customer_snapshot_now own_now ON own_now.id = f.id AND f.kind <> 'deleted'
             LEFT JOIN customer_snapshot_then own_then ON own_then.id = f.id
             LEFT JOIN customer_snapshot_then top_then ON top_then.id = f.top
             LEFT JOIN res_partner top_now ON top_now.id = f.top
              ORDER BY array_position(ARRAY['deleted', 'changed', 'new'], f.kind), f.top, f.id
                 LIMIT %s
                """,
                self.id,
                LIMIT,
            )
        )
        return counts
