import base64
import logging

import numpy as np

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..engine.matching import scan as engine_scan
from .customer_match_list import MatchList

_logger = logging.getLogger(__name__)

SLICE = 20_000  # pairs stored between two commits


class CustomerMatchScan(models.Model):
    """A search for duplicates among all customers of a rule: in the background, in slices that
    are committed one by one, going on where it was after a stop."""

    _name = "customer.match.scan"
    _description = "Scan for Duplicates"
    _order = "id desc"

    rule_id = fields.Many2one(
        "customer.match.rule", required=True, readonly=True, ondelete="cascade", index=True
    )
    state = fields.Selection(
        [
            ("running", "Running"),
            ("done", "Done"),
            ("canceled", "Stopped"),
            ("failed", "Failed"),
        ],
        required=True,
        readonly=True,
        default="running",
    )
    customer_count = fields.Integer(string="Customers", readonly=True)
    candidate_count = fields.Integer(string="Pairs Compared", readonly=True)
    pair_count = fields.Integer(string="Possible Duplicates", readonly=True)
    progress = fields.Integer(readonly=True, aggregator=None)
    # id of the customer up to which all pairs have been scored
    position = fields.Integer(readonly=True)
    finished_on = fields.Datetime(readonly=True)
    problem = fields.Char(readonly=True)

    _one_running = models.UniqueIndex(
        "(rule_id) WHERE state = 'running'", "A scan of this rule is running already."
    )

    @api.depends("rule_id", "create_date")
    def _compute_display_name(self):
        for scan in self:
            scan.display_name = scan.rule_id.name

    @api.model
    def _begin(self, rule):
        """A new scan of ``rule``, started in the background.

        :raise UserError: one is running already
        """
        rule.check_access("read")
        if running := self.search([("rule_id", "=", rule.id), ("state", "=", "running")]):
            raise UserError(
                self.env._(
                    "A scan of “%(rule)s” is running already, it is at %(progress)s %%. Please "
                    "wait for it or stop it.",
                    rule=rule.name,
                    progress=running.progress,
                )
            )
        scan = self.create({"rule_id": rule.id})
        self.env.ref("customer_master.ir_cron_match_scan").sudo()._trigger()
        return scan

    def action_stop(self):
        """Stop a running scan; what it found stays."""
        self.check_access("write")
        self.filtered(lambda scan: scan.state == "running").state = "canceled"

    # -- work ------------------------------------------------------------------------------

    @api.model
    def _cron_scan(self):
        """Work on the running scans, the oldest first."""
        for scan in self.search([("state", "=", "running")], order="id"):
            try:
                scan._work()
            except Exception as error:  # one that fails must not stop the others for ever
                self.env.cr.rollback()
                _logger.exception("Scan %s failed", scan.id)
                scan.write({"state": "failed", "problem": str(error)})
                self.env["ir.cron"]._commit_progress(1)

    @api.model
    def _cron_start(self):
        """Begin the regular scans of all active rules."""
        for rule in self.env["customer.match.rule"].search([]):
            if not self.search_count([("rule_id", "=", rule.id), ("state", "=", "running")]):
                self._begin(rule)

    def _work(self):
        """Compare the customers of the rule and store what was found, slice by slice.

        Comparing takes no longer than loading and is always done as a whole; after a stop the
        storing goes on behind ``position``.
        """
        self.ensure_one()
        rule = self.rule_id
        customers = MatchList.load(self.env, rule)
        settings = rule._settings()
        result = customers.comparable(
            engine_scan.scan(
                customers.packed(), customers.keys, settings, customers.different_rows()
            ),
            rule.cross_company,
        )
        shown = result.suggested(settings.suggest)
        found, scores = customers.ids[result.pairs[shown]], result.scores[shown]
        at = int(np.searchsorted(found[:, 0], self.position, "right"))
        self.write({"customer_count": result.size, "candidate_count": result.candidates})
        while at < len(found):
            # all pairs of a customer end in one slice, so the position says what is done
            last = found[min(at + SLICE, len(found)) - 1, 0]
            end = int(np.searchsorted(found[:, 0], last, "right"))
            self.env["customer.match.pair"]._store(
                rule, (found[at:end, 0], found[at:end, 1], scores[at:end]), self
            )
            at = end
            self.write({"position": int(last), "progress": int(99 * at / len(found))})
            # the groups are still to be made, so one thing is left in any case
            self.env["ir.cron"]._commit_progress(1, remaining=len(found) - at + 1)
            self.invalidate_recordset()
            if self.state != "running":
                return
        self._finish(customers, result, settings)

    def _finish(self, customers, result, settings):
        """Forget what is no longer found, group what is, keep what the live check needs."""
        rule = self.rule_id
        Pair = self.env["customer.match.pair"]
        self.env.cr.execute(
            SQL(
                """DELETE FROM customer_match_pair
                    WHERE rule_id = %s AND state = 'open' AND scan_id IS DISTINCT FROM %s""",
                rule.id,
                self.id,
            )
        )
        labels = result.clusters(settings.suggest)
        grouped = np.unique(result.pairs[result.suggested(settings.suggest)])
        Pair._store_clusters(rule, customers.ids[grouped], customers.ids[labels[grouped]])
        self.env.cr.execute(
            SQL(
                "DELETE FROM customer_match_changed WHERE id = ANY(%s)",
                customers.ids.tolist(),
            )
        )
        rule.sudo().write(
            {
                "statistics": base64.b64encode(result.statistics.to_bytes()),
                "scanned_on": fields.Datetime.now(),
            }
        )
        self.write(
            {
                "state": "done",
                "progress": 100,
                "pair_count": Pair.search_count([("scan_id", "=", self.id)]),
                "finished_on": fields.Datetime.now(),
            }
        )
        self.env["ir.cron"]._commit_progress(1, remaining=0)
