from odoo.fields import Command
from odoo.tests import tagged

from .common import CustomerCase


@tagged("post_install", "-at_install", "customer_master")
class SaleCase(CustomerCase):
    """A customer with a contact who buy bolts, and who looks at that."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.user_sales = cls.make_user("sales")
        cls.user_steward = cls.make_user("steward")
        cls.user_viewer = cls.make_user("viewer")
        cls.foreign = cls.env["res.currency"].create({"name": "ZZD", "symbol": "z"})
        cls.env["res.currency.rate"].create(
            {"currency_id": cls.foreign.id, "name": "2020-01-01", "rate": 4.0}
        )
        cls.group = cls.env["product.category"].create({"name": "Bolts"})
        cls.bolt = cls.env["product.product"].create(
            {
                "name": "Bolt",
                "categ_id": cls.group.id,
                "standard_price": 6.0,
                "list_price": 10.0,
                "taxes_id": False,
                "invoice_policy": "order",
            }
        )
        cls.east = cls.make_category(cls.region, "East Testland")
        cls.buyer = cls.make_customer(
            "Buyer", user_id=cls.user_sales.id, customer_region_id=cls.east.id
        )
        cls.Analysis = cls.env["customer.sale.analysis"]
        cls.contact = cls.Partner.create({"name": "Ann", "parent_id": cls.buyer.id})

    def order(self, when, quantity=1, partner=None, confirm=True, **values):
        order = self.env["sale.order"].create(
            {
                "partner_id": (partner or self.buyer).id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.bolt.id,
                            "product_uom_qty": quantity,
                            "price_unit": 10.0,
                            **values.pop("line", {}),
                        }
                    )
                ],
                **values,
            }
        )
        if confirm:
            order.action_confirm()
        order.date_order = when
        return order

    def invoice(self, when, quantity=1, partner=None, **values):
        """A posted invoice of an order of the same day."""
        order = self.order(f"{when} 12:00:00", quantity, partner, **values)
        invoice = order._create_invoices()
        invoice.invoice_date = when
        invoice.action_post()
        return invoice

    def rows(self, *groups, measures=("revenue:sum",), domain=(), user=None, **context):
        """Of the analysis, of what the customer bought."""
        self.env.flush_all()
        Analysis = self.Analysis.with_user(user or self.env.user).with_context(**context)
        domain = [("contact_id", "child_of", self.buyer.id), *domain]
        return Analysis._read_group(domain, list(groups), list(measures))
