from collections import defaultdict
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from dateutil.relativedelta import relativedelta
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo import fields

from ..engine.value import rfm
from .value_case import ValueCase

CUSTOMERS = 8
ORDER = st.fixed_dictionaries(
    {
        "partner": st.integers(0, CUSTOMERS - 1),
        "contact": st.booleans(),
        "company": st.integers(0, 1),
        "days": st.integers(0, 900),
        "cents": st.integers(-5_000, 500_000),
        "rate": st.sampled_from(["1", "0.5", "4", "7.3"]),
        "state": st.sampled_from(["sale", "sale", "sale", "draft", "cancel"]),
    }
)
WEIGHTS = st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(1, 3))


class TestValueProperty(ValueCase):
    """The SQL of the night against plain Python, on whatever orders there are."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.companies = cls.env.company + cls.env["res.company"].create({"name": "Second"})
        cls.customers = cls.Partner.browse()
        cls.people = cls.Partner.browse()
        for number in range(CUSTOMERS):
            customer = cls.make_customer(f"Customer {number}")
            cls.customers += customer
            cls.people += cls.make_contact(f"Person {number}", parent_id=customer.id)
        if "picking_policy" in cls.env["sale.order"]._fields:  # of sale_stock
            cls.env.cr.execute("ALTER TABLE sale_order ALTER picking_policy SET DEFAULT 'direct'")

    def test_agrees_with_plain_python(self):
        self.agrees_with_plain_python()

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(ORDER, max_size=40), WEIGHTS, st.integers(1, 24))
    def agrees_with_plain_python(self, orders, weights, months):
        with self.env.cr.savepoint() as savepoint:
            params = self.env["ir.config_parameter"]
            for name, weight in zip(("recency", "frequency", "monetary"), weights, strict=True):
                params.set_param(f"customer_master.value_{name}", str(weight))
            params.set_param("customer_master.value_months", str(months))
            self.insert(orders)
            self.Value._refresh()
            found = {
                (value.partner_id.id, value.company_id.id): (
                    value.last_order,
                    value.orders,
                    Decimal(str(value.revenue)).quantize(Decimal("0.01")),
                    rfm.Value(value.r, value.f, value.m, value.score, value.segment),
                )
                for value in self.Value.search([("partner_id", "in", self.customers.ids)])
            }
            self.assertEqual(found, self.expected(orders, rfm.Weights(*weights), months))
            self.assertEqual(self.Value._compare(), 0, "what is right is not written again")
            savepoint.rollback()
        self.env.invalidate_all()

    def when(self, order):
        return fields.Datetime.now() - timedelta(days=order["days"], hours=1)

    def insert(self, orders):
        """Rows as orders leave them, since making 40 orders forty times takes minutes."""
        self.env.flush_all()
        for number, order in enumerate(orders):
            partners = self.people if order["contact"] else self.customers
            partner = partners[order["partner"]].id
            self.env.cr.execute(
                """INSERT INTO sale_order (name, state, company_id, partner_id,
                          partner_invoice_id, partner_shipping_id, date_order,
                          amount_untaxed, currency_rate, currency_id, team_id)
                   VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, NULL)""",
                [
                    f"P{number}",
                    order["state"],
                    self.companies[order["company"]].id,
                    *[partner] * 3,
                    self.when(order),
                    Decimal(order["cents"]) / 100,
                    order["rate"],
                    self.env.company.currency_id.id,
                ],
            )
        self.env.invalidate_all()

    def expected(self, orders, weights, months):
        since = fields.Datetime.now() - relativedelta(months=months)
        by_customer = defaultdict(list)
        for order in orders:
            if order["state"] == "sale":
                customer = self.customers[order["partner"]].id
                by_customer[customer, self.companies[order["company"]].id].append(order)
        figures = {}
        for key, theirs in by_customer.items():
            recent = [order for order in theirs if self.when(order) >= since]
            revenue = sum(
                (Decimal(order["cents"]) / 100 / Decimal(order["rate"]) for order in recent),
                Decimal(0),
            )
            figures[key] = rfm.Figures(
                max(self.when(order) for order in theirs).date(),
                len(recent),
                revenue.quantize(Decimal("0.01"), ROUND_HALF_UP),
            )
        expected = {}
        for company in self.companies.ids:
            keys = [key for key in figures if key[1] == company]
            values = rfm.values([figures[key] for key in keys], weights)
            for key, value in zip(keys, values, strict=True):
                one = figures[key]
                expected[key] = (one.last_order, one.orders, one.revenue, value)
        return expected
