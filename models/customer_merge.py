import logging
from dataclasses import dataclass, field

from odoo import api, models
from odoo.tools import SQL

from .customer_bisect import bisected, reason_of

_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Group:
    """Duplicates that are to become one.

    :param line: id of the line of the operation
    :param chosen: field name -> id of the member whose value was picked by hand
    """

    line: int
    master: int
    sources: tuple[int, ...]
    chosen: dict = field(default_factory=dict, compare=False)

    @property
    def members(self):
        return (self.master, *self.sources)


class CustomerMerge(models.AbstractModel):
    """Merging the groups of an operation, none of which stops the others."""

    _inherit = "customer.merge"

    @api.model
    def _groups(self, lines) -> list[Group]:
        sources = {}
        self.env.flush_all()
        for line_id, partner_id in self.env.execute_query(
            SQL(
                """SELECT line_id, partner_id FROM customer_operation_line_source_rel
                    WHERE line_id = ANY(%s) ORDER BY partner_id""",
                list(lines.ids),
            )
        ):
            sources.setdefault(line_id, []).append(partner_id)
        return [
            Group(line.id, line.partner_id.id, tuple(sources.get(line.id, ())), line.values or {})
            for line in lines
        ]

    def _do(self, lines):
        """Merge the groups of ``lines``, each of which ends as done, blocked or failed."""

        def failed(line, reason):
            self.env["customer.operation"]._set_lines({line.id: ("failed", reason)})

        self._bisected(lines, self._do_batch, failed)

    def _bisected(self, lines, work, failed):
        """Do ``work(lines)`` at once; where it fails, find those on which it does.

        :param failed: called with each such line and the reason
        """
        self.env.cr.execute(SQL("SET LOCAL jit = off"))

        def told(line, error):
            _logger.warning("%s failed on line %s", work.__name__, line.id, exc_info=error)
            failed(line, reason_of(error))

        bisected(self.env, lines, work, told)

    def _do_batch(self, lines):
        groups = self._groups(lines)
        self._lock(groups)
        blocked = self._blocked(groups)
        groups = [group for group in groups if group.line not in blocked]
        if groups:
            self._merge_groups(groups)
        self.env["customer.operation"]._set_lines(
            {
                **{line: ("blocked", reason) for line, reason in blocked.items()},
                **{group.line: ("done", False) for group in groups},
            }
        )

    def _lock(self, groups):
        """Let nobody refer to a source from here on; another merge of the same ones waits."""
        ids = sorted(source for group in groups for source in group.sources)
        query = "SELECT id FROM res_partner WHERE id = ANY(%s) ORDER BY id FOR UPDATE"
        self.env.cr.execute(SQL(query, ids))
        ids = sorted(group.master for group in groups)
        query = "SELECT id FROM res_partner WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"
        self.env.cr.execute(SQL(query, ids))

    def _merge_groups(self, groups):
        self.env.flush_all()
        rows = [(source, g.master, g.line) for g in groups for source in g.sources]
        columns = self._columns()
        self._merge_with_hooks(groups)
        self._set_map(rows)
        self._skip_beforehand(columns, [row[0] for row in rows])
        self._move(columns, rows)
        self._move_banks(rows)
        self._move_defaults(rows)
        self.env.invalidate_all(flush=False)
        self._settle_values(groups, rows)
        self._settle_accounting(groups)
        self._settle_matching(groups)
        self._note_merged(groups)
        self.env.flush_all()
        self.env.invalidate_all(flush=False)
        if self._moved_tables(groups) & {"ir_model_data", "ir_default"}:
            self.env.registry.clear_cache()

    def _moved_tables(self, groups):
        return {
            row[0]
            for row in self.env.execute_query(
                SQL(
                    """SELECT DISTINCT c."table" FROM customer_operation_column c
                        WHERE EXISTS (SELECT FROM customer_operation_cell cell
                                       WHERE cell."column" = c.id AND cell.line = ANY(%s))
                        UNION SELECT DISTINCT "table" FROM customer_operation_value
                               WHERE line = ANY(%s)""",
                    [group.line for group in groups],
                    [group.line for group in groups],
                )
            )
        }

    # -- chatter ---------------------------------------------------------------------------

    def _note_merged(self, groups):
        """A note on each survivor; nobody gets a mail."""
        Partner = self.env["res.partner"].with_context(active_test=False)
        partners = Partner.browse(member for group in groups for member in group.members)
        told = {p.id: self._told(p) for p in partners}
        Partner.browse([group.master for group in groups])._message_log_batch(
            {
                group.master: self.env._(
                    "Merged with the following customers: %s",
                    ", ".join(told[source] for source in group.sources),
                )
                for group in groups
            }
        )
        self._log_with_hooks(groups)

    def _note_undone(self, groups):
        Partner = self.env["res.partner"].with_context(active_test=False)
        Partner.browse([group.master for group in groups])._message_log_batch(
            {
                group.master: self.env._(
                    "The merge was undone with: %s",
                    ", ".join(self._told(p) for p in Partner.browse(group.sources)),
                )
                for group in groups
            }
        )

    def _told(self, partner):
        return f"{partner.name or ''} <{partner.email or '-'}> (ID {partner.id})"
