from collections import defaultdict

from odoo import models
from odoo.tools import SQL

from .customer_snapshot_content import LEFT_OUT

QUIET = {"tracking_disable": True, "mail_create_nosubscribe": True, "mail_create_nolog": True}


class CustomerRestore(models.AbstractModel):
    """Values of a snapshot against what there is now: a reference to what is gone is left out
    and told, never written."""

    _inherit = "customer.restore"

    def _checked_values(self, lines, ids):
        """What can be written of the values of ``lines``.

        :param ids: {line id: id that the contact has or will have}
        :return: {line id: (raw values by name, notes on what is left out)}
        """
        partners = self.env["res.partner"]
        known = {*self.env["customer.snapshot"]._columns()}
        known |= {part.name for part in self.env["customer.snapshot"]._parts()}
        wanted = {line.id: line.values.get("set") or line.values.get("row") for line in lines}
        created = {line.id for line in lines if "row" in line.values}
        names = {name for own in wanted.values() for name in own}
        allowed = {name for name in names if self._may_write(name)}
        ids_now = self._ids_now(lines, ids)
        exists = self._existing(wanted, ids_now)
        checked = {}
        for line, own in wanted.items():
            values, notes = {}, []
            anew = line in created
            for name, value in own.items():
                if name not in known:
                    notes.append(self.env._("%s: there is no such field any more", name))
                # what was deleted comes back whole
                elif name not in allowed and not anew:
                    notes.append(self.env._("%s: you may not change this field", self._label(name)))
                else:
                    left = self._without_missing(partners._fields.get(name), value, exists, ids_now)
                    if left != value and self._mapped(value, ids_now) != left:
                        notes.append(
                            self.env._("%s: what it was is gone meanwhile", self._label(name))
                        )
                        if not isinstance(left, list | dict):
                            continue
                    values[name] = left
            checked[line] = values, notes
        return checked

    def _mapped(self, value, ids_now):
        return ids_now.get(value, value) if isinstance(value, int) else value

    def _ids_now(self, lines, ids):
        """{id in the snapshot: id now} of the contacts that this operation made anew."""
        rows = self.env.execute_query(
            SQL(
                """SELECT (values->>'id')::int, partner_id FROM customer_operation_line
                    WHERE operation_id = ANY(%s) AND values ? 'row' AND partner_id IS NOT NULL""",
                lines.operation_id.ids,
            )
        )
        own = {line.values["id"]: ids[line.id] for line in lines if "row" in line.values}
        return {**dict(rows), **own}

    def _targets(self, field, value):
        """Ids that a raw value refers to."""
        if field is None or not value:
            return ()
        if field.type == "many2many":
            return value
        if field.type == "many2one":
            return [v for v in value.values() if v] if field.company_dependent else [value]
        return ()

    def _existing(self, wanted, ids_now):
        """{model: ids that exist} of all that the values refer to."""
        fields_ = self.env["res.partner"]._fields
        asked = defaultdict(set)
        for own in wanted.values():
            for name, value in own.items():
                if targets := self._targets(fields_.get(name), value):
                    asked[fields_[name].comodel_name].update(targets)
        found = {}
        for model, targets in asked.items():
            rows = self.env.execute_query(
                SQL(
                    "SELECT id FROM %s WHERE id = ANY(%s)",
                    SQL.identifier(self.env[model]._table),
                    list(targets),
                )
            )
            found[model] = {row[0] for row in rows}
        found.setdefault("res.partner", set()).update(ids_now)
        return found

    def _without_missing(self, field, value, exists, ids_now):
        """``value`` without references to what is gone, and with the present ids."""
        if field is None or not value:
            return value
        if field.type == "selection" and not field.company_dependent:
            return value if str(value) in field.get_values(self.env) else None
        if field.type not in ("many2one", "many2many"):
            return value
        there = exists.get(field.comodel_name, ())
        moved = ids_now if field.comodel_name == "res.partner" else {}
        if field.type == "many2many":
            return [moved.get(v, v) for v in value if v in there]
        if field.company_dependent:
            return {key: v for key, v in value.items() if not v or v in there}
        return moved.get(value, value) if value in there else None

    def _keep_other_companies(self, lines, values):
        """Let values that depend on the company be as they are in companies of others.

        :param values: {line id: {column: raw value}}, changed in place
        """
        fields_ = self.env["res.partner"]._fields
        names = sorted(
            {n for line in lines for n in values[line.id] if fields_[n].company_dependent}
        )
        if not names:
            return
        own = {str(company) for company in self.env.user.company_ids.ids}
        now = dict(
            self.env.execute_query(
                SQL(
                    "SELECT id, to_jsonb(p) FROM res_partner p WHERE id = ANY(%s)",
                    lines.partner_id.ids,
                )
            )
        )
        for line in lines:
            for name in values[line.id].keys() & set(names):
                then = values[line.id][name] or {}
                there = now[line.partner_id.id].get(name) or {}
                values[line.id][name] = {
                    **{key: value for key, value in there.items() if key not in own},
                    **{key: value for key, value in then.items() if key in own},
                } or None

    # -- other tables ----------------------------------------------------------------------

    def _restore_parts(self, lines, ids, checked, notes):
        """Give the contacts their rows of other tables back."""
        for part in self.env["customer.snapshot"]._parts():
            wanted = {
                line.id: checked[line.id][0][part.name] or []
                for line in lines
                if part.name in checked[line.id][0]
            }
            if not wanted:
                continue
            if part.target:
                self._restore_relation(part, {ids[line]: own for line, own in wanted.items()})
            elif part.name == "bank_ids":
                for line, rows in wanted.items():
                    notes[line] += self._restore_banks(ids[line], rows)
            elif part.name == "external_ids":
                self._restore_external_ids(wanted, ids, notes)
        self.env.invalidate_all(flush=False)

    def _restore_relation(self, part, wanted):
        table, owner, target = map(SQL.identifier, (part.table, part.owner, part.target))
        pairs = [(id_, value) for id_, values in wanted.items() for value in values]
        self.env.cr.execute(
            SQL(
                """
                WITH wanted AS (
                    SELECT * FROM unnest(%(owners)s::int[], %(targets)s::int[]) AS w(owner, target)
                ), gone AS (
                    DELETE FROM %(table)s t
                     WHERE t.%(owner)s = ANY(%(ids)s) AND NOT EXISTS (
                               SELECT FROM wanted w
                                WHERE w.owner = t.%(owner)s AND w.target = t.%(target)s)
                )
                INSERT INTO %(table)s (%(owner)s, %(target)s) SELECT owner, target FROM wanted
                    ON CONFLICT DO NOTHING
                """,
                owners=[pair[0] for pair in pairs],
                targets=[pair[1] for pair in pairs],
                ids=list(wanted),
                table=table,
                owner=owner,
                target=target,
            )
        )

    def _restore_banks(self, partner_id, rows):
        """Bank accounts as they were; those that came later are archived. Trust is a decision
        about an account as it is, so it is never given back.

        :return: notes
        """
        Bank = self.env["res.partner.bank"].sudo().with_context(active_test=False, **QUIET)
        now = Bank.search([("partner_id", "=", partner_id)])
        kept = Bank
        notes = []
        for row in rows:
            values = {
                name: value
                for name, value in row.items()
                if name in Bank._fields
                and name not in {"id", "sanitized_acc_number", "allow_out_payment", *LEFT_OUT}
                and self._target_exists(Bank._fields[name], value)
            }
            bank = now.filtered(
                lambda b, row=row: b.id == row["id"] or b.acc_number == row.get("acc_number")
            )[:1]
            if bank:
                bank.write({n: v for n, v in values.items() if self._raw(bank, n) != v})
            else:
                bank = Bank.create({**values, "partner_id": partner_id})
            if row.get("allow_out_payment") and not bank.allow_out_payment:
                notes.append(self.env._("Bank account %s must be trusted anew", bank.acc_number))
            kept |= bank
        if later := (now - kept).filtered("active"):
            later.active = False
            notes.append(self.env._("Bank accounts that came later are archived"))
        self.env.flush_all()
        return notes

    def _raw(self, record, name):
        return record._fields[name].convert_to_write(record[name], record)

    def _target_exists(self, field, value):
        return field.type != "many2one" or bool(self.env[field.comodel_name].browse(value).exists())

    def _restore_external_ids(self, wanted, ids, notes):
        """External ids that are gone; those that were given to another record are its own now."""
        names = {name: line for line, own in wanted.items() for name in own}
        split = [name.split(".", 1) for name in names]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO ir_model_data
                       (module, name, model, res_id, noupdate, create_uid, write_uid,
                        create_date, write_date)
                SELECT w.module, w.name, 'res.partner', w.id, TRUE, %(uid)s, %(uid)s,
                       now() AT TIME ZONE 'utc', now() AT TIME ZONE 'utc'
                  FROM unnest(%(modules)s::text[], %(names)s::text[], %(ids)s::int[])
                       AS w(module, name, id)
                    ON CONFLICT (module, name) DO NOTHING
                """,
                uid=self.env.uid,
                modules=[module for module, _name in split],
                names=[name for _module, name in split],
                ids=[ids[line] for line in names.values()],
            )
        )
        for name, id_ in self.env.execute_query(
            SQL(
                """SELECT module || '.' || name, res_id FROM ir_model_data
                    WHERE (module, name) IN %s AND model = 'res.partner'""",
                tuple(map(tuple, split)) or ((None, None),),
            )
        ):
            if id_ != ids[names[name]]:
                notes[names[name]].append(
                    self.env._("External ID %s belongs to another record now", name)
                )
        self.env.registry.clear_cache()
