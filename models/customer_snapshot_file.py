import io
import os
import re
import tempfile
from contextlib import contextmanager, suppress

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.snapshot import Damaged, Writer, check, examined, opened
from .customer_snapshot import ADMINISTRATOR

FOLDER = "customer_master.snapshot_folder"
END = ".jsonl.gz"
PART = ".part"


class CustomerSnapshot(models.Model):
    """Where the files of snapshots are: in Odoo's file store, or in a folder of the server that
    a system parameter names. A file appears under its name when it is complete, never before.
    """

    _inherit = "customer.snapshot"

    @api.model
    def _folder(self):
        return (self.env["ir.config_parameter"].sudo().get_param(FOLDER) or "").strip()

    @api.model
    def _default_place(self):
        return "folder" if self._folder() else "filestore"

    @api.model
    def _checked_folder(self):
        """The folder for snapshots.

        :raise UserError: there is none, or nothing can be written there
        """
        folder = self._folder()
        if not folder:
            raise UserError(self.env._("Please name the folder for snapshots in the settings."))
        if not os.path.isabs(folder) or not os.path.isdir(folder):
            raise UserError(
                self.env._(
                    "There is no folder “%s” on the server. Please make it, or name another one "
                    "in the settings.",
                    folder,
                )
            )
        if not os.access(folder, os.W_OK | os.X_OK):
            raise UserError(
                self.env._(
                    "Odoo may not write to the folder “%s” on the server. Please give it the "
                    "right to, or name another one in the settings.",
                    folder,
                )
            )
        return folder

    def _path(self):
        """The path of the file in the folder, whatever the stored name tells."""
        return os.path.join(self._folder(), os.path.basename(self.file_name or ""))

    @api.model
    def _uuid(self):
        return self.env["ir.config_parameter"].sudo().get_param("database.uuid") or ""

    @api.model
    def _start_of_names(self):
        """What the names of all files of this database begin with, and no other's."""
        base = re.sub(r"[^\w.-]", "_", self.env.cr.dbname)
        return f"{base}-{self._uuid()[:8]}-customers-"

    def _name_of_file(self):
        """A name that never comes again, also after an older state of the database was restored,
        so that no file is ever overwritten."""
        return f"{self._start_of_names()}{fields.Datetime.now():%Y%m%d-%H%M%S}-{self.id}{END}"

    # -- writing ---------------------------------------------------------------------------

    def _store(self, header, fill):
        """Write the file; ``fill(stream)`` writes the lines.

        :return: values of the snapshot
        :raise UserError: it can't be written
        """
        self.file_name = self._name_of_file()
        write = self._store_in_folder if self.place == "folder" else self._store_in_filestore
        try:
            writer = write(header, fill)
        except OSError as error:
            raise UserError(
                self.env._("The file can't be written: %s", error.strerror or error)
            ) from error
        return {"size": writer.size, "checksum": writer.checksum}

    def _store_in_folder(self, header, fill):
        self._checked_folder()
        path = self._path()
        self._remove_parts()
        with open(path + PART, "wb") as stream:
            with Writer(stream, header) as writer:
                fill(writer)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(path + PART, path)
        # a file that no snapshot leads to would never be deleted
        self.env.cr.postrollback.add(lambda: _remove(path))
        return writer

    def _remove_parts(self):
        """Remove what earlier ones left that were stopped in the middle."""
        start = self._start_of_names()
        with os.scandir(self._folder()) as entries:
            for entry in entries:
                if entry.name.startswith(start) and entry.name.endswith(PART):
                    _remove(entry.path)

    def _store_in_filestore(self, header, fill):
        # it has no name on the disk, so nothing stays of it after a stop
        with tempfile.TemporaryFile() as stream:
            with Writer(stream, header) as writer:
                fill(writer)
            stream.seek(0)
            self._attachment().unlink()
            self.env["ir.attachment"].sudo().create(
                {
                    "name": self.file_name,
                    "res_model": self._name,
                    "res_field": "data",
                    "res_id": self.id,
                    "type": "binary",
                    "mimetype": "application/gzip",
                    "raw": stream.read(),
                }
            )
        self.invalidate_recordset(["data"])
        return writer

    def unlink(self):
        paths = [s._path() for s in self.sudo() if s.place == "folder" and s.file_name]
        result = super().unlink()
        for path in paths:
            self.env.cr.postcommit.add(lambda path=path: _remove(path))
        return result

    def action_find(self):
        """List the files of this database in the folder that no snapshot leads to: those of a
        later time than the state of the database that was restored.

        :raise UserError: there is no folder
        """
        self._check_role(ADMINISTRATOR)
        snapshots = self.sudo()
        folder = snapshots._checked_folder()
        known = set(snapshots.search([("place", "=", "folder")]).mapped("file_name"))
        found = snapshots.browse()
        for name in sorted(os.listdir(folder)):
            ours = name.startswith(snapshots._start_of_names()) and name.endswith(END)
            if ours and name not in known:
                found |= snapshots._adopt(folder, name)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if found else "info",
                "message": self.env._("%s snapshots were found.", len(found)),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _adopt(self, folder, name):
        """A snapshot for a file; none where it is none of this database."""
        path = os.path.join(folder, name)
        try:
            with open(path, "rb") as source:
                header, checksum = examined(source)
        except (OSError, Damaged):
            return self.browse()
        if header.get("uuid") != self._uuid():
            return self.browse()
        return self.create(
            {
                "state": "done",
                "place": "folder",
                "file_name": name,
                "kept": True,
                "checksum": checksum,
                "size": os.path.getsize(path),
                "taken_on": header["date"],
                "customer_count": header["counts"]["customers"],
                "contact_count": header["counts"]["contacts"],
            }
        )

    # -- reading ---------------------------------------------------------------------------

    def _open(self):
        """The file as it is, open for reading; the caller closes it.

        :raise UserError: it is gone
        """
        self.ensure_one()
        snapshot = self.sudo()
        snapshot._check_done()
        try:
            if snapshot.place == "folder":
                return open(snapshot._path(), "rb")
            return snapshot._open_attachment()
        except OSError as error:
            raise UserError(
                self.env._("The file of this snapshot can't be read: %s", error.strerror)
            ) from error

    def _open_attachment(self):
        attachment = self._attachment()
        if attachment.store_fname:
            return open(attachment._full_path(attachment.store_fname), "rb")
        return io.BytesIO(attachment.raw or b"")

    def _attachment(self):
        return (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_field", "=", "data"),
                    ("res_id", "in", self.ids),
                ]
            )
        )

    @contextmanager
    def _opened(self):
        """The header and the stream of lines of the file, after a look at its checksum.

        :raise UserError: the file is gone or was changed
        """
        with self._open() as source:
            try:
                check(source, self.sudo().checksum)
                with opened(source) as (header, lines):
                    yield header, lines
            except Damaged as error:
                raise UserError(
                    self.env._(
                        "The file of this snapshot was changed or damaged, so it can't be used."
                    )
                ) from error


def _remove(path):
    with suppress(FileNotFoundError):
        os.remove(path)
