import hashlib
import json
import os
import tempfile

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
)
from .customer_outbox_send import Batch, Result

FOLDERS = "customer_master.exchange_folders"
RECORDS = 100  # customers in one call of another Odoo
LONGEST = 200  # characters of what the other side says
ARRIVED = ("created", "updated", "unchanged", "ambiguous")


class CustomerEndpoint(models.Model):
    """The ways messages go: each sends those given and says what became of each of them. Nothing
    here is done in a transaction that changes anything."""

    _inherit = "customer.endpoint"

    def _poster(self, url, secrets=()):
        return Poster(url, self.connections, self.timeout, self.allow_private, secrets)

    # -- webhook -----------------------------------------------------------------------------

    def _send_webhook(self, messages) -> Batch:
        letters = [self._letter(message.payload) for message in messages]
        with self._poster(self.url, self._secrets("signing")) as poster:
            answers = poster.post(letters)
        return self._batch(answers, [self._result(answer) for answer in answers])

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

    def _send_json2(self, messages) -> Batch:
        records = [message.payload for message in messages]
        parts = [records[at : at + RECORDS] for at in range(0, len(records), RECORDS)]
        headers = {"authorization": f"Bearer {self._secrets('key')[0]}"}
        if self.remote_database:
            headers["x-odoo-database"] = self.remote_database
        letters = [
            Letter(part[0]["key"], compact({"system": self.remote_code, "records": part}), headers)
            for part in parts
        ]
        url = self.url.rstrip("/") + "/json/2/customer.system/receive"
        with self._poster(url) as poster:
            answers = poster.post(letters)
        results = []
        for part, answer in zip(parts, answers, strict=True):
            results += self._results_of_part(part, answer)
        return self._batch(answers, results)

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

    def _send_file(self, messages) -> Batch:
        records = [message.payload for message in messages]
        if self.file_format == "jsonl":
            content = json_lines(records)
        else:
            content = csv_table(records, self._columns())
        try:
            self._write_file(records, content)
        except (OSError, UserError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            return Batch([Result("folder", reason=reason[:LONGEST])] * len(messages))
        return Batch([Result()] * len(messages))

    def _columns(self):
        """Names of the values that the mapping writes, without what is inside of them."""
        version = self.mapping_id._version()
        columns = (line.column for line in version._engine_lines("out") if line.column)
        return list(dict.fromkeys(column.split(".")[0].split("[")[0] for column in columns))

    def _write_file(self, records, content):
        """Write a file that appears under its name when it is complete. The same messages give
        the same name, so that what is written again after a stop is there once."""
        folder = self._checked_folder()
        keys = hashlib.sha256("".join(record["key"] for record in records).encode())
        first = records[0]["changed_on"][:19].replace("-", "").replace(":", "")
        name = f"customers-{self.id}-{first}-{keys.hexdigest()[:12]}.{self.file_format}"
        handle, part = tempfile.mkstemp(prefix=".customers-", suffix=".part", dir=folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(part, 0o640)
            os.replace(part, os.path.join(folder, name))
        except BaseException:
            os.unlink(part)
            raise

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
