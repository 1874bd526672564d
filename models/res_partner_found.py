from odoo import api, models
from odoo.tools import SQL

STAGE = ("customer_stage", "customer_stage_date")
PRIORITY = ("customer_priority", "customer_priority_proposed")


class ResPartner(models.Model):
    """Stages and priorities that were found by themselves, written at once: what a row of contacts
    costs to write are its indexes, so it is written once a night."""

    _inherit = "res.partner"

    @api.model
    def _customer_refresh_found(self, ids) -> tuple[int, int]:
        """Find stages and priorities of customers anew.

        :return: how many stages and how many priorities or proposals changed
        """
        moves = self._customer_stage_moves(ids)
        priorities = self._customer_priority_changes(ids)
        self._customer_store_found(moves, priorities)
        return len(moves), len(priorities)

    @api.model
    def _customer_store_found(self, moves, priorities):
        """
        :param moves: tuples (customer id, stage before, stage from now on)
        :param priorities: {customer id: (proposed priority, priority to set or ``None``)}
        """
        stages = {partner: after for partner, _before, after in moves}
        changed = sorted(stages.keys() | priorities.keys())
        if not changed:
            return
        days = self.env["customer.stage.move"]._log_found(moves)
        found = [priorities.get(partner, (None, None)) for partner in changed]
        self.env.cr.execute(
            SQL(
                """
                UPDATE res_partner p
                   SET customer_stage = coalesce(u.stage, p.customer_stage),
                       customer_stage_date = coalesce(u.day, p.customer_stage_date),
                       customer_priority_proposed =
                           CASE WHEN u.proposing THEN u.proposed
                                ELSE p.customer_priority_proposed END,
                       customer_priority = coalesce(u.priority, p.customer_priority)
                  FROM unnest(%(ids)s::int[], %(stages)s::varchar[], %(days)s::date[],
                              %(proposing)s::bool[], %(proposed)s::varchar[],
                              %(priorities)s::varchar[])
                    AS u(id, stage, day, proposing, proposed, priority)
                 WHERE p.id = u.id
                """,
                ids=changed,
                stages=[stages.get(partner) for partner in changed],
                days=[days.get(partner) for partner in changed],
                proposing=[partner in priorities for partner in changed],
                proposed=[proposed for proposed, _priority in found],
                priorities=[priority for _proposed, priority in found],
            )
        )
        self._customer_tell_found(stages, STAGE)
        self._customer_tell_found(priorities, PRIORITY)

    @api.model
    def _customer_tell_found(self, ids, names):
        """Let those know who look at these fields of contacts."""
        partners = self.browse(ids)
        partners.invalidate_recordset(names, flush=False)
        partners.modified(names)
        self.env["customer.outbox"]._note(partners, names)
