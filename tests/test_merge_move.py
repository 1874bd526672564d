import base64
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import UserError
from odoo.tools import SQL

from .merge_case import MergeCase

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


class TestMergeMove(MergeCase):
    """What moves, what stays where it would be double, and what survives."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.master, cls.source = cls.make_customer("Master"), cls.make_customer("Source")
        cls.third = cls.make_customer("Third")
        cls.group = cls.master | cls.source | cls.third

    def followers(self, record):
        return record.message_follower_ids.partner_id

    def test_followers_that_collide_stay_and_nothing_is_deleted(self):
        document = self.make_customer("Document")
        document.message_subscribe((self.source | self.third).ids)
        both = self.make_customer("Both")
        both.message_subscribe((self.master | self.source).ids)
        count = self.env["mail.followers"].search_count([])
        operation = self.merge(self.group)
        self.assertEqual(self.env["mail.followers"].search_count([]), count)
        # the two sources collide with each other as well
        self.assertEqual(self.followers(document), self.master | self.third)
        self.assertEqual(self.followers(both), self.master | self.source)
        operation.action_undo()
        self.assertEqual(self.followers(document), self.source | self.third)

    def test_followers_of_the_merged_one(self):
        """Both columns of a follower can be merged customers."""
        self.source.message_subscribe((self.third | self.source).ids)
        self.merge(self.group)
        self.assertIn(self.master, self.followers(self.master))

    def test_preview_tells_what_moves_and_stays(self):
        both = self.make_customer("Both")
        both.message_subscribe((self.master | self.source).ids)
        self.env["sale.order"].create([{"partner_id": self.source.id}] * 2)
        told = self.plan(self.group).customer_preview()["groups"][0]
        self.assertEqual(told["master"], self.master.id)
        self.assertIn(("sale.order", 2), [(m["model"], m["count"]) for m in told["moves"]])
        self.assertEqual(
            [(c["model"], c["count"]) for c in told["collisions"]], [("mail.followers", 1)]
        )
        self.assertFalse(self.source.customer_merged_into_id)
        self.env.cr.execute(
            "SELECT count(*) FROM customer_operation_skip WHERE line = %s", [told["line"]]
        )
        self.assertEqual(self.env.cr.fetchone()[0], 0)

    def test_pictures(self):
        self.source.image_1920 = base64.b64encode(PICTURE)
        self.env.flush_all()
        operation = self.merge(self.master | self.source)
        self.assertTrue(self.master.image_1920)
        operation.action_undo()
        self.env.invalidate_all()
        self.assertFalse(self.master.image_1920)
        self.master.image_1920 = base64.b64encode(PICTURE)
        mine = self.env["ir.attachment"].search(
            [("res_model", "=", "res.partner"), ("res_field", "=", "image_1920"),
             ("res_id", "=", self.master.id)]
        )  # fmt: skip
        self.merge(self.master | self.source)
        after = self.env["ir.attachment"].search(
            [("res_model", "=", "res.partner"), ("res_field", "=", "image_1920"),
             ("res_id", "=", self.master.id)]
        )  # fmt: skip
        self.assertEqual(mine, after)

    def test_bank_accounts_of_one_number(self):
        accounts = self.env["res.partner.bank"].create(
            [
                {"acc_number": "DE89 3704 0044 0532 0130 00", "partner_id": self.master.id},
                {"acc_number": "DE89370400440532013000", "partner_id": self.source.id},
                {"acc_number": "DE02120300000000202051", "partner_id": self.source.id},
            ]
        )
        journal = self.env["account.journal"].create(
            {"name": "B", "type": "bank", "code": "CMB", "company_id": self.env.company.id}
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_journal SET bank_account_id = %s WHERE id = %s",
            [accounts[1].id, journal.id],
        )
        self.env.invalidate_all()
        operation = self.merge(self.master | self.source)
        self.assertEqual(accounts.mapped("partner_id"), self.master | self.source)
        self.assertEqual(accounts[2].partner_id, self.master)
        self.assertEqual(journal.bank_account_id, accounts[0])
        operation.action_undo()
        self.env.invalidate_all()
        self.assertEqual(journal.bank_account_id, accounts[1])
        self.assertEqual(accounts[2].partner_id, self.source)

    def test_reference_and_default(self):
        self.env["ir.default"].set("sale.order", "partner_id", self.source.id)
        default = self.env["ir.default"].search([("json_value", "=", str(self.source.id))])
        action = self.env["ir.actions.server"].create(
            {"name": "x", "model_id": self.env.ref("base.model_res_partner").id, "state": "code"}
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ir_act_server SET resource_ref = %s WHERE id = %s",
            [f"res.partner,{self.source.id}", action.id],
        )
        operation = self.merge(self.master | self.source)
        for partner in (self.master, self.source):
            self.env.cr.execute("SELECT resource_ref FROM ir_act_server WHERE id = %s", [action.id])
            self.assertEqual(self.env.cr.fetchone()[0], f"res.partner,{partner.id}")
            self.assertEqual(default.json_value, str(partner.id))
            if partner == self.master:
                operation.action_undo()
                self.env.invalidate_all()

    def test_external_id_answers_the_survivor_at_once(self):
        self.env["ir.model.data"].create(
            {"module": "erp", "name": "c1", "model": "res.partner", "res_id": self.source.id}
        )
        self.assertEqual(self.env.ref("erp.c1"), self.source)
        operation = self.merge(self.master | self.source)
        self.assertEqual(self.env.ref("erp.c1"), self.master)
        operation.action_undo()
        self.assertEqual(self.env.ref("erp.c1"), self.source)

    def test_documents_keep_their_terms(self):
        """Only what identifies the customer follows, see trap 6 of stored computes."""
        term = self.env["account.payment.term"].create({"name": "90 days"})
        order = self.env["sale.order"].create({"partner_id": self.source.id})
        self.master.property_payment_term_id = term
        self.merge(self.master | self.source)
        self.assertEqual(order.partner_id, self.master)
        self.assertFalse(order.payment_term_id)

    def test_exclusive_categories(self):
        one, two = self.make_category(self.type, "One"), self.make_category(self.type, "Two")
        need, ruled = self.make_category(self.need, "Need"), self.make_category(self.need, "Ruled")
        self.master.customer_type_id = one
        self.source.customer_category_ids = two | need
        self.third.customer_category_ids = two
        self.third._customer_store_assignment(
            "customer.category",
            {self.third.id: type("Change", (), {"add": {ruled.id}, "remove": set()})},
        )
        operation = self.merge(self.group)
        self.assertEqual(self.master.customer_category_ids, one | need)
        self.assertEqual(self.master.customer_type_id, one)
        self.master._check_customer_exclusive_categories()
        operation.action_undo()
        self.env.invalidate_all()
        self.assertEqual(self.source.customer_category_ids, two | need)

    def test_exclusive_category_of_sources(self):
        one, two = self.make_category(self.type, "One"), self.make_category(self.type, "Two")
        self.source.customer_type_id = one
        self.third.customer_type_id = two
        self.merge(self.group)
        self.assertEqual(self.master.customer_category_ids, one)
        self.assertEqual(self.master.customer_type_id, one)

    def test_rules_and_values_by_hand(self):
        self.env["customer.survivorship.rule"].create(
            {"field_id": self.env.ref("base.field_res_partner__name").id, "strategy": "longest"}
        )
        self.source.write({"street": "A 1", "city": "Bonn", "phone": "+49 30 901820"})
        self.third.write({"city": "Berlin", "phone": "+49 30 901821", "comment": "<p>x</p>"})
        self.merge(self.group, chosen={"phone": self.third.id})
        self.assertRecordValues(
            self.master,
            [{"name": "Master", "street": "A 1", "city": "Bonn", "phone": "+49 30 901821"}],
        )

    def test_values_of_companies(self):
        term, other = self.env["account.payment.term"].create([{"name": "A"}, {"name": "B"}])
        sister = self.env["res.company"].create({"name": "Sister"})
        self.master.property_payment_term_id = term
        self.source.property_payment_term_id = other
        self.source.with_company(sister).property_payment_term_id = other
        operation = self.merge(self.master | self.source)
        self.assertEqual(self.master.property_payment_term_id, term)
        self.assertEqual(self.master.with_company(sister).property_payment_term_id, other)
        operation.action_undo()
        self.env.invalidate_all()
        self.assertFalse(self.master.with_company(sister).property_payment_term_id)

    def test_merged_ones_lead_to_the_survivor(self):
        self.source.write({"ref": "OLD-77", "phone": "+49 30 555123"})
        self.merge(self.master | self.source)
        Partner = self.as_user(self.steward)
        for text in ("Source", "OLD-77", "555123"):
            found = [i for i, _name in Partner.name_search(text)]
            self.assertIn(self.master.id, found)
            self.assertNotIn(self.source.id, found)
        self.assertEqual(self.source.get_formview_action()["res_id"], self.master.id)
        # merged again: the first one leads to the last
        self.merge(self.third | self.master)
        self.assertEqual(self.source.customer_merged_into_id, self.third)

    def test_pairs_are_decided_and_reopened(self):
        Pair = self.env["customer.match.pair"]
        outside = self.make_customer("Outside")
        rule = self.env.ref("customer_master.customer_match_rule_default")
        inside, other = Pair.create(
            [
                {"left_id": self.master.id, "right_id": self.source.id, "rule_id": rule.id},
                {"left_id": self.source.id, "right_id": outside.id, "rule_id": rule.id},
            ]
        )
        operation = self.merge(self.master | self.source)
        self.assertEqual(inside.state, "same")
        self.assertEqual(inside.decided_by_id, self.steward)
        self.assertFalse(other.exists())
        operation.action_undo()
        self.env.invalidate_all()
        self.assertEqual(inside.state, "open")
        self.assertFalse(inside.decided_by_id)
        self.assertEqual(other.exists().state, "open")

    def test_no_mail(self):
        self.master.message_subscribe(self.steward.partner_id.ids)
        mails = self.env["mail.mail"].search_count([])
        last = self.last_message()
        self.merge(self.master | self.source)
        note = self.env["mail.message"].search([("id", ">", last)])
        self.assertIn("Source", note.body)
        self.assertFalse(note.notification_ids)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)

    def test_late_arrivals(self):
        operation = self.merge(self.master | self.source)
        order = self.env["sale.order"].create({"partner_id": self.source.id})
        both = self.make_customer("Both")
        self.env["mail.followers"].create(
            [
                {"res_model": "res.partner", "res_id": both.id, "partner_id": partner.id}
                for partner in (self.master, self.source)
            ]
        )
        with self.enter_registry_test_mode():
            self.env.ref("customer_master.ir_cron_merge_sweep").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(order.partner_id, self.master)
        self.assertEqual(order.partner_invoice_id, self.master)
        self.assertEqual(self.followers(both), self.master | self.source)
        operation.action_undo()
        self.env.invalidate_all()
        self.assertEqual(order.partner_id, self.source)


class TestMergeHooks(MergeCase):
    """What other addons add to core's merge runs too."""

    def test_core_merge_still_works(self):
        master, source = self.make_customer("Master"), self.make_customer("Source")
        order = self.env["sale.order"].create({"partner_id": source.id})
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge([master.id, source.id], master)
        self.assertFalse(source.exists())
        self.assertEqual(order.partner_id, master)

    def test_override_of_another_addon(self):
        """An override that changes and deletes rows of its own, before and after the move."""
        Wizard = type(self.env["base.partner.merge.automatic.wizard"])
        Merge = type(self.env["customer.merge"])
        master, source = self.make_customer("Master"), self.make_customer("Source")
        other, other_source = self.make_customer("Other"), self.make_customer("Other Source")
        accounts = self.env["account.analytic.account"].create(
            [
                {
                    "name": name,
                    "plan_id": self.env["account.analytic.plan"].create({"name": name}).id,
                    "partner_id": partner.id,
                }
                for name, partner in (("A", master), ("B", source), ("C", source))
            ]
        )
        last = self.last_message()
        before = self.checksums(last)
        plain, seen = Wizard._update_foreign_keys, []

        def override(wizard, sources, dst):
            seen.append(dst)
            wizard.env.cr.execute(
                SQL("DELETE FROM account_analytic_account WHERE id = %s", accounts[2].id)
            )
            plain(wizard, sources, dst)
            wizard.env.cr.execute(
                SQL(
                    "UPDATE account_analytic_account SET code = 'after' WHERE partner_id = %s",
                    dst.id,
                )
            )

        def addons(_self, method, model=None):
            return {"analytic"} if method == "_update_foreign_keys" else set()

        with (
            patch.object(Wizard, "_update_foreign_keys", override),
            patch.object(Merge, "_hook_addons", addons),
        ):
            operation = self.merge(master | source, other | other_source)
        self.assertEqual(seen, [master])
        self.assertFalse(accounts[2].exists())
        self.assertEqual(accounts[:2].partner_id, master)
        self.assertEqual(accounts[:2].mapped("code"), ["after", "after"])
        operation.action_undo()
        self.assertUndone(before, last)

    def test_guard_of_another_addon(self):
        master, source = self.make_customer("Master"), self.make_customer("Source")
        Partner, Merge = type(self.env["res.partner"]), type(self.env["customer.merge"])
        reason = "Not these"
        with (
            patch.object(Merge, "_hook_addons", self._only_guards),
            patch.object(Partner, "_merge_method", side_effect=UserError(reason)),
        ):
            operation = self.plan(master | source)
        self.assertEqual(operation.line_ids.reason, reason)

    @staticmethod
    def _only_guards(_merge, method, _model=None):
        return {"another"} if method == "_merge_method" else set()

    def test_chain_of_guards_ends(self):
        """Without Enterprise nothing answers account's call of super."""
        master, source = self.make_customer("Master"), self.make_customer("Source")
        self.assertEqual(self.env["res.partner"]._merge_method(master, source), {})

    def test_wizard_in_place_of_cores(self):
        self.assertFalse(self.env.ref("base.action_partner_merge").binding_model_id)
        master, source = self.make_customer("Master"), self.make_customer("Source")
        source.email = "other@b.example"
        Wizard = self.env["customer.merge.wizard"].with_user(self.steward)
        wizard = Wizard.with_context(
            active_model="res.partner", active_ids=[source.id, master.id]
        ).create({})
        self.assertEqual(wizard.master_id, master.with_user(self.steward))
        self.assertIn("other@b.example", wizard.preview)
        self.assertFalse(wizard.blocked)
        self.assertEqual(wizard.action_merge()["res_id"], master.id)
        self.assertEqual(source.customer_merged_into_id, master)
        again = Wizard.create(
            {"master_id": master.id, "partner_ids": [Command.set((master | source).ids)]}
        )
        self.assertIn("Merged already", again.blocked)
