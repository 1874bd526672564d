import io
import json

from odoo import Command, http
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfWriter

from .common import ROLES
from .test_audit import AuditCase

LOGGER = "odoo.addons.web.controllers.export"
MAY = {"steward", "administrator"}


class ExportCase(AuditCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch(export_guard="True", export_rows="2")
        for user in cls.users.values():
            user.group_ids = [Command.link(cls.env.ref("base.group_allow_export").id)]
        cls.customers = cls.customer + cls.make_customer("Second") + cls.make_customer("Third")


class TestExportGuard(ExportCase):
    def test_who_may_export(self):
        for role, user in self.users.items():
            with self.subTest(role=role):
                one = self.customer.with_user(user)
                if role in MAY:
                    before = self.last()
                    self.assertEqual(one.export_data(["name"])["datas"], [["Acme"]])
                    row = self.rows(after=before)
                    self.assertEqual((row.kind, row.count, row.user_id), ("export", 1, user))
                    self.assertEqual(row.partner_id, one)
                    self.assertEqual(row.description, "Contact: Name")
                else:
                    with self.assertRaisesRegex(AccessError, "Data Steward, Administrator"):
                        one.export_data(["name"])

    def test_many_need_a_reason(self):
        steward = self.customers.with_user(self.users["steward"])
        for reason in (None, "  ", 5, ["x"]):
            with self.subTest(reason=reason), self.assertRaises(UserError):
                steward.with_context(customer_export_reason=reason).export_data(["name"])
        steward[:2].export_data(["name"])
        before = self.last()
        steward.with_context(customer_export_reason=" Fair ").export_data(["name"])
        row = self.rows(after=before)
        self.assertEqual((row.count, row.reason, row.partner_id.id), (3, "Fair", False))

    def test_noting_reads_no_more_than_it_needs(self):
        """An export of all customers must not have all their columns in memory."""
        customers = self.customers.with_user(self.users["steward"])
        self.env.flush_all()
        self.env.invalidate_all()
        self.env["customer.export"].with_user(customers.env.user)._note("export", customers, "x")
        partner = self.customers[1].sudo()
        cached = [name for name in ("street", "email", "comment")
                  if partner.id in partner._fields[name]._get_cache(partner.env)]  # fmt: skip
        self.assertFalse(cached)

    def test_contacts_that_are_no_customers_are_free(self):
        sales = self.users["sales"]
        before = self.last()
        self.make_contact("Free").with_user(sales).export_data(["name"])
        self.assertFalse(self.rows(after=before))

    def test_customers_through_other_records(self):
        sales = self.users["sales"]
        tag = self.make_tag("All")
        self.customers.category_id = tag
        tag = tag.with_user(sales)
        self.assertTrue(tag.export_data(["name", "partner_ids/name"])["datas"])
        for path in ("email", "child_ids/email", "parent_id/id"):
            path = f"partner_ids/{path}"
            with self.subTest(path=path), self.assertRaises(AccessError):
                tag.export_data(["name", path])
        with self.assertRaises(UserError):
            tag.with_user(self.users["steward"]).export_data(["partner_ids/email"])

    def test_question_of_the_web_client(self):
        ask = self.env["customer.export"]
        domain = [("id", "in", self.customers.ids)]
        for role, user in self.users.items():
            asked = ask.with_user(user)
            with self.subTest(role=role):
                if role in MAY:
                    self.assertEqual(asked.reason_needed("res.partner", domain, [], ["name"]), 3)
                    few = self.customers[:2].ids
                    self.assertEqual(asked.reason_needed("res.partner", [], few, ["name"]), 0)
                else:
                    with self.assertRaises(AccessError):
                        asked.reason_needed("res.partner", domain, [], ["name"])
        other = self.env["res.company"].create({"name": "Other Company"})
        self.make_customer("Hidden", company_id=other.id)
        steward = ask.with_user(self.users["steward"])
        self.assertEqual(
            steward.reason_needed("res.partner", [("name", "=", "Hidden")], [], ["name"]), 0
        )

    def test_off(self):
        self.switch(export_guard="False", audit="False")
        before = self.last()
        for user in self.users.values():
            self.assertEqual(len(self.customers.with_user(user).export_data(["name"])["datas"]), 3)
        ask = self.env["customer.export"].with_user(self.users["viewer"])
        self.assertEqual(ask.reason_needed("res.partner", [], [], ["name"]), 0)
        self.assertFalse(self.rows(after=before))

    def test_guarded_exports_are_noted_although_the_audit_is_off(self):
        self.switch(audit="False")
        before = self.last()
        self.customers[:2].with_user(self.users["steward"]).export_data(["name", "user_id/email"])
        row = self.rows(after=before)
        self.assertEqual((row.kind, row.count), ("export", 2))
        self.assertEqual(row.description, "Contact: Name, Salesperson/email")

    def test_print_is_noted(self):
        report = self.env["ir.actions.report"].create(
            {
                "name": "Customer Sheet",
                "model": "res.partner",
                "report_type": "qweb-html",
                "report_name": "customer_master.test_sheet",
            }
        )
        self.env["ir.ui.view"].create(
            {
                "type": "qweb",
                "key": "customer_master.test_sheet",
                "name": "sheet",
                "arch": "<p t-foreach='docs' t-as='d' t-key='d.id' t-esc='d.name'/>",
            }
        )
        sales = self.users["sales"]
        before = self.last()
        html, _kind = report.with_user(sales)._render(report.report_name, self.customers.ids)
        self.assertIn("Second", str(html))
        row = self.rows(after=before)
        self.assertEqual((row.kind, row.count, row.user_id), ("print", 3, sales))
        self.assertEqual(row.description, "Customer Sheet")

    def test_print_of_attached_files_is_noted_once(self):
        report = self.env["ir.actions.report"].create(
            {
                "name": "Kept Sheet",
                "model": "res.partner",
                "report_type": "qweb-pdf",
                "report_name": "customer_master.test_kept",
                "attachment": "'sheet.pdf'",
                "attachment_use": True,
            }
        )
        stream = io.BytesIO()
        writer = PdfWriter()
        writer.add_blank_page(10, 10)
        writer.write(stream)
        self.env["ir.attachment"].create(
            {
                "name": "sheet.pdf",
                "raw": stream.getvalue(),
                "res_model": "res.partner",
                "res_id": self.customer.id,
            }
        )
        before = self.last()
        report = report.with_user(self.users["sales"]).with_context(force_report_rendering=True)
        report._render_qweb_pdf(report.report_name, self.customer.ids)
        row = self.rows(after=before)
        self.assertEqual((row.kind, row.count, row.partner_id), ("print", 1, self.customer))

    def test_a_row_for_each_company(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        steward = self.users["steward"]
        steward.company_ids |= other
        hidden = self.make_customer("Hidden", company_id=other.id)
        before = self.last()
        both = (self.customer + hidden).with_user(steward)
        both.with_context(allowed_company_ids=steward.company_ids.ids).export_data(["name"])
        rows = self.rows(after=before)
        self.assertEqual(
            {(row.company_id.name, row.count, row.partner_name) for row in rows},
            {(False, 1, "Acme"), ("Other Company", 1, "Hidden")},
        )


class TestExportRoute(ExportCase, HttpCase):
    """The same through the routes that the web client downloads from."""

    def export(self, user, **context):
        self.authenticate(user.login, user.login)
        return self.url_open(
            "/web/export/csv",
            data={
                "data": json.dumps(
                    {
                        "model": "res.partner",
                        "fields": [{"name": "name", "label": "Name"}],
                        "ids": self.customers.ids,
                        "domain": [],
                        "import_compat": False,
                        "context": context,
                    }
                ),
                "csrf_token": http.Request.csrf_token(self),
            },
        )

    def test_routes(self):
        for role in ROLES:
            with self.subTest(role=role), mute_logger(LOGGER):
                before = self.last()
                answer = self.export(self.users[role], customer_export_reason="Fair")
                self.env.invalidate_all()
                rows = self.rows(after=before)
                self.assertIs(answer.status_code == 200, role in MAY)
                self.assertEqual(rows.mapped("kind"), ["export" if role in MAY else "refused"])
                if role in MAY:
                    self.assertIn("Second", answer.text)
                    self.assertEqual(rows.reason, "Fair")

    def test_contact_cards(self):
        one, several = self.customer.ids, self.customers[:2].ids
        for role in ROLES:
            self.authenticate(self.users[role].login, self.users[role].login)
            for url, count in (
                (f"/web/partner/vcard?partner_ids={one[0]}", 1),
                (f"/web_enterprise/partner/{one[0]}/vcard", 1),
                (f"/web/partner/vcard?partner_ids={','.join(map(str, several))}", 2),
            ):
                with self.subTest(role=role, url=url), mute_logger("odoo.http"):
                    before = self.last()
                    answer = self.url_open(url)
                    self.env.invalidate_all()
                    rows = self.rows(after=before)
                    self.assertEqual(answer.status_code, 200 if role in MAY else 403)
                    if role in MAY:
                        self.assertEqual((rows.kind, rows.count), ("export", count))
                        self.assertEqual(rows.description, "Contact: vCard")
                        self.assertEqual(rows.user_id, self.users[role])

    def test_many_contact_cards_need_a_reason(self):
        steward = self.users["steward"]
        self.authenticate(steward.login, steward.login)
        ids = ",".join(map(str, self.customers.ids))
        with mute_logger("odoo.http"):
            answer = self.url_open(f"/web/partner/vcard?partner_ids={ids}")
        self.assertNotEqual(answer.status_code, 200)
        self.assertIn("needs a reason", answer.text)

    def test_contact_cards_of_others_are_free(self):
        contact = self.make_contact("Free")
        sales = self.users["sales"]
        self.authenticate(sales.login, sales.login)
        answer = self.url_open(f"/web/partner/vcard?partner_ids={contact.id}")
        self.assertIn("FN:Free", answer.text)
        before = self.last()
        self.switch(export_guard="False")
        answer = self.url_open(f"/web/partner/vcard?partner_ids={self.customer.id}")
        self.assertIn("FN:Acme", answer.text)
        self.env.invalidate_all()
        self.assertEqual(self.rows(after=before).kind, "export")

    def test_no_reason(self):
        with mute_logger(LOGGER):
            answer = self.export(self.users["steward"])
        self.assertEqual(answer.status_code, 500)
        self.assertIn("needs a reason", answer.text)
