from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

SLICE = 1000  # customers judged between two commits


class CustomerQualityRun(models.Model):
    """A check of all customers by the rules: in the background, in slices that are committed
    one by one, going on where it was after a stop."""

    _name = "customer.quality.run"
    _inherit = ["customer.background", "customer.totals"]
    _description = "Check of All Customers"
    _order = "id desc"

    _totals = frozenset(("customer_count", "issue_count"))

    customer_count = fields.Integer(string="Customers and Contacts", readonly=True)
    issue_count = fields.Integer(string="Open Issues", readonly=True)

    _one_running = models.UniqueIndex(
        "(state) WHERE state = 'running'", "A check of all customers is running already."
    )

    @api.depends("create_date")
    def _compute_display_name(self):
        for run in self:
            run.display_name = fields.Datetime.to_string(run.create_date)

    def action_start(self):
        """Check all customers now, in the background, and show how far it is."""
        self.browse().check_access("create")
        if not self.search([("state", "=", "running")], limit=1):
            self.sudo()._begin_anew()
        return self.env["ir.actions.actions"]._for_xml_id(
            "customer_master.customer_quality_run_action"
        )

    @api.model
    def _begin_anew(self):
        """Check all customers, in the background, from the first on: rules have changed."""
        run = self.search([("state", "=", "running")], limit=1)
        if run:
            run.write({"position": 0, "progress": 0, "customer_count": 0})
        else:
            run = self.create({})
        self.env.ref("customer_master.ir_cron_quality_run").sudo()._trigger()
        return run

    @api.model
    def _cron_start(self):
        """Begin the regular check, by which also what depends on the date is found."""
        self._begin_anew()

    @api.model
    def _cron_run(self):
        self._go_on()

    def _work(self):
        Partner = self.env["res.partner"].with_context(active_test=False)
        domain = self.env["customer.quality.check"]._domain()
        total = Partner.search_count(domain)
        going = True
        while going:
            behind = domain & Domain("id", ">", self.position)
            ids = Partner.search(behind, order="id", limit=SLICE).ids
            if not ids:
                self._committed(self._finish, remaining=0)
                return
            left = -(-(total - self.customer_count) // SLICE)
            going = self._committed(self._judge, ids, total, remaining=left)

    def _judge(self, ids, total):
        partners = self.env["res.partner"].browse(ids).sudo()
        Issue = self.env["customer.quality.issue"]
        judgement = Issue._judgement(partners)
        Issue._refresh(partners, judgement=judgement)
        partners._customer_store_completeness(judgement)
        count = self.customer_count + len(ids)
        progress = min(99, 100 * count // max(total, 1))
        self.write({"position": ids[-1], "customer_count": count, "progress": progress})

    def _finish(self):
        """Forget the issues of who is judged no more, and count."""
        Issue = self.env["customer.quality.issue"]
        self.env.cr.execute(
            SQL(
                """SELECT i.id FROM customer_quality_issue i
                     JOIN res_partner p ON p.id = i.partner_id
                     JOIN res_partner c ON c.id = coalesce(p.commercial_partner_id, p.id)
                    WHERE NOT p.active OR c.customer_rank <= 0"""
            )
        )
        Issue._delete([row[0] for row in self.env.cr.fetchall()])
        self.env["customer.correction"]._apply_automatic()
        self.env["customer.quality.statistic"]._store()
        self.write(
            {
                "state": "done",
                "progress": 100,
                "issue_count": Issue.search_count([("state", "=", "open")]),
                "finished_on": fields.Datetime.now(),
            }
        )
