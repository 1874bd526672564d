from .own_only_case import OwnOnlyCase


class TestOwnOnlyWork(OwnOnlyCase):
    """All that a salesperson does every day works while others' customers are hidden."""

    def test_web_client(self):
        self.assertEqual(self.url_open("/odoo").status_code, 200)
        info = self.make_jsonrpc_request("/web/session/get_session_info")
        self.assertEqual(info["uid"], self.sales.id)
        self.assertEqual(info["partner_id"], self.sales.partner_id.id)
        data = self.make_jsonrpc_request(
            "/mail/data", {"fetch_params": ["failures", "systray_get_activities", "init_messaging"]}
        )
        self.assertIn("Store", data)
        self.call("ir.ui.menu", "load_menus", False)
        for user in (self.sales, self.colleague):
            picture = self.url_open(f"/web/image/res.users/{user.id}/avatar_128")
            self.assertEqual(picture.status_code, 200)

    def test_preferences(self):
        action = self.call("res.users", "action_get")
        view = action["view_id"][0] if action["view_id"] else action["views"][0][0]
        spec = self.specification(self.sales, view)
        me = self.call("res.users", "web_read", self.sales.ids, spec)[0]
        self.assertEqual(me["email"], "own@only.example")
        values = {"tz": "Asia/Shanghai", "signature": "<p>Me</p>", "email": "new@only.example"}
        self.call("res.users", "web_save", self.sales.ids, values, spec)
        self.assertEqual(self.sales.partner_id.email, "new@only.example")
        self.assertEqual(self.sales.tz, "Asia/Shanghai")

    def test_contacts_of_colleagues_and_companies(self):
        self.skip_beside("sales_team_security")
        partners = (self.sales + self.colleague).partner_id + self.env.company.partner_id
        for partner in partners:
            self.assertEqual(self.open_form(partner)["name"], partner.name)
        found = self.call("res.partner", "search", [["id", "in", partners.ids]])
        self.assertEqual(set(found), set(partners.ids))
        company = self.call("res.company", "web_read", self.env.company.ids, {"partner_id": {}})
        self.assertEqual(company[0]["partner_id"], self.env.company.partner_id.id)
        users = self.call("res.users", "web_search_read", [], {"name": {}, "partner_id": {}})
        self.assertIn(self.colleague.id, [user["id"] for user in users["records"]])
        people = self.call("res.partner", "get_mention_suggestions", search=self.colleague.name)
        self.assertIn(self.colleague.partner_id.id, [p["id"] for p in people["res.partner"]])

    def test_lists(self):
        visible = self.own + self.free
        spec = {"complete_name": {}, "user_id": {"fields": {"display_name": {}}}}
        domain = [["id", "in", (visible + self.hidden).ids]]
        listed = self.call("res.partner", "web_search_read", domain, spec, count_limit=10_001)
        self.assertEqual({row["id"] for row in listed["records"]}, set(visible.ids))
        self.assertEqual(listed["length"], 2)
        found = self.call("res.partner", "name_search", "Ownonly", limit=100)
        everybody = {*visible.ids, *self.hidden.ids}
        self.assertEqual({row[0] for row in found} & everybody, set(visible.ids))
        groups = self.call("res.partner", "web_read_group", domain, ["user_id"], ["__count"])
        owners = {group["user_id"] and group["user_id"][0] for group in groups["groups"]}
        self.assertEqual(owners, {self.sales.id, False})
        for field in ("customer_region_id", "user_id"):
            self.call("res.partner", "search_panel_select_range", field)
        self.assertEqual(self.open_form(self.own)["name"], self.own.name)

    def test_order(self):
        self.skip_beside("sales_team_security")
        line = {"product_id": self.product.id, "product_uom_qty": 2}
        order = self.fill_form(
            "sale.order", {"partner_id": self.own.id, "order_line": [[0, 0, line]]}
        )
        self.assertEqual(order.user_id, self.sales)
        self.call("sale.order", "web_save", order.ids, {"client_order_ref": "PO"}, {})
        send = self.call("sale.order", "action_quotation_send", order.ids)
        composer = self.call("mail.compose.message", "create", [{}], context=send["context"])
        self.call("mail.compose.message", "action_send_mail", composer, context=send["context"])
        self.assertEqual(order.state, "sent")
        self.call("sale.order", "action_confirm", order.ids)
        self.assertEqual(order.state, "sale")
        page = self.url_open(f"/report/html/sale.report_saleorder/{order.id}")
        self.assertIn(self.own.name, page.text)
        paper = self.url_open(f"/report/pdf/sale.report_saleorder/{order.id}", timeout=60)
        self.assertTrue(paper.content)
        self.assertEqual(paper.status_code, 200)
        self.assertEqual(self.open_form(order)["partner_id"]["id"], self.own.id)
        listed = self.call(
            "sale.order",
            "web_search_read",
            [["partner_id.name", "=", self.own.name]],
            {"partner_id": {"fields": {"display_name": {}}}},
        )
        self.assertEqual([row["id"] for row in listed["records"]], order.ids)
        wizard = self.call(
            "sale.advance.payment.inv",
            "create",
            [{"advance_payment_method": "delivered"}],
            context={"active_model": "sale.order", "active_ids": order.ids},
        )
        order.order_line.qty_delivered = 2
        self.env.flush_all()
        self.call("sale.advance.payment.inv", "create_invoices", wizard)
        self.assertEqual(order.invoice_ids.partner_id, self.own)

    def test_invoice(self):
        line = {"product_id": self.product.id, "quantity": 1, "price_unit": 10}
        context = {"default_move_type": "out_invoice"}
        invoice = self.fill_form(
            "account.move",
            {
                "partner_id": self.own.id,
                "invoice_date": "2026-01-01",
                "invoice_line_ids": [[0, 0, line]],
            },
            context,
        )
        self.call("account.move", "action_post", invoice.ids)
        self.assertEqual(invoice.state, "posted")
        send = self.call("account.move", "action_invoice_sent", invoice.ids)
        wizard = self.call(
            send["res_model"],
            "create",
            [{"move_id": invoice.id, "sending_methods": ["email"]}],
            context=send["context"],
        )
        self.call(send["res_model"], "action_send_and_print", wizard)
        pay = self.call("account.move", "action_register_payment", invoice.ids)
        wizard = self.call(pay["res_model"], "create", [{}], context=pay["context"])
        self.call(pay["res_model"], "action_create_payments", wizard, context=pay["context"])
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))
        self.assertEqual(self.open_form(invoice)["partner_id"]["id"], self.own.id)

    def test_documents_of_others(self):
        """Whoever may read a document sees its customer's name on it, and no more: on paper there
        would be the address."""
        self.sales.group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
        order = self.env["sale.order"].create(
            {
                "partner_id": self.theirs.id,
                "user_id": self.colleague.id,
                "order_line": [(0, 0, {"product_id": self.product.id})],
            }
        )
        order.action_confirm()
        order.order_line.qty_delivered = 1
        invoice = order._create_invoices()
        self.env.flush_all()
        for document in (order, invoice):
            shown = self.open_form(document)["partner_id"]
            self.assertEqual(shown, {"id": self.theirs.id, "display_name": self.theirs.name})
        page = self.url_open(f"/report/html/sale.report_saleorder/{order.id}")
        self.assertEqual(page.status_code, 403)
        self.assert_refused("res.partner", "read", self.theirs.ids, ["email"])

    def test_chatter(self):
        order = self.env["sale.order"].create({"partner_id": self.own.id, "user_id": self.sales.id})
        # the others who have written there are hidden
        order.message_post(body="Asked", author_id=self.contact.id)
        order.message_subscribe(self.theirs.ids)
        self.env.flush_all()
        for record in (order, self.own):
            thread = {"thread_model": record._name, "thread_id": record.id}
            posted = {
                "body": "Hello",
                "message_type": "comment",
                "subtype_xmlid": "mail.mt_comment",
                "partner_ids": self.own.ids,
            }
            self.make_jsonrpc_request("/mail/message/post", {**thread, "post_data": posted})
            fetched = self.make_jsonrpc_request("/mail/thread/messages", thread)
            bodies = [message["body"] for message in fetched["data"]["mail.message"]]
            self.assertTrue(any("Hello" in str(body) for body in bodies))
            lists = ["activities", "attachments", "followers", "suggestedRecipients"]
            self.make_jsonrpc_request(
                "/mail/data",
                {"fetch_params": [["mail.thread", {**thread, "request_list": lists}]]},
            )
            self.call(record._name, "message_subscribe", record.ids, self.own.ids)
            self.make_jsonrpc_request("/mail/thread/recipients", thread)
            kind = self.env.ref("mail.mail_activity_data_todo")
            activity = self.call(
                "mail.activity",
                "create",
                [
                    {
                        "res_model_id": self.env["ir.model"]._get_id(record._name),
                        "res_id": record.id,
                        "activity_type_id": kind.id,
                        "user_id": self.sales.id,
                    }
                ],
            )
            self.call("mail.activity", "activity_format", activity)
            self.call("mail.activity", "action_feedback", activity, feedback="Done")
            message = record.message_ids.filtered(lambda m: m.mail_activity_type_id)
            self.assertEqual(len(message), 1)
