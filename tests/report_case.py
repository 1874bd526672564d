from odoo import Command, fields

from .common import CustomerCase


class ReportCase(CustomerCase):
    """Templates, orders and reports as the tests of reports need them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the superuser may not log in, so no report is ever his
        cls.user = cls.env.ref("base.user_admin")
        cls.Template = cls.env["customer.report.template"]
        cls.Run = cls.env["customer.report.run"]
        cls.product_category = cls.env["product.category"].create({"name": "Report Bricks"})
        cls.product = cls.env["product.product"].create(
            {
                "name": "Report Brick",
                "categ_id": cls.product_category.id,
                "standard_price": 4.0,
                "taxes_id": [Command.clear()],
            }
        )

    @classmethod
    def make_template(cls, *columns, **values):
        """``columns`` are values, or paths of fields."""
        lines = [{"path": column} if isinstance(column, str) else column for column in columns]
        return cls.Template.create(
            {
                "name": "A Report",
                "column_ids": [
                    Command.create({**line, "sequence": at}) for at, line in enumerate(lines)
                ],
                **values,
            }
        )

    @classmethod
    def make_order(cls, partner, amount=100.0, day=None, confirmed=True, **values):
        order = cls.env["sale.order"].create(
            {
                "partner_id": partner.id,
                "order_line": [
                    Command.create(
                        {"product_id": cls.product.id, "product_uom_qty": 1, "price_unit": amount}
                    )
                ],
                **values,
            }
        )
        if confirmed:
            order.action_confirm()
        if day:
            order.date_order = fields.Datetime.to_datetime(day)
        return order

    def run_of(self, template, user=None, **values):
        """A report as ``user`` asks for it."""
        Run = self.Run.with_user(user or self.user)
        return Run.create({"template_id": template.id, **values})

    def rows(self, run, kind="data"):
        """The cells of the rows of one kind, as values."""
        return [row.cells for row in self.built(run)[1] if row.kind == kind]

    def built(self, run):
        """The report and all its rows."""
        Builder, plan = run._planned(run.template_id.sudo()._definition())
        built = Builder._built(plan)
        return built.report, list(built.rows)

    def preview(self, template, user=None):
        Template = self.Template.with_user(user or self.user)
        return Template.customer_report_preview(template._definition_values(), {})
