import base64
import io

import openpyxl

from odoo.tests import HttpCase, tagged

from .common import CustomerCase


@tagged("post_install", "-at_install", "customer_master")
class TestCustomerImportHttp(CustomerCase, HttpCase):
    """The files that imports give away."""

    def setUp(self):
        super().setUp()
        self.steward = self.make_user("steward")
        self.record = (
            self.env["customer.import"]
            .with_user(self.steward)
            .create({"file": base64.b64encode(b"Name,City\nA Ltd,Bonn\n"), "file_name": "a.csv"})
        )

    def get(self, path, user):
        self.authenticate(user.login, user.login)
        return self.url_open(f"/customer_master/import/{path}")

    def test_files(self):
        for path, cell in ((f"{self.record.id}/result", "A Ltd"), ("template", "yes")):
            answer = self.get(path, self.steward)
            self.assertEqual(answer.status_code, 200, path)
            self.assertIn("attachment", answer.headers["Content-Disposition"])
            rows = openpyxl.load_workbook(io.BytesIO(answer.content)).active
            self.assertIn(cell, [value.value for value in rows[2]])

    def test_nobody_else_gets_them(self):
        for role in ("viewer", "sales", "finance"):
            user = self.make_user(role)
            for path in (f"{self.record.id}/result", "template", "0/result"):
                with self.subTest(role=role, path=path):
                    self.assertEqual(self.get(path, user).status_code, 404)
