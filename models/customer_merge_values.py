import json
from collections import defaultdict

from odoo import api, models, tools
from odoo.tools import SQL

from ..engine.merge import Member, survive
from .customer_merge_precheck import _above
from .night_fields import NIGHT_FIELDS

# what identifies a record, follows from others, or is the master's by definition
OWN = {
    "id", "active", "company_id", "create_uid", "create_date", "write_uid", "write_date",
    "message_bounce", "color", "customer_merged_into_id", "commercial_partner_id",
    "properties_base_definition_id",
}  # fmt: skip


class CustomerMerge(models.AbstractModel):
    """Values of the survivor, and everything on contacts that follows from a merge."""

    _inherit = "customer.merge"

    @api.model
    @tools.ormcache(cache="stable")
    def _value_fields(self) -> tuple[str, ...]:
        """Stored fields of contacts whose value one of the members gives."""
        derived = set(self._derived_fields())
        summed = set(self._summed_fields())
        return tuple(
            name
            for name, field in self.env["res.partner"]._fields.items()
            if field.store
            and field.column_type
            and name not in OWN | NIGHT_FIELDS | derived | summed
            and not name.startswith(("customer_rule_", "customer_approval_"))
        )

    @api.model
    @tools.ormcache(cache="stable")
    def _summed_fields(self) -> tuple[str, ...]:
        """Numbers of contacts that grow by those of the merged ones, as other addons tell."""
        names = self.env["base.partner.merge.automatic.wizard"]._get_summable_fields()
        known = self.env["res.partner"]._fields
        return tuple(n for n in names if n in known and known[n].store and known[n].column_type)

    # -- which value survives --------------------------------------------------------------

    def _survivors_values(self, groups):
        """What survives in each group.

        :return: ({line id: {field: engine.merge.Kept}}, {member id: its raw row})
        """
        members = list(self._lines_of(groups))
        rows = dict(
            self.env.execute_query(
                SQL("SELECT id, to_jsonb(p) FROM res_partner p WHERE id = ANY(%s)", members)
            )
        )
        rules = self.env["customer.survivorship.rule"]._engine_rules(self._value_fields())
        sources = defaultdict(set)
        if any(rule.strategy == "trusted" for rule in rules):
            for res_id, module in self.env.execute_query(
                SQL(
                    """SELECT res_id, module FROM ir_model_data
                        WHERE model = 'res.partner' AND res_id = ANY(%s)""",
                    members,
                )
            ):
                sources[res_id].add(module)
        kept = {
            group.line: survive(
                [
                    Member(m, rows[m], rows[m]["write_date"] or "", frozenset(sources[m]))
                    for m in group.members
                ],
                rules,
                group.chosen,
            )
            for group in groups
        }
        self._check_parents_of(groups, kept, rows)
        return kept, rows

    def _check_parents_of(self, groups, kept, rows):
        """Leave the survivor's own parent where another one would make a loop."""
        new = {g.master: kept[g.line]["parent_id"].value for g in groups}
        new = {m: p for m, p in new.items() if p and p != rows[m]["parent_id"]}
        if not new:
            return
        becomes = {s: g.master for g in groups for s in g.sources}
        parents = self._parents({*new, *new.values(), *becomes.values()})
        for group in groups:
            if group.master in new:
                before = parents.get(group.master)
                parents[group.master] = new[group.master]
                if group.master in _above(group.master, parents, becomes):
                    parents[group.master] = before
                    del kept[group.line]["parent_id"]

    def _changed_values(self, groups, kept, rows):
        """{survivor id: {column: value}} of the values that differ from its own."""
        commercial = set(self.env["res.partner"]._commercial_fields())
        becomes = {s: g.master for g in groups for s in g.sources}
        changed = {}
        for group in groups:
            own = rows[group.master]
            values = {
                name: choice.value
                for name, choice in kept[group.line].items()
                if choice.value != own[name] and (choice.value or own[name])
            }
            if values.get("parent_id"):
                values["parent_id"] = becomes.get(values["parent_id"], values["parent_id"])
            if own["parent_id"] and not values.get("is_company", own["is_company"]):
                # a contact has these from its company
                values = {n: v for n, v in values.items() if n not in commercial}
            if values:
                changed[group.master] = values
        return changed

    # -- storing ---------------------------------------------------------------------------

    def _settle_values(self, groups, rows):
        """Write the surviving values, archive the sources, and bring what follows up to date.

        :param rows: tuples (source, survivor, line)
        """
        Operation = self.env["customer.operation"]
        kept, before = self._survivors_values(groups)
        changed = self._changed_values(groups, kept, before)
        self._add_sums(rows)
        lines = self._lines_of(groups)
        below = self._below([group.master for group in groups], lines)
        Operation._remember_rows("res_partner", "id", {**below, **lines})
        masters = {group.master: group.line for group in groups}
        for table in ASSIGNED_TABLES:
            Operation._remember_rows(table, "partner_id", masters)
        Operation._write_rows("res_partner", changed)
        self.env.cr.execute(
            SQL(
                """UPDATE res_partner p SET active = false, customer_merged_into_id = m.dst,
                          write_uid = %s, write_date = now() AT TIME ZONE 'utc'
                     FROM customer_merge_map m WHERE p.id = m.src""",
                self.env.uid,
            )
        )
        self.env.invalidate_all(flush=False)
        self._settle_derived(groups, changed, below)
        Operation._journal_rows(ignored=self._summed_fields())

    def _add_sums(self, rows):
        """Add the sources' numbers to the survivor's; journaled as what was added, since they
        go on growing."""
        names = self._summed_fields()
        if not names:
            return
        sums = self.env.execute_query(
            SQL(
                """SELECT m.dst, min(m.line), %s FROM customer_merge_map m
                     JOIN res_partner p ON p.id = m.src GROUP BY m.dst""",
                SQL(", ").join(SQL("sum(coalesce(p.%s, 0))", SQL.identifier(n)) for n in names),
            )
        )
        added = [
            (master, line, {n: v for n, v in zip(names, row, strict=True) if v})
            for master, line, *row in sums
        ]
        added = [(master, line, grown) for master, line, grown in added if grown]
        if not added:
            return
        self.env.cr.execute(
            SQL(
                """
                WITH added AS (
                    SELECT * FROM unnest(%(lines)s::int[], %(ids)s::int[], %(new)s::jsonb[])
                               AS a(line, id, new)
                ), told AS (
                    INSERT INTO customer_operation_value (line, "table", row_id, op, new)
                    SELECT line, 'res_partner', id, 'a', new FROM added
                )
                UPDATE res_partner p SET %(sets)s FROM added WHERE p.id = added.id
                """,
                lines=[line for _id, line, _new in added],
                ids=[master for master, _line, _new in added],
                new=[json.dumps(grown) for _id, _line, grown in added],
                sets=SQL(", ").join(
                    SQL(
                        "%(n)s = coalesce(p.%(n)s, 0) + coalesce((added.new->>%(k)s)::numeric, 0)",
                        n=SQL.identifier(name),
                        k=name,
                    )
                    for name in names
                ),
            )
        )

    def _below(self, masters, lines):
        """{id of a contact below a survivor: line id}."""
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    WITH RECURSIVE down AS (
                        SELECT id, line FROM unnest(%s::int[], %s::int[]) AS m(id, line)
                         UNION SELECT p.id, down.line
                                 FROM res_partner p JOIN down ON p.parent_id = down.id
                    ) SELECT id, line FROM down WHERE NOT id = ANY(%s)
                    """,
                    masters,
                    [lines[master] for master in masters],
                    list(lines),
                )
            )
        )


ASSIGNED_TABLES = (
    "customer_category_res_partner_rel",
    "customer_category_rule_res_partner_rel",
    "res_partner_res_partner_category_rel",
    "customer_tag_rule_res_partner_rel",
)
