import logging

from psycopg2 import errors

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

SLICE = 1000  # customers judged between two commits
TRIES = 5
CONFLICTS = (errors.SerializationFailure, errors.DeadlockDetected, errors.ForeignKeyViolation)


class CustomerQualityRun(models.Model):
    """A check of all customers by the rules: in the background, in slices that are committed
    one by one, going on where it was after a stop."""

    _name = "customer.quality.run"
    _description = "Check of All Customers"
    _order = "id desc"

    state = fields.Selection(
        [
            ("running", "Running"),
            ("done", "Done"),
            ("canceled", "Stopped"),
            ("failed", "Failed"),
        ],
        string="Status",
        required=True,
        readonly=True,
        default="running",
    )
    customer_count = fields.Integer(string="Customers and Contacts", readonly=True)
    issue_count = fields.Integer(string="Open Issues", readonly=True)
    progress = fields.Integer(readonly=True, aggregator=None)
    position = fields.Integer(readonly=True)  # id of the last customer that was judged
    finished_on = fields.Datetime(readonly=True)
    problem = fields.Char(readonly=True)

    _one_running = models.UniqueIndex(
        "(state) WHERE state = 'running'", "A check of all customers is running already."
    )

    @api.depends("create_date")
    def _compute_display_name(self):
        for run in self:
            run.display_name = fields.Datetime.to_string(run.create_date)

    def action_stop(self):
        """Stop a running check; what it found stays."""
        self.check_access("write")
        self.filtered(lambda run: run.state == "running").sudo().state = "canceled"

    @api.model
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
        """Go on with the running check."""
        run = self.search([("state", "=", "running")], limit=1)
        if not run:
            return
        try:
            run._work()
        except Exception as error:  # a check that fails must not fail again every night
            self.env.cr.rollback()
            _logger.exception("Check of all customers %s failed", run.id)
            run.exists().write({"state": "failed", "problem": str(error)})
            self.env["ir.cron"]._commit_progress(1)

    def _work(self):
        Partner = self.env["res.partner"].with_context(active_test=False)
        domain = self.env["customer.quality.check"]._domain()
        total = Partner.search_count(domain)
        while self.state == "running":
            behind = domain & Domain("id", ">", self.position)
            slice_ids = Partner.search(behind, order="id", limit=SLICE).ids
            if not slice_ids:
                self._commit(self._finish)
                return
            left = total - self.customer_count
            if not self._commit(lambda ids=slice_ids: self._judge(ids, total), left):
                return

    def _commit(self, work, left=0):
        """Do a piece of work and commit it, anew where a user changed the same at this moment.

        :return: whether there is time to go on
        """
        for tries in reversed(range(TRIES)):
            try:
                work()
                self.env.flush_all()
                going = self.env["ir.cron"]._commit_progress(1, remaining=-(-left // SLICE))
                self.env.invalidate_all()
                return going
            except CONFLICTS:
                self.env.cr.rollback()
                if not tries:
                    raise
        return False

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
