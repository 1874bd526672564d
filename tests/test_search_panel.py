from odoo.addons.web.models.models import Base

from .common import CustomerCase

FIELD = "customer_category_ids"


class TestSearchPanel(CustomerCase):
    """The counts of the search panel, taken at once, equal those that core takes one by one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.types = [cls.make_category(cls.type, f"Type {n}") for n in range(3)]
        cls.needs = [cls.make_category(cls.need, f"Need {n}") for n in range(3)]
        cls.unused = cls.make_category(cls.need, "Unused")
        cls.child = cls.make_category(cls.type, "Child", parent_id=cls.types[0].id)
        for number in range(24):
            categories = [cls.types[number % 3]] if number % 4 else []
            categories += [need for bit, need in enumerate(cls.needs) if number >> bit & 1]
            cls.make_customer(
                f"Panel {number}",
                customer_category_ids=cls.link(*categories),
                city=("Berlin", "Oslo")[number % 2],
                active=number != 23,
            )
        cls.make_customer("Panel child", customer_type_id=cls.child.id)
        cls.make_contact("Panel contact", customer_category_ids=cls.link(cls.types[0]))
        cls.domain = [*cls.customers_domain(), ("name", "=like", "Panel%")]

    @classmethod
    def customers_domain(cls):
        return [
            ("customer_rank", ">", 0),
            "|",
            ("is_company", "=", True),
            ("parent_id", "=", False),
        ]

    def panel(self, **kwargs):
        """Values of the panel, ours and core's."""
        kwargs = {"enable_counters": True, "search_domain": self.domain, **kwargs}
        Partner = (
            self.as_user(self.make_user("viewer")) if kwargs.pop("viewer", 0) else self.Partner
        )
        ours = Partner.search_panel_select_multi_range(FIELD, **kwargs)
        core = Base.search_panel_select_multi_range(Partner, FIELD, **kwargs)
        return ours, core

    def assertEqualsCore(self, **kwargs):
        ours, core = self.panel(**kwargs)
        self.assertEqual(ours, core)
        return ours["values"]

    def test_counts(self):
        values = self.assertEqualsCore()
        self.assertGreater(len({v["__count"] for v in values}), 2, "counts worth comparing")
        counts = {v["id"]: v["__count"] for v in values}
        self.assertEqual(counts[self.child.id], 1)
        self.assertNotIn(self.unused.id, counts)

    def test_grouped_by_dimension(self):
        values = self.assertEqualsCore(group_by="dimension_id")
        self.assertEqual({v["group_id"] for v in values}, {self.type.id, self.need.id})

    def test_expanded(self):
        values = self.assertEqualsCore(expand=True, group_by="dimension_id")
        self.assertIn(self.unused.id, [v["id"] for v in values])

    def test_filters_ticked(self):
        for ticked in ([self.types[0].id], [self.types[0].id, self.needs[1].id], [self.unused.id]):
            with self.subTest(ticked=ticked):
                self.assertEqualsCore(
                    group_by="dimension_id", filter_domain=[(FIELD, "in", ticked)]
                )
                self.assertEqualsCore(filter_domain=[("industry_id", "in", [1])])

    def test_group_domain_as_the_web_client_sends_it(self):
        # each group is counted without its own ticks, with those of the others
        ticked_type, ticked_need = self.types[1].id, self.needs[0].id
        values = self.assertEqualsCore(
            group_by="dimension_id",
            group_domain={
                str(self.type.id): [(FIELD, "in", [ticked_need])],
                str(self.need.id): [(FIELD, "in", [ticked_type])],
            },
        )
        self.assertGreater(len({v["__count"] for v in values}), 1)
        for expand in (False, True):
            self.assertEqualsCore(
                group_by="dimension_id",
                expand=expand,
                group_domain={str(self.need.id): [(FIELD, "in", [ticked_type])]},
                filter_domain=[("city", "=", "Oslo")],
                category_domain=[("customer_priority", "=", "0")],
            )

    def test_searches(self):
        for extra in (
            [("display_name", "ilike", "panel 1")],
            [("city", "=", "Oslo")],
            [("active", "=", False)],
            [("active", "in", [True, False])],
            [("id", "=", 0)],
            [(FIELD, "child_of", self.types[0].id)],
        ):
            with self.subTest(extra=extra):
                self.assertEqualsCore(search_domain=[*self.domain, *extra], group_by="dimension_id")

    def test_limit(self):
        ours, core = self.panel(limit=2, group_by="dimension_id")
        self.assertIn("error_msg", ours)
        self.assertEqual(ours, core)
        self.assertEqualsCore(limit=200, group_by="dimension_id")

    def test_limit_between_used_and_all(self):
        used = len(self.assertEqualsCore(group_by="dimension_id"))
        self.assertEqualsCore(limit=used + 1, group_by="dimension_id")

    def test_archived_category(self):
        self.types[0].active = False
        self.assertEqualsCore(group_by="dimension_id")

    def test_comodel_domain(self):
        self.assertEqualsCore(
            comodel_domain=[("dimension_id", "=", self.need.id)], group_by="dimension_id"
        )

    def test_as_viewer(self):
        self.assertTrue(self.assertEqualsCore(viewer=True, group_by="dimension_id"))

    def test_without_counts_and_other_fields_as_core(self):
        self.assertEqualsCore(enable_counters=False)
        kwargs = {"enable_counters": True, "search_domain": self.domain}
        for field in ("industry_id", "category_id", "customer_type_id", "customer_priority"):
            with self.subTest(field=field):
                self.assertEqual(
                    self.Partner.search_panel_select_multi_range(field, **kwargs),
                    Base.search_panel_select_multi_range(self.Partner, field, **kwargs),
                )

    def test_few_queries(self):
        self.Partner.search_panel_select_multi_range(
            FIELD, enable_counters=True, search_domain=self.domain, group_by="dimension_id"
        )
        before = self.env.cr.sql_log_count
        self.Partner.search_panel_select_multi_range(
            FIELD, enable_counters=True, search_domain=self.domain, group_by="dimension_id"
        )
        self.assertLessEqual(self.env.cr.sql_log_count - before, 6)
