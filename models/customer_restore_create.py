import json

from odoo import models
from odoo.tools import SQL

from .customer_operation_record import UNTOLD
from .night_fields import NIGHT_FIELDS


class CustomerRestore(models.AbstractModel):
    """Deleted customers made anew, what follows from restored values, and undo."""

    _inherit = "customer.restore"

    # -- making ----------------------------------------------------------------------------

    def _ids_of(self, lines):
        """{line id: id of the contact}; a deleted one gets the one it had, so that other
        systems find it, unless somebody else has it or will get it."""
        ids = {line.id: line.partner_id.id for line in lines if line.partner_id}
        rows = [line for line in lines if "row" in line.values and not line.partner_id]
        if not rows:
            return {**dict.fromkeys(lines.ids), **ids}
        [(last,)] = self.env.execute_query(SQL("SELECT last_value FROM res_partner_id_seq"))
        taken = {
            row[0]
            for row in self.env.execute_query(
                SQL(
                    "SELECT id FROM res_partner WHERE id = ANY(%s)",
                    [line.values["id"] for line in rows],
                )
            )
        }
        for line in rows:
            wanted = line.values["id"]
            if wanted in taken or wanted > last:
                [(wanted,)] = self.env.execute_query(
                    SQL("SELECT nextval('res_partner_id_seq')::int")
                )
            ids[line.id] = wanted
        return {**dict.fromkeys(lines.ids), **ids}

    def _insert(self, lines, ids, values):
        """Insert a row for each of ``lines``; their lines lead to them from now on."""
        if not lines:
            return
        rows = {ids[line.id]: {**self._required(), **values[line.id]} for line in lines}
        columns = sorted({name for row in rows.values() for name in row})
        names = [SQL.identifier(name) for name in ("id", *columns)]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO res_partner (%s, write_uid, write_date)
                SELECT %s, %s, now() AT TIME ZONE 'utc'
                  FROM unnest(%s::jsonb[]) AS w(row)
                 CROSS JOIN LATERAL jsonb_populate_record(NULL::res_partner, w.row) r
                """,
                SQL(", ").join(names),
                SQL(", ").join(SQL("r.%s", name) for name in names),
                self.env.uid,
                [json.dumps({**row, "id": id_}) for id_, row in rows.items()],
            )
        )
        for line in lines:
            line.partner_id = ids[line.id]
        self.env.flush_all()

    def _required(self):
        """Values of columns that can't be empty, for those that the snapshot doesn't have."""
        partners = self.env["res.partner"]
        names = [
            row[0]
            for row in self.env.execute_query(
                SQL(
                    """SELECT attname FROM pg_attribute
                        WHERE attrelid = 'res_partner'::regclass AND attnum > 0 AND attnotnull
                          AND NOT atthasdef AND NOT attisdropped"""
                )
            )
            if row[0] in partners._fields
        ]
        return partners.default_get(names)

    # -- what follows ----------------------------------------------------------------------

    def _settle_restored(self, lines, ids, names):
        """Check the restored contacts, and bring everything that follows up to date."""
        merge = self.env["customer.merge"]
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        partners = partners.browse(ids.values())
        if "parent_id" in names:
            # a loop must be found before anything goes along it
            partners._validate_fields(["parent_id"])
        below = merge._below(partners.ids, {id_: line for line, id_ in ids.items()})
        merge._recompute([*ids.values(), *below])
        merge._sync_commercial(partners.commercial_partner_id)
        self.env.invalidate_all(flush=False)
        partners._customer_assign()
        self.env.flush_all()
        merge._settle_dimensions(partners.ids)
        self.env.invalidate_all(flush=False)
        partners._validate_fields(names)
        self._settle(lines)
        self.env.flush_all()

    # -- undo ------------------------------------------------------------------------------

    def _undo(self, lines):
        """Take restored values back, and remove what was made anew, unless it is used."""

        def failed(line, reason):
            line.reason = reason

        created = lines.filtered(lambda line: "row" in line.values)
        merge = self.env["customer.merge"]
        # values may refer to what was made anew, so they go first
        merge._bisected(lines - created, super()._undo, failed)
        if any("external_ids" in (line.values.get("set") or ()) for line in lines):
            self.env.registry.clear_cache()
        return merge._bisected(created, self._undo_created, failed)

    def _undo_created(self, created):
        allowed = self._allowed(created.filtered("partner_id"))
        allowed |= created.filtered(lambda line: not line.partner_id)
        changed = self._changed_since(allowed)
        used = self._used(set(allowed.partner_id.ids) - changed)
        told = {
            **dict.fromkeys(changed, self.env._("Changed since, so it stays.")),
            **dict.fromkeys(used, self.env._("Something refers to it since, so it was archived.")),
        }
        states = {line.id: ("undone", told.get(line.partner_id.id, False)) for line in allowed}
        partners = allowed.partner_id.with_context(active_test=False)
        partners.filtered(lambda partner: partner.id in used).active = False
        partners.filtered(lambda partner: partner.id not in told).unlink()
        self.env["customer.operation"]._set_lines(states)

    def _changed_since(self, lines):
        """Ids of contacts among those that ``lines`` made that somebody has changed."""
        derived = [*UNTOLD, *NIGHT_FIELDS, *self.env["customer.merge"]._derived_fields()]
        rows = self.env.execute_query(
            SQL(
                """SELECT p.id FROM customer_operation_value v
                     JOIN res_partner p ON p.id = v.row_id
                    WHERE v.line = ANY(%(lines)s) AND v."table" = 'res_partner' AND v.op = 'i'
                      AND to_jsonb(p) - %(untold)s IS DISTINCT FROM v.new - %(untold)s""",
                lines=lines.ids,
                untold=derived,
            )
        )
        return {row[0] for row in rows}

    def _used(self, ids):
        """Those of ``ids`` that other records refer to, or contacts among them that stay."""
        removable = set(ids)
        while used := self._referred(removable):
            removable -= used
        return set(ids) - removable

    def _referred(self, ids):
        own = {part.table for part in self.env["customer.snapshot"]._parts()}
        # a message counts where somebody wrote it, see below
        own |= {"mail_followers", "mail_message", "bus_bus"}
        queries = [
            SQL(
                """SELECT res_id FROM mail_message WHERE model = 'res.partner'
                      AND res_id = ANY(%s) AND message_type IN ('comment', 'email')""",
                list(ids),
            )
        ]
        for column in self.env["customer.merge"]._columns() if ids else ():
            if column.table in own or column.kind == "ref":
                continue
            where = SQL("TRUE")
            if column.table == "res_partner":
                where = SQL("NOT id = ANY(%s)", list(ids))
            elif column.kind == "pair":
                where = SQL("%s = 'res.partner'", SQL.identifier(column.model_column))
            queries.append(
                SQL(
                    "SELECT %(name)s FROM %(table)s WHERE %(name)s = ANY(%(ids)s) AND %(where)s",
                    name=column.sql_name,
                    table=column.sql_table,
                    ids=list(ids),
                    where=where,
                )
            )
        return {row[0] for query in queries for row in self.env.execute_query(query)}
