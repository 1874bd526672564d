import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..engine.mapping import Line, Mapping
from .customer_bisect import CONFLICTS
from .customer_import import OPEN
from .customer_import_match import Row
from .customer_import_row import REVIEWED

_logger = logging.getLogger(__name__)

SLICE = 1000  # rows done in one transaction
TRIES = 5
# one import works at a time: each must see the customers that the others have made
LOCK = 7_301_942_118


class _Taken(Exception):  # noqa: N818 - no error, the way back of a check
    """What a check has done is taken back."""


class CustomerImport(models.Model):
    """The work in the background, slice by slice: a slice and what became of its rows are
    committed together, so that after a stop the rows that are left are what is left to do."""

    _inherit = "customer.import"

    # -- beginning -------------------------------------------------------------------------

    def _start(self, checking):
        self.check_access("write")
        for record in self:
            if record.state not in OPEN or not record.mapping_id:
                raise UserError(self.env._("“%s” can't be started now.", record.name))
            if problem := record.mapping_id._problem():
                raise UserError(problem)
            if record._twins().filtered(lambda r: r.state == "running"):
                raise UserError(
                    self.env._("The same file is being imported at this moment. Please wait.")
                )
            record.sudo().write(
                {
                    "state": "running",
                    "checking": checking,
                    "user_id": self.env.uid,
                    "plan": record._make_plan(),
                    "problem": False,
                    "finished_on": False,
                    "statistics": False,
                    "counts": False,
                    "started_on": fields.Datetime.now(),
                }
            )
            record._reset_rows(SQL("outcome <> 'waiting'"))
        self._wake()

    def _start_decided(self):
        self.check_access("write")
        for record in self:
            record.invalidate_recordset(["decided_count"])
            if record.state != "done" or not record.decided_count:
                raise UserError(self.env._("No row was decided since the import."))
            record._reset_rows(SQL("outcome IN %s AND decision IS NOT NULL", REVIEWED))
            record.sudo().write({"state": "running", "checking": False, "counts": False})
        self._wake()

    def _make_plan(self):
        lines = self.mapping_id._engine_lines()
        columns = set(self.header)
        return {
            "lines": [vars(line) for line in lines if not line.column or line.column in columns],
            "policies": {
                line.target: line.policy
                for line in self.mapping_id.line_ids
                if line.target and line.policy
            },
            "keys": self.mapping_id.line_ids.filtered("is_key").mapped("target"),
        }

    def _reset_rows(self, which):
        self.env.flush_all()
        self._forget_keys()
        self.env.cr.execute(
            SQL(
                """UPDATE customer_import_row
                      SET outcome = 'waiting', reason = NULL, partner_id = NULL,
                          candidates = NULL, repeats = NULL
                    WHERE import_id = %s AND %s""",
                self.id,
                which,
            )
        )
        self.env["customer.import.row"].invalidate_model()

    def _wake(self):
        self.env.ref("customer_master.ir_cron_import").sudo()._trigger()

    # -- the cron --------------------------------------------------------------------------

    @api.model
    def _cron_work(self):
        """Go on with the running imports, the oldest first."""
        self.env.cr.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not self.env.cr.fetchone()[0]:
            self._wake()
            return
        try:
            # what others have committed up to here must be seen
            self.env["ir.cron"]._commit_progress()
            for record in self.search([("state", "=", "running")], order="id"):
                if not record._work():
                    return
        finally:
            self.env.cr.execute("SELECT pg_advisory_unlock(%s)", [LOCK])

    def _work(self):
        """Work until the rows or the time are used up; whether there is time left."""
        if not self._make_missing_keys():
            return False
        while True:
            try:
                done, left = self._work_committed()
            except Exception as error:  # one that fails must not stop the others for ever
                self.env.cr.rollback()
                _logger.exception("Import %s stopped", self.id)
                self.exists().write({"state": "failed", "problem": str(error)})
                done, left = 0, 0
            time_left = self.env["ir.cron"]._commit_progress(done, remaining=left)
            self.env.invalidate_all()
            if not left or not time_left:
                return bool(time_left)

    def _work_committed(self):
        """Do a slice, anew where it met with a change by a user.

        :return: (rows done, whether there are more)
        """
        for tries in reversed(range(TRIES)):
            if not self.exists() or self.state != "running":
                return 0, 0
            try:
                works = self._next_works()
                if works:
                    if not self.statistics:
                        self.statistics = self._make_statistics()
                    self._runner()._work_slice(works)
                else:
                    self._finish()
                self.env.flush_all()
                return len(works), int(bool(works))
            except CONFLICTS:
                self.env.cr.rollback()
                self.env.invalidate_all(flush=False)
                if not tries:
                    raise
        return 0, 1

    def _runner(self):
        """This import as the one who started it, who may have lost rights since.

        :raise AccessError: so it is
        """
        user = self.user_id
        if not user.active or not self.env["customer.access"].with_user(user)._reach("import"):
            raise AccessError(
                self.env._("%s started this import and may not import any more.", user.name)
            )
        return self.with_user(user).with_context(
            lang=user.lang,
            allowed_company_ids=[self.company_id.id],
            active_test=True,
            customer_import=True,
            tracking_disable=True,
            mail_create_nosubscribe=True,
            mail_create_nolog=True,
        )

    def _next_works(self):
        rows = self.env.execute_query(
            SQL(
                """SELECT id, number, cells, surplus, decision, decided_id
                     FROM customer_import_row
                    WHERE import_id = %s AND outcome = 'waiting'
                 ORDER BY number LIMIT %s FOR UPDATE""",
                self.id,
                SLICE,
            )
        )
        return [
            Row(id=id_, number=number, cells=cells, surplus=surplus, decision=decision or "",
                decided=decided or 0)
            for id_, number, cells, surplus, decision, decided in rows
        ]  # fmt: skip

    # -- a slice ---------------------------------------------------------------------------

    def _work_slice(self, works):
        """Do these rows, or find out what would be done, and store what became of them."""
        self._prepare(works)
        self._match(works)
        if self.checking:
            try:
                with self.env.cr.savepoint():
                    self._write_works(works)
                    raise _Taken
            except _Taken:
                self.env.invalidate_all(flush=False)
        else:
            self._write_works(works)
        self._forget_keys([work.id for work in works if work.outcome == "rejected"])
        self._store_outcomes(works)

    def _prepare(self, works):
        """Bring the cells of rows over as values."""
        plan = self.plan
        lines = [Line(**line) for line in plan["lines"]]
        mapping = Mapping(lines, self.header)
        for work in works:
            mapped = mapping.map_row(work.cells)
            work.texts = mapped.values
            if work.surplus:
                reason = self.env._("The row has more values than the table has columns.")
                work.end("rejected", reason)
            elif mapped.problems:
                reasons = [self._mapping_sentence(problem) for problem in mapped.problems]
                work.end("rejected", " ".join(reasons))
        self._bring_over(works)

    def _store_outcomes(self, works):
        keep = ("update", "unchanged") if self.checking else ("create", "update", "unchanged")
        self.env.cr.execute(
            SQL(
                """
                UPDATE customer_import_row r
                   SET outcome = v.outcome, reason = nullif(v.reason, ''),
                       partner_id = nullif(v.partner, 0), candidates = v.candidates::jsonb,
                       repeats = v.repeats
                  FROM unnest(%s::int[], %s::text[], %s::text[], %s::int[], %s::text[], %s::int[])
                       AS v(id, outcome, reason, partner, candidates, repeats)
                 WHERE r.id = v.id
                """,
                [work.id for work in works],
                [work.outcome for work in works],
                [work.reason for work in works],
                [work.partner if work.outcome in keep else 0 for work in works],
                [str(work.candidates) if work.candidates else None for work in works],
                [work.repeats for work in works],
            )
        )
        self.env["customer.import.row"].invalidate_model()

    def _finish(self):
        self._forget_keys()
        counts = self.env["customer.import.row"]._read_group(
            [("import_id", "=", self.id)], ["outcome"], ["__count"]
        )
        self.write(
            {
                "counts": dict(counts),
                "state": "checked" if self.checking else "done",
                "finished_on": fields.Datetime.now(),
            }
        )
        if not self.checking and self.operation_id:
            self.operation_id.customer_count = self.env["customer.operation.line"].search_count(
                [("operation_id", "=", self.operation_id.id)]
            )
            self.operation_id._finish()
