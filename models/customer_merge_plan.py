from collections import Counter, defaultdict

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tools import SQL

from .customer_merge import Group
from .customer_merge_entries import HASHED, LOCKED


class CustomerOperation(models.Model):
    """Merges as operations."""

    _inherit = "customer.operation"

    @api.model
    def customer_plan_merge(self, groups):
        """Plan to merge groups of duplicates.

        :param groups: a list of dicts with ``master`` (id), ``members`` (ids, the master may be
            one of them) and perhaps ``values`` ({field name: id of the member whose value
            survives})
        :return: id of the new operation, whose lines tell which groups can't be merged and why
        :raise AccessError: the user is no data steward
        :raise ValidationError: ``groups`` is something else
        """
        self._check_kind("merge")
        groups, partial = self._planned_groups(
            [self._checked_group(group) for group in _list(groups)]
        )
        if not groups:
            raise ValidationError(self.env._("Please choose the customers to merge."))
        operation = self.sudo().create(
            {
                "name": self.env._("Merge of %s groups", len(groups)),
                "kind": "merge",
                "customer_count": sum(len(group.members) for group in groups),
                "line_ids": [
                    Command.create(
                        {
                            "partner_id": group.master,
                            "source_ids": [Command.set(group.sources)],
                            "values": group.chosen or False,
                        }
                    )
                    for group in groups
                ],
            }
        )
        if len(groups) == 1:
            operation.name = self.env._("Merge into %s", operation.line_ids.partner_id.display_name)
        operation._note_companies()
        operation._plan_blocked(partial)
        return operation.id

    def _checked_group(self, group):
        """One group as it came from outside: (master, members, values).

        :raise ValidationError: it is something else
        """
        if isinstance(group, dict):
            master, members = group.get("master"), _list(group.get("members"))
            values = group.get("values") or {}
            if (
                all(type(i) is int for i in (master, *members))
                and isinstance(values, dict)
                and all(type(i) is int for i in values.values())
            ):
                return master, members, values
        raise ValidationError(self.env._("A group of customers to merge is not readable."))

    def _planned_groups(self, groups):
        """The groups without members that are gone or that the user does not see, and the
        masters of those that have such ones that he does not see."""
        ids = {i for master, members, _values in groups for i in (master, *members)}
        there = self.env["res.partner"].browse(ids).exists()
        known = set(there._filtered_access("read").ids)
        unseen = set(there.ids) - known
        usable = set(self.env["customer.merge"]._value_fields())
        planned = []
        for master, members, values in groups:
            if master not in known:
                raise ValidationError(self.env._("The customer that was to be kept is gone."))
            sources = {i for i in members if i in known} - {master}
            chosen = {n: i for n, i in values.items() if n in usable and i in {master, *sources}}
            planned.append(Group(0, master, tuple(sorted(sources)), chosen))
        partial = {master for master, members, _values in groups if unseen & {*members}}
        return planned, partial

    def _plan_blocked(self, partial):
        merge = self.env["customer.merge"]
        blocked = merge._blocked(merge._groups(self.line_ids))
        lines = self.line_ids.filtered(lambda line: line.partner_id.id in partial)
        blocked.update(dict.fromkeys(lines.ids, merge._told_no_access()))
        self._set_lines({line: ("blocked", reason) for line, reason in blocked.items()})
        self.blocked_count = len(blocked)

    def customer_preview(self):
        """What the planned merges would do.

        :return: ``{"groups": [...]}``, each with ``line, master, members, blocked, moves,
            collisions, values, warnings``
        """
        self.ensure_one()
        self._check_kind("merge")
        self.check_access("read")
        merge = self.env["customer.merge"]
        lines = self.sudo().line_ids
        groups = [group for group in merge._groups(lines) if group.master]
        reasons = {line.id: line.reason or "" for line in lines if line.state == "blocked"}
        return {"groups": merge._preview(groups, reasons)}


def _list(value):
    return list(value) if isinstance(value, list | tuple) else []


class CustomerMerge(models.AbstractModel):
    """What a merge would do, told before it is done."""

    _inherit = "customer.merge"

    def _preview(self, groups, reasons):
        open_groups = [group for group in groups if group.line not in reasons]
        moves, collisions = self._preview_moves(open_groups)
        values = self._preview_values(open_groups)
        warnings = self._preview_warnings(open_groups)
        return [
            {
                "line": group.line,
                "master": group.master,
                "members": list(group.members),
                "blocked": reasons.get(group.line, ""),
                "moves": moves.get(group.line, []),
                "collisions": collisions.get(group.line, []),
                "values": values.get(group.line, []),
                "warnings": warnings.get(group.line, []),
            }
            for group in groups
        ]

    def _preview_moves(self, groups):
        """Rows by model that would move, and that would stay: two dicts by line id."""
        if not groups:
            return {}, {}
        self.env.flush_all()
        rows = [(source, g.master, g.line) for g in groups for source in g.sources]
        sources, survivors = [r[0] for r in rows], [r[1] for r in rows]
        self._set_map(rows)
        columns = self._columns()
        with self.env.cr.savepoint(flush=False) as savepoint:
            self._skip_beforehand(columns, sources)
            used = self._used_columns(columns, sources)
            for column in used:
                self._skip_collisions(column, sources, survivors, "customer_merge_map")
            moving, staying = defaultdict(set), defaultdict(set)
            for column in used:
                for line, left, keys in self._rows_of(column, sources):
                    # a row that refers to a source by several columns counts once
                    (staying if left else moving)[line].update(
                        (column.model, column.table, key) for key in keys
                    )
            savepoint.rollback()
        return self._labelled(moving), self._labelled(staying, kept=True)

    def _rows_of(self, column, sources):
        on = (
            SQL("t.%s = 'res.partner,' || m.src", column.sql_name)
            if column.kind == "ref"
            else SQL("t.%s = m.src", column.sql_name)
        )
        return self.env.execute_query(
            SQL(
                """SELECT m.line, NOT %s AS stays, array_agg(t.%s)
                     FROM %s t JOIN customer_merge_map m ON %s WHERE %s GROUP BY 1, 2""",
                self._not_skipped(column),
                column.sql_key,
                column.sql_table,
                on,
                self._refers(column, sources),
            )
        )

    def _labelled(self, rows, kept=False):
        return {
            line: [
                {
                    "model": model,
                    "label": self._model_label(model),
                    "count": count,
                    **(
                        {"kept": self.env._("The one of the kept customer is used.")}
                        if kept
                        else {}
                    ),
                }
                for model, count in Counter(model for model, *_row in own).most_common()
            ]
            for line, own in rows.items()
        }

    def _model_label(self, model):
        if model == "ir.model.data":
            return self.env._("External IDs")  # its own name is one for programmers
        return self.env["ir.model"]._get(model).name if model in self.env else model

    def _preview_values(self, groups):
        if not groups:
            return {}
        kept, rows = self._survivors_values(groups)
        fields_ = self.env["res.partner"]._fields
        texts = self.env["customer.survivorship.rule"]._texts(groups, kept, rows)
        return {
            group.line: [
                {
                    "field": name,
                    "label": fields_[name]._description_string(self.env),
                    "kept": texts(name, choice.value),
                    "from": choice.member or False,
                    "values": {str(m): texts(name, rows[m].get(name)) for m in group.members},
                }
                for name, choice in kept[group.line].items()
                if any(rows[m].get(name) for m in group.members)
            ]
            for group in groups
        }

    def _preview_warnings(self, groups):
        warnings = defaultdict(list)
        if not groups:
            return warnings
        if self._policy(LOCKED) != "block":
            leave = self._policy(LOCKED) == "leave"
            for line, count in self._protected_lines(groups, self._is_locked()).items():
                warnings[line].append(
                    self.env._("%s entries in a closed period stay where they are.", count)
                    if leave
                    else self.env._("%s entries in a closed period get the kept customer.", count)
                )
        if self._policy(HASHED) == "leave":
            hashed = self._protected_lines(groups, SQL("a.inalterable_hash IS NOT NULL"))
            for line, count in hashed.items():
                warnings[line].append(
                    self.env._("%s entries secured by a hash stay with the old customer.", count)
                )
        return warnings
