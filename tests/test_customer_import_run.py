import io
from unittest.mock import patch

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form
from odoo.tools import mute_logger

from ..models import customer_import_work
from .import_case import ImportCase
from .test_customer_import import HEADER, SHENZHEN


def lines(count):
    return [
        [
            f"R{n}",
            f"Runner {n * 7919} Ltd",
            "",
            "",
            f"Town {n}",
            f"{n} Lane",
            "",
            f"r{n}@x{n}.example",
        ]
        for n in range(count)
    ]


class TestCustomerImportRun(ImportCase):
    """The work in the background: stops, failures, undo, rights."""

    def slices(self, size):
        patcher = patch.object(customer_import_work, "SLICE", size)
        patcher.start()
        self.addCleanup(patcher.stop)

    def test_pause_and_resume(self):
        self.slices(2)
        record = self.upload([HEADER, *lines(6)])
        record.action_import()
        record.sudo()._work_committed()
        record.action_pause()
        self.assertEqual(record.state, "paused")
        self.assertEqual(record.create_count, 2)
        self.work()
        self.assertEqual(record.create_count, 2)
        record.action_resume()
        self.work()
        self.assertEqual(record.state, "done")
        self.assertEqual(record.create_count, 6)
        self.assertEqual(record.operation_id.customer_count, 6)

    def test_one_bad_row_stops_nobody(self):
        Partner = type(self.env["res.partner"])
        create = Partner.create

        def failing(self, vals_list):
            if any(vals.get("ref") == "R2" for vals in vals_list):
                raise UserError("R2 is unlucky")  # pylint: disable=translation-required
            return create(self, vals_list)

        record = self.upload([HEADER, *lines(5)])
        with patch.object(Partner, "create", failing):
            told = self.run_import(record)
        self.assertEqual(told, ["create", "create", "rejected", "create", "create"])
        self.assertEqual(self.row(record, 4).reason, "R2 is unlucky")

    @mute_logger("odoo.addons.customer_master.models.customer_import_work")
    def test_a_stop_can_be_gone_on_from(self):
        self.slices(2)
        record = self.upload([HEADER, *lines(4)])
        record.action_import()
        with patch.object(type(record), "_match", side_effect=RuntimeError("lights out")):
            self.work()
        self.assertEqual((record.state, record.problem), ("failed", "lights out"))
        self.assertFalse(record.create_count)
        record.action_resume()
        self.work()
        self.assertEqual((record.state, record.create_count), ("done", 4))

    def test_values_that_are_not_known(self):
        header = ["Name", "Country", "State", "Salesperson", "Priority", "Is a Company"]
        rows = [
            ["A Ltd", "Atlantis", "", "", "", ""],
            ["B Ltd", "USA", "CA", "", "", "yes"],
            ["C Ltd", "", "", "Nobody Here", "", ""],
            ["D Ltd", "", "", "", "High", ""],
            ["E Ltd", "中国", "广东", "", "", "perhaps"],
            ["Fred", "", "California", "", "", "个人"],
        ]
        record = self.upload([header, *rows])
        told = self.run_import(record)
        self.assertEqual(told, ["rejected", "create", "rejected", "create", "rejected", "create"])
        self.assertIn("Atlantis", self.row(record, 2).reason)
        b, d, f = self.made(record)
        self.assertEqual(b.state_id.name, "California")
        self.assertEqual(d.customer_priority, "2")
        self.assertEqual((f.is_company, f.country_id.code), (False, "US"))

    def test_categories_and_tags(self):
        vip = self.env.ref("customer_master.res_partner_category_vip")
        record = self.upload(
            [["Name", "Customer Type", "Tags", "Categories"], ["A Ltd", "DIST", "VIP", "SERV,PROD"]]
        )
        self.run_import(record)
        made = self.made(record)
        self.assertEqual(made.category_id, vip)
        self.assertEqual(
            sorted(made.customer_category_ids.mapped("code")), ["DIST", "PROD", "SERV"]
        )

    def test_mapping_is_remembered(self):
        record = self.upload([["Firm", "Where"], ["A Ltd", "Bonn"]])
        first, second = record.mapping_line_ids
        first.target, second.target = "name", "city"
        again = self.upload([["Where", "Firm"], ["Kiel", "B Ltd"]])
        self.assertEqual(again.mapping_id, record.mapping_id)
        self.run_import(again)
        self.assertRecordValues(self.made(again), [{"name": "B Ltd", "city": "Kiel"}])

    def test_no_name_no_start(self):
        record = self.upload([["Colour", "Weight"], ["blue", "5"]])
        with self.assertRaisesRegex(UserError, "names of the customers"):
            record.action_check()

    def test_same_file_twice(self):
        record = self.upload([HEADER, SHENZHEN])
        self.run_import(record)
        again = self.upload([HEADER, SHENZHEN], name="renamed.csv")
        self.assertEqual(again.twin_id, record)
        with self.assertRaisesRegex(UserError, "Import Again"):
            again.action_import()
        again.action_import_again()
        third = self.upload([HEADER, SHENZHEN])
        with self.assertRaisesRegex(UserError, "at this moment"):
            third.action_import_again()
        self.work()
        self.assertEqual(self.outcomes(again), ["unchanged"])

    # -- undo ------------------------------------------------------------------------------

    def test_undo_keeps_what_was_changed_or_used(self):
        old = self.make_customer("Old", ref="R9")
        row = ["R9", "Old", "", "", "Bonn", "1 Lane", "", ""]
        record = self.upload([HEADER, *lines(3), row])
        self.run_import(record)
        used, changed, plain = self.made(record)
        order = self.env["sale.order"].create({"partner_id": used.id})
        changed.city = "Moved"
        old.city = "Kiel"
        self.env.flush_all()
        record.action_undo()
        self.env.invalidate_all()
        self.assertFalse(plain.exists())
        self.assertEqual((used.active, changed.active, changed.city), (False, True, "Moved"))
        self.assertEqual(order.partner_id, used)
        self.assertEqual((old.city, old.street), ("Kiel", False))
        self.assertEqual(record.operation_id.state, "partial")
        reasons = record.operation_id.line_ids.filtered("reason")
        self.assertEqual(len(reasons), 3)

    def test_what_was_merged_since_stays(self):
        record = self.upload([HEADER, *lines(2)])
        self.run_import(record)
        kept, merged = self.made(record)
        operations = self.env["customer.operation"].with_user(self.steward)
        merge = operations.browse(
            operations.customer_plan_merge([{"master": kept.id, "members": [kept.id, merged.id]}])
        )
        merge.action_do()
        record.action_undo()
        self.env.invalidate_all()
        self.assertTrue(merged.exists())
        merge.action_undo()
        self.assertEqual(merge.state, "undone", merge.line_ids.mapped("reason"))

    def test_no_undo_while_it_runs(self):
        self.slices(1)
        record = self.upload([HEADER, *lines(3)])
        record.action_import()
        record.sudo()._work_committed()
        with self.assertRaisesRegex(UserError, "pause"):
            record.action_undo()
        with self.assertRaisesRegex(UserError, "pause"):
            record.unlink()

    # -- rights ----------------------------------------------------------------------------

    def test_only_stewards(self):
        record = self.upload([HEADER, SHENZHEN])
        rows = record.row_ids
        for role in ("viewer", "sales", "finance"):
            user = self.make_user(role)
            theirs = record.with_user(user)
            with self.subTest(role=role):
                for call in (theirs.action_check, theirs.action_import, theirs.action_import_again,
                             theirs.action_pause, theirs.action_resume, theirs.action_undo,
                             theirs.action_download, theirs.action_import_decided,
                             rows.with_user(user).action_new):  # fmt: skip
                    with self.assertRaises(AccessError):
                        call()
                with self.assertRaises(AccessError):
                    self.upload([HEADER, SHENZHEN], user=user)

    def test_nothing_is_set_past_the_buttons(self):
        record = self.upload([HEADER, SHENZHEN])
        for values in ({"state": "done"}, {"plan": {}}, {"user_id": 1}, {"checksum": "x"}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                record.write(values)
        with self.assertRaises(AccessError):
            record.row_ids.write({"outcome": "create"})
        with self.assertRaises(UserError):
            record.row_ids.write({"decision": "new"})
        record.action_import()
        with self.assertRaises(UserError):
            record.policy = "update"

    def test_work_ends_with_the_rights_of_who_started_it(self):
        record = self.upload([HEADER, SHENZHEN])
        record.action_import()
        self.steward.group_ids -= self.env.ref("customer_master.group_steward")
        with mute_logger("odoo.addons.customer_master.models.customer_import_work"):
            self.work()
        self.assertEqual(record.sudo().state, "failed")

    def test_imports_of_other_companies_are_not_seen(self):
        company = self.env["res.company"].create({"name": "Other"})
        user = self.make_user("steward", login="cm_other", company_id=company.id,
                              company_ids=[(6, 0, company.ids)])  # fmt: skip
        record = self.upload([HEADER, SHENZHEN])
        self.assertFalse(self.Import.with_user(user).search([("id", "=", record.id)]))
        self.assertFalse(record.row_ids.with_user(user).search([("import_id", "=", record.id)]))

    # -- files -----------------------------------------------------------------------------

    def test_bad_files_leave_nothing(self):
        before = self.Import.search_count([])
        cases = {
            b"": "empty",
            b"%PDF-1.4 x": "PDF",
            b"Name\n": "no rows",
            b'Name\n"x\n': "quotation mark",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99: "xlsx",
        }
        for content, words in cases.items():
            with (
                self.subTest(words=words),
                self.assertRaisesRegex(UserError, words),
                self.env.cr.savepoint(),
            ):
                self.upload(content)
        self.assertEqual(self.Import.search_count([]), before)

    def test_settings_are_found_and_can_be_changed(self):
        text = "名称;城市\n深圳市鑫龙实业有限公司;深圳\n"
        record = self.upload(text.encode("gb18030"))
        self.assertEqual((record.encoding, record.delimiter), ("gb18030", ";"))
        with self.assertRaisesRegex(UserError, "encoding"), self.env.cr.savepoint():
            record.encoding = "utf-8"
        record.delimiter = ","
        self.assertEqual(record.header, ["名称;城市"])
        record.file = self.env["customer.import"].browse(record.id).file
        self.assertEqual(record.row_count, 1)

    def test_surplus_values_are_rejected(self):
        record = self.upload(b"Name,City\nA Ltd,Bonn\nB Ltd,Kiel,x\n")
        self.assertEqual(self.run_import(record), ["create", "rejected"])

    def test_result(self):
        record = self.upload([["Name", "City"], ["=cmd|'/c calc'!A1", "Bonn"], ["", "Kiel"]])
        self.run_import(record)
        self.assertEqual(self.made(record).name, "=cmd|'/c calc'!A1")
        with record._result_file() as stream:
            sheet = openpyxl.load_workbook(io.BytesIO(stream.read())).active
        rows = [[cell.value for cell in row] for row in sheet]
        self.assertEqual(rows[0], ["Row", "Outcome", "Reason", "Customer", "Name", "City"])
        self.assertEqual(rows[1][1], "New")
        self.assertEqual(sheet["E2"].data_type, "s", "no formula")
        self.assertTrue(sheet["E2"].quotePrefix)
        self.assertEqual(rows[2][1], "Rejected")
        self.assertNotEqual(sheet["A3"].fill.fgColor.rgb, sheet["A2"].fill.fgColor.rgb)

    def test_template_comes_back(self):
        for lang in ("en_US", "zh_CN"):
            self.env["res.lang"]._activate_lang(lang)
            records = self.Import.with_context(lang=lang)
            with records._template_file() as stream:
                record = self.upload(stream.read())
            self.assertFalse(record.mapping_line_ids.filtered(lambda line: not line.target), lang)
            self.assertEqual(self.run_import(record), ["create"])

    def test_form(self):
        form = Form(self.Import)
        form.file = "TmFtZSxDaXR5CkEgTHRkLEJvbm4K"
        record = form.save()
        self.assertEqual(record.state, "mapped")
        with Form(record) as form, form.mapping_line_ids.edit(1) as line:
            line.target = "street"
        self.assertEqual(record.mapping_line_ids.mapped("target"), ["name", "street"])

    # -- queries ---------------------------------------------------------------------------

    def queries(self, rows, **values):
        """Queries of a slice with these rows, once what can be cached is."""
        counts = []
        for number in range(2):
            record = self.upload([HEADER, *rows], name=f"{number}.csv", **values)
            record._start(checking=True)
            root = record.sudo()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            root._work_committed()
            counts.append(self.env.cr.sql_log_count - before)
            root.state = "checked"
        return counts[-1]

    def test_queries_do_not_grow_with_new_customers(self):
        self.skip_beside("partner_stage")
        few, many = self.queries(lines(20)), self.queries(lines(60))
        self.assertLessEqual(many, few + 3, f"{few} queries for 20 rows")

    def test_queries_of_updates(self):
        self.run_import(self.upload([HEADER, *lines(60)]))
        changed = [[*row[:6], f"0228 9018{at:02}", row[7]] for at, row in enumerate(lines(60))]
        few, many = self.queries(changed[:20]), self.queries(changed)
        # what core's own write() asks for each contact
        self.assertLessEqual((many - few) / 40, 4, f"{few} queries for 20 rows, {many} for 60")
