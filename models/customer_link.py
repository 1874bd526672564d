from collections import defaultdict

from odoo import SUPERUSER_ID, api, models

from .customer_bisect import bisected, reason_of
from .marker import Marker

# what linking itself writes is not looked at again
LINKING = Marker("customer_linking")
# nobody is told of each record
QUIET = {"mail_auto_subscribe_no_notify": True, "mail_activity_quick_update": True}
# a new customer is told of by its operation
UNLOGGED = {"mail_create_nolog": True, "mail_create_nosubscribe": True}


class CustomerLink(models.AbstractModel):
    """The service of the operations that link records to customers. ``values`` of a line are
    ``{"model", "id", "field", "old", "new"}``; ``create`` are those of a customer that is to be
    made first, ``made`` what it was like afterwards."""

    _inherit = "customer.link"

    @api.model
    def _line(self, record, field, target, **values):
        """Values of the line of an operation that links ``record`` to ``target``."""
        return {
            "partner_id": target.id,
            "subject": record.display_name,
            "values": {
                "model": record._name,
                "id": record.id,
                "field": field,
                "old": _raw(record[field]),
                "new": _raw(target),
                **values,
            },
        }

    def _do(self, lines):
        states = {}
        for (model, field), group in lines.grouped(
            lambda line: (line.values["model"], line.values["field"])
        ).items():
            states.update(self._do_group(model, field, group))
        self.env["customer.operation"]._set_lines(states)

    def _do_group(self, model, field, lines):
        Operation = self.env["customer.operation"]
        going, states = self._able(model, field, lines, "old")
        states |= self._make_customers(going)
        line_of = {i: line.id for i, line in going.items() if line.id not in states}
        for table, column, own in self._rows(model, field, line_of):
            Operation._remember_rows(table, column, own)
        by_new = defaultdict(list)
        for res_id in line_of:
            by_new[going[res_id].values["new"]].append(res_id)
        failed = {}

        def write(groups):
            for new, ids in groups:
                self._model(model).browse(ids).write({field: new})
            self.env.flush_all()

        single = [(new, [one]) for new, ids in by_new.items() for one in ids]
        groups = list(by_new.items()) if len(by_new) < len(single) else single
        bisected(
            self.env,
            groups,
            write,
            lambda one, error: failed.update(dict.fromkeys(one[0][1], reason_of(error))),
        )
        for res_id, line_id in line_of.items():
            reason = failed.get(res_id)
            states[line_id] = ("failed", reason) if reason else ("done", False)
        if line_of:
            Operation._journal_rows()
        self._fingerprint(going, states)
        return states

    def _model(self, model):
        """The model as whoever asks may change it."""
        records = LINKING.on(self.env[model]).with_context(active_test=False, **QUIET)
        return records if self.env.uid == SUPERUSER_ID else records.sudo(False)

    def _able(self, model, field, lines, expected):
        """Lines whose record can be changed now, by its id; states of the others.

        :param expected: what the field must have: that of ``values`` with this name
        """
        if model not in self.env or field not in self.env[model]._fields:
            gone = self.env._("Such records are not installed any more.")
            return {}, {line.id: ("blocked", gone) for line in lines}
        records = self._model(model).browse(line.values["id"] for line in lines).exists()
        there = {record.id: record for record in records}
        allowed = set(records._filtered_access("write").ids)
        obstacles = self.env["customer.link.obstacle"]._obstacles(records, field)
        going, states = {}, {}
        for line in lines:
            res_id = line.values["id"]
            reason = obstacles.get(res_id)
            if res_id not in there:
                reason = self.env._("The record is not there any more.")
            elif res_id not in allowed:
                reason = self.env._("You may not change this record.")
            elif not reason and expected == "old":
                reason = self._mismatch(there[res_id], field, line, going)
            if reason:
                states[line.id] = ("blocked", reason)
            else:
                going[res_id] = line
        return going, states

    def _mismatch(self, record, field, line, going):
        """Why ``record`` can't get what ``line`` says; or ``False``."""
        record = record.sudo()
        if _raw(record[field]) != line.values["old"] or record.id in going:
            return self.env._("It has been changed meanwhile.")
        target = line.partner_id
        if line.values.get("create") or record._fields[field].type != "many2one":
            return False
        if not target or not target.active or target.customer_merged_into_id:
            return self.env._("The customer is not there any more.")
        if (
            "company_id" in record._fields
            and target.company_id
            and target.company_id != record.company_id
        ):
            return self.env._("The customer belongs to another company.")
        return False

    # -- customers that are made first -----------------------------------------------------

    def _make_customers(self, going):
        """Make the customers of lines that want it, each once; states of those that can't be."""
        wanted = defaultdict(list)
        for line in going.values():
            if vals := line.values.get("create"):
                wanted[tuple(sorted(vals.items()))].append(line)
        states = {}
        bisected(
            self.env,
            list(wanted.values()),
            self._create_customers,
            lambda one, error: states.update(
                {line.id: ("failed", reason_of(error)) for own in one for line in own}
            ),
        )
        return states

    def _create_customers(self, groups):
        """Make a customer for each of ``groups``, lines that say the same."""
        Partner = self._model("res.partner").with_context(**UNLOGGED)
        partners = Partner.create(
            [{**own[0].values["create"], "customer_rank": 1} for own in groups]
        )
        self.env.flush_all()
        for own, partner in zip(groups, partners, strict=True):
            for line in own:
                line.partner_id = partner
                line.values = {**line.values, "new": partner.id, "made": partner.id}

    def _fingerprint(self, going, states):
        """Keep what the customers that were made are like, after the records have got them."""
        made = [line for line in going.values() if line.values.get("made")]
        made = [line for line in made if states[line.id][0] == "done"]
        prints = self.env["customer.intake.service"]._fingerprints(
            {line.values["made"] for line in made}
        )
        for line in made:
            line.values = {**line.values, "print": prints.get(line.values["made"])}

    # -- undo ------------------------------------------------------------------------------

    def _undo(self, lines):
        """Give the records back whom they had; what was undone is not found again."""
        Operation, merge = self.env["customer.operation"], self.env["customer.merge"]
        able, states = lines.browse(), {}
        for (model, field), group in lines.grouped(
            lambda line: (line.values["model"], line.values["field"])
        ).items():
            going, stay = self._able(model, field, group, "new")
            states |= {line_id: ("done", reason) for line_id, (_state, reason) in stay.items()}
            able |= lines.browse(line.id for line in going.values())
        conflicts = merge._without_derived(Operation._restore(able))
        for line in able:
            line.conflicts = conflicts.get(line.id) or False
            states[line.id] = ("undone", merge._told_conflicts(conflicts.get(line.id)))
        Operation._set_lines(states)
        self._forget_made(able)
        self.env["customer.link.suggestion"].sudo()._dismiss_undone(able)
        ids = [line.values["id"] for line in able if line.values["model"] == "res.partner"]
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        partners.browse(ids).exists()._customer_settle(None)

    def _forget_made(self, lines):
        """Take away the customers that ``lines`` made and that no other line uses."""
        made = {line.partner_id.id: line for line in lines if line.values.get("print")}
        used = (
            self.env["customer.operation.line"]
            .sudo()
            .search(
                [
                    ("operation_id", "in", lines.operation_id.ids),
                    ("partner_id", "in", [i for i in made if i]),
                    ("state", "=", "done"),
                ]
            )
        )
        going = made.keys() - {False, *used.partner_id.ids}
        prints = {i: made[i].values["print"] for i in going}
        kept, archived = self.env["customer.intake.service"]._unmake(prints)
        for i, reason in {**kept, **archived}.items():
            if not made[i].reason:
                made[i].reason = reason

    # -- rows ------------------------------------------------------------------------------

    def _rows(self, model, field, line_of):
        """What a change of the field changes: (table, column, {value: line id})."""
        if not line_of:
            return
        Model = self.env[model]
        if model == "res.partner":
            yield "res_partner", "id", self._with_family(line_of)
            return
        yield Model._table, "id", line_of
        told = {(Model._table, "id")}
        dependent = {f.model_name for f in self.pool.get_dependent_fields(Model._fields[field])
                     if f.store} | CARRIERS.get(model, set())  # fmt: skip
        for name in sorted(dependent - {model, "res.partner"}):
            for other in self.env[name]._fields.values():
                key = (self.env[name]._table, other.name)
                if (
                    other.type == "many2one"
                    and other.store
                    and other.comodel_name == model
                    and key not in told
                ):
                    told.add(key)
                    yield *key, line_of


# models whose records are written along in code, not by a dependency
CARRIERS = {
    "account.bank.statement.line": {"account.move", "account.move.line"},
    "account.move": {"account.move.line"},
}


def _raw(value):
    """A value as the line of an operation keeps it."""
    return value.id if isinstance(value, models.BaseModel) else value
