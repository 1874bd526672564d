import base64
import io

import openpyxl

from .common import CustomerCase


class ImportCase(CustomerCase):
    """Imports by a steward, worked on at once instead of in the background."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.steward = cls.make_user("steward")
        cls.Import = cls.env["customer.import"].with_user(cls.steward)

    def upload(self, rows, name="customers.csv", user=None, **values):
        """An import of ``rows``, lists of texts with the header first, or a file as bytes."""
        content = rows
        if not isinstance(rows, bytes):
            content = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows).encode()
        return self.Import.with_user(user or self.steward).create(
            {"file": base64.b64encode(content), "file_name": name, **values}
        )

    def work(self):
        with self.enter_registry_test_mode():
            self.env.ref("customer_master.ir_cron_import").method_direct_trigger()
        self.env.invalidate_all()

    def check(self, record):
        record.action_check()
        self.work()
        self.assertEqual(record.state, "checked", record.problem)
        return self.outcomes(record)

    def run_import(self, record):
        record.action_import()
        self.work()
        self.assertEqual(record.state, "done", record.problem)
        return self.outcomes(record)

    def outcomes(self, record):
        return [row.outcome for row in record.row_ids.sorted("number")]

    def row(self, record, number):
        return record.row_ids.filtered(lambda row: row.number == number)

    def made(self, record):
        """The customers that the import has created."""
        rows = record.row_ids.filtered(lambda row: row.outcome == "create")
        return rows.sorted("number").partner_id.with_env(self.env)

    @staticmethod
    def workbook(rows):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()
