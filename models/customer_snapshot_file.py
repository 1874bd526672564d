import io
import os
import re
import tempfile
from contextlib import contextmanager, suppress

from odoo import api, models
from odoo.exceptions import UserError

from ..engine.snapshot import Damaged, Writer, check, opened

FOLDER = "customer_master.snapshot_folder"
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

    def _name_of_file(self):
        base = re.sub(r"[^\w.-]", "_", self.env.cr.dbname)
        return f"{base}-customers-{self.id:06d}.jsonl.gz"

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
        start = self._name_of_file().split("-customers-")[0] + "-customers-"
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
