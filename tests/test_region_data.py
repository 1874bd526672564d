from .common import CustomerCase

REGIONS = {
    "CN-EC": "沪苏浙皖闽赣鲁",
    "CN-SC": "粤桂琼",
    "CN-NC": "京津冀晋蒙",
    "CN-CC": "豫鄂湘",
    "CN-SW": "渝蜀黔滇藏",
    "CN-NW": "陕甘青宁新",
    "CN-NE": "辽吉黑",
    "HMT": "港澳台",
}


class TestRegionData(CustomerCase):
    """The shipped regions: every Chinese province, every country."""

    def region_of(self, country, state=None):
        values = {"country_id": country.id, "state_id": state and state.id}
        return self.make_customer(**values).customer_region_id

    def test_every_chinese_province(self):
        states = self.env["res.country.state"].search([("country_id", "=", self.china.id)])
        self.assertGreaterEqual(len(states), 31)
        expected = {code: region for region, codes in REGIONS.items() for code in codes}
        self.env["customer.category"].flush_model()
        for state in states:
            with self.subTest(state=state.name):
                self.assertEqual(self.region_of(self.china, state).code, expected[state.code])

    def test_china_without_province(self):
        self.assertEqual(self.region_of(self.china).code, "CN")

    def test_every_country_has_a_region(self):
        countries = self.env["res.country"].search([])
        customers = self.Partner.create(
            [{"name": c.code, "customer_rank": 1, "country_id": c.id} for c in countries]
        )
        without = customers.filtered(lambda c: not c.customer_region_id).mapped("name")
        self.assertFalse(without)

    def test_regions_outside_china(self):
        for code, region in {
            "DE": "EU",
            "GB": "EU",
            "US": "NA",
            "MX": "LA",
            "JP": "AP",
            "IN": "AP",
            "AE": "ME",
            "ZA": "AF",
            "HK": "HMT",
            "TW": "HMT",
        }.items():
            with self.subTest(country=code):
                country = self.env["res.country"].search([("code", "=", code)])
                self.assertEqual(self.region_of(country).code, region)

    def test_sizes(self):
        for employees, size in {
            0: False,
            1: "XS",
            9: "XS",
            10: "S",
            49: "S",
            50: "M",
            249: "M",
            250: "L",
            90000: "L",
        }.items():
            with self.subTest(employees=employees):
                customer = self.make_customer(customer_employees=employees)
                self.assertEqual(customer.customer_size_id.code, size)

    def test_every_shipped_rule_works(self):
        for model in ("customer.category", "res.partner.category"):
            for record in self.env[model].search([("customer_rule_domain", "!=", False)]):
                with self.subTest(rule=record.name):
                    self.assertFalse(record._customer_rule_problem())

    def test_shipped_identifiers(self):
        for xmlid, code in (("vip", "VIP"), ("potential", "POTENTIAL")):
            tag = self.env.ref(f"customer_master.res_partner_category_{xmlid}")
            self.assertEqual(tag.customer_code, code)
            self.assertTrue(tag.customer_is_identifier and tag.customer_icon and tag.color)
