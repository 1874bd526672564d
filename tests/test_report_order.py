from .report_case import ReportCase


class TestReportOrder(ReportCase):
    """Groups, and what is drawn of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tag = cls.make_tag("Order")
        cls.only = {"tag_ids": cls.link(cls.tag)}

    def customers(self, **cities):
        for name, city in cities.items():
            self.make_customer(name, city=city, category_id=self.link(self.tag))

    def test_groups_that_differ_in_their_case_alone(self):
        self.customers(A="wuxi", B="Wuxi", C="wuxi", D="WUXI", E="Wuxi", F="Suzhou")
        template = self.make_template({"path": "city", "group": "1"}, "name")
        for sort, first, last in ((False, "Suzhou (1)", "wuxi (2)"),
                                  ("desc", "wuxi (2)", "Suzhou (1)")):  # fmt: skip
            template.column_ids[0].sort = sort
            heads = [cells[0] for cells in self.rows(self.run_of(template, **self.only), "group")]
            self.assertCountEqual(heads, ["Suzhou (1)", "WUXI (1)", "Wuxi (2)", "wuxi (2)"])
            self.assertEqual((heads[0], heads[-1]), (first, last))

    def test_chart_of_what_is_no_number(self):
        self.customers(A="Wuxi", B="Suzhou")
        for column, drawn in (
            ({"path": "phone"}, False),
            ({"path": "create_date", "total": "max"}, False),
            ({"path": "is_company"}, False),
            ({"path": "create_date", "total": "count"}, True),
            ({"path": "customer_employees"}, True),
        ):
            template = self.make_template(
                {"path": "city", "group": "1"}, "name", {**column, "chart": True}, chart="bar"
            )
            with self.subTest(column=column):
                run = self.run_of(template, **self.only)
                run.action_generate()
                shown = run.customer_report_rows()
                self.assertEqual(bool(shown["chart"]), drawn)
                self.assertEqual(bool(self.preview(template)["left_out"]), not drawn)
                self.assertEqual("is no number" in str(shown["conditions"]), not drawn)

    def test_screen_that_is_cut_between_two_groups(self):
        self.customers(A="Suzhou", B="Suzhou", C="Wuxi")
        template = self.make_template({"path": "city", "group": "1"}, "name")
        report, rows = self.built(self.run_of(template, **self.only))
        Preview = self.env["customer.report.preview"]
        for most, heads, cut in ((1, 1, 1), (2, 1, 2), (3, 2, 0)):
            shown = Preview._screen(report, rows, most)
            kinds = [row["kind"] for row in shown["rows"]]
            self.assertEqual((kinds.count("group"), shown["cut"]), (heads, cut))
            self.assertNotEqual(kinds[-1], "group")
