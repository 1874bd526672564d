from odoo import api, models
from odoo.tools import SQL

# documents of sales; what we buy is not looked at
INVOICES = SQL("m.move_type IN ('out_invoice', 'out_refund') AND m.state <> 'cancel'")
CHANGEABLE = SQL("CASE WHEN m.state = 'posted' THEN 'posted' ELSE 'replace' END")
ORDER = SQL("CASE WHEN o.locked THEN 'locked' ELSE 'replace' END")


class CustomerConsistencyCheck(models.AbstractModel):
    """Queries for documents whose customers disagree. Each gives rows of (kind, model, id, field,
    customer there, customer expected, company, name, date, way to mend it); other addons add
    theirs to :meth:`_queries`."""

    _name = "customer.consistency.check"
    _description = "Checks of References"

    @api.model
    def _queries(self) -> list[SQL]:
        return [
            self._order_address("partner_shipping_id", "delivery"),
            self._order_address("partner_invoice_id", "invoice"),
            self._invoice_of_order(),
            self._delivery_of_invoice(),
            self._payment_of_invoice(),
            *self._merged(),
            *self._archived(),
        ]

    def _order_address(self, field, kind):
        """The delivery or invoice address of an order is another customer's."""
        return SQL(
            """
            SELECT %(name)s, 'sale.order', o.id, %(field)s, o.%(column)s,
                   coalesce((SELECT min(c.id) FROM res_partner c
                              WHERE c.parent_id = p.commercial_partner_id AND c.type = %(kind)s
                                AND c.active), o.partner_id),
                   o.company_id, o.name, o.date_order::date, %(way)s
              FROM sale_order o
              JOIN res_partner p ON p.id = o.partner_id
              JOIN res_partner a ON a.id = o.%(column)s
             WHERE a.commercial_partner_id <> p.commercial_partner_id AND o.state <> 'cancel'
            """,
            name=f"order_{kind}",
            kind=kind,
            field=field,
            column=SQL.identifier(field),
            way=ORDER,
        )

    def _invoice_of_order(self):
        """An invoice goes neither to the customer of its order nor to whom the order says."""
        return SQL(
            """
            SELECT DISTINCT ON (m.id) 'order_invoiced', 'account.move', m.id, 'partner_id',
                   m.partner_id, o.partner_invoice_id, m.company_id,
                   coalesce(m.name, '/') || ' (' || o.name || ')',
                   coalesce(m.invoice_date, m.date), %(way)s
              FROM sale_order o
              JOIN sale_order_line l ON l.order_id = o.id
              JOIN sale_order_line_invoice_rel r ON r.order_line_id = l.id
              JOIN account_move_line i ON i.id = r.invoice_line_id
              JOIN account_move m ON m.id = i.move_id AND %(invoices)s
              JOIN res_partner p ON p.id = o.partner_id
              JOIN res_partner a ON a.id = o.partner_invoice_id
             WHERE m.commercial_partner_id
                   NOT IN (p.commercial_partner_id, a.commercial_partner_id)
          ORDER BY m.id, o.id
            """,
            way=CHANGEABLE,
            invoices=INVOICES,
        )

    def _delivery_of_invoice(self):
        return SQL(
            """
            SELECT 'invoice_delivery', 'account.move', m.id, 'partner_shipping_id',
                   m.partner_shipping_id, m.partner_id, m.company_id, coalesce(m.name, '/'),
                   coalesce(m.invoice_date, m.date), %(way)s
              FROM account_move m
              JOIN res_partner a ON a.id = m.partner_shipping_id
             WHERE a.commercial_partner_id <> m.commercial_partner_id AND %(invoices)s
            """,
            way=CHANGEABLE,
            invoices=INVOICES,
        )

    def _payment_of_invoice(self):
        """What was paid by one customer is reconciled with the invoice of another."""
        return SQL(
            """
            SELECT DISTINCT ON (other.move_id) 'payment', 'account.move', other.move_id,
                   'partner_id', other.partner_id, own.partner_id, other.company_id,
                   coalesce(e.name, '/') || ' (' || coalesce(m.name, '/') || ')', e.date,
                   'reconciled'
              FROM account_partial_reconcile r
             CROSS JOIN LATERAL (VALUES (r.debit_move_id, r.credit_move_id),
                                        (r.credit_move_id, r.debit_move_id)) side(own, other)
              JOIN account_move_line own ON own.id = side.own
              JOIN account_move m ON m.id = own.move_id AND %(invoices)s
              JOIN account_move_line other ON other.id = side.other
              JOIN account_move e ON e.id = other.move_id AND e.move_type = 'entry'
              JOIN res_partner p ON p.id = own.partner_id
              JOIN res_partner q ON q.id = other.partner_id
             WHERE p.commercial_partner_id <> q.commercial_partner_id
          ORDER BY other.move_id, own.id
            """,
            invoices=INVOICES,
        )

    def _merged(self):
        """A customer that was merged into another one is still used."""
        for model, rows, fields, way in self._documents():
            for field in fields:
                yield SQL(
                    """
                    SELECT 'merged', %(model)s, d.id, %(field)s, p.id, p.customer_merged_into_id,
                           d.company_id, d.name, d.day, %(way)s
                      FROM (%(rows)s) d
                      JOIN res_partner p ON p.id = d.%(column)s
                     WHERE p.customer_merged_into_id IS NOT NULL
                    """,
                    model=model,
                    field=field,
                    column=SQL.identifier(field),
                    rows=rows,
                    way=way,
                )

    def _archived(self):
        """An archived customer is used by what is still going on."""
        for model, rows, _fields, _way in self._documents():
            yield SQL(
                """
                SELECT 'archived', %(model)s, d.id, 'partner_id', p.id, p.id, d.company_id, d.name,
                       d.day, 'unarchive'
                  FROM (%(rows)s) d
                  JOIN res_partner p ON p.id = d.partner_id
                 WHERE NOT p.active AND p.customer_merged_into_id IS NULL AND d.going
                """,
                model=model,
                rows=rows,
            )

    def _documents(self):
        """(model, query of the documents, fields with a customer, way to mend them)."""
        yield (
            "sale.order",
            SQL(
                """SELECT o.*, o.date_order::date AS day,
                          o.state IN ('draft', 'sent') OR o.invoice_status = 'to invoice' AS going
                     FROM sale_order o WHERE o.state <> 'cancel'"""
            ),
            ("partner_id", "partner_invoice_id", "partner_shipping_id"),
            SQL("CASE WHEN d.locked THEN 'locked' ELSE 'replace' END"),
        )
        yield (
            "account.move",
            SQL(
                """SELECT m.id, m.partner_id, m.partner_shipping_id, m.company_id, m.state,
                          coalesce(m.name, '/') AS name, coalesce(m.invoice_date, m.date) AS day,
                          m.state = 'draft' OR m.payment_state IN ('not_paid', 'partial') AS going
                     FROM account_move m WHERE %s""",
                INVOICES,
            ),
            ("partner_id", "partner_shipping_id"),
            SQL("CASE WHEN d.state = 'posted' THEN 'posted' ELSE 'replace' END"),
        )
        yield (
            "account.payment",
            SQL(
                """SELECT y.*, y.date AS day, y.state = 'draft' AS going FROM account_payment y
                    WHERE y.partner_type = 'customer' AND y.state NOT IN ('canceled', 'rejected')"""
            ),
            ("partner_id",),
            SQL("CASE WHEN d.state <> 'draft' THEN 'posted' ELSE 'replace' END"),
        )
