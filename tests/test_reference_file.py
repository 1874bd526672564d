import base64
import io
import zipfile

import xlsxwriter

from odoo.exceptions import AccessError, UserError, ValidationError

from .test_correction import CorrectionCase

HEADER = "Tax ID,City,Zip,Country,Nothing\n"
ROWS = "DE811907980,Walldorf,69190,Germany,x\nDE136695976,München,80331,DE,\n"


class TestReferenceFile(CorrectionCase):
    """What is known elsewhere, from a file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.only("reference")
        cls.File = cls.env["customer.reference.file"]
        cls.customer = cls.make_customer("SAP SE", vat="DE811907980", country_id=cls.germany.id)

    def make_file(self, content, **values):
        if isinstance(content, str):
            content = content.encode()
        values = {"name": "Register", "file_name": "r.csv", "key": "vat", **values}
        return self.File.create({"file": base64.b64encode(content), **values})

    def load(self, content, **values):
        file = self.make_file(content, **values)
        file.action_read_columns()
        file.action_load()
        self.env["customer.quality.issue"]._refresh(self.customer)
        return file

    def known(self):
        return {
            name: value
            for issue in self.issues(self.customer, "reference")
            for name, value in issue.values.items()
        }

    def test_gaps_are_filled(self):
        file = self.load(HEADER + ROWS)
        self.assertEqual((file.row_count, file.left_count), (2, 0))
        self.assertEqual(file.key_column, "Tax ID")
        self.assertEqual(
            file.column_ids.mapped("field"), [False, "city", "zip", "country_id", False]
        )
        self.assertEqual(self.known(), {"city": "Walldorf", "zip": "69190"})
        issue = self.issues(self.customer)[:1]
        self.assertEqual(issue.text, "According to Register.")
        self.assertEqual(issue.confidence, 0.9)

    def test_other_values_on_request(self):
        self.customer.city = "Berlin"
        file = self.load(HEADER + ROWS)
        self.assertEqual(self.known(), {"zip": "69190"})
        file.overwrite = True
        self.env["customer.quality.issue"]._refresh(self.customer)
        self.assertEqual(self.known(), {"zip": "69190", "city": "Walldorf"})

    def test_keys(self):
        self.customer.write({"ref": "k1", "email": "a@sap.example"})
        self.env["ir.model.data"].create(
            {"module": "erp", "name": "c1", "model": "res.partner", "res_id": self.customer.id}
        )
        for key, value in (
            ("ref", "K1"),
            ("external", "erp.c1"),
            ("domain", "SAP.example"),
            ("name", "sap se"),
        ):
            with self.subTest(key=key):
                self.File.search([]).unlink()
                self.File.env.registry.clear_cache("stable")
                self.load(f"Key,City\n{value},Walldorf\n", key=key, key_column="Key")
                self.assertEqual(self.known(), {"city": "Walldorf"})

    def test_key_that_is_there_twice_tells_nothing(self):
        file = self.load(HEADER + ROWS + "DE811907980,Berlin,,,\n,Nowhere,,,\n")
        self.assertEqual((file.row_count, file.left_count), (1, 2))
        self.assertFalse(self.known())

    def test_workbook(self):
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream)
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["vat", "zip", "phone"])
        sheet.write_row(1, 0, ["DE811907980", 69190, "06227 747474"])
        book.close()
        self.load(stream.getvalue(), file_name="r.xlsx")
        self.assertEqual(self.known(), {"zip": "69190", "phone": "+49 6227 747474"})
        self.customer.write({"zip": "69190", "phone": "06227-747474"})
        self.File.search([]).overwrite = True
        self.env["customer.quality.issue"]._refresh(self.customer)
        self.assertFalse(self.known())

    def test_chinese_encodings(self):
        for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
            with self.subTest(encoding=encoding):
                self.File.search([]).unlink()
                self.load("vat,city\nDE811907980,瓦尔多夫市\n".encode(encoding))
                self.assertEqual(self.known(), {"city": "瓦尔多夫市"})

    def test_files_in_their_order_and_of_a_company(self):
        self.load(HEADER + ROWS, sequence=2)
        self.load("vat,city\nDE811907980,First\n", sequence=1)
        self.assertEqual(self.known()["city"], "First")
        other = self.env["res.company"].create({"name": "Other"})
        self.File.search([]).company_id = other
        self.env["customer.quality.issue"]._refresh(self.customer)
        self.assertFalse(self.known())

    def test_another_file_forgets_the_rows(self):
        file = self.load(HEADER + ROWS)
        file.file = base64.b64encode(b"vat,city\nDE811907980,X\n")
        self.assertEqual((file.row_count, file.loaded_on), (0, False))
        self.env["customer.quality.issue"]._refresh(self.customer)
        self.assertFalse(self.known())

    def test_bad_files(self):
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", b"0" * (301 * 2**20))
        for content, text in (
            (b"", "empty"),
            (b"vat,city\n", "no rows"),
            (b"vat,vat\n1,2\n", "two columns"),
            (b"PK\x03\x04 broken", "can't be read"),
            (b"\x89PNG\r\n\x1a\n" + b"\x00\xff" * 50, "."),
            (bomb.getvalue(), "too large"),
        ):
            with self.subTest(text=text):
                file = self.make_file(content or b"", file_name="r.bin")
                with self.assertRaisesRegex(UserError, text):
                    file.action_read_columns()
                self.assertFalse(file.column_ids)

    def test_columns_must_be_there(self):
        file = self.make_file(HEADER + ROWS)
        with self.assertRaisesRegex(UserError, "tells who a row is"):
            file.action_load()
        file.action_read_columns()
        file.column_ids.field = False
        with self.assertRaisesRegex(UserError, "at least one column"):
            file.action_load()
        file.column_ids[1].write({"name": "Gone", "field": "city"})
        with self.assertRaisesRegex(UserError, "no column “Gone”"):
            file.action_load()
        with self.assertRaises(ValidationError):
            file.confidence = 2

    def test_roles(self):
        file = self.make_file(HEADER + ROWS)
        for role in ("viewer", "sales", "finance", "steward"):
            user = self.steward if role == "steward" else self.make_user(role)
            for method in ("action_read_columns", "action_load"):
                with self.assertRaises(AccessError):
                    getattr(file.with_user(user), method)()
        file.with_user(self.make_user("administrator")).action_read_columns()
