import base64
import binascii
import io
import zipfile

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine.normalize import clean
from .customer_reference_row import KEYS

MAX_SIZE = 30 * 2**20  # bytes of a file
MAX_UNPACKED = 300 * 2**20
MAX_ROWS = 500_000
# how workbooks and texts in UTF-16 begin
BINARY = (b"PK", b"\xd0\xcf", b"\xff\xfe", b"\xfe\xff")
ENCODINGS = ("utf-8-sig", "gb18030")


class CustomerReferenceFile(models.Model):
    """A file with what is known of customers elsewhere, such as a register: what customers lack
    is suggested from it."""

    _name = "customer.reference.file"
    _description = "Reference File"
    _order = "sequence, id"

    name = fields.Char(
        string="Source", required=True, help="Where the data come from; told as the reason."
    )
    sequence = fields.Integer(default=10, help="Of several files the first one that knows counts.")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", help="Only for the customers of this company; empty for all."
    )
    file = fields.Binary(required=True, attachment=True)
    file_name = fields.Char()
    key = fields.Selection(
        KEYS, string="Found By", required=True, default="vat", help="What tells who a row is."
    )
    key_column = fields.Char(string="Column of It")
    column_ids = fields.One2many("customer.reference.column", "file_id", string="Columns")
    confidence = fields.Float(
        string="How Sure",
        required=True,
        default=0.9,
        help="How much of it is right and up to date.",
    )
    overwrite = fields.Boolean(
        string="Also Other Values",
        help="Suggest its values also where the customer has another one, not only for gaps.",
    )
    row_count = fields.Integer(string="Rows", readonly=True)
    left_count = fields.Integer(
        string="Left Out", readonly=True, help="Rows without key, with a key that is there twice."
    )
    loaded_on = fields.Datetime(readonly=True)

    @api.constrains("confidence")
    def _check_confidence(self):
        for file in self:
            if not 0.5 <= file.confidence <= 0.99:
                raise ValidationError(self.env._("“How Sure” must be between 50 % and 99 %."))

    def write(self, vals):
        result = super().write(vals)
        self.flush_recordset()  # suggestions read the table itself
        self.env.registry.clear_cache("stable")
        if "file" in vals and "loaded_on" not in vals:
            # rows of another file must not be told as those of this one
            self.env["customer.reference.row"].sudo()._replace(self, [])
            super().write({"row_count": 0, "left_count": 0, "loaded_on": False})
        return result

    def unlink(self):
        self.env.registry.clear_cache("stable")
        return super().unlink()

    def action_read_columns(self):
        """List the columns of the file, with the fields that their names tell.

        :raise UserError: the file can't be read; the text says why
        """
        self.ensure_one()
        self.check_access("write")
        header = self._read_rows()[0]
        fields_of = self.env["customer.reference.column"]._fields_of_labels()
        known = {column.name: column.field for column in self.column_ids}
        self.column_ids.unlink()
        guessed = {name: fields_of.get(name.casefold()) for name in header}
        if self.key_column not in header:
            self.key_column = next((n for n in header if guessed[n] == self.key), False)
        self.column_ids = self.column_ids.create(
            [
                {
                    "file_id": self.id,
                    "name": name,
                    "field": known.get(name) or (name != self.key_column and guessed[name]),
                }
                for name in header
            ]
        )

    def action_load(self):
        """Take in the rows of the file in place of the earlier ones, and look at all customers
        anew, in the background.

        :raise UserError: the file can't be read, or its columns are not set; the text says which
        """
        self.ensure_one()
        self.check_access("write")
        header, *rows = self._read_rows()
        places = {name: at for at, name in enumerate(header)}
        if self.key_column not in places:
            raise UserError(self.env._("Please choose the column that tells who a row is."))
        columns = [(column, places.get(column.name)) for column in self.column_ids if column.field]
        missing = [column.name for column, at in columns if at is None]
        if missing:
            raise UserError(self.env._("The file has no column “%s”.", missing[0]))
        if not columns:
            raise UserError(self.env._("Please choose what at least one column is."))
        Row = self.env["customer.reference.row"].sudo()
        found, left = {}, 0
        for row in rows:
            key = Row._normalized(self.key, row[places[self.key_column]])
            # which of two rows is the right one can't be known
            left += not key or key in found
            if key:
                values = {column.field: column._value(row[at]) for column, at in columns}
                values = {name: value for name, value in values.items() if value}
                found[key] = None if key in found else values
        kept = [(key, values) for key, values in found.items() if values]
        Row._replace(self, kept)
        self.write({"row_count": len(kept), "left_count": left, "loaded_on": fields.Datetime.now()})
        self.env["customer.quality.run"].sudo()._begin_anew()

    def _read_rows(self) -> list[list[str]]:
        """The rows of the file as cleaned texts, as long as the first one, the header.

        :raise UserError: it can't be read, is too large or empty
        """
        try:
            content = base64.b64decode(self.with_context(bin_size=False).file or b"")
        except binascii.Error:
            content = b""
        self._check_size(content)
        reader = self.env["base_import.import"].new(
            {"file": content, "file_name": self.file_name or "", "file_type": "text/csv"}
        )
        options = {"quoting": '"', "separator": "", "encoding": self._encoding(content)}
        try:
            _length, rows = reader._read_file(options)
        except UserError:
            raise
        except Exception as error:  # readers of workbooks raise anything on broken files
            raise UserError(self._unreadable()) from error
        rows = [[clean(str(cell if cell is not None else "")) for cell in row] for row in rows]
        if len(rows) < 2:
            raise UserError(self.env._("The file has no rows below its header."))
        if len(rows) > MAX_ROWS:
            raise UserError(self.env._("The file has more than %s rows.", MAX_ROWS))
        header = rows[0]
        doubled = next((name for name in header if name and header.count(name) > 1), None)
        if doubled:
            raise UserError(self.env._("The file has two columns “%s”.", doubled))
        width = len(header)
        return [(row + [""] * width)[:width] for row in rows]

    def _check_size(self, content):
        if not content:
            raise UserError(self.env._("The file is empty."))
        if len(content) > MAX_SIZE:
            raise UserError(self.env._("The file is too large: at most 30 MB."))
        if b"\x00" in content and content[:2] not in BINARY:
            raise UserError(self._unreadable())
        if content[:2] == b"PK":
            try:
                with zipfile.ZipFile(io.BytesIO(content)) as archive:
                    unpacked = sum(info.file_size for info in archive.infolist())
            except zipfile.BadZipFile as error:
                raise UserError(self._unreadable()) from error
            if unpacked > MAX_UNPACKED:
                raise UserError(self.env._("The file is too large when it is unpacked."))

    def _unreadable(self):
        return self.env._("This file can't be read. Please save it as CSV or XLSX.")

    def _encoding(self, content):
        """That of a text; core guesses it from the bytes where it is neither of the usual."""
        if content[:2] in BINARY:
            return ""
        for encoding in ENCODINGS:
            try:
                content.decode(encoding)
            except UnicodeDecodeError:
                continue
            return encoding
        return ""
