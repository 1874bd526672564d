from .common import CustomerCase

FIELDS = ["name", "is_company", "customer_rank", "phone", "email", "country_id", "state_id"]


class TestImport(CustomerCase):
    """``load()`` and core's import screen."""

    def load(self, fields, rows, **context):
        return self.Partner.with_context(import_file=True, **context).load(fields, rows)

    def loaded(self, fields, rows, **context):
        result = self.load(fields, rows, **context)
        self.assertFalse(result["messages"], result["messages"])
        return self.Partner.browse(result["ids"])

    def test_load_normalizes_and_classifies(self):
        customers = self.loaded(
            FIELDS,
            [
                [" 深圳鑫龙 ", "1", "1", "0755-87142919", "A@B.example", "China", "广东"],
                ["Müller", "1", "1", "030 901820", "", "Germany", ""],
            ],
        )
        chinese, german = customers
        self.assertEqual(
            (chinese.name, chinese.phone, chinese.email),
            ("深圳鑫龙", "+86 755 8714 2919", "a@b.example"),
        )
        self.assertEqual(chinese.customer_region_id.code, "CN-SC")
        self.assertEqual(german.phone, "+49 30 901820")
        self.assertEqual(german.customer_region_id.code, "EU")

    def test_load_into_the_customer_list(self):
        # the list's context makes customers of rows that do not say so
        customers = self.loaded(
            ["name", "email"], [["L", "A@B.example"]], res_partner_search_mode="customer"
        )
        self.assertTrue(customers.customer_is_customer)
        self.assertEqual(customers.email, "a@b.example")

    def test_load_others_are_untouched(self):
        contact = self.loaded(["name", "email"], [["L", "A@B.example"]])
        self.assertFalse(contact.customer_is_customer)
        self.assertEqual(contact.email, "A@B.example")

    def test_load_categories_and_columns(self):
        customer = self.loaded(
            ["name", "customer_rank", "customer_type_id", "customer_category_ids", "category_id"],
            [["L", "1", "Distributor", "Services,Products", "VIP"]],
        )
        self.assertEqual(customer.customer_type_id.code, "DIST")
        self.assertEqual(
            sorted(customer.customer_category_ids.mapped("code")), ["DIST", "PROD", "SERV"]
        )
        self.assertEqual(customer.customer_badges[0]["name"], "VIP")

    def test_load_column_by_code(self):
        customer = self.loaded(["name", "customer_rank", "customer_type_id"], [["L", "1", "DIST"]])
        self.assertEqual(customer.customer_type_id.code, "DIST")

    def test_load_updates_by_external_id(self):
        first = self.loaded(
            ["id", "name", "customer_rank", "customer_type_id"],
            [["cm_test_import.x", "L", "1", "Distributor"]],
        )
        again = self.loaded(
            ["id", "phone", "customer_type_id"],
            [["cm_test_import.x", "13800138000", "Retailer"]],
        )
        self.assertEqual(again, first)
        self.assertEqual(first.phone, "+86 138 0013 8000")
        self.assertEqual(first.customer_category_ids.mapped("code"), ["RETAIL"])

    def test_load_unknown_country_is_named(self):
        before = self.Partner.search_count([])
        result = self.load(FIELDS, [["L", "1", "1", "", "", "Atlantis", ""]])
        self.assertFalse(result["ids"])
        self.assertIn("Atlantis", result["messages"][0]["message"])
        self.assertEqual(result["messages"][0]["field"], "country_id")
        self.assertEqual(self.Partner.search_count([]), before)

    def test_load_two_exclusive_categories_are_named(self):
        result = self.load(
            ["name", "customer_rank", "customer_category_ids"],
            [["Fine", "1", "Retailer"], ["Both", "1", "Retailer,Distributor"]],
        )
        self.assertFalse(result["ids"])
        message = " ".join(m["message"] for m in result["messages"])
        self.assertIn("Both can't be both", message)
        self.assertFalse(self.Partner.search([("name", "in", ("Both", "Fine"))]))

    def test_load_wrong_values_arrive_and_are_told(self):
        # an import takes what is there; the messages and later corrections find it
        customer = self.loaded(FIELDS, [["L", "1", "1", "123", "nobody", "China", ""]])
        self.assertEqual((customer.phone, customer.email), ("123", "nobody"))
        self.assertEqual(customer.customer_messages.keys(), {"phone", "email"})

    def test_load_category_of_another_dimension(self):
        result = self.load(
            ["name", "customer_rank", "customer_type_id/id"],
            [["L", "1", "customer_master.customer_category_size_small"]],
        )
        self.assertFalse(result["ids"])
        self.assertIn("is no category of", result["messages"][0]["message"])

    def test_import_screen(self):
        lines = [
            "Name,Is a Customer,Phone,Email,Country,State,Customer Priority",
            '" 深圳鑫龙 ",1,0755-87142919,A@B.example,China,广东,High',
        ]
        wizard = self.env["base_import.import"].create(
            {
                "res_model": "res.partner",
                "file": "\n".join(lines).encode(),
                "file_type": "text/csv",
                "file_name": "customers.csv",
            }
        )
        options = {
            "has_headers": True,
            "quoting": '"',
            "separator": ",",
            "encoding": "utf-8",
            "keep_matches": False,
        }
        preview = wizard.parse_preview(options)
        self.assertNotIn("error", preview)
        columns = [
            "name",
            "customer_rank",
            "phone",
            "email",
            "country_id",
            "state_id",
            "customer_priority",
        ]
        headers = lines[0].split(",")
        dry = wizard.execute_import(columns, headers, options, dryrun=True)
        self.assertFalse(dry["messages"], dry["messages"])
        self.assertFalse(self.Partner.search([("email", "=", "a@b.example")]), "a trial")
        result = wizard.execute_import(columns, headers, options)
        customer = self.Partner.browse(result["ids"])
        self.assertRecordValues(
            customer,
            [
                {
                    "name": "深圳鑫龙",
                    "customer_is_customer": True,
                    "phone": "+86 755 8714 2919",
                    "email": "a@b.example",
                    "customer_priority": "2",
                }
            ],
        )
        self.assertEqual(customer.customer_region_id.code, "CN-SC")

    def test_import_screen_offers_our_fields(self):
        names = {
            field["name"] for field in self.env["base_import.import"].get_fields_tree("res.partner")
        }
        self.assertLessEqual(
            {"customer_type_id", "customer_category_ids", "customer_priority"}, names
        )


class TestProvinces(CustomerCase):
    """Chinese provinces by the names that people use."""

    def find(self, name, **kwargs):
        State = self.env["res.country.state"]
        return State.browse(i for i, _name in State.name_search(name, **kwargs))

    def test_find_by_usual_names(self):
        names = {
            "广西省": "桂",
            "广西": "桂",
            "广西壮族自治区": "桂",
            "内蒙古": "蒙",
            "内蒙古自治区": "蒙",
            "广东": "粤",
            "广东省": "粤",
            "北京": "京",
            "北京市": "京",
            "新疆": "新",
            "新疆省": "新",
            "宁夏": "宁",
            "西藏": "藏",
        }
        for name, code in names.items():
            with self.subTest(name=name):
                found = self.find(name)
                self.assertIn(code, found.mapped("code"))
                self.assertEqual(found.filtered(lambda s: s.country_id == self.china).code, code)

    def test_load_by_usual_names(self):
        result = self.Partner.load(
            ["name", "country_id", "state_id"],
            [[name, "China", name] for name in ("广西省", "内蒙古", "广东", "北京")],
        )
        self.assertFalse(result["messages"], result["messages"])
        codes = self.Partner.browse(result["ids"]).mapped("state_id.code")
        self.assertEqual(codes, ["桂", "蒙", "粤", "京"])

    def test_load_unknown_province_is_named(self):
        result = self.Partner.load(["name", "country_id", "state_id"], [["L", "China", "火星省"]])
        self.assertFalse(result["ids"])
        self.assertIn("火星省", result["messages"][0]["message"])

    def test_wildcards_are_not_wild(self):
        for name in ("_东", "广_", "%东", "广%"):
            with self.subTest(name=name):
                found = self.find(name, operator="=")
                self.assertFalse(found, found.mapped("name"))

    def test_other_countries_as_before(self):
        self.assertIn("CA", self.find("California").mapped("code"))
        self.assertFalse(self.find("省", operator="="))
