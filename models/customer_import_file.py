import base64
import hashlib
import json

from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL, split_every

from ..engine.mapping import FileProblem, Options, open_table, signature
from .customer_mapping import SAMPLE

CHUNK = 5000  # rows stored by one statement
SHOWN = 5


class CustomerImport(models.Model):
    """Reading the file: its settings, its header, its rows as they are."""

    _inherit = "customer.import"

    def _read_file(self, chosen):
        """Read the file with what a person has chosen, and store its rows.

        :param chosen: values that were written; settings that are not among them are found out
            anew where the file is a new one
        :raise UserError: a sentence that says why it can't be read
        """
        content = base64.b64decode(self.with_context(bin_size=False).file or b"")
        known = self if "file" not in chosen and chosen else None
        options = Options(
            chosen.get("encoding") or (known and known.encoding) or "",
            chosen.get("delimiter") or (known and known.delimiter) or "",
            chosen.get("sheet") or (known and known.sheet) or "",
        )
        if not chosen:  # a new record: what came with it
            options = Options(self.encoding or "", self.delimiter or "", self.sheet or "")
        try:
            table = open_table(content, options)
            record = self.sudo()
            record.row_count, sample = record._store_rows(table.rows)
        except FileProblem as problem:
            raise UserError(self._file_sentence(problem)) from None
        name = self.file_name or self.name
        mapping = self.mapping_id if "mapping_id" in chosen else None
        if not mapping:
            mapping = self.env["customer.mapping"]._for_table(
                name, signature(table.header), table.header, [row.cells for row in sample]
            )
        record.write(
            {
                "name": name,
                "state": "mapped",
                "checksum": hashlib.sha256(content).hexdigest(),
                "encoding": table.options.encoding or False,
                "delimiter": table.options.delimiter or False,
                "sheet": table.options.sheet or False,
                "sheet_names": ", ".join(table.sheets) if len(table.sheets) > 1 else False,
                "header": table.header,
                "mapping_id": mapping.id,
            }
        )

    def _store_rows(self, rows):
        """Store the rows in place of those that are there.

        :return: how many they are, and some of them
        """
        self.env.flush_all()
        self.env.cr.execute(SQL("DELETE FROM customer_import_row WHERE import_id = %s", self.id))
        count, sample = 0, []
        for part in split_every(CHUNK, rows, list):
            if len(sample) < SAMPLE:
                sample += part[: SAMPLE - len(sample)]
            count += len(part)
            self.env.cr.execute(
                SQL(
                    """
                    INSERT INTO customer_import_row (import_id, number, cells, surplus, outcome)
                    SELECT %s, r.number, r.cells::jsonb, r.surplus, 'waiting'
                      FROM unnest(%s::int[], %s::text[], %s::bool[]) AS r(number, cells, surplus)
                    """,
                    self.id,
                    [row.number for row in part],
                    [json.dumps(row.cells) for row in part],
                    [row.surplus for row in part],
                )
            )
        self.env["customer.import.row"].invalidate_model()
        return count, sample

    def _compute_preview(self):
        for record in self:
            rows = self.env["customer.import.row"]
            if record._origin.id and record.header:
                rows = rows.search_fetch(
                    [("import_id", "=", record._origin.id)], ["cells"], limit=SHOWN, order="number"
                )
            record.preview = record._preview_html(rows) if rows else False

    def _preview_html(self, rows):
        def line(tag, cells):
            cells = Markup("").join(Markup("<{0}>%s</{0}>").format(tag) % cell for cell in cells)
            return Markup("<tr>%s</tr>") % cells

        head = line("th", self.header)
        body = Markup("").join(line("td", row.cells) for row in rows)
        return Markup(
            '<div class="table-responsive"><table class="table table-sm table-bordered '
            'text-nowrap" style="table-layout: auto">'
            "<thead>%s</thead><tbody>%s</tbody></table></div>"
        ) % (head, body)

    def _file_sentence(self, problem):
        """Why the file can't be read and what to do, in the user's language."""
        said = {
            "empty": self.env._("The file is empty."),
            "no_rows": self.env._("The file has names of columns, but no rows below them."),
            "too_large": self.env._("The file has more than %(limit)s MB. Please split it."),
            "too_many_rows": self.env._("The file has more than %(limit)s rows. Please split it."),
            "too_many_columns": self.env._(
                "The file has more than %(limit)s columns. Please keep those that are needed."
            ),
            "wrong_type": self.env._(
                "This is no table but a file of the type %(type)s. Please save the table as an "
                "Excel workbook (.xlsx) or as CSV."
            ),
            "old_excel": self.env._(
                "This is a workbook of an old Excel (.xls). Please open it in Excel and save it as "
                "an Excel workbook (.xlsx)."
            ),
            "protected": self.env._(
                "The workbook is protected by a password. Please save it without one."
            ),
            "damaged": self.env._(
                "The workbook is damaged. Please open it in Excel and save it as a new one."
            ),
            "bomb": self.env._(
                "Unpacked, this file would be enormous, so it is not opened. Please save the "
                "table as CSV."
            ),
            "no_sheet": self.env._("The workbook has no sheet with a table."),
            "unknown_sheet": self.env._("The workbook has no sheet “%(sheet)s”."),
            "encoding": self.env._(
                "Line %(line)s has characters that can't be read as %(encoding)s. Please choose "
                "another encoding, or save the file as an Excel workbook (.xlsx)."
            ),
            "quotes": self.env._(
                "Line %(line)s has a quotation mark that is not closed, or text behind a closed "
                "one. Please mend it, or save the file as an Excel workbook (.xlsx)."
            ),
            "long_value": self.env._(
                "A value at line %(line)s is longer than 32,767 characters. Is a quotation mark "
                "missing there?"
            ),
        }
        return said[problem.code] % problem.details
