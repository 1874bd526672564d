from datetime import timedelta

from odoo import Command, fields

from .golden_case import GoldenCase


class TestReportGoldenMore(GoldenCase):
    """The other templates that ship with the addon, held against SQL in all four outputs."""

    def shipped(self, name):
        return self.env.ref(f"customer_master.customer_report_template_{name}")

    def rows_of(self, sql, **values):
        """What the database says."""
        self.env.flush_all()
        self.env.cr.execute(sql, {"ids": self.customers.ids, **values})
        return self.env.cr.fetchall()

    def grouped(self, found, head, figures, total="Total"):
        """Rows in one group each, as the report is to have them.

        :param found: (group, cells) of each row, in order
        :param head: a function of a group that tells what heads it
        :param figures: a function of the cells of many rows that makes those of a total
        """
        rows = []
        for group in dict.fromkeys(group for group, _cells in found):
            mine = [cells for one, cells in found if one == group]
            blank = (None,) * (len(mine[0]) - 1)
            rows.append(("group", f"{head(group)} ({len(mine)})", *blank))
            rows += [("data", *cells) for cells in mine]
            rows.append(("subtotal", head(group), *figures(mine)))
        return [*rows, ("total", total, *figures([cells for _group, cells in found]))]

    def created_on(self, *days):
        for customer, day in zip(self.customers, days, strict=True):
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE res_partner SET create_date = %s WHERE id = %s", [day, customer.id]
            )
        self.env.invalidate_all()

    def test_customer_card(self):
        """On paper each customer is a block of labels and values."""
        for at, customer in enumerate(self.customers):
            customer.write(
                {
                    "street": f"No. {at} Long Road",
                    "website": f"https://golden{at}.example",
                    "customer_employees": 10 * at,
                    "customer_annual_revenue": 1000.5 * at,
                }
            )
            self.make_contact(f"Contact {at}", parent_id=customer.id)
            day = fields.Datetime.now() - timedelta(days=at)
            self.env["customer.interaction"].create({"partner_id": customer.id, "date": day})
        found = self.statement(
            [],
            ["max(c.name)", "max(c.ref)", "max(c.vat)", "'Yes'", "max(c.phone)", "max(c.email)",
             "max(c.website)", "max(c.street)", "max(c.street2)", "max(c.zip)", "max(c.city)",
             "NULL", "max(co.name ->> 'en_US')", "NULL", "max(c.customer_employees)",
             "max(c.customer_annual_revenue)", """max((SELECT string_agg(g.name ->> 'en_US', ', '
                                     ORDER BY d.sequence, d.id, g.sequence, g.id)
                     FROM customer_category_res_partner_rel r
                     JOIN customer_category g ON g.id = r.category_id
                     JOIN customer_dimension d ON d.id = g.dimension_id
                    WHERE r.partner_id = c.id))""", "'Golden'",
             "max(CASE c.customer_priority WHEN '0' THEN 'Normal' WHEN '1' THEN 'Raised'"
             " ELSE 'High' END)", "NULL", "max(b.name)", "max(c.create_date)::date",
             "sum(f.revenue)", "sum(f.orders)", "max(f.day)", "max(current_date - i.date::date)"],
            "max(c.name)",
            joins="""LEFT JOIN res_country co ON co.id = c.country_id
                     LEFT JOIN res_partner b ON b.parent_id = c.id
                     LEFT JOIN customer_interaction i ON i.partner_id = c.id""",
        )  # fmt: skip
        template = self.shipped("card")
        self.assertEqual(template.layout, "blocks")
        # without a total there is no last row
        self.check_all(template, self.arranged(found, 0, None, None)[:-1])

    def test_sales_by_product_category(self):
        pipes = self.env["product.category"].create({"name": "Pipes"})
        values = {"name": "Pipe", "categ_id": pipes.id, "standard_price": 1.5}
        product = self.env["product.product"].create({**values, "taxes_id": False})
        for at, customer in enumerate(self.customers[:3]):
            order = self.make_order(customer, confirmed=False)
            order.order_line.product_id = product
            order.order_line.price_unit = 10.0 * at + 3  # the product brought its own
            order.action_confirm()
            order.date_order = f"2024-03-0{at + 1} 12:00:00"
        found = self.rows_of(
            """SELECT pc.complete_name, c.name, count(DISTINCT o.id),
                      sum(l.price_subtotal / o.currency_rate),
                      sum(l.price_subtotal / o.currency_rate - l.product_uom_qty
                          * (p.standard_price ->> o.company_id::text)::numeric)
                 FROM sale_order o
                 JOIN sale_order_line l ON l.order_id = o.id
                 JOIN product_product p ON p.id = l.product_id
                 JOIN product_template t ON t.id = p.product_tmpl_id
                 JOIN product_category pc ON pc.id = t.categ_id
                 JOIN res_partner c ON c.id = o.partner_id
                WHERE o.state = 'sale' AND c.id = ANY(%(ids)s)
             GROUP BY pc.complete_name, c.id ORDER BY pc.complete_name, 4 DESC"""
        )

        def figures(rows):
            return (None, sum(row[2] for row in rows), sum(row[3] for row in rows), None)

        found = [
            (group, (name, orders, revenue, margin, margin / revenue))
            for group, name, orders, revenue, margin in found
        ]
        self.check_all(self.shipped("sales_product"), self.grouped(found, str, figures))

    def test_new_customers(self):
        days = ["2024-03-05", "2024-01-02", "2024-03-01", "2024-01-31", "2023-12-31", "2024-02-29"]
        self.created_on(*(f"{day} 12:00:00" for day in days))
        self.customers[0].country_id = False
        found = self.rows_of(
            """SELECT to_char(c.create_date, 'YYYY-MM'), c.name, c.create_date::date,
                      CASE c.customer_source WHEN 'manual' THEN 'Typed by Hand'
                                             WHEN 'other' THEN 'Other Programs' END,
                      co.name ->> 'en_US', NULL, c.customer_completeness, 1
                 FROM res_partner c LEFT JOIN res_country co ON co.id = c.country_id
                WHERE c.id = ANY(%(ids)s) AND extract(year FROM c.create_date) = 2024
             ORDER BY c.create_date"""
        )

        def figures(rows):
            completeness = [row[5] for row in rows]
            return (None,) * 4 + (sum(completeness) / len(rows), len(rows))

        found = [(group, tuple(cells)) for group, *cells in found]
        self.check_all(self.shipped("new"), self.grouped(found, str, figures))

    def test_inactive_customers(self):
        late, never = (
            self.make_customer(
                name, category_id=self.link(self.tag), user_id=self.user.id, phone="+86 1"
            )
            for name in ("Late Ltd", "Never Ltd")
        )
        nobodys = self.make_customer("Nobody's Ltd", category_id=self.link(self.tag))
        self.make_order(late, 5, day="2023-05-06 12:00:00")
        self.make_order(nobodys, 5, day="2022-05-06 12:00:00")
        self.customers += late + never + nobodys
        self.env["customer.interaction"].create(
            {"partner_id": late.id, "date": fields.Datetime.now() - timedelta(days=9)}
        )
        found = self.rows_of(
            """SELECT p.name, c.name, c.phone, c.email, 'Normal', o.day,
                      current_date - i.date::date
                 FROM res_partner c
            LEFT JOIN (SELECT partner_id, max(date_order)::date AS day FROM sale_order
                        WHERE state = 'sale' GROUP BY 1) o ON o.partner_id = c.id
            LEFT JOIN res_users u ON u.id = c.user_id
            LEFT JOIN res_partner p ON p.id = u.partner_id
            LEFT JOIN customer_interaction i ON i.partner_id = c.id
                WHERE c.id = ANY(%(ids)s) AND NOT EXISTS (
                      SELECT FROM sale_order s WHERE s.partner_id = c.id AND s.state = 'sale'
                         AND s.date_order >= '2024-01-01' AND s.date_order < '2025-01-01')
             ORDER BY p.name NULLS LAST, o.day DESC NULLS LAST"""
        )
        found = [(group, tuple(cells)) for group, *cells in found]
        self.assertEqual(len(found), 3)
        rows = self.grouped(
            found, lambda name: name or "Salesperson: none", lambda rows: (None,) * 5
        )
        self.check_all(self.shipped("inactive"), rows[:-1])

    def test_receivables(self):
        """Invoices and credit notes, one that is paid, entries of two companies and currencies."""
        theirs = self.env["res.company"].create(
            {"name": "Owed Abroad", "currency_id": self.foreign.id}
        )
        self.user.company_ids |= theirs
        seller, ours = self.user, self.env.company
        for company, factor in ((ours, 1), (theirs, 4)):
            self.open_books(company)
            for at, customer in enumerate(self.customers[:4]):
                self.entry(customer, (100.25 + at) * factor)
            self.entry(self.customers[1], -30 * factor)
            paid = self.entry(self.customers[3], -(103.25 * factor))
            line = self.env["account.move.line"].search(
                [("partner_id", "=", self.customers[3].id), ("company_id", "=", company.id),
                 ("account_id", "=", self.receivable.id), ("debit", ">", 0)]
            )  # fmt: skip
            (paid | line).reconcile()
        self.entry(self.customers[4], -7)
        self.customers[0].user_id = seller
        self.customers[2].active = False
        found = self.rows_of(
            """SELECT c.name, p.name, c.phone, NULL,
                      sum(l.balance / CASE l.company_id WHEN %(theirs)s THEN 4 ELSE 1 END),
                      max(o.day)
                 FROM account_move_line l
                 JOIN account_account a ON a.id = l.account_id
                 JOIN res_partner c ON c.id = l.partner_id
            LEFT JOIN res_users u ON u.id = c.user_id
            LEFT JOIN res_partner p ON p.id = u.partner_id
            LEFT JOIN (SELECT partner_id, max(date_order)::date AS day FROM sale_order
                        WHERE state = 'sale' GROUP BY 1) o ON o.partner_id = c.id
                WHERE a.account_type = 'asset_receivable' AND l.parent_state = 'posted'
                  AND c.id = ANY(%(ids)s)
             GROUP BY c.id, p.name HAVING abs(sum(l.balance)) > 0.005 ORDER BY 5 DESC""",
            theirs=theirs.id,
        )
        self.assertEqual(len(found), 4)
        total = sum(row[4] for row in found)
        expected = [("data", *row) for row in found]
        expected.append(("total", "Total", None, None, None, total, None))
        user = self.user.with_context(allowed_company_ids=(ours | theirs).ids)
        self.check_all(
            self.shipped("receivables"), expected, user, company_ids=self.link(ours, theirs)
        )

    def open_books(self, company):
        self.books = self.env(context={"allowed_company_ids": company.ids})
        self.income, self.receivable = self.books["account.account"].create(
            [
                {"name": f"Golden {kind}", "code": code, "account_type": kind,
                 "reconcile": kind != "income"}
                for code, kind in (("CMG400", "income"), ("CMG110", "asset_receivable"))
            ]
        )  # fmt: skip
        self.journal = self.books["account.journal"].create(
            {"name": "Golden", "code": "CMGJ", "type": "general"}
        )

    def entry(self, partner, amount):
        """What a customer owes; below 0 what was paid or credited."""
        owed = {"account_id": self.receivable.id, "partner_id": partner.id}
        other = {"account_id": self.income.id}
        sides = ("debit", "credit") if amount > 0 else ("credit", "debit")
        move = self.books["account.move"].create(
            {
                "journal_id": self.journal.id,
                "line_ids": [
                    Command.create({**owed, sides[0]: abs(amount)}),
                    Command.create({**other, sides[1]: abs(amount)}),
                ],
            }
        )
        move.action_post()
        return move.line_ids.filtered(lambda line: line.account_id == self.receivable)

    def test_data_quality(self):
        for customer in self.customers[:2]:
            customer.email = "nobody@gmial.com"
        self.env["customer.quality.issue"].flush_model()
        issues = self.env["customer.quality.issue"].search(
            [("partner_id", "in", self.customers.ids)]
        )
        self.assertTrue(issues)
        self.env.cr.execute(
            "UPDATE customer_quality_issue SET create_date = '2024-06-05 12:00:00' "
            "WHERE id = ANY(%s)", [issues.ids]
        )  # fmt: skip
        self.env.invalidate_all()
        # the names of fields and the sentences are made anew for each reader
        texts = {issue.id: (issue.field_label, issue.text) for issue in issues}
        found = self.rows_of(
            """SELECT r.name ->> 'en_US', i.id, c.name, i.value, i.proposal,
                      CASE i.state WHEN 'open' THEN 'Open' ELSE 'Ignored' END, p.name
                 FROM customer_quality_issue i
                 JOIN res_partner c ON c.id = i.partner_id
            LEFT JOIN customer_quality_rule r ON r.id = i.rule_id
            LEFT JOIN res_users u ON u.id = i.user_id
            LEFT JOIN res_partner p ON p.id = u.partner_id
                WHERE c.id = ANY(%(ids)s)"""
        )
        day = fields.Date.to_date("2024-06-05")
        found = [
            (rule, (name, texts[key][0], value, texts[key][1], proposal, state, user, day, 1))
            for rule, key, name, value, proposal, state, user in found
        ]
        found.sort(key=lambda one: (one[0] is None, (one[0] or "").casefold(), one[0] or "",
                                    one[1][0].casefold(), one[1][0]))  # fmt: skip
        rows = self.grouped(
            found,
            lambda rule: rule or "Rule: none",
            lambda rows: (None,) * 7 + (len(rows),),
        )
        self.check_all(self.shipped("quality"), rows)

    def test_possible_duplicates(self):
        first, second, third = self.customers[:3]
        pairs = self.env["customer.match.pair"].sudo().create(
            [
                {"left_id": first.id, "right_id": second.id, "score": 12.34},
                {"left_id": first.id, "right_id": third.id, "score": 40.0, "state": "different",
                 "decided_by_id": self.user.id, "decided_on": "2024-02-03 12:00:00"},
            ]
        )  # fmt: skip
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE customer_match_pair SET create_date = '2024-06-05' WHERE id = ANY(%s)",
            [pairs.ids],
        )
        likely = {pair.id: pair.likelihood for pair in pairs}
        found = self.rows_of(
            """SELECT m.id, a.name, b.name, m.score,
                      CASE m.state WHEN 'open' THEN 'To decide' ELSE 'Not a duplicate' END,
                      p.name, m.decided_on::date
                 FROM customer_match_pair m
                 JOIN res_partner a ON a.id = m.left_id
                 JOIN res_partner b ON b.id = m.right_id
            LEFT JOIN res_users u ON u.id = m.decided_by_id
            LEFT JOIN res_partner p ON p.id = u.partner_id
                WHERE m.left_id = ANY(%(ids)s) ORDER BY m.score DESC"""
        )
        expected = [
            ("data", left, right, likely[key], *others) for key, left, right, *others in found
        ]
        self.check_all(self.shipped("duplicates"), expected)
