from collections import defaultdict

from odoo import api, models, tools
from odoo.tools import SQL


class CustomerMerge(models.AbstractModel):
    """Stored values of contacts that follow from others.

    Only those: documents keep the price list, terms and addresses that they were made with.
    """

    _inherit = "customer.merge"

    @api.model
    @tools.ormcache(cache="stable")
    def _derived_fields(self) -> tuple[str, ...]:
        """Stored fields of contacts that nobody types, with those that come from categories."""
        dimensions = set(self.env["customer.dimension"]._partner_fields().values())
        return tuple(
            name
            for name, field in self.env["res.partner"]._fields.items()
            if field.store
            and field.compute
            and field.column_type
            and (field.readonly or name in dimensions)
        )

    def _following(self, names):
        """Derived fields that follow, at once or through each other, from the fields ``names``."""
        depends = self.env.registry.field_depends
        fields = self.env["res.partner"]._fields
        ahead = {
            name: {path.split(".")[0] for path in depends.get(fields[name], ())}
            | {path.split(".")[-1] for path in depends.get(fields[name], ())}
            for name in self._derived_fields()
        }
        found, grown = set(), set(names)
        while new := {n for n, first in ahead.items() if n not in found and first & grown}:
            found |= new
            grown |= new
        return found

    def _settle_derived(self, groups, changed, below):
        """Bring derived fields of the survivors, the sources and all below up to date.

        :param changed: {survivor id: {column: value}}
        """
        Partner = self.env["res.partner"].sudo().with_context(active_test=False)
        moved = self._moved_tables(groups)
        dimensions = set(self.env["customer.dimension"]._partner_fields().values())
        to_do = defaultdict(set)  # fields that change -> ids
        for group in groups:
            to_do[frozenset(changed.get(group.master, ()))].add(group.master)
        if below:
            to_do[frozenset({"parent_id", "name"})] |= below.keys()
        if "res_users" in moved:
            to_do[frozenset({"user_ids"})] |= self._lines_of(groups).keys()
        for names, ids in to_do.items():
            for name in self._following(names) - dimensions:
                self.env.add_to_compute(Partner._fields[name], Partner.browse(ids))
        self.env.flush_all()
        masters = Partner.browse(group.master for group in groups)
        self._sync_commercial(masters)
        masters._customer_assign()
        self.env.flush_all()
        self._settle_dimensions(masters.ids)
        self.env.invalidate_all(flush=False)

    def _recompute(self, ids):
        """Make all derived fields of some contacts anew."""
        dimensions = set(self.env["customer.dimension"]._partner_fields().values())
        partners = self.env["res.partner"].sudo().with_context(active_test=False).browse(ids)
        partners = partners.exists()
        for name in set(self._derived_fields()) - dimensions:
            self.env.add_to_compute(partners._fields[name], partners)
        self.env.flush_all()
        self._settle_dimensions(partners.ids)
        self.env.invalidate_all(flush=False)

    def _settle_dimensions(self, ids):
        for dimension, name in self.env["customer.dimension"]._partner_fields().items():
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE res_partner p SET %(name)s = now.category
                      FROM (SELECT p.id, (SELECT c.id FROM customer_category_res_partner_rel r
                                            JOIN customer_category c ON c.id = r.category_id
                                           WHERE r.partner_id = p.id AND c.dimension_id = %(dim)s
                                           LIMIT 1) AS category
                              FROM res_partner p WHERE p.id = ANY(%(ids)s)) now
                     WHERE p.id = now.id AND p.%(name)s IS DISTINCT FROM now.category
                    """,
                    name=SQL.identifier(name),
                    dim=dimension,
                    ids=ids,
                )
            )

    def _sync_commercial(self, masters):
        """Contacts have the commercial values of their company, as core keeps it."""
        fields = masters._fields
        columns = [
            SQL.identifier(name)
            for name in masters._commercial_fields()
            if fields[name].store and fields[name].column_type
        ]
        self.env.cr.execute(
            SQL(
                """
                UPDATE res_partner p SET %(sets)s
                  FROM res_partner r
                 WHERE r.id = p.commercial_partner_id AND r.id <> p.id AND r.id = ANY(%(ids)s)
                   AND p.customer_merged_into_id IS NULL
                   AND (%(own)s) IS DISTINCT FROM (%(theirs)s)
                """,
                sets=SQL(", ").join(SQL("%s = r.%s", c, c) for c in columns),
                ids=masters.ids,
                own=SQL(", ").join(SQL("p.%s", c) for c in columns),
                theirs=SQL(", ").join(SQL("r.%s", c) for c in columns),
            )
        )
