import logging

from psycopg2 import errors

from odoo import api, fields, models

_logger = logging.getLogger(__name__)

TRIES = 5
# what users changed or deleted at the same moment
CONFLICTS = (errors.SerializationFailure, errors.DeadlockDetected, errors.ForeignKeyViolation)


class CustomerBackground(models.AbstractModel):
    """Work on all customers in the background: in slices that are committed one by one, going on
    where it was after a stop. A model inherits from it and adds ``_work()``."""

    _name = "customer.background"
    _description = "Work in the Background"

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
    progress = fields.Integer(readonly=True, aggregator=None)
    # id of the customer up to which all is done
    position = fields.Integer(readonly=True)
    finished_on = fields.Datetime(readonly=True)
    problem = fields.Char(readonly=True)

    def action_stop(self):
        """Stop what is running; what it found stays."""
        self.check_access("write")
        self.filtered(lambda work: work.state == "running").state = "canceled"

    @api.model
    def _go_on(self):
        """Work on what is running, the oldest first."""
        for work in self.search([("state", "=", "running")], order="id"):
            try:
                work._work()
            except Exception as error:  # one that fails must not stop the others for ever
                self.env.cr.rollback()
                _logger.exception("%s %s failed", self._description, work.id)
                work.exists().write({"state": "failed", "problem": str(error)})
                self.env["ir.cron"]._commit_progress(1)

    def _committed(self, work, *args, remaining):
        """Do ``work`` in a transaction of its own, anew where it met with a change by a user;
        nothing where it was stopped.

        :param remaining: slices that are left afterwards
        :return: whether it was done and there is time to go on
        """
        for tries in reversed(range(TRIES)):
            self.invalidate_recordset()
            if not self.exists() or self.state != "running":
                return False
            try:
                work(*args)
                self.env.flush_all()
                time_left = self.env["ir.cron"]._commit_progress(1, remaining=remaining)
                self.env.invalidate_all()
                return bool(time_left)
            except CONFLICTS:
                self.env.cr.rollback()
                if not tries:
                    raise
        return False
