from .import_case import ImportCase
from .test_customer_import import HEADER, SHENZHEN, SUZHOU


class TestCustomerImportMatch(ImportCase):
    """Which customer a row is, and what happens then."""

    def test_reference_identifies(self):
        old = self.make_customer("Old Name", ref="K1")
        record = self.upload([HEADER, SHENZHEN])
        self.assertEqual(self.run_import(record), ["update"])
        self.assertEqual(old.phone, "+86 755 8714 2919")
        self.assertEqual(old.name, "Old Name", "blanks only")

    def test_overwrite(self):
        old = self.make_customer("Old Name", ref="K1", phone="13800138000", city="Beijing")
        record = self.upload([HEADER, SHENZHEN], existing="overwrite")
        record.mapping_line_ids.filtered(lambda line: line.target == "city").policy = "fill"
        record.mapping_line_ids.filtered(lambda line: line.target == "email").policy = "create"
        self.run_import(record)
        self.assertRecordValues(
            old,
            [
                {
                    "name": "深圳市鑫龙实业有限公司",
                    "phone": "+86 755 8714 2919",
                    "city": "Beijing",
                    "email": False,
                }
            ],
        )

    def test_twice_the_same_is_unchanged(self):
        self.run_import(self.upload([HEADER, SHENZHEN]))
        record = self.upload([HEADER, SHENZHEN, SUZHOU])
        self.assertEqual(self.run_import(record), ["unchanged", "create"])
        self.assertEqual(record.operation_id.customer_count, 1)

    def test_create_only_and_update_only(self):
        self.make_customer("苏州澄湖精密仪器有限公司", ref="K2")
        record = self.upload([HEADER, SHENZHEN, SUZHOU], policy="create")
        self.assertEqual(self.run_import(record), ["create", "skipped"])
        record = self.upload([HEADER, ["K9", "Nobody Ltd", "", "", "", "", "", ""], SUZHOU],
                             policy="update")  # fmt: skip
        self.assertEqual(self.run_import(record), ["skipped", "update"])

    def test_similar_customers_are_recognised(self):
        old = self.make_customer(
            "深圳市鑫龙实业有限公司", country_id=self.china.id, phone="0755-87142919",
            email="info@xinlong.example", city="深圳", street="科技路1号",
        )  # fmt: skip
        row = ["", "深圳鑫龙实业有限公司", *SHENZHEN[2:]]
        record = self.upload([HEADER, row])
        self.run_import(record)
        self.assertEqual(record.row_ids.partner_id, old)
        record = self.upload([HEADER, [*row[:-1], "x@xinlong.example"]], matching=False)
        self.assertEqual(self.run_import(record), ["create"])

    def test_customers_from_before_the_addon_are_recognised(self):
        old = self.make_customer("深圳市鑫龙实业有限公司", phone="0755-87142919", city="深圳")
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM customer_match_key WHERE id = %s", [old.id])
        record = self.upload([HEADER, ["", *SHENZHEN[1:]]])
        self.run_import(record)
        self.assertEqual(record.row_ids.partner_id, old)

    def test_a_name_alone_is_a_question(self):
        old = self.make_customer("苏州澄湖精密仪器有限公司", country_id=self.china.id, city="苏州")
        record = self.upload(
            [HEADER, ["", "苏州澄湖精密仪器有限公司", "中国", "", "苏州", "", "", ""]]
        )
        self.assertEqual(self.run_import(record), ["ambiguous"])
        row = record.row_ids
        self.assertEqual(row.candidate_ids, old)
        self.assertEqual(record.review_count, 1)
        self.assertFalse(record.operation_id)

        row.action_new()
        record.action_import_decided()
        self.work()
        self.assertEqual(self.outcomes(record), ["create"])
        self.assertNotEqual(row.partner_id, old)

    def test_decisions(self):
        old = self.make_customer("苏州澄湖精密仪器有限公司", country_id=self.china.id, city="苏州")
        other = self.make_customer("Somebody Else")
        lines = [
            ["", "苏州澄湖精密仪器有限公司", "中国", "", "苏州", f"星湖街{n}号", "", ""]
            for n in range(3)
        ]
        record = self.upload([HEADER, *lines])
        self.assertEqual(set(self.check(record)), {"ambiguous"})
        first, second, third = record.row_ids.sorted("number")
        first.action_same()
        second.decided_id = other
        third.action_skip()
        self.assertEqual(self.run_import(record), ["update", "update", "skipped"])
        self.assertEqual(old.street, "星湖街0号")
        self.assertEqual(other.street, "星湖街1号")

    def test_repeated_rows(self):
        record = self.upload(
            [
                [*HEADER, "网址"],
                [*SHENZHEN, ""],
                ["K1", "Another Name", "", "", "", "", "", "", "xinlong.example"],
                [*SUZHOU, ""],
            ]
        )
        self.assertEqual(self.run_import(record), ["create", "repeated", "create"])
        again = self.row(record, 3)
        self.assertIn("2", again.reason)
        self.assertEqual(again.candidate_ids, self.row(record, 2).partner_id)
        self.assertFalse(again.candidate_ids.website)
        again.action_same()
        record.action_import_decided()
        self.work()
        self.assertEqual(again.outcome, "update")
        self.assertEqual(again.partner_id.website, "http://xinlong.example")
        self.assertEqual(record.operation_id.state, "done")

    def test_two_customers_with_one_reference(self):
        twins = self.make_customer("A", ref="K1") + self.make_customer("B", ref="K1")
        record = self.upload([HEADER, ["K1", "C", "", "", "", "", "", ""]])
        self.assertEqual(self.run_import(record), ["ambiguous"])
        self.assertEqual(record.row_ids.candidate_ids, twins)

    def test_branches_with_one_tax_id(self):
        self.make_customer("北京丽泰电子商行", vat="91440300MA5DC34B8X", city="北京",
                           country_id=self.china.id)  # fmt: skip
        record = self.upload(
            [
                ["名称", "税号", "城市", "国家"],
                ["上海凯旋物流有限公司", "91440300MA5DC34B8X", "上海", "中国"],
            ]
        )
        self.assertEqual(self.run_import(record), ["ambiguous"])

    def test_external_ids(self):
        header = ["External ID", "Name", "City"]
        record = self.upload(
            [header, ["crm.1", "One Trading Ltd", "Bonn"], ["2", "Two Foods Ltd", "Kiel"]]
        )
        self.run_import(record)
        one, two = self.made(record)
        self.assertEqual(self.env.ref("crm.1"), one)
        self.assertEqual(self.env.ref("__import__.2"), two)
        record = self.upload([header, ["crm.1", "Renamed", "Mainz"]], existing="overwrite")
        self.assertEqual(self.run_import(record), ["update"])
        self.assertEqual(one.name, "Renamed")
        record.action_undo()
        self.assertEqual((one.name, one.city), ("One Trading Ltd", "Bonn"))

    def test_an_external_id_is_learnt_and_forgotten(self):
        old = self.make_customer("Old", ref="K1")
        record = self.upload([["Customer No", "External ID", "Name"], ["K1", "erp.77", "Old"]])
        self.assertEqual(self.run_import(record), ["update"])
        self.assertEqual(self.env.ref("erp.77"), old)
        record.action_undo()
        self.assertFalse(self.env.ref("erp.77", raise_if_not_found=False))

    def test_other_companies(self):
        company = self.env["res.company"].create({"name": "Other"})
        self.make_customer("Theirs", ref="K1", company_id=company.id)
        record = self.upload([HEADER, SHENZHEN], private=True)
        self.assertEqual(self.run_import(record), ["create"])
        self.assertEqual(self.made(record).company_id, self.env.company)

    def test_contact_persons(self):
        header = ["客户名称", "联系人", "手机", "电话"]
        old = self.make_customer("苏州澄湖精密仪器有限公司", phone="051262801234", ref="X")
        record = self.upload(
            [header, ["深圳市鑫龙实业有限公司", "王芳", "13800138000", "0755-87142919"],
             ["苏州澄湖精密仪器有限公司", "李强", "13900139000", "0512-62801234"]]
        )  # fmt: skip
        self.assertEqual(self.run_import(record), ["create", "update"])
        person = self.made(record).child_ids
        self.assertRecordValues(person, [{"name": "王芳", "phone": "+86 138 0013 8000"}])
        self.assertEqual(old.child_ids.name, "李强")
        record.action_undo()
        self.assertFalse(person.exists())
        self.assertFalse(old.with_context(active_test=False).child_ids)
