from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_quality_rules import QualityCase


@tagged("post_install", "-at_install", "customer_master")
class TestQualityDashboard(QualityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.steward = cls.make_user("steward")
        cls.Dashboard = cls.env["customer.quality.dashboard"].with_user(cls.steward)

    def figures(self):
        self.env.flush_all()
        return self.Dashboard.customer_quality_figures()

    def tile(self, name):
        return next(tile for tile in self.figures()["tiles"] if tile["name"] == name)

    def test_each_figure_is_the_number_of_its_records(self):
        self.make_rule("ref")
        self.make_rule("city", type="allowed", words="Lyon")
        self.make_customer(ref="1", phone="13800138000")
        self.make_customer(city="Lille")
        figures = self.figures()
        rows = [row for row in figures["tiles"] if row["name"] != "completeness"]
        for row in [*rows, *figures["completeness"], *figures["rules"], *figures["sources"]]:
            with self.subTest(row=row["label"]):
                records = self.env[row["model"]].with_user(self.steward)
                records = records.with_context(**row.get("context", {}))
                self.assertEqual(records.search_count(row["domain"]), row["value"])

    def test_changes_move_the_figures(self):
        rule = self.make_rule("ref")
        before = {name: self.tile(name)["value"] for name in ("issues", "unreachable", "alone")}
        customer = self.make_customer()
        after = {name: self.tile(name)["value"] for name in before}
        self.assertEqual(after, {name: count + 1 for name, count in before.items()})
        self.make_contact(parent_id=customer.id)
        customer.write({"ref": "1", "email": "a@b.example"})
        self.assertEqual({name: self.tile(name)["value"] for name in before}, before)
        self.assertNotIn(rule.name, [row["label"] for row in self.figures()["rules"]])

    def test_trend(self):
        self.make_rule("ref")
        self.make_customer()
        self.env.flush_all()
        self.env["customer.quality.statistic"]._store()
        self.assertEqual(self.figures()["trend"][-1]["value"], self.tile("issues")["value"])

    def test_sources(self):
        self.make_rule("city", type="allowed", words="Lyon")
        for _each in range(3):
            self.Partner.with_context(import_file=True).create(
                {"name": "A", "customer_rank": 1, "city": "Lille"}
            )
        first = self.figures()["sources"][0]
        self.assertIn("Import", first["label"])
        self.assertGreaterEqual(first["value"], 3)

    def test_other_roles(self):
        for role in ("viewer", "sales", "finance", None):
            user = self.make_user(role, login=f"cm_dash_{role}")
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.Dashboard.with_user(user).customer_quality_figures()
