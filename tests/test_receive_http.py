import json
import time
from datetime import UTC, datetime

from standardwebhooks import Webhook

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .receive_case import ReceiveCase


@tagged("post_install", "-at_install", "customer_master")
class TestReceiveHttp(ReceiveCase, HttpCase):
    """Sending customers through the server's interfaces."""

    def key(self, user):
        return (
            self.env["res.users.apikeys"]
            .with_user(user)
            .sudo()
            ._generate(None, "test", fields.Datetime.add(fields.Datetime.now(), days=1))
        )

    def json2(self, user, records, model="customer.system", method="receive"):
        payload = {"system": "shop", "records": records} if method == "receive" else {"domain": []}
        return self.url_open(
            f"/json/2/{model}/{method}",
            data=json.dumps(payload),
            headers={
                "Authorization": f"Bearer {self.key(user)}",
                "Content-Type": "application/json",
            },
        )

    def test_json2(self):
        answer = self.json2(self.shop.user_id, [self.record("7", name="Json Ltd"), {"key": "x"}])
        self.assertEqual(answer.status_code, 200, answer.text)
        self.assertEqual([one["status"] for one in answer.json()], ["created", "rejected"])
        self.assertEqual(self.customer("7").name, "Json Ltd")
        own = self.json2(self.shop.user_id, [], "customer.inbound.record", "search")
        self.assertEqual(len(own.json()), 1)
        for model in ("res.partner", "customer.external.id", "customer.secret"):
            refused = self.json2(self.shop.user_id, [], model, "search")
            self.assertEqual(refused.status_code, 403, refused.text)
        self.assertEqual(self.json2(self.steward, []).status_code, 403)
        self.assertEqual(self.json2(self.shop.user_id, "x").status_code, 422)

    def test_xmlrpc(self):
        password = self.key(self.shop.user_id)
        uid = self.shop.user_id.id
        answers = self.xmlrpc_object.execute_kw(
            self.env.cr.dbname, uid, password, "customer.system", "receive",
            ["shop", [self.record("7", name="Xml Ltd")]],
        )  # fmt: skip
        self.assertEqual(answers[0]["status"], "created")

    # -- signed messages -------------------------------------------------------------------

    def secret(self):
        action = self.shop.action_new_secret()
        return action["context"]["default_secret"]

    def post(self, secret, payload, message="msg_1", when=None, headers=None, code="shop"):
        body = payload if isinstance(payload, str) else json.dumps(payload)
        when = when or datetime.now(UTC)
        signature = Webhook(secret).sign(message, when, body)
        return self.url_open(
            f"/customer_master/receive/{code}",
            data=body.encode(),
            headers={
                "webhook-id": message,
                "webhook-timestamp": str(int(when.timestamp())),
                "webhook-signature": signature,
                "content-type": "application/json",
                **(headers or {}),
            },
        )

    def message(self, number="7", **data):
        return {"type": "customer.upsert", "data": {"id": number, "data": data}}

    def test_signed_message(self):
        secret = self.secret()
        answer = self.post(secret, self.message(name="Hook Ltd"))
        self.assertEqual(answer.status_code, 200, answer.text)
        self.assertEqual(self.customer("7").name, "Hook Ltd")
        self.assertNotIn("session_id", answer.headers.get("set-cookie", ""))
        again = self.post(secret, self.message(name="Other"))
        self.assertEqual(again.json(), answer.json())
        self.assertEqual(self.post(secret, self.message("8"), "msg_2").status_code, 422)

    def test_signed_list(self):
        """The same as by RPC: an answer for each record."""
        secret = self.secret()
        records = [
            {"id": "7", "data": {"name": "Hook Ltd"}},
            {"id": "8", "data": {"tel": "1"}},
            "no record",
            {"id": "9", "key": "own", "action": "archive"},
            {"id": "7", "changed_on": "2020-01-01T00:00:00Z", "data": {"name": "Older"}},
        ]
        answer = self.post(secret, {"type": "customer.upsert", "data": records})
        self.assertEqual(answer.status_code, 200, answer.text)
        answers = answer.json()["answers"]
        self.assertEqual(
            [(one["key"], one["status"]) for one in answers],
            [("msg_1:0", "created"), ("msg_1:1", "rejected"), ("", "rejected"),
             ("own", "rejected"), ("msg_1:4", "unchanged")],
        )  # fmt: skip
        self.assertEqual(self.customer("7").name, "Hook Ltd")
        again = self.post(secret, {"type": "customer.upsert", "data": records})
        self.assertEqual(again.json(), answer.json())
        for data in ([], [{}] * 10_001, None, "x"):
            refused = self.post(secret, {"type": "customer.upsert", "data": data}, "other")
            self.assertEqual(refused.status_code, 400)

    def test_refused_says_one_thing(self):
        """Unsigned, too old or wrongly signed: nobody learns whether there is such a system."""
        secret, long_ago = self.secret(), datetime.fromtimestamp(time.time() - 3000, UTC)
        for headers, when in (
            ({"webhook-signature": ""}, None), ({"webhook-id": ""}, None), ({}, long_ago),
            ({"webhook-timestamp": "x"}, None), ({"webhook-id": "msg_other"}, None),
        ):  # fmt: skip
            told = [
                self.post(secret, self.message(name="Evil"), when=when, headers=headers, code=code)
                for code in ("shop", "nobody")
            ]
            with self.subTest(headers=headers, when=when):
                self.assertEqual([one.status_code for one in told], [401, 401])
                self.assertEqual(told[0].text, told[1].text)

    def test_rotation(self):
        first = self.secret()
        second = self.secret()
        self.assertEqual(self.post(first, self.message(name="A1 Ltd"), "a").status_code, 200)
        self.assertEqual(self.post(second, self.message("8", name="B2 Ltd"), "b").status_code, 200)
        old = self.env["customer.secret"].search([("expires_on", "!=", False)])
        old.expires_on = fields.Datetime.subtract(fields.Datetime.now(), days=1)
        with mute_logger("odoo.http"):
            self.assertEqual(self.post(first, self.message(name="C"), "c").status_code, 401)

    def test_refused(self):
        secret = self.secret()
        other = "whsec_" + "QUFB" * 8
        now = time.time()
        message = self.message(name="Evil Ltd")
        cases = [
            self.post(other, message),
            self.post(secret, message, when=datetime.fromtimestamp(now - 301, UTC)),
            self.post(secret, message, when=datetime.fromtimestamp(now + 310, UTC)),
            self.post(secret, message, headers={"webhook-id": "msg_other"}),
            self.post(secret, message, headers={"webhook-signature": ""}),
            self.post(secret, message, code="nobody"),
        ]
        self.assertEqual([one.status_code for one in cases], [401] * 6)
        self.assertEqual(cases[5].json(), cases[0].json(), "nobody learns which systems there are")
        bodies = ("{", "[]", '"x"', '{"type": "other"}', '{"type": "customer.upsert"}')
        for at, body in enumerate(bodies):
            self.assertEqual(self.post(secret, body, f"m{at}").status_code, 400, body)
        self.assertEqual(self.post(secret, "x" * 1_000_001).status_code, 413)
        self.assertFalse(self.Partner.search([("name", "=", "Evil Ltd")]))
        self.shop.active = False
        self.assertEqual(self.post(secret, message, "later").status_code, 401)

    def test_nobody_reads_a_secret(self):
        secret = self.secret()
        administrator = self.make_user("administrator")
        administrator.write({"group_ids": [(4, self.env.ref("base.group_system").id)]})
        records = self.env["customer.secret"].search([("system_id", "=", self.shop.id)])
        records = records.with_user(administrator)
        for method, args in (
            ("search_read", [[]]), ("search", [[]]), ("export_data", [["value"]]),
            ("read", [["value"]]),
        ):  # fmt: skip
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(records, method)(*args)
        shown = self.shop.with_user(administrator).read()
        self.assertNotIn(secret, json.dumps(shown, default=str))
        self.assertNotIn(secret, json.dumps(self.shop.with_user(administrator).export_data(
            ["name", "code", "webhook_url", "secret_made_on"]), default=str))  # fmt: skip


@tagged("post_install", "-at_install", "customer_master")
class TestReceiveNumbers(ReceiveCase):
    def test_many(self):
        count = 1_500  # more than one slice
        records = [
            self.record(str(n), name=f"{chr(65 + n % 26)}{n * 7919 % 99991} Trading {n} Ltd",
                        no=f"N{n}", address={"city": f"City {n}", "country": "DE"})
            for n in range(count)
        ]  # fmt: skip
        answers = self.receive(*records)
        self.assertEqual({one["status"] for one in answers}, {"created"})
        self.assertEqual(len({one["id"] for one in answers}), count)
