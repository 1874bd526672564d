from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class CustomerSaleAnalysis(models.Model):
    """What customers bought: lines of confirmed orders, and of posted invoices.

    A row knows its keys only. What describes customer and product is related to them, so that a
    pivot joins the tables that it needs and no others. Amounts are untaxed and in the currency
    of the user's company: those of orders at the rate of their day, those of invoices as they
    were booked.
    """

    _name = "customer.sale.analysis"
    _description = "Sales of Customers"
    _auto = False
    _rec_name = "partner_id"
    _order = "date desc, id desc"

    source = fields.Selection(
        [("order", "Order"), ("invoice", "Invoice")], string="Document", readonly=True
    )
    order_id = fields.Many2one("sale.order", string="Sales Order", readonly=True)
    move_id = fields.Many2one("account.move", string="Customer Invoice", readonly=True)
    date = fields.Datetime(readonly=True)
    contact_id = fields.Many2one("res.partner", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)

    quantity = fields.Float(readonly=True)
    revenue = fields.Monetary(readonly=True)
    margin = fields.Monetary(readonly=True, help="Revenue less what the products cost today.")
    customer_count = fields.Integer(string="Customers", readonly=True, aggregator="count_distinct")
    document_count = fields.Integer(string="Documents", readonly=True, aggregator="count_distinct")

    first_month = fields.Date(
        string="Month of the First Purchase",
        readonly=True,
        help="Of the first document of the same kind, ordered or invoiced.",
    )
    month_number = fields.Integer(
        string="Months since the First Purchase", readonly=True, aggregator=None
    )
    novelty = fields.Selection(
        [("new", "New customer"), ("returning", "Returning customer")],
        string="New or Returning",
        readonly=True,
        help="New in the month of the first purchase, returning afterwards.",
    )
    abc_class = fields.Selection(
        [("a", "A"), ("b", "B"), ("c", "C")],
        string="ABC Class",
        readonly=True,
        help="By the revenue of the last 365 days, ordered or invoiced: customers A make 80 % of "
        "it, customers B the next 15 %, customers C the rest.",
    )

    region_id = fields.Many2one(related="partner_id.customer_region_id", string="Region")
    size_id = fields.Many2one(related="partner_id.customer_size_id", string="Size")
    type_id = fields.Many2one(related="partner_id.customer_type_id", string="Customer Type")
    category_ids = fields.Many2many(related="partner_id.customer_category_ids", string="Categories")
    tag_ids = fields.Many2many(related="partner_id.category_id", string="Tags")
    priority = fields.Selection(related="partner_id.customer_priority", string="Priority")
    stage = fields.Selection(related="partner_id.customer_stage", string="Stage")
    industry_id = fields.Many2one(related="partner_id.industry_id", string="Industry")
    country_id = fields.Many2one(related="partner_id.country_id", string="Country")
    state_id = fields.Many2one(related="partner_id.state_id", string="State")
    product_category_id = fields.Many2one(
        related="product_id.product_tmpl_id.categ_id", string="Product Category"
    )

    # -- rows ------------------------------------------------------------------------------

    @property
    def _table_query(self) -> SQL:
        return SQL("%s UNION ALL %s", self._order_lines(), self._invoice_lines())

    @api.model
    def _order_lines(self) -> SQL:
        return SQL(
            """
            SELECT 2 * line.id::bigint AS id, 'order' AS source,
                   doc.id AS order_id, NULL::int AS move_id, doc.date_order AS date,
                   doc.partner_id AS contact_id, contact.commercial_partner_id AS partner_id,
                   line.product_id, doc.user_id, doc.team_id, doc.company_id,
                   %(currency)s AS currency_id, %(measures)s,
                   contact.commercial_partner_id AS customer_count, doc.id AS document_count,
                   customer.abc_class, %(novelty)s
              FROM sale_order_line line
              JOIN sale_order doc ON doc.id = line.order_id AND doc.state = 'sale'
              JOIN res_partner contact ON contact.id = doc.partner_id
              %(joins)s
              LEFT JOIN (%(customers)s) customer
                ON customer.partner_id = contact.commercial_partner_id
             WHERE line.display_type IS NULL
            """,
            currency=self.env.company.currency_id.id,
            measures=self._measures(
                SQL("line.product_uom_qty"),
                SQL("line.price_subtotal / coalesce(nullif(doc.currency_rate, 0), 1)"),
            ),
            novelty=self._novelty(SQL("doc.date_order")),
            joins=self._joins(),
            customers=self._customers("order"),
        )

    @api.model
    def _invoice_lines(self) -> SQL:
        date = self._noon(SQL("doc.invoice_date"))
        sign = SQL("CASE WHEN doc.move_type = 'out_refund' THEN -1 ELSE 1 END")
        return SQL(
            """
            SELECT 2 * line.id::bigint + 1 AS id, 'invoice' AS source,
                   NULL::int AS order_id, doc.id AS move_id, %(date)s AS date,
                   doc.partner_id AS contact_id, doc.commercial_partner_id AS partner_id,
                   line.product_id, doc.invoice_user_id AS user_id, doc.team_id, doc.company_id,
                   %(currency)s AS currency_id, %(measures)s,
                   doc.commercial_partner_id AS customer_count,
                   -- an order may have the same number
                   -doc.id AS document_count,
                   customer.abc_class, %(novelty)s
              FROM account_move_line line
              JOIN account_move doc
                ON doc.id = line.move_id AND doc.state = 'posted'
               AND doc.move_type IN ('out_invoice', 'out_refund', 'out_receipt')
              %(joins)s
              LEFT JOIN (%(customers)s) customer
                ON customer.partner_id = doc.commercial_partner_id
             WHERE line.display_type = 'product'
            """,
            date=date,
            currency=self.env.company.currency_id.id,
            measures=self._measures(
                SQL("line.quantity * %s", sign),
                SQL("-line.balance"),
            ),
            novelty=self._novelty(date),
            joins=self._joins(),
            customers=self._customers("invoice"),
        )

    @api.model
    def _measures(self, quantity: SQL, revenue: SQL) -> SQL:
        """Quantity in the unit of the product, revenue and margin in the currency of the user's
        company.

        :param revenue: in the currency of the document's company
        """
        return SQL(
            """%(quantity)s AS quantity,
               %(revenue)s * account_currency_table.rate AS revenue,
               (%(revenue)s - %(quantity)s
                * coalesce((product.standard_price ->> doc.company_id::text)::float, 0)
               ) * account_currency_table.rate AS margin""",
            quantity=SQL("%s * coalesce(unit.factor / nullif(own.factor, 0), 1)", quantity),
            revenue=revenue,
        )

    @api.model
    def _joins(self) -> SQL:
        return SQL(
            """JOIN %(currencies)s ON account_currency_table.company_id = doc.company_id
               LEFT JOIN product_product product ON product.id = line.product_id
               LEFT JOIN product_template template ON template.id = product.product_tmpl_id
               LEFT JOIN uom_uom unit ON unit.id = line.product_uom_id
               LEFT JOIN uom_uom own ON own.id = template.uom_id""",
            currencies=self.env["res.currency"]._get_simple_currency_table(self.env.companies),
        )

    # -- actions ---------------------------------------------------------------------------

    def action_open(self):
        """Open the order or the invoice of the row."""
        self.ensure_one()
        record = self.order_id or self.move_id
        record.check_access("read")
        return record.get_formview_action()


class IrRule(models.Model):
    _inherit = "ir.rule"

    @api.model
    def _compute_domain(self, model_name, mode="read"):
        # in code, as the rules of orders and invoices differ by installed addons and by company
        domain = super()._compute_domain(model_name, mode)
        if model_name == "customer.sale.analysis":
            domain &= self._of_readable_documents()
        return domain

    @api.model
    def _of_readable_documents(self):
        """Lines of the orders and invoices that the user may read."""
        return Domain.OR(
            Domain(name, "in", self.env[model]._search([]))
            for name, model in (("order_id", "sale.order"), ("move_id", "account.move"))
            if self.env[model].has_access("read")
        )
