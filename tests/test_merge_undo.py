from odoo import Command

from .merge_case import MergeCase


class TestMergeUndo(MergeCase):
    """Merging customers with all that belongs to them, and taking it back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tag, cls.other_tag = cls.make_tag("Tag"), cls.make_tag("Other")
        cls.master = cls.make_customer(
            "Acme", email="acme@a.example", category_id=cls.link(cls.tag)
        )
        cls.source = cls.make_customer(
            "ACME Ltd",
            phone="+49 30 901820",
            street="Street 1",
            city="Berlin",
            vat="DE136695976",
            category_id=cls.link(cls.tag, cls.other_tag),
        )
        cls.third = cls.make_customer("Acme Limited", email="other@a.example", customer_rank=3)
        cls.contact = cls.make_contact("Erika", parent_id=cls.source.id)
        cls.product = cls.env["product.product"].create({"name": "Thing", "list_price": 10})
        cls.orders = cls.env["sale.order"].create(
            [
                {
                    "partner_id": partner.id,
                    "order_line": [Command.create({"product_id": cls.product.id})],
                }
                for partner in (cls.master, cls.source, cls.third, cls.contact)
            ]
        )
        cls.orders.action_confirm()
        cls.source.message_post(body="Hello")
        cls.source.message_subscribe(cls.third.ids)
        cls.orders[1].message_subscribe((cls.source | cls.third | cls.master).ids)
        cls.attachment = cls.env["ir.attachment"].create(
            {"name": "a.txt", "raw": b"x", "res_model": "res.partner", "res_id": cls.source.id}
        )
        cls.source.activity_schedule("mail.mail_activity_data_todo", summary="Call")
        cls.user = cls.make_user(login="cm_merged", partner_id=cls.third.id)
        cls.bank = cls.env["res.partner.bank"].create(
            [
                {"acc_number": "DE89 3704 0044 0532 0130 00", "partner_id": partner.id}
                for partner in (cls.master, cls.source)
            ]
        )
        cls.env["ir.model.data"].create(
            {
                "module": "__import__",
                "name": "acme",
                "model": "res.partner",
                "res_id": cls.source.id,
            }
        )
        cls.env.flush_all()

    def test_merge_and_undo(self):
        last = self.last_message()
        before = self.checksums(last)
        operation = self.merge(self.master | self.source | self.third)
        both = (self.master | self.source).with_user(self.steward)
        self.assertEqual(both.mapped("customer_operation_count"), [1, 1])

        self.assertEqual(self.orders.mapped("partner_id"), self.master | self.contact)
        self.assertEqual(self.orders[3].partner_invoice_id, self.contact)
        self.assertFalse((self.source | self.third).mapped("active")[0])
        self.assertEqual((self.source | self.third).customer_merged_into_id, self.master)
        self.assertEqual(self.master.category_id, self.tag | self.other_tag)
        self.assertEqual(self.contact.commercial_partner_id, self.master)
        self.assertEqual(self.contact.complete_name, "Acme, Erika")
        self.assertEqual(self.contact.vat, "DE136695976")
        self.assertEqual(self.attachment.res_id, self.master.id)
        self.assertEqual(self.user.partner_id, self.master)
        self.assertEqual(self.env.ref("__import__.acme"), self.master)
        self.assertRecordValues(
            self.master,
            [
                {
                    "name": "Acme",
                    "email": "acme@a.example",
                    "city": "Berlin",
                    "phone": "+49 30 901820",
                    "vat": "DE136695976",
                    "customer_rank": 5,
                }
            ],
        )
        self.assertIn("901820", self.master.customer_search_text)

        operation.action_undo()
        self.env.invalidate_all()
        self.assertEqual(operation.state, "undone")
        self.assertFalse(operation.line_ids.reason)
        self.assertUndone(before, last)
