from odoo import Command
from odoo.exceptions import AccessError

from .report_case import ReportCase


class TestReportDocuments(ReportCase):
    """Rows that are there since there are orders and invoices."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tag = cls.make_tag("Documents")
        cls.only = {"tag_ids": cls.link(cls.tag)}
        cls.here = cls.make_customer("Still Here", category_id=cls.link(cls.tag))
        cls.gone = cls.make_customer("Archived", category_id=cls.link(cls.tag))
        cls.idle = cls.make_customer("Idle", category_id=cls.link(cls.tag))
        cls.make_order(cls.here, 100)
        cls.make_order(cls.gone, 40)
        cls.gone.active = False

    def names(self, template, user=None, **values):
        run = self.run_of(template, user, **self.only, **values)
        names = {row[0] for row in self.rows(run)}
        self.assertEqual(run.expected_count, len(names))
        return names

    def test_archived_customers_are_in_the_totals_of_sales(self):
        revenue = {"measure": "revenue", "total": "sum"}
        for kind in ("sales", "sales_category"):
            template = self.make_template("name", revenue, kind=kind)
            with self.subTest(kind=kind):
                self.assertEqual(self.names(template), {"Still Here", "Archived"})
                run = self.run_of(template, **self.only)
                self.assertEqual(self.rows(run, "total"), [("Total", 140.0)])
        template = self.make_template("name", revenue, use="ordered")
        self.assertEqual(self.names(template), {"Still Here", "Archived"})
        # a list of customers is one of those that there are
        for use, names in (("figures", {"Still Here", "Idle"}), ("inactive", {"Idle"})):
            self.assertEqual(self.names(self.make_template("name", use=use)), names)

    def test_without_rights_nobody_is_taken_for_inactive(self):
        viewer = self.make_user("viewer")
        inactive, plain = self.make_template("name", use="inactive"), self.make_template("name")
        for template, values in (
            (inactive, {}),
            (plain, {"amount_min": 5}),
            (plain, {"amount_max": 5}),
        ):
            with self.subTest(values=values):
                run = self.run_of(template, viewer, **self.only, **values)
                self.assertIn("orders, which you may not see", run.expected_problem)
                with self.assertRaisesRegex(AccessError, "orders, which you may not see"):
                    run.action_generate()
        self.assertEqual(self.names(plain, viewer), {"Still Here", "Idle"})

    # -- receivables ---------------------------------------------------------------------------

    def entry(self, partner, amount, **values):
        """A posted entry of what a customer owes, or has paid."""
        move = self.env["account.move"].create(
            {
                "journal_id": self.journal.id,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": self.receivable.id,
                            "debit": max(amount, 0),
                            "credit": max(-amount, 0),
                            "partner_id": partner.id,
                        }
                    ),
                    Command.create(
                        {
                            "account_id": self.income.id,
                            "debit": max(-amount, 0),
                            "credit": max(amount, 0),
                        }
                    ),
                ],
                **values,
            }
        )
        move.action_post()
        return move.line_ids.filtered(lambda line: line.account_id == self.receivable)

    def test_receivables_by_customer(self):
        self.income, self.receivable = self.env["account.account"].create(
            [
                {"name": "Income", "code": "CMD400", "account_type": "income"},
                {
                    "name": "Owed",
                    "code": "CMD110",
                    "account_type": "asset_receivable",
                    "reconcile": True,
                },
            ]
        )
        self.journal = self.env["account.journal"].create(
            {"name": "Documents", "code": "CMDJ", "type": "general"}
        )
        settled = self.make_customer("Settled", category_id=self.link(self.tag))
        credit = self.make_customer("Has Credit", category_id=self.link(self.tag))
        contact = self.make_contact("Buyer", parent_id=self.here.id)
        self.entry(self.here, 100)
        self.entry(contact, 20)
        self.entry(self.gone, 7)
        self.entry(credit, -30)
        (self.entry(settled, 50) | self.entry(settled, -50)).reconcile()
        template = self.env.ref("customer_master.customer_report_template_receivables")
        run = self.run_of(template, **self.only)
        at = [column.label for column in self.built(run)[0].columns].index("Open Balance")
        self.assertEqual(
            [(row[0], row[at]) for row in self.rows(run)],
            [("Still Here", 120.0), ("Archived", 7.0), ("Has Credit", -30.0)],
        )
        self.assertEqual(run.expected_count, 3)
        self.assertEqual(self.rows(run, "total")[0][at], 97.0)
        self.assertIn("Have an open balance", str(self.built(run)[0].conditions))
        viewer = self.make_user("viewer")
        with self.assertRaisesRegex(AccessError, "invoices, which you may not see"):
            self.built(self.run_of(template, viewer, **self.only))
