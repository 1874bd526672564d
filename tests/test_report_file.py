import base64
import json

from odoo.exceptions import UserError

from .report_case import ReportCase


class TestReportFileNames(ReportCase):
    """Categories, tags, salespersons and roles of a template that goes to another database."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        east = cls.make_category(cls.region, "File East")
        cls.category = cls.make_category(cls.region, "File Wuxi", parent_id=east.id)
        other = cls.make_category(cls.region, "File West")
        cls.twin = cls.make_category(cls.region, "File Wuxi", parent_id=other.id)
        cls.tag = cls.make_tag("File Tag")
        cls.seller = cls.make_user("sales")
        cls.role = cls.env.ref("customer_master.group_steward")
        cls.template = cls.make_template(
            "name",
            category_ids=cls.link(cls.category),
            tag_ids=cls.link(cls.tag),
            user_ids=cls.link(cls.seller),
            group_ids=cls.link(cls.role),
        )

    def imported(self, change=None):
        content = json.loads(self.template._file())
        if change:
            change(content)
        return self.Template._from_file(base64.b64encode(json.dumps(content).encode()))

    def test_there_and_back(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.category.with_context(lang="zh_CN").name = "无锡"
        other = self.Template.with_context(lang="zh_CN")._from_file(
            base64.b64encode(self.template.with_context(lang="zh_CN")._file())
        )
        self.assertEqual(other.category_ids, self.category)
        self.assertEqual(other.tag_ids, self.tag)
        self.assertEqual(other.user_ids, self.seller)
        self.assertEqual(other.group_ids, self.role)
        self.assertEqual(other._file(), self.template._file())

    def test_what_was_archived_goes_too(self):
        self.category.active = self.tag.active = self.seller.active = False
        other = self.imported()
        names = ("category_ids", "tag_ids", "user_ids")
        for name in names:
            found = other.with_context(active_test=False)[name]
            self.assertEqual(found, self.template.with_context(active_test=False)[name], name)

    def test_what_is_not_here_is_named(self):
        for change, words in (
            (lambda c: c["conditions"]["categories"][0].append("Nowhere"), "Wuxi / Nowhere"),
            (lambda c: c["conditions"]["tags"].append(["No Tag"]), "No Tag"),
            (lambda c: c["conditions"]["salespersons"].append("nobody@x"), "nobody@x"),
            (lambda c: c["roles"].append("no.such_role"), "no.such_role"),
            (lambda c: c["roles"].append("base.main_company"), "base.main_company"),
            (lambda c: c["conditions"].update(categories=[[]]), "no “”"),
            (lambda c: c["conditions"].update(tags=[{"id": 1}]), "can't be read"),
            (lambda c: c["conditions"].update(tags="x"), "can't be read"),
            (lambda c: c.update(roles=[1]), "can't be read"),
        ):
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words):
                self.imported(change)

    def test_conditions_hold_when_their_records_are_archived(self):
        """Else a report of one region would be one of all."""
        inside = self.make_customer("Inside", customer_category_ids=self.link(self.category))
        self.make_customer("Outside")
        template = self.make_template("name", category_ids=self.link(self.category))
        self.category.active = False
        run = self.run_of(template, **template._conditions_values())
        self.assertEqual(self.rows(run), [(inside.name,)])
