from odoo.exceptions import UserError

from .profile_case import ProfileCase


class TestTimeline(ProfileCase):
    """What happened with a customer, in pages."""

    def pages(self, **options):
        """All rows, page after page."""
        rows, cursor = [], None
        while True:
            page = self.page(cursor=cursor, **options)
            self.assertLessEqual(len(page["rows"]), options["limit"])
            rows += page["rows"]
            cursor = page["cursor"]
            if not cursor:
                return rows

    def fill(self):
        for number in range(9):
            # several at the same moment, of the same source and of different ones
            self.order(self.ago(number // 4), 1, self.contact if number % 2 else None)
            self.write_message(f"Note {number}", number // 4)
            self.invoice(10, number // 4)
        self.pay(5, 1)
        self.buyer.user_id = self.user_steward

    def test_no_row_is_skipped_or_doubled(self):
        self.fill()
        everything = self.page(limit=200)
        self.assertFalse(everything["cursor"])
        keys = [row["key"] for row in everything["rows"]]
        self.assertEqual(len(keys), 27 + 1 + 2)
        self.assertEqual(len(set(keys)), len(keys))
        dates = [row["date"] for row in everything["rows"]]
        self.assertEqual(dates, sorted(dates, reverse=True))
        for limit in (1, 2, 3, 7, 29, 30, 31):
            with self.subTest(limit=limit):
                self.assertEqual([row["key"] for row in self.pages(limit=limit)], keys)
        some = [row["key"] for row in everything["rows"] if row["kind"] in ("order", "note")]
        self.assertEqual([row["key"] for row in self.pages(limit=4, kinds=["order", "note"])], some)

    def test_what_comes_meanwhile_moves_nothing(self):
        self.fill()
        keys = [row["key"] for row in self.page(limit=200)["rows"]]
        first = self.page(limit=10)
        self.order(self.now, 1)
        self.write_message("In between", 0)
        second = self.page(limit=10, cursor=first["cursor"])
        self.assertEqual([row["key"] for row in first["rows"] + second["rows"]], keys[:20])

    def test_parts_of_a_second_count(self):
        messages = [self.write_message(f"M{n}", 1) for n in range(4)]
        for number, message in enumerate(messages):
            self.env.cr.execute(
                "UPDATE mail_message SET date = date + %s * interval '1 microsecond' WHERE id = %s",
                [number % 2, message.id],
            )
        rows = self.pages(limit=1, kinds=["note"])
        order = [messages[place].id for place in (3, 1, 2, 0)]
        self.assertEqual([row["key"] for row in rows], [f"message,{key}" for key in order])

    def test_kinds(self):
        call, meeting = (
            self.env.ref(f"mail.mail_activity_data_{name}").id for name in ("call", "meeting")
        )
        todo = self.env.ref("mail.mail_activity_data_todo").id
        comment = self.env.ref("mail.mt_comment").id
        self.write_message("Rang", 2, mail_activity_type_id=call, message_type="notification")
        self.write_message("Met", 3, self.contact, mail_activity_type_id=meeting)
        self.write_message("Did", 4, mail_activity_type_id=todo)
        self.write_message("<p>Wrote<br/>a lot</p>", 5, subtype_id=comment)
        self.write_message("Came in", 6, message_type="email", subtype_id=comment)
        self.write_message("For us", 7)
        self.write_message("Changed", 8, message_type="notification")
        told = {
            kind: [row.get("text") for row in self.page(kinds=[kind])["rows"]]
            for kind in ("call", "meeting", "task", "mail", "note")
        }
        self.assertEqual(
            told,
            {
                "call": ["Rang"],
                "meeting": ["Met"],
                "task": ["Did"],
                "mail": ["Wrote a lot", "Came in"],
                "note": ["For us"],
            },
        )

    def test_a_logged_call_is_one_row(self):
        """It leaves a note too, which is not told again."""
        log = self.env["customer.interaction.log"].with_user(self.user_sales)
        log.create({"partner_id": self.buyer.id, "kind": "call", "note": "Rang"}).action_log()
        log.create({"partner_id": self.buyer.id, "kind": "visit", "note": "Went"}).action_log()
        rows = self.page(kinds=["call", "meeting", "note"])["rows"]
        self.assertEqual(
            sorted((row["kind"], row["text"]) for row in rows),
            [("call", "Rang"), ("meeting", "Went")],
        )

    def test_stages(self):
        self.buyer.with_user(self.user_sales).customer_stage = "lost"
        row = self.page(kinds=["stage"])["rows"][0]
        self.assertIn("Lost", row["title"])
        self.assertEqual(row["user"], self.user_sales.name)

    def test_emails_about_documents_are_those_with_the_customer(self):
        order = self.order(self.ago(3))
        comment = {"subtype_id": self.env.ref("mail.mt_comment").id}
        to_them = {"partner_ids": self.link(self.contact), **comment}
        self.write_message("Your offer", 2, order, **to_them)
        self.write_message("From them", 1, order, author_id=self.contact.id, **comment)
        self.write_message("To a colleague", 1, order, **comment)
        self.write_message("Note", 1, order, author_id=self.contact.id)
        rows = self.page(kinds=["mail"])["rows"]
        self.assertEqual([row["text"] for row in rows], ["From them", "Your offer"])
        self.assertEqual({row["about"] for row in rows}, {order.name})
        self.assertEqual(self.page(self.user_viewer, kinds=["mail"])["rows"], [])

    def test_rows_tell_what_it_was(self):
        order = self.order(self.ago(5), 3)
        invoice = self.invoice(70, 4)
        payment = self.pay(20, 3)
        found = self.page(kinds=["order", "invoice", "payment"])["rows"]
        rows = {row["kind"]: row for row in found}
        self.assertEqual(
            (rows["order"]["model"], rows["order"]["id"], rows["order"]["amount"]),
            ("sale.order", order.id, 30.0),
        )
        self.assertIn(order.name, rows["order"]["title"])
        self.assertIn(invoice.name, rows["invoice"]["title"])
        self.assertEqual((rows["invoice"]["amount"], rows["invoice"]["day"]), (70.0, True))
        self.assertEqual((rows["payment"]["id"], rows["payment"]["amount"]), (payment.id, 20.0))
        self.buyer.user_id = self.user_steward
        owner = self.page(kinds=["owner"])["rows"][0]
        self.assertIn(self.user_steward.name, owner["title"])
        self.assertIn(self.user_sales.name, owner["title"])

    def test_wrong_requests_are_refused(self):
        for options in (
            {"kinds": ["secrets"]},
            {"kinds": "order"},
            {"cursor": "now"},
            {"cursor": ["2026-01-01", "nothing", 1]},
            {"cursor": ["never", "order", 1]},
            {"cursor": ["2026-01-01", "order", "1; DROP TABLE sale_order"]},
        ):
            with self.subTest(options=options), self.assertRaises(UserError):
                self.page(**options)
