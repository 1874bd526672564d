from odoo.tests import JsonRpcException

from .own_only_case import OwnOnlyCase

SECRET = "secret@theirs.example"


class TestOwnOnlyHidden(OwnOnlyCase):
    """Nothing tells a salesperson of a colleague's customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sales.group_ids += cls.env.ref("sales_team.group_sale_salesman_all_leads")
        cls.order = cls.env["sale.order"].create(
            {
                "partner_id": cls.theirs.id,
                "user_id": cls.colleague.id,
                "order_line": [(0, 0, {"product_id": cls.product.id})],
            }
        )
        cls.tag = cls.make_tag("Ownonly Tag", partner_ids=[(4, cls.theirs.id), (4, cls.own.id)])
        cls.bank = cls.env["res.partner.bank"].create(
            {"acc_number": "123 456", "partner_id": cls.theirs.id}
        )
        cls.order.message_subscribe(cls.hidden.ids)
        cls.env["res.users"].create(
            {
                "login": "cm_own_portal",
                "partner_id": cls.contact.id,
                "group_ids": [(6, 0, cls.env.ref("base.group_portal").ids)],
            }
        )
        for partner in cls.hidden:
            partner.message_post(body="Ownonly secret")
            partner.activity_schedule(
                "mail.mail_activity_data_todo", user_id=cls.colleague.id, summary="Ownonly secret"
            )
        cls.attachments = cls.env["ir.attachment"].create(
            [
                {
                    "name": "ownonly.txt",
                    "raw": b"secret",
                    "res_model": "res.partner",
                    "res_id": partner.id,
                }
                for partner in cls.hidden
            ]
        )

    def test_reading(self):
        for partner in self.hidden:
            for method in ("read", "web_read"):
                fields = ["name"] if method == "read" else {"name": {}}
                with self.subTest(partner=partner.name, method=method):
                    self.assert_refused("res.partner", method, partner.ids, fields)
            self.assert_refused("res.partner", "copy", partner.ids)
            self.assert_refused("res.partner", "write", partner.ids, {"comment": "x"})
            self.assert_refused("res.partner", "unlink", partner.ids)
            self.assert_refused("res.partner", "message_post", partner.ids, body="x")
            page = self.url_open(f"/web/image/res.partner/{partner.id}/avatar_128")
            self.assertNotIn(partner.name, page.headers.get("Content-Disposition", ""))

    def test_searching(self):
        Partner = "res.partner"
        ids = [["id", "in", self.hidden.ids]]
        self.assertEqual(self.call(Partner, "search", ids), [])
        self.assertEqual(self.call(Partner, "search_count", ids), 0)
        self.assertEqual(self.call(Partner, "search_read", ids, ["name"]), [])
        self.assertEqual(self.call(Partner, "web_search_read", ids, {"name": {}})["length"], 0)
        for term in ("Theirs", SECRET, "Their Contact", "901820"):
            found = self.call(Partner, "name_search", term, limit=100)
            self.assertFalse({row[0] for row in found} & set(self.hidden.ids), term)
        for grouped in ("user_id", "email", "country_id"):
            rows = self.call(Partner, "formatted_read_group", ids, [grouped], ["__count"])
            self.assertEqual(rows, [], grouped)
            rows = self.call(Partner, "web_read_group", ids, [grouped], ["__count"])
            self.assertEqual(rows["groups"], [], grouped)
        total = self.call(Partner, "formatted_read_group", ids, [], ["__count"])
        self.assertEqual(total[0]["__count"], 0)
        people = self.call(Partner, "get_mention_suggestions", search="theirs.example")
        self.assertFalse(people.get("res.partner"))

    def test_searching_through_other_models(self):
        """By a dotted path over the hidden customer no value of it can be guessed."""
        for model, path in (
            ("sale.order", "partner_id.email"),
            ("sale.order", "partner_id.child_ids.email"),
            ("sale.order.line", "order_id.partner_id.email"),
            ("account.move", "partner_id.email"),
            ("res.partner.category", "partner_ids.email"),
            ("res.partner", "child_ids.email"),
            ("res.partner", "parent_id.email"),
            ("res.partner", "commercial_partner_id.email"),
            ("res.partner.bank", "partner_id.email"),
            ("mail.followers", "partner_id.email"),
            ("mail.message", "author_id.email"),
            ("customer.ownership", "partner_id.email"),
            ("customer.quality.issue", "partner_id.email"),
            ("customer.match.pair", "left_id.email"),
        ):
            for email in (SECRET, "contact@theirs.example"):
                with self.subTest(model=model, path=path):
                    self.assertEqual(self.found(model, [[path, "=", email]]), [])

    def found(self, model, domain):
        """What a search gives; nothing to who may not search the model at all."""
        try:
            return self.call(model, "search", domain)
        except JsonRpcException as error:
            self.assertEqual(str(error), "odoo.exceptions.AccessError")
            return []

    def test_what_belongs_to_it(self):
        ids = self.hidden.ids
        for model, domain in (
            ("mail.message", [["model", "=", "res.partner"], ["res_id", "in", ids]]),
            ("mail.activity", [["res_model", "=", "res.partner"], ["res_id", "in", ids]]),
            ("ir.attachment", [["res_model", "=", "res.partner"], ["res_id", "in", ids]]),
            ("mail.followers", [["res_model", "=", "res.partner"], ["res_id", "in", ids]]),
            ("mail.followers", [["partner_id", "in", ids]]),
            ("mail.followers", [["email", "=", SECRET]]),
            ("res.users", [["partner_id", "in", ids]]),
            ("res.users", [["email", "=", "contact@theirs.example"]]),
            ("res.partner.bank", [["partner_id", "in", ids]]),
            ("customer.ownership", [["partner_id", "in", ids]]),
            ("customer.quality.issue", [["partner_id", "in", ids]]),
        ):
            with self.subTest(model=model):
                self.assertEqual(self.found(model, domain), [])
        for attachment in self.attachments:
            self.assert_refused("ir.attachment", "read", attachment.ids, ["name"])
            page = self.url_open(f"/web/content/{attachment.id}")
            self.assertNotIn("secret", page.text)
        tagged = self.call("res.partner.category", "read", self.tag.ids, ["partner_ids"])
        self.assertEqual(tagged[0]["partner_ids"], self.own.ids)
        thread = {"thread_model": "res.partner", "thread_id": self.theirs.id}
        fetched = self.make_jsonrpc_request("/mail/thread/messages", thread)
        self.assertEqual(fetched["messages"], [])
        answer = self.make_jsonrpc_request(
            "/mail/data",
            {
                "fetch_params": [
                    ["mail.thread", {**thread, "request_list": ["attachments", "followers"]}]
                ]
            },
        )
        self.assertFalse(answer.get("ir.attachment"))
        self.assertFalse(answer.get("mail.followers"))
        posted = {"body": "x", "message_type": "comment"}
        with self.assertRaises(JsonRpcException):
            self.make_jsonrpc_request("/mail/message/post", {**thread, "post_data": posted})
