from odoo import api, models
from odoo.tools import SQL

from .customer_bisect import bisected
from .customer_merge_values import ASSIGNED_TABLES

# references that go with a customer and are nobody's work
OWN_TABLES = {*ASSIGNED_TABLES, "ir_model_data", "mail_followers", "customer_import_row",
              "customer_quality_issue", "customer_external_id", "customer_field_origin",
              "customer_inbound_record"}  # fmt: skip
# what the journal keeps of external ids that became known, and where they are
REGISTERED = {"ids": "ir.model.data", "links": "customer.external.id"}


class CustomerIntakeService(models.AbstractModel):
    """What came in, taken back: updated customers get their values back, new ones are deleted;
    where something refers to them already they are archived."""

    _name = "customer.intake.service"
    _description = "Undo of Intakes"
    _inherit = "customer.operation.values"

    @api.model
    def _fingerprints(self, ids) -> dict[int, str]:
        """What contacts are like, to see later whether somebody has changed them."""
        columns = [SQL.identifier(name) for name in self.env["customer.merge"]._value_fields()]
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT id, md5(ROW(%s)::text) FROM res_partner WHERE id = ANY(%s)",
                    SQL(", ").join(columns),
                    list(ids),
                )
            )
        )

    def _undo(self, lines):
        there = lines.filtered("partner_id")
        lines = (lines - there) | self._allowed(there)
        made = {line: _made(line) for line in lines}
        created = {line: own for line, own in made.items() if self._was_made(line, own)}
        # first what was changed after it was made
        result = super()._undo(lines.filtered(lambda line: line not in created))
        kept, archived = self._unmake(
            {i: print_ for own in made.values() for i, print_ in own.items()}
        )
        for name, model in REGISTERED.items():
            self.env[model].sudo().browse(
                i for line in lines for i in (line.values or {}).get(name, ())
            ).exists().unlink()
        self.env.invalidate_all()
        states = {}
        for line, own in created.items():
            reason = next((kept[i] for i in own if i in kept), "")
            reason = reason or next((archived[i] for i in own if i in archived), False)
            states[line.id] = ("done" if own.keys() & kept.keys() else "undone", reason)
        self.env["customer.operation"]._set_lines(states)
        return result

    def _was_made(self, line, own):
        """Whether the customer of ``line`` was made by it; it may be gone by now."""
        return bool(own) and (not line.partner_id or line.partner_id.id in own)

    def _unmake(self, prints):
        """Delete or archive contacts that came in.

        :param prints: {contact id: what it was like}
        :return: reasons by id of those that stay, and of those that were archived
        """
        Partner = self.env["res.partner"].sudo().with_context(active_test=False)
        now = self._fingerprints(prints)
        changed = self.env._("Changed since, so it stays.")
        kept = {i: changed for i in now if now[i] != prints[i]}
        # a customer stays with its persons
        parents = {p.id: p.parent_id.id for p in Partner.browse(now)}
        kept |= {i: changed for i in now if parents[i] in kept}
        going = [i for i in now if i not in kept]
        used = self._used(going)
        used |= {parents[i]: used[i] for i in used if parents[i] in now}
        used |= {i: used[parents[i]] for i in going if parents[i] in used}
        archived = {
            i: self.env._("Is used already (%s), so it was archived.", used[i])
            for i in going
            if i in used
        }
        failed = self._delete(Partner.browse(i for i in going if i not in used))
        archived |= dict.fromkeys(failed, self.env._("Can't be deleted, so it was archived."))
        Partner.browse(archived).action_archive()
        self._forget_states(archived)
        return kept, archived

    def _forget_states(self, ids):
        """Other systems still mean these archived customers. What they said of them is undone:
        their next message counts as news and takes the customer back from the archive."""
        self.env.cr.execute(
            SQL(
                """UPDATE customer_external_id SET archived = true, changed_on = NULL, known = NULL
                    WHERE partner_id = ANY(%s)""",
                list(ids),
            )
        )
        self.env["customer.external.id"].invalidate_model()

    def _delete(self, partners):
        """Delete contacts with their persons; ids of those that can't be."""
        failed = []

        def delete(going):
            # the persons first: a customer that has some can't go
            going.filtered("parent_id").unlink()
            going.exists().unlink()

        bisected(self.env, partners, delete, lambda one, _error: failed.append(one.id))
        return failed

    def _used(self, ids):
        """What refers to contacts: ``{id: name of the kind of record}``."""
        used = self._in_operations(ids)
        for column in self.env["customer.merge"]._schema("res.partner"):
            if column.table in OWN_TABLES or not ids:
                continue
            where = SQL("%s = ANY(%s)", column.sql_name, list(ids))
            if column.kind == "pair":
                where = SQL("%s AND %s = 'res.partner'", where, SQL.identifier(column.model_column))
            elif column.kind == "ref":
                texts = [f"res.partner,{i}" for i in ids]
                where = SQL("%s = ANY(%s)", column.sql_name, texts)
            if column.table == "res_partner":
                where = SQL("%s AND NOT id = ANY(%s)", where, list(ids))
            rows = self.env.execute_query(
                SQL("SELECT DISTINCT %s FROM %s WHERE %s", column.sql_name, column.sql_table, where)
            )
            for (value,) in rows:
                found = int(value.split(",")[1]) if column.kind == "ref" else value
                used.setdefault(found, self.env["ir.model"]._get(column.model).name or column.model)
        return used

    def _in_operations(self, ids):
        """Those of the contacts that later operations, as a merge, have changed and can give
        back: ``{id: name of the operation}``."""
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT used.partner, max(o.name)
                      FROM (SELECT id, partner_id AS partner FROM customer_operation_line
                             WHERE partner_id = ANY(%(ids)s) UNION ALL
                            SELECT line_id, partner_id FROM customer_operation_line_source_rel
                             WHERE partner_id = ANY(%(ids)s)) used
                      JOIN customer_operation_line l ON l.id = used.id AND l.state = 'done'
                      JOIN customer_operation o ON o.id = l.operation_id
                                            AND o.kind NOT IN ('import', 'receive')
                  GROUP BY 1
                    """,
                    ids=list(ids),
                )
            )
        )


class CustomerOperation(models.Model):
    _inherit = "customer.operation"

    def _count_changes(self) -> int:
        made = self.env.execute_query(
            SQL(
                """SELECT count(*) FROM customer_operation_line
                    WHERE operation_id = ANY(%s) AND "values"::jsonb ? 'made'""",
                list(self.ids),
            )
        )
        return super()._count_changes() + made[0][0]


def _made(line):
    return {int(i): print_ for i, print_ in ((line.values or {}).get("made") or {}).items()}
