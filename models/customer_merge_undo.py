from odoo import models
from odoo.tools import SQL, format_list

from .night_fields import NIGHT_FIELDS

NAMED = 5  # fields that a sentence about conflicts names


class CustomerMerge(models.AbstractModel):
    """Undoing merges: the latest one of a customer first, values changed since left as they are."""

    _inherit = "customer.merge"

    def _undo(self, lines):
        """Undo ``lines``, each of which ends as undone, or stays done with the reason."""

        def failed(line, reason):
            line.sudo().reason = reason

        self._bisected(lines, self._undo_batch, failed)

    def _undo_batch(self, lines):
        groups = self._groups(lines)
        self._lock(groups)
        refused = {**self._merged_later(groups), **self._check_undo(groups)}
        groups = [group for group in groups if group.line not in refused]
        Operation = self.env["customer.operation"]
        states = {line: ("done", reason) for line, reason in refused.items()}
        if groups:
            moved = self._moved_tables(groups)
            undone = lines.browse([group.line for group in groups])
            conflicts = self._without_derived(Operation._restore(undone))
            self._refresh_keys(groups)
            self._note_undone(groups)
            self.env.flush_all()
            if moved & {"ir_model_data", "ir_default"}:
                self.env.registry.clear_cache()
            for line in undone:
                line.sudo().conflicts = conflicts.get(line.id) or False
                states[line.id] = ("undone", self._told_conflicts(conflicts.get(line.id)))
        Operation._set_lines(states)

    def _without_derived(self, conflicts):
        """Conflicts in what people have changed; what follows from it is made anew."""
        derived = NIGHT_FIELDS.union(self._derived_fields())
        partners = {
            c["row"] for own in conflicts.values() for c in own if c["table"] == "res_partner"
        }
        if partners:
            self._recompute(partners)
        told = {
            line: [c for c in own if c["table"] != "res_partner" or c["column"] not in derived]
            for line, own in conflicts.items()
        }
        return {line: own for line, own in told.items() if own}

    def _check_undo(self, groups):
        return {
            line: self.env._("You may not change all of these customers.")
            for line in self._check_access(groups)
        }

    def _merged_later(self, groups):
        """Reasons for those whose customers were merged again since."""
        lines = self._lines_of(groups)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT used.partner, used.line, o.name
                  FROM (SELECT partner_id AS partner, id AS line FROM customer_operation_line
                         WHERE partner_id = ANY(%(ids)s)
                         UNION ALL SELECT partner_id, line_id
                                     FROM customer_operation_line_source_rel
                                    WHERE partner_id = ANY(%(ids)s)) used
                  JOIN customer_operation_line l ON l.id = used.line AND l.state = 'done'
                  JOIN customer_operation o ON o.id = l.operation_id AND o.kind = 'merge'
                """,
                ids=list(lines),
            )
        )
        undone = set(lines.values())
        return {
            lines[partner]: self.env._("Merged again since; please undo “%s” first.", name)
            for partner, line, name in rows
            if line > lines[partner] and line not in undone
        }

    def _told_conflicts(self, conflicts):
        """A sentence on values that were left as they are, or nothing."""
        if not conflicts:
            return False
        labels = dict.fromkeys(self._conflict_label(conflict) for conflict in conflicts)
        return self.env._(
            "%(count)s values were changed or deleted since and stay as they are: %(what)s",
            count=len(conflicts),
            what=format_list(self.env, list(labels)[:NAMED]),
        )

    def _conflict_label(self, conflict):
        """Names of the kind of record and of the field, as people know them."""
        models_, relations = self._models_by_table()
        table, column = conflict["table"], conflict["column"]
        model = models_.get(table) or relations.get((table, column))
        if not model:
            return table
        label = self.env["ir.model"]._get(model).name
        field = self.env[model]._fields.get(column)
        return f"{label}: {field._description_string(self.env)}" if field else label
