import hashlib
import json
import os
from collections.abc import Callable

from odoo import models
from odoo.exceptions import UserError

from ..engine.outbox import (
    CLOUDEVENTS_TYPE,
    Answer,
    Letter,
    Poster,
    cloudevents,
    compact,
    csv_table,
    json_lines,
    standard,
    write_whole,
)
from .outbox_course import Batch, Result

FOLDERS = "customer_master.exchange_folders"
RECORDS = 100  # customers in one call of another Odoo
LONGEST = 200  # characters of what the other side says
ARRIVED = ("created", "updated", "unchanged", "ambiguous")


class CustomerEndpoint(models.Model):
    """The ways messages go: each is given ``{message: its record}``, and makes of it a function
    that sends them and says what became of each. That is called in another thread, and may read
    nothing that is stored."""

    _inherit = "customer.endpoint"

    def _poster(self, url, secrets=()):
        return Poster(url, self.connections, self.timeout, self.allow_private, secrets)

    # -- webhook -----------------------------------------------------------------------------

    def _prepare_webhook(self, records) -> Callable[[], Batch]:
        letters = [self._letter(record) for record in records.values()]
        poster = self._poster(self.url, self._secrets("signing"))

        def send():
            with poster:
                answers = poster.post(letters)
            return self._batch(answers, [self._result(answer) for answer in answers])

        return send

    def _letter(self, record):
        if self.envelope == "cloudevents":
            uuid = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
            body = cloudevents(record, record["changed_on"], f"urn:uuid:{uuid}")
            return Letter(record["key"], body, {"content-type": CLOUDEVENTS_TYPE})
        return Letter(record["key"], standard(record, record["changed_on"]))

    def _batch(self, answers, results):
        tried = [answer for answer in answers if answer]
        waits = [answer.wait for answer in tried if answer.wait]
        return Batch(
            results, max(waits, default=None), any(answer.status == 410 for answer in tried)
        )

    def _result(self, answer: Answer | None) -> Result:
        if answer is None:
            return Result(None)
        return Result(answer.problem, answer.status, away=answer.away)

    # -- another Odoo ------------------------------------------------------------------------

    def _prepare_json2(self, records) -> Callable[[], Batch]:
        records = list(records.values())
        parts = [records[at : at + RECORDS] for at in range(0, len(records), RECORDS)]
        headers = {"authorization": f"Bearer {self._secrets('key')[0]}"}
        if self.remote_database:
            headers["x-odoo-database"] = self.remote_database
        letters = [
            Letter(part[0]["key"], compact({"system": self.remote_code, "records": part}), headers)
            for part in parts
        ]
        url = self.url.rstrip("/") + "/json/2/customer.system/receive"
        poster = self._poster(url)

        def send():
            with poster:
                answers = poster.post(letters)
            results = []
            for part, answer in zip(parts, answers, strict=True):
                results += self._results_of_part(part, answer)
            return self._batch(answers, results)

        return send

    def _results_of_part(self, part, answer):
        if answer is None or answer.problem:
            return [self._result(answer)] * len(part)
        try:
            told = {one["key"]: one for one in json.loads(answer.body)}
        except (ValueError, TypeError, KeyError):
            told = {}
        return [self._record_result(told.get(record["key"]), answer) for record in part]

    def _record_result(self, told, answer):
        if not isinstance(told, dict):
            return Result("answer", answer.status)
        reason = str(told.get("reason") or "")[:LONGEST]
        if told.get("status") in ARRIVED:
            return Result("", answer.status, reason, remote_id=str(told.get("id") or ""))
        return Result("rejected", answer.status, reason, final=True)

    # -- files -------------------------------------------------------------------------------

    def _prepare_file(self, records) -> Callable[[], Batch]:
        name, records = self._file_name(records), list(records.values())
        if self.file_format == "jsonl":
            content = json_lines(records)
        else:
            content = csv_table(records, self._columns())

        def failed(reason):
            return Batch([Result("folder", reason=reason[:LONGEST])] * len(records))

        try:
            path = os.path.join(self._checked_folder(), name)
        except UserError as error:
            reason = str(error)
            return lambda: failed(reason)

        def send():
            try:
                write_whole(path, content)
            except OSError as error:
                return failed(error.strerror or str(error))
            return Batch([Result()] * len(records))

        return send

    def _columns(self):
        """Names of the values that the mapping writes, without what is inside of them."""
        version = self.mapping_id._version()
        columns = (line.column for line in version._engine_lines("out") if line.column)
        return list(dict.fromkeys(column.split(".")[0].split("[")[0] for column in columns))

    def _file_name(self, records):
        """Sorted by name files are in the order of what happened: what is told of a customer
        later has a higher number than all that was there when a file was made. The same messages
        give the same name, so that what is written again after a stop is there once."""
        keys = hashlib.sha256("".join(record["key"] for record in records.values()).encode())
        last = max(message.id for message in records)
        return f"customers-{self.id}-{last:010}-{keys.hexdigest()[:12]}.{self.file_format}"

    def _checked_folder(self):
        """The folder for files, with all links in its path followed.

        :raise UserError: it is not in one of those that the settings allow, or is not there
        """
        params = self.env["ir.config_parameter"].sudo()
        bases = (params.get_param(FOLDERS) or "").split(os.pathsep)
        folder = os.path.realpath(self.folder) if os.path.isabs(self.folder or "") else ""
        for base in filter(os.path.isabs, map(str.strip, bases)):
            base = os.path.realpath(base)
            if folder and os.path.commonpath([base, folder]) == base and base != os.sep:
                if os.path.isdir(folder) and os.access(folder, os.W_OK | os.X_OK):
                    return folder
        raise UserError(
            self.env._(
                "Odoo can't write files into the folder “%s”. It must be there, and be one of the "
                "folders for files, or below one, that the settings allow.",
                self.folder or "",
            )
        )
