import logging
from datetime import timedelta

from odoo import api, fields, models

from .customer_bisect import CONFLICTS, reason_of

_logger = logging.getLogger(__name__)

STATES = [("running", "Running"), ("done", "Done"), ("failed", "Partly Failed")]
AGAIN = timedelta(minutes=1)  # after which it is looked whether a task is done
KEEP_DAYS = 400


class CustomerCleanupRun(models.Model):
    """One run of a clean-up: its tasks one after the other, none of which stops the rest.

    All that it knows is stored, so it goes on after a stop.
    """

    _name = "customer.cleanup.run"
    _description = "Run of a Clean-Up"
    _order = "id desc"

    cleanup_id = fields.Many2one(
        "customer.cleanup", required=True, readonly=True, ondelete="cascade", index=True
    )
    state = fields.Selection(
        STATES,
        string="Status",
        required=True,
        readonly=True,
        default="running",
    )
    finished_on = fields.Datetime(readonly=True)
    task_ids = fields.One2many("customer.cleanup.task", "run_id", readonly=True)

    @api.depends("cleanup_id", "create_date")
    def _compute_display_name(self):
        for run in self:
            moment = fields.Datetime.context_timestamp(
                self, run.create_date or fields.Datetime.now()
            )
            run.display_name = f"{run.cleanup_id.name} {moment:%Y-%m-%d %H:%M}"

    @api.model
    def _cron_work(self):
        """Go on with the running ones; look again soon where something is not done yet."""
        for run in self.search([("state", "=", "running")], order="id"):
            while task := run.task_ids.filtered(lambda t: t.state in ("waiting", "running"))[:1]:
                if not run._work_on(task):
                    cron = self.env.ref("customer_master.ir_cron_cleanup").sudo()
                    cron._trigger(at=fields.Datetime.now() + AGAIN)
                    break
                if not self.env["ir.cron"]._commit_progress(1, remaining=1):
                    return
            else:
                run._finish()
            self.env["ir.cron"]._commit_progress(1)

    def _work_on(self, task):
        """Whether ``task`` is over; one that fails is, too."""
        try:
            return task._go_on()
        except CONFLICTS:
            self.env.cr.rollback()
            return False
        except Exception as error:  # one that fails must not stop the others
            self.env.cr.rollback()
            _logger.warning("Clean-up task %s failed", task.id, exc_info=True)
            task.write({"state": "failed", "problem": reason_of(error)})
            return True

    def _finish(self):
        failed = "failed" in self.task_ids.mapped("state")
        self.write({"state": "failed" if failed else "done", "finished_on": fields.Datetime.now()})
        self._send_summary()

    def _send_summary(self):
        """A mail to each user of the clean-up, in the user's language."""
        template = self.env.ref("customer_master.customer_cleanup_mail", raise_if_not_found=False)
        users = self.cleanup_id.user_ids.filtered(lambda user: user.active and user.email)
        for user in users if template else ():
            template.with_context(lang=user.lang).send_mail(
                self.id,
                email_values={"recipient_ids": [fields.Command.link(user.partner_id.id)]},
                email_layout_xmlid="mail.mail_notification_light",
            )

    @api.autovacuum
    def _gc_runs(self):
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=KEEP_DAYS)
        self.search([("create_date", "<", limit), ("state", "!=", "running")], limit=1000).unlink()
