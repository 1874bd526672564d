import logging

from psycopg2 import Error as DatabaseError

from odoo import api, fields, models, tools
from odoo.exceptions import UserError
from odoo.tools import SQL

from .customer_background import CONFLICTS, TRIES
from .customer_link import LINKING

_logger = logging.getLogger(__name__)

SLICE = 500  # records looked at between two commits
TOLD = "customer_link_told"
NOTHING = frozenset()


class CustomerLinkQueue(models.Model):
    """Records that were created or changed and are to be looked at soon; written in SQL only.

    Whoever stores a record neither waits for the search nor suffers from what goes wrong in it.
    """

    _name = "customer.link.queue"
    _description = "Record To Look At"
    _log_access = False

    # no unique key: two transactions that queue the same record must not wait for each other
    model = fields.Char(required=True)
    res_id = fields.Integer(required=True)

    @api.model
    def _add(self, records):
        """Queue ``records`` of one model, and have them looked at after the transaction."""
        self.env.cr.execute(
            SQL(
                "INSERT INTO customer_link_queue (model, res_id) SELECT %s, unnest(%s)",
                records._name,
                list(records.ids),
            )
        )
        data = self.env.cr.precommit.data
        if not data.get(TOLD):
            data[TOLD] = True
            self.env.ref("customer_master.ir_cron_link_run").sudo()._trigger()

    @api.model
    def _work(self):
        """Look at what is queued, slice by slice; whether there is time to go on."""
        size, tries = SLICE, TRIES
        while taken := self.env.execute_query(
            SQL(
                """SELECT id, model, res_id FROM customer_link_queue
                 ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED""",
                size,
            )
        ):
            try:
                if tries or len(taken) > 1:
                    self._look(taken)
                else:
                    _logger.warning("%s %s is looked at by the next run only", *taken[0][1:])
            except CONFLICTS:
                self.env.cr.rollback()
                # fewer at a time, until the one on which it goes on is alone
                size, tries = max(1, size // 5), max(0, tries - 1)
                continue
            numbers = [row[0] for row in taken]
            self.env.cr.execute(SQL("DELETE FROM customer_link_queue WHERE id = ANY(%s)", numbers))
            if not self.env["ir.cron"]._commit_progress(1, remaining=len(taken) // SLICE):
                return False
            self.env.invalidate_all()
            size, tries = SLICE, TRIES
        return True

    def _look(self, taken):
        ids_of = {}
        for _id, model, res_id in taken:
            ids_of.setdefault(model, set()).add(res_id)
        rules = self.env["customer.link.rule"].sudo()
        for rule in rules.search([("active", "=", True), ("model", "in", list(ids_of))]):
            owner = rule._as_owner()
            try:
                with self.env.cr.savepoint():
                    owner._usable()
                    records = owner._records([("id", "in", list(ids_of[rule.model]))])
                    if records:
                        owner.env["customer.link"]._link(owner, records)
            except UserError as error:  # told on the rule and by its next run
                _logger.info("Link rule %s: %s", rule.id, error)
            except CONFLICTS:
                raise
            except Exception:  # one rule must not stop the others
                _logger.exception("Link rule %s", rule.id)
                self.env.invalidate_all(flush=False)


class CustomerLinkRule(models.Model):
    _inherit = "customer.link.rule"

    @api.model
    @tools.ormcache()
    def _watched_fields(self) -> dict[str, frozenset[str]]:
        """``{model: fields}`` that active rules look at."""
        watched = {}
        for rule in self.sudo().search([("active", "=", True)]):
            if rule.model in self.env:
                try:
                    own = rule._watched()
                except DatabaseError:
                    raise  # no word of the rule: what is found here is kept by this process
                except Exception:  # it says so itself; it must not stop all that is stored
                    continue
                watched[rule.model] = watched.get(rule.model, NOTHING) | own
        return watched


class Base(models.AbstractModel):
    """Every model, since rules may be about any: a look into memory for those without a rule.

    Not patched as ``base.automation`` does it, which takes the patches of others away.
    """

    _inherit = "base"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        if records and self._customer_link_watched():
            self.env["customer.link.queue"].sudo()._add(records)
        return records

    def write(self, vals):
        result = super().write(vals)
        if self and not self._customer_link_watched().isdisjoint(vals):
            if records := self.filtered("id"):
                self.env["customer.link.queue"].sudo()._add(records)
        return result

    def _customer_link_watched(self) -> frozenset[str]:
        """Fields of this model that rules look at; none while modules are loaded."""
        if not self.pool.ready or LINKING.said(self.env):
            return NOTHING
        return self._customer_link_fields()

    @tools.ormcache()
    def _customer_link_fields(self) -> frozenset[str]:
        # kept for each model: looking up the model of the rules would cost as much again
        return self.env["customer.link.rule"]._watched_fields().get(self._name, NOTHING)
