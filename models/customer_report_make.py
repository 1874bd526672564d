import json
import logging
import re
import tempfile
import time

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.report.csv import write_csv
from ..engine.report.xlsx import write_xlsx
from .customer_bisect import reason_of
from .customer_export import REASON

SCREEN = 2000  # data rows that are shown on the screen
EVERY = 1  # second between two signs of progress

_logger = logging.getLogger(__name__)


class _Stopped(Exception):  # noqa: N818 - no error, the user's wish
    """The user stopped the report."""


class CustomerReportRun(models.Model):
    """Writing the file of a report: while it is read, nothing is written to the database, so
    that progress and a stop go through at once."""

    _inherit = "customer.report.run"

    def _checked(self, definition) -> int:
        """The number of rows.

        :raise UserError: the report can't be made, or the user may not export so many customers
        """
        Builder, plan = self._planned(definition)
        count = Builder._count(plan)
        self._check_count(Builder, plan, count)
        return count

    def _check_count(self, Builder, plan, count):
        """
        :raise UserError: there are too many rows for the format, or for the user to export
        """
        if problem := self._too_many(count, plan):
            raise UserError(problem)
        if self.format != "screen":
            self._export(Builder)._check(count)

    def _export(self, Builder):
        """The guard of exports, with the reason that was given."""
        return Builder.env["customer.export"].with_context(**{REASON: self.sudo().reason or ""})

    def _made(self, tick=None) -> dict:
        """Make the file.

        :return: what is to be written on the report
        """
        Builder, plan = self._planned(self._stored())
        built = Builder._built(plan, tick=tick)
        self._check_count(Builder, plan, built.count)
        with tempfile.TemporaryFile() as file:
            getattr(self, f"_write_{self.format}")(Builder, built, file)
            file.seek(0)
            content = file.read()
        made = {"row_count": built.count, "content": content}
        if self.format == "screen":
            return made
        partners = Builder.env["res.partner"].browse(built.ids)
        title = f"{built.report.title} ({self.format})"
        return {
            **made,
            "file_name": self._file_name(Builder, built.report),
            "note": (self._export(Builder)._customers(partners), title),
        }

    def _write_xlsx(self, _builder, built, file):
        write_xlsx(built.report, built.rows, file)

    def _write_csv(self, _builder, built, file):
        write_csv(built.report, built.rows, file)

    def _write_screen(self, Builder, built, file):
        screen = Builder.env["customer.report.preview"]._screen(built.report, built.rows, SCREEN)
        file.write(json.dumps({**screen, "count": built.count}).encode())

    def _write_pdf(self, Builder, built, file):
        file.write(Builder.env["customer.report.pdf"]._pdf(built.report, built.rows))

    def _file_name(self, Builder, report):
        name = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', " ", report.title).strip() or "report"
        return f"{name[:100]} {fields.Date.context_today(Builder)}.{self.format}"

    def _finish(self, made):
        """Keep what was made."""
        made = dict(made)
        note, content = made.pop("note", None), made.pop("content", None)
        if note:
            self._export(self._as_user())._note("export", *note)
        run = self.sudo()
        run.write({**made, "state": "done", "progress": 100, "finished_on": fields.Datetime.now()})
        if content is not None:
            run._attachment().unlink()
            self.env["ir.attachment"].sudo().create(
                {
                    "name": "file",
                    "res_model": self._name,
                    "res_id": self.id,
                    "res_field": "file",
                    "raw": content,
                }
            )
            run.invalidate_recordset(["file"])

    def _attachment(self):
        return (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "=", self.id),
                    ("res_field", "=", "file"),
                ]
            )
        )

    # -- in the background -----------------------------------------------------------------------

    @api.model
    def _cron_run(self):
        self._go_on()

    def _wake(self):
        self.env.ref("customer_master.ir_cron_report").sudo()._trigger()

    def _work(self):
        """Make the file in one go, then keep it in a transaction of its own."""
        self = self.with_context(lang=self.user_id.lang)
        try:
            made = self._made(self._ticker())
            self.env["ir.cron"]._commit_progress(0, remaining=1)
            self._committed(self._finish_told, made, remaining=0)
            return
        except _Stopped:
            self.env.cr.rollback()
            self.env["ir.cron"]._commit_progress(1)
            return
        except UserError as error:
            problem = reason_of(error)
        except Exception:  # whatever it was: the user waits, and knows nothing of Python
            _logger.exception("Report %s failed", self.id)
            problem = self.env._("Something unexpected happened. Your administrator finds it in "
                                 "the log of the server.")  # fmt: skip
        self.env.cr.rollback()
        self._committed(self._fail, problem, remaining=0)

    def _finish_told(self, made):
        self._finish(made)
        if self.schedule_id:
            self._send()
        else:
            self._tell(self.env._("The report “%s” is ready in My Reports.", self._title()))

    def _fail(self, problem):
        self.write({"state": "failed", "problem": problem})
        if not self.schedule_id:
            message = self.env._("The report “%(name)s” could not be made: %(problem)s",
                                 name=self._title(), problem=problem)  # fmt: skip
            self._tell(message, "danger")

    def _tell(self, message, kind="success"):
        self.user_id._bus_send(
            "simple_notification", {"type": kind, "message": message, "sticky": True}
        )

    def _ticker(self):
        """A function of the share that is done that shows the progress of this report.

        :raise _Stopped: the user stopped it
        """
        last, run_id, registry = [time.monotonic()], self.id, self.env.registry

        def tick(done):
            if time.monotonic() - last[0] < EVERY:
                return
            last[0] = time.monotonic()
            with registry.cursor() as cr:
                run = self.with_env(self.env(cr=cr)).browse(run_id).exists()
                if run.state != "running":
                    raise _Stopped
                run.progress = min(99, int(100 * done))

        return tick
