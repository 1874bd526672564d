from .import_case import ImportCase

HEADER = ["客户编号", "客户名称", "国家", "省", "城市", "地址", "电话", "邮箱"]
SHENZHEN = ["K1", "深圳市鑫龙实业有限公司", "中国", "广东省", "深圳", "科技路1号", "0755-87142919",
            "Info@xinlong.example"]  # fmt: skip
SUZHOU = ["K2", "苏州澄湖精密仪器有限公司", "中国", "江苏", "苏州", "星湖街1号", "0512-62801234",
          "sales@chenghu.example"]  # fmt: skip


class TestCustomerImport(ImportCase):
    """The way of a file from its upload to its customers."""

    def test_columns_are_suggested(self):
        record = self.upload([HEADER, SHENZHEN])
        self.assertEqual(record.state, "mapped")
        self.assertEqual(
            record.mapping_line_ids.mapped("target"),
            ["ref", "name", "country_id", "state_id", "city", "street", "phone", "email"],
        )
        self.assertEqual(record.row_count, 1)
        self.assertIn("深圳市鑫龙实业有限公司", record.preview)

    def test_new_customers(self):
        record = self.upload([HEADER, SHENZHEN, SUZHOU])
        self.assertEqual(self.run_import(record), ["create", "create"])
        first, second = self.made(record)
        self.assertRecordValues(
            first,
            [
                {
                    "name": "深圳市鑫龙实业有限公司",
                    "ref": "K1",
                    "phone": "+86 755 8714 2919",
                    "email": "info@xinlong.example",
                    "customer_is_customer": True,
                    "is_company": True,
                    "customer_source": "import",
                    "country_id": self.china.id,
                }
            ],
        )
        self.assertEqual(second.state_id.name, "江苏省")
        self.assertEqual(first.customer_region_id.code, "CN-SC")

    def test_check_changes_nothing_and_tells_the_truth(self):
        self.make_customer("苏州澄湖精密仪器有限公司", ref="K2", country_id=self.china.id)
        bad = ["K3", "", "中国", "", "", "", "", ""]
        record = self.upload([HEADER, SHENZHEN, SUZHOU, bad])
        before = self.Partner.search_count([])
        told = self.check(record)
        self.assertEqual(told, ["create", "update", "rejected"])
        self.assertEqual(self.Partner.search_count([]), before)
        self.assertFalse(record.operation_id)
        self.assertEqual(self.run_import(record), told)

    def test_undo(self):
        old = self.make_customer("苏州澄湖精密仪器有限公司", ref="K2", city="昆山")
        record = self.upload([HEADER, SHENZHEN, SUZHOU])
        self.run_import(record)
        made = self.made(record)
        self.assertTrue(old.phone)
        record.action_undo()
        self.assertEqual(record.state, "undone")
        self.assertFalse(made.exists())
        self.assertFalse(old.phone)
        self.assertEqual(old.city, "昆山")
        self.assertEqual(record.operation_id.state, "undone")
