import base64
import logging

import numpy as np
from psycopg2 import errors

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, mute_logger

from ..engine.matching import scan as engine_scan
from .customer_match_list import MatchList

_logger = logging.getLogger(__name__)

SLICE = 20_000  # pairs stored between two commits
FILLED = 2000  # customers whose keys are made between two commits


class CustomerMatchScan(models.Model):
    """A search for duplicates among all customers of a rule: in the background, in slices that
    are committed one by one, going on where it was after a stop."""

    _name = "customer.match.scan"
    _inherit = ["customer.background", "customer.totals"]
    _description = "Scan for Duplicates"
    _order = "id desc"

    _totals = frozenset(("customer_count", "candidate_count", "pair_count"))

    rule_id = fields.Many2one(
        "customer.match.rule", required=True, readonly=True, ondelete="cascade", index=True
    )
    customer_count = fields.Integer(string="Customers", readonly=True)
    candidate_count = fields.Integer(string="Pairs Compared", readonly=True)
    pair_count = fields.Integer(string="Possible Duplicates", readonly=True)

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
        if running := self._running(rule):
            raise UserError(
                self.env._(
                    "A scan of “%(rule)s” is running already, it is at %(progress)s %%. Please "
                    "wait for it or stop it.",
                    rule=rule.name,
                    progress=running.progress,
                )
            )
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                scan = self.create({"rule_id": rule.id})
        except errors.UniqueViolation:
            raise UserError(
                self.env._(
                    "Somebody else has begun a scan of “%s” at this moment. Please wait for it.",
                    rule.name,
                )
            ) from None
        self.env.ref("customer_master.ir_cron_match_scan").sudo()._trigger()
        return scan

    @api.model
    def _running(self, rule):
        return self.search([("rule_id", "=", rule.id), ("state", "=", "running")], limit=1)

    # -- work ------------------------------------------------------------------------------

    @api.model
    def _cron_scan(self):
        self._go_on()

    @api.model
    def _cron_start(self):
        """Begin the regular scans of all active rules."""
        for rule in self.env["customer.match.rule"].search([("active", "=", True)]):
            if not rule.problem and not self._running(rule):
                self._begin(rule)

    def _work(self):
        """Compare the customers of the rule and store what was found, slice by slice.

        Comparing takes no longer than loading and is always done as a whole; after a stop the
        storing goes on behind ``position``.
        """
        self.ensure_one()
        # without its condition all pairs that were found would be forgotten
        self.rule_id._check_domain()
        self._prepare()
        rule = self.rule_id
        customers = MatchList.load(self.env["res.partner"].sudo(), rule)
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
        # what is stored from here on must see what users did meanwhile
        self.env["ir.cron"]._commit_progress(remaining=len(found) - at + 1)
        self.env.invalidate_all()
        counts = {"customer_count": result.size, "candidate_count": result.candidates}
        while at < len(found):
            # all pairs of a customer end in one slice, so the position says what is done
            last = int(found[min(at + SLICE, len(found)) - 1, 0])
            end = int(np.searchsorted(found[:, 0], last, "right"))
            values = {**counts, "position": last, "progress": int(99 * end / len(found))}
            part = found[at:end, 0], found[at:end, 1], scores[at:end]
            # the groups are still to be made, so one thing is left in any case
            self._committed(self._store_slice, part, values, remaining=len(found) - end + 1)
            at = end
        self._committed(self._finish, customers, result, settings, counts, remaining=0)

    def _prepare(self):
        """Make the keys that are still missing, and note that changes up to now are seen."""
        Key = self.env["customer.match.key"]
        while batch := Key._missing(FILLED):
            Key._refresh(batch, look=False)
            self.env["ir.cron"]._commit_progress(1, remaining=1)
            self.env.invalidate_all()
        self.env["customer.match.pair"]._resume_decisions()
        if not self.position:
            # what changes from here on is looked at again after the scan
            query = self.env["res.partner"].sudo()._search(self.rule_id._partner_domain())
            self.env.flush_all()
            self.env.cr.execute(
                SQL(
                    """DELETE FROM customer_match_changed WHERE id IN (
                           SELECT id FROM customer_match_changed WHERE id IN %s
                              FOR UPDATE SKIP LOCKED)""",
                    query.subselect(),
                )
            )
            self.env["ir.cron"]._commit_progress(1, remaining=1)

    def _store_slice(self, found, values):
        self.env["customer.match.pair"]._store(self.rule_id, found, self)
        self.write(values)

    def _finish(self, customers, result, settings, counts):
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
        rule.sudo().write(
            {
                "statistics": base64.b64encode(result.statistics.to_bytes()),
                "scanned_on": fields.Datetime.now(),
            }
        )
        self.write(
            {
                **counts,
                "state": "done",
                "progress": 100,
                "pair_count": Pair.search_count([("scan_id", "=", self.id)]),
                "finished_on": fields.Datetime.now(),
            }
        )
