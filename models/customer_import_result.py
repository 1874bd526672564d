import tempfile
from pathlib import PurePath

import xlsxwriter

from odoo import models
from odoo.tools import SQL

from .customer_mapping import TARGETS

CHUNK = 2000  # rows in memory
# what a spreadsheet would take for a formula
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
MAX_CELL = 32_767
SAMPLES = {
    "zh": [
        "苏州澄湖精密仪器有限公司", "是", "K0001", "91320594MA1XQ8JT2D", "0512-62801234",
        "sales@chenghu.example", "chenghu.example", "中国", "江苏省", "苏州", "215000",
        "星湖街1号", "王芳", "采购经理", "13812345678", "wang.fang@chenghu.example",
    ],
    "en": [
        "Harbour Light Instruments Ltd", "yes", "C0001", "GB123456782", "+44 20 7946 0018",
        "sales@harbourlight.example", "harbourlight.example", "United Kingdom", "", "London",
        "SW1A 1AA", "1 Quay Street", "Anna Brown", "Buyer", "+44 20 7946 0019",
        "anna.brown@harbourlight.example",
    ],
}  # fmt: skip
TEMPLATE = ("name", "is_company", "ref", "vat", "phone", "email", "website", "country_id",
            "state_id", "city", "zip", "street", "customer_contact_name",
            "customer_contact_function", "customer_contact_phone",
            "customer_contact_email")  # fmt: skip
assert set(TEMPLATE) <= set(TARGETS)


class CustomerImport(models.Model):
    """Workbooks that imports give away, written row by row."""

    _inherit = "customer.import"

    def _result_name(self):
        return self.env._("%s - result.xlsx", PurePath(self.name).stem)

    def _result_file(self):
        """The input with outcome, reason and customer on each row, as an open file."""
        labels = dict(
            self.env["customer.import.row"]._fields["outcome"]._description_selection(self.env)
        )
        head = [
            self.env._("Row"),
            self.env._("Outcome"),
            self.env._("Reason"),
            self.env._("Customer"),
            *self.header,
        ]
        return self._workbook(head, self._result_rows(labels))

    def _result_rows(self, labels):
        """(cells, whether the row needs somebody) of all rows."""
        last = -1
        while True:
            rows = self.env["customer.import.row"].search_fetch(
                [("import_id", "=", self.id), ("number", ">", last)],
                ["number", "outcome", "reason", "partner_id", "cells"],
                order="number",
                limit=CHUNK,
            )
            if not rows:
                return
            last = rows[-1].number
            names = self._customer_names(rows.partner_id)
            for row in rows:
                marked = row.outcome in ("rejected", "ambiguous", "repeated")
                told = [labels[row.outcome], row.reason or "", names.get(row.partner_id.id, "")]
                yield [row.number, *told, *row.cells], marked
            rows.invalidate_recordset()

    def _customer_names(self, partners):
        """Names of those of the customers that the user may see."""
        seen = partners.exists()._filtered_access("read")
        return dict(
            self.env.execute_query(
                SQL("SELECT id, complete_name FROM res_partner WHERE id = ANY(%s)", list(seen.ids))
            )
        )

    # -- template --------------------------------------------------------------------------

    def _template_name(self):
        return self.env._("customers.xlsx")

    def _template_file(self):
        """The usual columns and one example, in the user's language."""
        fields_ = self.env["res.partner"]._fields
        head = [fields_[name]._description_string(self.env) for name in TEMPLATE]
        sample = SAMPLES["zh" if (self.env.lang or "").startswith("zh") else "en"]
        return self._workbook(head, [(sample, False)])

    # -- writing ---------------------------------------------------------------------------

    def _workbook(self, head, rows):
        """An open file with one sheet; texts stay texts, whatever they begin with."""
        target = tempfile.TemporaryFile()  # noqa: SIM115 - closed by who sends it
        book = xlsxwriter.Workbook(
            target,
            {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
        )
        styles = {
            (marked, formula): book.add_format(
                {**({"bg_color": "#f8d7da"} if marked else {}), "quote_prefix": formula}
            )
            for marked in (False, True)
            for formula in (False, True)
        }
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(head), 18)
        bold = book.add_format({"bold": True, "bg_color": "#e9ecef"})
        for at, text in enumerate(head):
            sheet.write_string(0, at, text, bold)
        for number, (cells, marked) in enumerate(rows, 1):
            for at, cell in enumerate(cells):
                if isinstance(cell, int):
                    sheet.write_number(number, at, cell, styles[marked, False])
                elif cell or marked:
                    style = styles[marked, cell.startswith(FORMULAS)]
                    sheet.write_string(number, at, cell[:MAX_CELL], style)
        book.close()
        target.seek(0)
        return target
