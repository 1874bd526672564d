import json
from collections import Counter, defaultdict

from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_list

from .customer_operation_preview import html_list

NAMED = 10  # customers that the preview names
PREVIEWED = 2000  # customers that it counts


class CustomerRestore(models.AbstractModel):
    """The service that gives customers values of a snapshot back, or makes them anew.

    The values of a line hold ``id`` and ``name`` of the contact as the snapshot has them, and
    ``set``, raw values by column or part, or ``row``, all of a contact that was deleted.
    """

    _name = "customer.restore"
    _inherit = "customer.operation.values"
    _description = "Restoring from a Snapshot"

    # -- planning --------------------------------------------------------------------------

    @api.model
    def _plan_restore(self, differences):
        """An operation, not done yet, that takes ``differences`` back."""
        comparison = differences.comparison_id
        if len(comparison) > 1:
            raise UserError(self.env._("Please choose differences of one comparison at a time."))
        lines = {}
        for id_, name, partner, field, old in self._found(differences):
            line = lines.setdefault(
                id_, {"partner_id": partner, "values": {"id": id_, "name": name}}
            )
            if field:
                line["values"].setdefault("set", {}).update(self._decoded({field: old}))
            else:
                line["values"]["row"] = self._decoded(old)
        operation = self._plan(
            "restore",
            self.env._("Restored from the snapshot of %s", comparison.snapshot_id.display_name),
            list(lines.values()),
        )
        operation.customer_count = len(lines)
        differences.sudo().operation_id = operation
        return operation

    def _found(self, differences):
        """Raw rows, customers before their contact persons: the ORM takes no value for False."""
        return self.env.execute_query(
            SQL(
                """SELECT res_id, name, partner_id, field_name, old_value
                     FROM customer_snapshot_difference WHERE id = ANY(%s)
                 ORDER BY res_id <> top, res_id""",
                list(differences.ids),
            )
        )

    def _decoded(self, values):
        """Values with JSON in place of the text that the snapshot has for it."""
        columns = self.env["customer.snapshot"]._columns()
        return {
            name: json.loads(value) if value and columns.get(name) == "jsonb" else value
            for name, value in values.items()
        }

    # -- preview ---------------------------------------------------------------------------

    def _preview(self, operation):
        """What restoring would do, as HTML."""
        lines = operation.line_ids.sudo()
        told = []
        if len(lines) > PREVIEWED:
            told.append(self.env._("This is counted on the first %s customers.", PREVIEWED))
            lines = lines[:PREVIEWED]
        fields_, created, notes = Counter(), [], Counter()
        checked = self._checked_values(lines, self._ids_of(lines))
        for line in lines:
            values, left = checked[line.id]
            notes.update(left)
            if "row" in line.values:
                created.append(line.values["name"] or "")
            else:
                fields_.update(self._label(name) for name in values)
        blocked = Counter(self._blocked(lines).values())
        told += [
            self.env._("%(what)s (%(count)s)", what=what, count=count)
            for what, count in [*blocked.items(), *notes.items()]
        ]
        if created:
            told.append(
                self.env._(
                    "Pictures, messages, activities, followers, files, users and documents of "
                    "deleted customers can't come back."
                )
            )
        return (
            html_list(self.env._("Please note"), told)
            + html_list(
                self.env._("Values that come back"),
                [
                    self.env._("%(what)s: %(count)s", what=what, count=count)
                    for what, count in fields_.most_common()
                ],
            )
            + self._preview_created(created)
        )

    def _preview_created(self, names):
        if not names:
            return Markup("")
        shown = names[:NAMED]
        if len(names) > NAMED:
            shown = [*shown, self.env._("and %s more", len(names) - NAMED)]
        return html_list(self.env._("Made anew: %s", len(names)), shown)

    def _label(self, name):
        field = self.env["res.partner"]._fields.get(name)
        if field:
            return field._description_string(self.env)
        return self.env._("External IDs") if name == "external_ids" else name

    # -- what is possible ------------------------------------------------------------------

    def _blocked(self, lines):
        """Reasons by line id, for those that can't be restored at all."""
        partners = lines.partner_id
        allowed = set(partners.sudo(False)._filtered_access("write").ids)
        reasons = {}
        for line in lines:
            if "row" in line.values:
                continue
            if not line.partner_id:
                reasons[line.id] = self.env._("Deleted meanwhile; please compare again.")
            elif line.partner_id.id not in allowed:
                reasons[line.id] = self.env._("You may not change this customer.")
            elif line.partner_id.customer_merged_into_id:
                reasons[line.id] = self.env._("Merged meanwhile; please undo the merge instead.")
        return {**reasons, **self._blocked_rows(lines)}

    def _blocked_rows(self, lines):
        rows = {line.values["id"]: line for line in lines if "row" in line.values}
        if not rows:
            return {}
        there = self.env.execute_query(
            SQL(
                """SELECT id, to_jsonb(create_date) FROM res_partner WHERE id = ANY(%s)""",
                list(rows),
            )
        )
        reasons = {
            rows[id_].id: self.env._("This customer is there again already.")
            for id_, created in there
            if created == rows[id_].values["row"].get("create_date")
        }
        companies = set(self.env.user.company_ids.ids)
        may_create = self.env["res.partner"].sudo(False).has_access("create")
        for line in rows.values():
            company = line.values["row"].get("company_id")
            if not may_create or (company and company not in companies):
                reasons[line.id] = self.env._("You may not change this customer.")
        return reasons

    def _may_write(self, name):
        """Whether the user may write a field of contacts."""
        partners = self.env["res.partner"].sudo(False)
        field = partners._fields.get(name)
        if field and field.type == "one2many":
            Access = partners.env["customer.access"]
            if name == "bank_ids" and Access._guarded() and not Access._reach("bank"):
                return False
            return partners.env[field.comodel_name].has_access("write")
        return not field or partners._has_field_access(field, "write")

    # -- doing -----------------------------------------------------------------------------

    def _do(self, lines):
        """Restore ``lines``, each of which ends as done, blocked or failed."""

        def failed(line, reason):
            self.env["customer.operation"]._set_lines({line.id: ("failed", reason)})

        self.env["customer.merge"]._bisected(lines, self._do_batch, failed)

    def _do_batch(self, lines):
        Operation = self.env["customer.operation"]
        blocked = self._blocked(lines)
        states = {line: ("blocked", reason) for line, reason in blocked.items()}
        lines = lines.filtered(lambda line: line.id not in blocked)
        if lines:
            notes = self._restore_lines(lines)
            states.update({line.id: ("done", self._told(notes[line.id])) for line in lines})
        Operation._set_lines(states)

    def _told(self, notes):
        return format_list(self.env, list(dict.fromkeys(notes))) if notes else False

    def _restore_lines(self, lines):
        """Write what ``lines`` hold, journal it, and bring everything that follows up to date.

        :return: {line id: notes on what was left}
        """
        Operation = self.env["customer.operation"]
        ids = self._ids_of(lines)
        line_of = {id_: line for line, id_ in ids.items()}
        self._lock(list(line_of))
        there = {line.partner_id.id: line.id for line in lines if line.partner_id}
        Operation._remember_rows("res_partner", "id", {**self._with_family(there), **line_of})
        for part in self.env["customer.snapshot"]._parts():
            Operation._remember_rows(part.table, part.owner, line_of)
        checked = self._checked_values(lines, ids)
        notes = defaultdict(list, {line: list(left) for line, (_v, left) in checked.items()})
        created = lines.filtered(lambda line: "row" in line.values)
        columns = self.env["customer.snapshot"]._columns()
        values = {
            line.id: {n: v for n, v in checked[line.id][0].items() if n in columns}
            for line in lines
        }
        self._keep_other_companies(lines - created, values)
        self._insert(created, ids, values)
        Operation._write_rows(
            "res_partner",
            {ids[line.id]: values[line.id] for line in lines - created if values[line.id]},
        )
        self.env.invalidate_all(flush=False)
        self._restore_parts(lines, ids, checked, notes)
        self._settle_restored(lines, ids, {name for own in values.values() for name in own})
        Operation._journal_rows()
        self._note_restored(lines, ids)
        return notes

    def _lock(self, ids):
        self.env.cr.execute(
            SQL(
                "SELECT id FROM res_partner WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE",
                sorted(ids),
            )
        )

    def _note_restored(self, lines, ids):
        """A note on each customer; nobody gets a mail."""
        partners = self.env["res.partner"].sudo().browse(ids.values())
        names = {line.id: line.operation_id.name for line in lines}
        partners._message_log_batch({id_: names[line] for line, id_ in ids.items()})
