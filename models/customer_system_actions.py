from odoo import models
from odoo.tools import SQL

from .customer_bisect import bisected


class CustomerSystem(models.Model):
    """What another system says of a customer besides its values: archived, deleted, merged."""

    _inherit = "customer.system"

    def _do_others(self, works):
        for work in works:
            if work.outcome not in ("", "create", "update", "unchanged"):
                continue
            if work.action == "merge":
                self._merge_there(work)
            elif not work.outcome and not work.partner:
                work.end("rejected", self.env._("There is no such customer."))
            elif not work.outcome:
                bisected(self.env, [work], self._archive, self._rejected)

    def _archive(self, works):
        """Archive customers; what another system deletes is archived here too."""
        [work] = works
        partner = self.env["res.partner"].browse(work.partner)
        was_active = partner.active
        if was_active:
            service = self._service()
            line = self._lines({work: work.partner}, {})[work]
            service._remember(line)
            partner.action_archive()
            self.env["customer.operation"]._journal_rows()
        self.env.cr.execute(
            SQL(
                """UPDATE customer_external_id SET archived = true, changed_on = %s
                    WHERE system_id = %s AND external_id = %s""",
                work.changed_on,
                self.id,
                work.external_id,
            )
        )
        work.end("update" if was_active else "unchanged")

    def _merge_there(self, work):
        """Ids there that were merged lead to the survivor; two customers here are for a steward
        to merge."""
        if not work.partner:
            work.end("rejected", self.env._("There is no such customer."))
            return
        Link = self.env["customer.external.id"]
        known = Link._customers_of(self, work.retired)
        others = sorted(set(known.values()) - {work.partner})
        new = dict.fromkeys([n for n in work.retired if n not in known], work.partner)
        made = Link._link(self, new)
        if made:
            self._lines({work: work.partner}, {work: {"links": list(made.values())}})
        if others:
            reason = self.env._("These are one customer in the other system. Merge them here too?")
            work.end("ambiguous", reason, [work.partner, *others])
        elif not work.outcome:
            work.end("update" if made else "unchanged")
