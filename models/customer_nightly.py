from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from . import customer_value_refresh

SLICE = 1000  # customers between two commits
KEPT_DAYS = 60


class CustomerNightly(models.Model):
    """Stages, values and priorities of all customers made anew, in slices that are committed one
    by one; after a stop it goes on where it was."""

    _name = "customer.nightly"
    _inherit = ["customer.background", "customer.totals"]
    _description = "Update of Stages and Values"
    _order = "id desc"

    _totals = frozenset(("customer_count", "stage_count", "value_count", "priority_count"))

    customer_count = fields.Integer(string="Customers", readonly=True)
    stage_count = fields.Integer(string="Changes of Stage", readonly=True)
    value_count = fields.Integer(string="Changes of Value", readonly=True)
    priority_count = fields.Integer(string="Changes of Proposed Priorities", readonly=True)

    _one_running = models.UniqueIndex(
        "(state) WHERE state = 'running'", "An update is running already."
    )

    @api.depends("create_date")
    def _compute_display_name(self):
        for run in self:
            run.display_name = fields.Datetime.to_string(run.create_date)

    def action_start(self):
        """Update all customers now, in the background, and show how far it is."""
        self.browse().check_access("write")
        self.sudo()._begin()
        return self.env["ir.actions.actions"]._for_xml_id("customer_master.customer_nightly_action")

    @api.model
    def _begin(self):
        run = self.search([("state", "=", "running")], limit=1) or self.create({})
        self.env.ref("customer_master.ir_cron_nightly").sudo()._trigger()
        return run

    @api.model
    def _run_nightly(self):
        """What the cron does."""
        self._go_on()

    def _work(self):
        if not self.position and not self._do_values():
            return
        Partner = self.env["res.partner"]
        domain = Partner._customer_domain()
        left = Partner.search_count(domain & Domain("id", ">", self.position))
        total = self.customer_count + left
        going = True
        while going:
            behind = domain & Domain("id", ">", self.position)
            ids = Partner.search(behind, order="id", limit=SLICE).ids
            if not ids:
                self._committed(self._finish, remaining=0)
                return
            left -= len(ids)
            slices = -(-left // SLICE) + 1
            going = self._committed(self._find, ids, total, remaining=slices)

    def _do_values(self) -> bool:
        """Values first, since priorities follow from them; whether there is time to go on."""
        Value = self.env["customer.value"]
        size = customer_value_refresh.SLICE
        self._committed(self._compare_values, remaining=1)
        left = self.value_count if self.exists() and self.state == "running" else 0
        for start in range(0, left, size):
            if not self._committed(Value._store, start, remaining=-(-(left - start) // size)):
                return False
        return self.exists() and self.state == "running"

    def _compare_values(self):
        self.value_count = self.env["customer.value"]._compare()

    def _find(self, ids, total):
        """Stages and priorities of a slice; when it is done again, nothing changes any more."""
        stages, priorities = self.env["res.partner"].sudo()._customer_refresh_found(ids)
        count = self.customer_count + len(ids)
        self.write(
            {
                "position": ids[-1],
                "customer_count": count,
                "stage_count": self.stage_count + stages,
                "priority_count": self.priority_count + priorities,
                "progress": min(99, 100 * count // max(total, 1)),
            }
        )

    def _finish(self):
        self.env["res.partner"].sudo()._customer_clear_stages()
        for segment in self.env["customer.segment"].sudo().search(Domain.TRUE):
            segment._note_count()
        self.write({"state": "done", "progress": 100, "finished_on": fields.Datetime.now()})

    @api.autovacuum
    def _gc_old(self):
        before = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        self.search([("create_date", "<", before), ("state", "!=", "running")]).unlink()
