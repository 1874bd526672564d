from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from ..models import customer_snapshot_compare
from .test_snapshot import SnapshotCase


class RestoreCase(SnapshotCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tag = cls.make_tag("Fair")
        cls.category = cls.make_category(cls.size, "Huge")
        cls.customer = cls.make_customer(
            "Chenghu Ltd",
            phone="+86 512 6280 1234",
            city="Suzhou",
            country_id=cls.china.id,
            category_id=cls.link(cls.tag),
            customer_category_ids=cls.link(cls.category),
            credit_limit=500,
        )
        cls.person = cls.make_contact(
            "Person", parent_id=cls.customer.id, email="p@chenghu.example"
        )
        cls.other = cls.make_customer("Other Ltd", city="Oslo")
        cls.bank = cls.env["res.partner.bank"].create(
            {"acc_number": "123456", "partner_id": cls.customer.id}
        )
        cls.env["ir.model.data"].create(
            {"module": "legacy", "name": "c1", "model": "res.partner", "res_id": cls.customer.id}
        )

    def rows(self, differences):
        return {(d.res_id, d.field_name): (d.old, d.new) for d in differences}

    def deleted(self):
        """The ids of the customer and its person, which are deleted."""
        ids = self.customer.id, self.person.id
        (self.person | self.customer).unlink()
        return ids

    def row_of(self, id_):
        """All that is stored of a contact, but for what changes with every write."""
        self.env.flush_all()
        self.env.cr.execute("SELECT to_jsonb(p) FROM res_partner p WHERE id = %s", [id_])
        row = self.env.cr.fetchone()[0]
        return {n: v for n, v in row.items() if n not in ("write_date", "write_uid")}


class TestSnapshotCompare(RestoreCase):
    """What is different is found, in words, and only what one may see."""

    def test_nothing(self):
        self.assertFalse(self.compare(self.take()))

    def test_changes_in_words(self):
        snapshot = self.take()
        self.customer.write(
            {
                "city": "Wuxi",
                "phone": False,
                "country_id": self.germany.id,
                "category_id": [Command.clear()],
                "is_company": True,
                "active": False,
            }
        )
        rows = self.rows(self.compare(snapshot))
        id_ = self.customer.id
        self.assertEqual(rows[id_, "city"], ("Suzhou", "Wuxi"))
        self.assertEqual(rows[id_, "country_id"], ("China", "Germany"))
        self.assertEqual(rows[id_, "category_id"], ("Fair", False))
        self.assertEqual(rows[id_, "active"], ("Yes", "No"))
        self.assertFalse(rows[id_, "phone"][1])
        self.assertNotIn((id_, "complete_name"), rows)
        self.assertNotIn((self.other.id, "city"), rows)

    def test_new_and_deleted(self):
        snapshot = self.take()
        new = self.make_customer("New Ltd")
        ids = self.deleted()
        kinds = {d.res_id: d.kind for d in self.compare(snapshot)}
        self.assertEqual(kinds, {new.id: "new", ids[0]: "deleted", ids[1]: "deleted"})

    def test_no_customer_any_more_is_a_change(self):
        snapshot = self.take()
        self.other.customer_rank = 0
        self.assertEqual(set(self.rows(self.compare(snapshot))), {(self.other.id, "customer_rank")})

    def test_more_documents_are_no_change(self):
        snapshot = self.take()
        self.other.customer_rank = 7
        self.assertFalse(self.compare(snapshot))

    def test_chosen(self):
        snapshot = self.take()
        self.person.function = "Buyer"
        self.customer.write({"city": "Wuxi", "street": "Lake 1"})
        self.other.city = "Bergen"
        mine = self.compare(snapshot, partner_ids=self.link(self.customer))
        self.assertNotIn(self.other.id, mine.mapped("res_id"))
        self.assertIn((self.person.id, "function"), self.rows(mine))
        city = self.env["ir.model.fields"]._get("res.partner", "city")
        rows = self.rows(self.compare(snapshot, field_ids=self.link(city)))
        self.assertEqual({name for _id, name in rows}, {"city"})
        self.assertIn((self.other.id, "city"), rows)

    def test_other_record_with_the_same_id(self):
        snapshot = self.take()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET create_date = '2001-01-01' WHERE id = %s", [self.other.id]
        )
        found = self.compare(snapshot).filtered(lambda d: d.res_id == self.other.id)
        self.assertEqual(sorted(found.mapped("kind")), ["deleted", "new"])
        operation = self.restore(found.filtered(lambda d: d.kind == "deleted"))
        again = operation.line_ids.partner_id
        self.assertNotEqual(again, self.other)
        self.assertEqual(again.name, "Other Ltd")

    def test_only_what_the_user_may_see(self):
        snapshot = self.take()
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self.customer.credit_limit = 9
        self.other.write({"city": "Bergen", "company_id": company.id})
        self.assertFalse(self.compare(snapshot))
        accountant = self.make_user("steward", login="cm_accountant")
        accountant.group_ids += self.env.ref("account.group_account_invoice")
        rows = self.rows(self.compare(snapshot, accountant))
        self.assertEqual(rows[self.customer.id, "credit_limit"], ("500.0", "9.0"))

    def test_values_of_other_companies(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        there = self.customer.with_company(company)
        here = self.customer.with_company(self.env.company)
        there.barcode, here.barcode = "E1", "H1"
        snapshot = self.take()
        there.barcode = "E2"
        self.assertFalse(self.compare(snapshot))
        here.barcode = "H2"
        operation = self.restore(self.compare(snapshot))
        self.assertEqual(operation.state, "done")
        self.assertEqual((there.barcode, here.barcode), ("E2", "H1"))

    def test_comparisons_are_ones_own(self):
        snapshot = self.take()
        self.other.city = "Bergen"
        found = self.compare(snapshot)
        stranger = self.make_user("steward", login="cm_other_steward")
        self.assertFalse(found.with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            found.with_user(stranger).action_restore()
        with self.assertRaises(AccessError):
            found.read(["old_value"])
        with self.assertRaises(AccessError):
            found.write({"res_id": 1})

    def test_limit_is_told(self):
        snapshot = self.take()
        (self.customer | self.other).write({"city": "Bergen", "street": "Quay 1"})
        with patch.object(customer_snapshot_compare, "LIMIT", 2):
            found = self.compare(snapshot)
        self.assertEqual(len(found), 2)
        self.assertIn("Only 2 of", found.comparison_id.note)

    def test_in_the_background(self):
        snapshot = self.take()
        self.other.city = "Bergen"
        snapshot.contact_count = 10**6
        comparison = self.Comparison.with_user(self.steward).create({"snapshot_id": snapshot.id})
        comparison.action_compare()
        self.assertEqual(comparison.state, "running")
        with self.enter_registry_test_mode():
            self.env.ref("customer_master.ir_cron_snapshot_comparison").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(comparison.state, "done")
        self.assertEqual(comparison.difference_ids.field_name, "city")


class TestSnapshotRestore(RestoreCase):
    """Values and customers come back, and it can be undone."""

    def test_chosen_values_and_undo(self):
        snapshot = self.take()
        before = self.row_of(self.customer.id)
        self.customer.write(
            {
                "name": "Wrong",
                "city": "Wuxi",
                "credit_limit": 1,
                "category_id": [Command.clear()],
                "customer_category_ids": [Command.clear()],
            }
        )
        after = self.row_of(self.customer.id)
        found = self.compare(snapshot, self.administrator)
        chosen = found.filtered(lambda d: d.field_name != "credit_limit")
        operation = self.restore(chosen)
        self.assertEqual(operation.state, "done")
        self.assertFalse(any(operation.line_ids.mapped("reason")))
        self.assertEqual(self.customer.name, "Chenghu Ltd")
        self.assertEqual(self.customer.complete_name, "Chenghu Ltd")
        self.assertEqual(self.customer.category_id, self.tag)
        self.assertIn(self.category, self.customer.customer_category_ids)
        self.assertEqual(self.customer.customer_size_id, self.category)
        self.assertEqual(self.person.complete_name, "Chenghu Ltd, Person")
        self.assertEqual(self.customer.credit_limit, 1)
        self.assertEqual(
            {**self.row_of(self.customer.id), "credit_limit": before["credit_limit"]}, before
        )
        self.assertEqual(chosen.operation_id, operation)
        operation.action_undo()
        self.env.invalidate_all()
        self.assertEqual(operation.state, "undone")
        self.assertEqual(self.row_of(self.customer.id), after)
        self.assertFalse(self.customer.category_id)

    def test_match_keys_follow(self):
        snapshot = self.take()

        def keys():
            self.env.flush_all()
            self.env.cr.execute(
                "SELECT to_jsonb(k) FROM customer_match_key k WHERE id = %s", [self.customer.id]
            )
            return self.env.cr.fetchall()

        before = keys()
        self.customer.write({"name": "Entirely Different", "phone": False})
        changed = keys()
        self.assertNotEqual(before, changed)
        operation = self.restore(self.compare(snapshot))
        self.assertEqual(keys(), before)
        operation.action_undo()
        self.assertEqual(keys(), changed)

    def test_preview_writes_nothing(self):
        snapshot = self.take()
        self.customer.city = "Wuxi"
        action = self.compare(snapshot).action_restore()
        operation = self.env["customer.operation"].browse(action["res_id"])
        self.assertEqual(operation.state, "draft")
        self.assertIn("City", operation.preview)
        self.assertEqual(self.customer.city, "Wuxi")

    def test_deleted_customer_with_all_its_data(self):
        snapshot = self.take()
        rows = {record.id: self.row_of(record.id) for record in self.customer | self.person}
        ids = self.deleted()
        found = self.compare(snapshot, self.administrator)
        top = found.filtered(lambda d: d.res_id == ids[0])
        operation = self.restore(top)
        self.assertEqual(operation.state, "done", operation.line_ids.mapped("reason"))
        for id_ in ids:
            self.assertEqual(self.row_of(id_), rows[id_])
        again = self.Partner.browse(ids[0])
        self.assertEqual(again.category_id, self.tag)
        self.assertEqual(again.child_ids.ids, [ids[1]])
        self.assertEqual(again.bank_ids.acc_number, "123456")
        self.assertEqual(self.env.ref("legacy.c1"), again)
        self.assertFalse(self.compare(snapshot).filtered(lambda d: d.kind != "changed"))
        operation.action_undo()
        self.env.invalidate_all()
        self.assertFalse(self.Partner.browse(ids).exists())
        self.assertEqual(operation.state, "undone")
        self.assertFalse(self.env.ref("legacy.c1", raise_if_not_found=False))

    def test_used_customer_is_archived_by_undo(self):
        snapshot = self.take()
        ids = self.deleted()
        operation = self.restore(self.compare(snapshot, self.administrator))
        order = self.env["sale.order"].create({"partner_id": ids[0]})
        operation.action_undo()
        self.env.invalidate_all()
        again = self.Partner.browse(ids[0])
        self.assertFalse(again.active)
        self.assertEqual(order.partner_id, again)
        line = operation.line_ids.filtered(lambda line: line.partner_id == again)
        self.assertIn("archived", line.reason)

    def test_changed_customer_stays_at_undo(self):
        snapshot = self.take()
        ids = self.deleted()
        operation = self.restore(self.compare(snapshot, self.administrator))
        self.Partner.browse(ids[1]).function = "Buyer"
        operation.action_undo()
        self.env.invalidate_all()
        self.assertTrue(self.Partner.browse(ids[1]).exists())
        self.assertTrue(any("Changed since" in r for r in operation.line_ids.mapped("reason") if r))

    def test_missing_targets_are_told(self):
        self.customer.industry_id = self.env["res.partner.industry"].create({"name": "Optics"})
        snapshot = self.take()
        self.customer.industry_id.unlink()
        self.tag.unlink()
        self.customer.city = "Wuxi"
        found = self.compare(snapshot)
        operation = self.restore(found)
        self.assertEqual(self.customer.city, "Suzhou")
        self.assertFalse(self.customer.industry_id)
        line = operation.line_ids.filtered(lambda line: line.partner_id == self.customer)
        self.assertIn("Industry", line.reason)
        self.assertIn("Tags", line.reason)

    def test_failing_customer_does_not_stop_the_rest(self):
        snapshot = self.take()
        (self.customer | self.other).write({"city": "Wuxi"})
        found = self.compare(snapshot)
        self.env.flush_all()
        self.env.cr.execute(
            f"""
            CREATE FUNCTION cm_refuse() RETURNS trigger AS
            $$ BEGIN RAISE EXCEPTION 'not this one'; END $$ LANGUAGE plpgsql;
            CREATE TRIGGER cm_refuse BEFORE UPDATE ON res_partner
                FOR EACH ROW WHEN (NEW.id = {self.other.id}) EXECUTE FUNCTION cm_refuse()
            """
        )
        with mute_logger("odoo.addons.customer_master.models.customer_merge"):
            operation = self.restore(found)
        states = {line.partner_id: (line.state, line.reason) for line in operation.line_ids}
        self.assertEqual(states[self.other], ("failed", "not this one"))
        self.assertEqual(self.customer.city, "Suzhou")

    def test_parent_loop(self):
        self.other.parent_id = False
        child = self.make_customer("Daughter Ltd", parent_id=self.other.id)
        snapshot = self.take()
        child.parent_id = False
        self.other.parent_id = child
        found = self.compare(snapshot)
        chosen = found.filtered(lambda d: d.res_id == child.id and d.field_name == "parent_id")
        with mute_logger("odoo.addons.customer_master.models.customer_merge"):
            operation = self.restore(chosen)
        self.assertEqual(operation.line_ids.state, "failed")
        self.assertFalse(child.parent_id)
        both = self.compare(snapshot).filtered(lambda d: d.field_name == "parent_id")
        operation = self.restore(both)
        self.assertEqual(child.parent_id, self.other)

    def test_merged_customer_is_refused(self):
        snapshot = self.take()
        self.customer.city = "Wuxi"
        found = self.compare(snapshot)
        self.customer.write({"customer_merged_into_id": self.other.id})
        operation = self.restore(found.filtered(lambda d: d.res_id == self.customer.id))
        self.assertEqual(operation.line_ids.state, "blocked")
        self.assertEqual(self.customer.city, "Wuxi")

    def test_new_ones_are_not_touched(self):
        snapshot = self.take()
        new = self.make_customer("New Ltd")
        with self.assertRaises(UserError):
            self.compare(snapshot).action_restore()
        self.assertTrue(new.exists())

    def test_bank_accounts_need_the_right(self):
        snapshot = self.take()
        self.bank.acc_number = "999"
        self.customer.city = "Wuxi"
        found = self.compare(snapshot)
        self.assertEqual(self.rows(found)[self.customer.id, "bank_ids"], ("123456", "999"))
        operation = self.restore(found)
        self.assertEqual(self.bank.acc_number, "999")
        self.assertEqual(self.customer.city, "Suzhou")
        self.assertTrue(any(operation.line_ids.mapped("reason")))
        operation = self.restore(self.compare(snapshot, self.administrator))
        self.assertEqual(self.bank.acc_number, "123456")
        operation.action_undo()
        self.env.invalidate_all()
        self.assertEqual(self.bank.acc_number, "999")

    def test_whole_customers(self):
        snapshot = self.take()
        self.customer.write({"city": "Wuxi", "street": "Lake 1"})
        self.person.function = "Buyer"
        self.other.city = "Bergen"
        found = self.compare(snapshot)
        one = found.filtered(lambda d: d.res_id == self.customer.id)[:1]
        action = one.action_restore_customers()
        operation = self.env["customer.operation"].browse(action["res_id"])
        operation.with_user(self.steward).action_do()
        self.env.invalidate_all()
        self.assertEqual((self.customer.city, self.customer.street), ("Suzhou", False))
        self.assertFalse(self.person.function)
        self.assertEqual(self.other.city, "Bergen")
