from datetime import date

from odoo.tests import tagged

from .sale_case import SaleCase

INVOICED = [("source", "=", "invoice")]


@tagged("post_install", "-at_install", "customer_master")
class TestSaleAnalysisInvoices(SaleCase):
    def test_invoices_and_what_was_credited(self):
        invoice = self.invoice("2026-02-10", 4)
        refund = invoice._reverse_moves([{"invoice_date": "2026-03-01"}])
        refund.invoice_line_ids.quantity = 1
        refund.action_post()
        found = self.rows(
            "source", "date:month", measures=["revenue:sum", "quantity:sum", "margin:sum"]
        )
        self.assertEqual(
            [(source, month.month, *figures) for source, month, *figures in found],
            [
                ("invoice", 2, 40.0, 4.0, 16.0),
                ("invoice", 3, -10.0, -1.0, -4.0),
                ("order", 2, 40.0, 4.0, 16.0),
            ],
        )

    def test_a_moved_contact_leaves_its_invoices_behind(self):
        """They stay with whom they were written to, as on the overview."""
        self.invoice("2026-02-10", 4, self.contact)
        other = self.make_customer("Other")
        self.contact.parent_id = other
        self.env.flush_all()
        domain = [*INVOICED, ("contact_id", "=", self.contact.id)]
        found = self.Analysis._read_group(
            domain, ["partner_id", "novelty"], ["revenue:sum", "customer_count:count_distinct"]
        )
        self.assertEqual(found, [(self.buyer, "new", 40.0, 1)])

    def test_an_order_and_an_invoice_are_two_documents(self):
        invoice = self.invoice("2026-02-10")
        order = invoice.line_ids.sale_line_ids.order_id
        found = self.rows("source", measures=["document_count:array_agg"])
        # the tables number their rows apart, so the two may have the same number
        self.assertEqual(dict(found), {"invoice": [-invoice.id], "order": [order.id]})
        self.assertEqual(self.rows(measures=["document_count:count_distinct"]), [(2,)])

    def test_the_day_is_the_same_in_every_zone(self):
        self.invoice("2026-01-31")
        for zone in ("UTC", "Pacific/Kiritimati", "Etc/GMT+12"):
            with self.subTest(zone=zone):
                [(day, first, number, _total)] = self.rows(
                    "date:day", "first_month:month", "month_number", domain=INVOICED, tz=zone
                )
                self.assertEqual(
                    (day.date(), first, number), (date(2026, 1, 31), date(2026, 1, 1), 0)
                )

    def test_who_was_credited_only_is_neither_new_nor_returning(self):
        refund = self.invoice("2026-02-10")._reverse_moves([{"invoice_date": "2026-03-01"}])
        refund.partner_id = self.make_customer("Credited")
        refund.action_post()
        self.env.flush_all()
        found = self.Analysis._read_group(
            [("partner_id", "=", refund.partner_id.id)],
            ["novelty", "month_number", "first_month:month"],
            ["revenue:sum"],
        )
        self.assertEqual(found, [(False, False, False, -10.0)])

    def test_invoices_in_another_currency(self):
        pricelist = self.env["product.pricelist"].create(
            {"name": "Foreign", "currency_id": self.foreign.id}
        )
        invoice = self.invoice("2026-02-10", 4, pricelist_id=pricelist.id)
        self.assertEqual((invoice.currency_id, invoice.amount_untaxed), (self.foreign, 40.0))
        # as it was booked, whatever the rate is later
        self.env["res.currency.rate"].create(
            {"currency_id": self.foreign.id, "name": "2026-02-11", "rate": 2.0}
        )
        found = self.rows(domain=INVOICED, measures=["revenue:sum", "margin:sum"])
        self.assertEqual(found, [(10.0, 10.0 - 24.0)])

    def test_only_invoices_that_one_may_read(self):
        self.invoice("2026-02-10", 1, user_id=self.user_steward.id)
        self.invoice("2026-04-10", 2, user_id=self.user_sales.id)
        groups = ("novelty", "month_number")
        self.user_sales.group_ids += self.env.ref("sales_team.group_sale_salesman")
        own = self.rows(*groups, domain=INVOICED, user=self.user_sales)
        self.assertEqual(own, [("new", 0, 20.0)])
        every = [("new", 0, 10.0), ("returning", 2, 20.0)]
        # by the rights of invoicing
        self.user_viewer.group_ids += self.env.ref("account.group_account_invoice")
        self.assertEqual(self.rows(*groups, domain=INVOICED, user=self.user_viewer), every)
        self.assertEqual(self.rows("source", user=self.user_steward), [])

    def test_only_invoices_of_ones_companies(self):
        abroad = self.env["res.company"].create({"name": "Abroad"})
        self.invoice("2026-02-10", 4)
        self.user_sales.group_ids += self.env.ref("account.group_account_invoice")
        self.assertEqual(self.rows(domain=INVOICED, user=self.user_sales), [(40.0,)])
        self.user_sales.write({"company_ids": [(6, 0, abroad.ids)], "company_id": abroad.id})
        self.assertEqual(self.rows(domain=INVOICED, user=self.user_sales), [(False,)])
