from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from ..models import customer_operation
from .merge_case import MergeCase


class TestOperation(MergeCase):
    """Operations as a whole: parts that fail, undo in any legal order, time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.groups = [
            cls.make_customer(f"Master {n}") | cls.make_customer(f"Source {n}") for n in range(5)
        ]
        cls.orders = cls.env["sale.order"].create(
            [{"partner_id": group[1].id} for group in cls.groups]
        )

    def merged(self):
        self.env.invalidate_all()
        return [bool(group[1].customer_merged_into_id) for group in self.groups]

    def test_failing_group_does_not_stop_the_rest(self):
        bad = self.orders[2].id
        self.env.flush_all()
        self.env.cr.execute(
            f"""
            CREATE FUNCTION cm_refuse() RETURNS trigger AS
            $$ BEGIN RAISE EXCEPTION 'not this order'; END $$ LANGUAGE plpgsql;
            CREATE TRIGGER cm_refuse BEFORE UPDATE ON sale_order
                FOR EACH ROW WHEN (NEW.id = {bad}) EXECUTE FUNCTION cm_refuse()
            """
        )
        operation = self.plan(*self.groups)
        with mute_logger("odoo.addons.customer_master.models.customer_merge"):
            operation.action_do()
        self.assertEqual(self.merged(), [True, True, False, True, True])
        failed = operation.line_ids.filtered(lambda line: line.state == "failed")
        self.assertEqual(failed.reason, "not this order")
        self.assertEqual((operation.state, operation.blocked_count), ("done", 1))

    def test_preview_of_all_groups(self):
        operation = self.plan(*self.groups)
        self.assertIn("Sales Order", operation.preview)
        self.assertRegex(operation.preview, r"Sales Order[^<]*: 5")
        operation.action_do()
        self.assertFalse(operation.preview)

    def test_one_part_undone(self):
        last = self.last_message()
        before = self.checksums(last)
        operation = self.merge(*self.groups)
        operation.line_ids[1].action_undo()
        self.assertEqual(self.merged(), [True, False, True, True, True])
        self.assertEqual(self.orders[1].partner_id, self.groups[1][1])
        self.assertEqual(operation.state, "partial")
        with self.assertRaisesRegex(UserError, "nothing to undo"):
            operation.line_ids[1].action_undo()
        operation.action_undo()
        self.assertEqual(operation.state, "undone")
        self.assertUndone(before, last)
        with self.assertRaisesRegex(UserError, "nothing to undo"):
            operation.action_undo()

    def test_last_first(self):
        (master, source), (other, _source) = self.groups[0], self.groups[1]
        last = self.last_message()
        before = self.checksums(last)
        first = self.merge(master | source)
        second = self.merge(other | master)
        first.action_undo()
        self.assertEqual(first.state, "done")
        self.assertIn("undo “Merge into Master 1” first", first.line_ids.reason)
        self.assertEqual(self.orders[0].partner_id, other)
        second.action_undo()
        first.action_undo()
        self.assertEqual((first.state, second.state), ("undone", "undone"))
        self.assertUndone(before, last)

    def test_conflicts_are_listed_and_left(self):
        master, source = self.groups[0]
        source.write({"phone": "+49 30 901820", "street": "Street 1"})
        operation = self.merge(master | source)
        new = self.env["sale.order"].create({"partner_id": master.id})
        master.phone = "+49 30 901899"
        master.customer_rank += 3
        self.orders[0].partner_id = self.groups[1][0]
        self.env.flush_all()
        operation.action_undo()
        self.env.invalidate_all()
        line = operation.line_ids
        self.assertEqual(line.state, "undone")
        self.assertIn("Contact: Phone", line.reason)
        # what follows from the values is right for those that are there now
        self.assertNotIn("Search", line.reason)
        self.assertNotIn("Street", master.customer_search_text)
        self.assertIn("901899", master.customer_search_text)
        self.assertIn("Sales Order: Customer", line.reason)
        self.assertIn(
            {"table": "sale_order", "row": self.orders[0].id, "column": "partner_id"},
            line.conflicts,
        )
        self.assertEqual(self.orders[0].partner_id, self.groups[1][0])
        self.assertEqual(new.partner_id, master)
        self.assertRecordValues(
            master, [{"phone": "+49 30 901899", "street": False, "customer_rank": 4}]
        )
        self.assertTrue(source.active)

    def test_row_deleted_since(self):
        master, source = self.groups[0]
        operation = self.merge(master | source)
        self.orders[0].unlink()
        operation.action_undo()
        self.assertEqual(operation.state, "undone")
        self.assertIn("Sales Order", operation.line_ids.reason)

    def test_long_operation_in_slices(self):
        self.patch(customer_operation, "SLICE", 2)
        operation = self.plan(*self.groups)
        operation.action_do()
        self.assertEqual(operation.state, "running")
        self.assertFalse(any(self.merged()))
        cron = self.env.ref("customer_master.ir_cron_operation")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertTrue(all(self.merged()))
        self.assertEqual(operation.state, "done")
        operation.action_undo()
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertFalse(any(self.merged()))
        self.assertEqual(operation.state, "undone")

    def test_disturbed_slice_is_done_later(self):
        """An operation that always meets with changes by users goes on at the cron's next run."""
        self.patch(customer_operation, "SLICE", 2)
        operation = self.plan(*self.groups)
        operation.action_do()
        Operation = self.env["customer.operation"]
        with (
            self.enter_registry_test_mode(),
            patch.object(type(Operation), "_work_committed", lambda *_args: False),
        ):
            self.env.ref("customer_master.ir_cron_operation").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(operation.state, "running")
        self.assertFalse(any(self.merged()))
        with self.enter_registry_test_mode():
            self.env.ref("customer_master.ir_cron_operation").method_direct_trigger()
        self.assertEqual(operation.state, "done")
        self.assertTrue(all(self.merged()))

    def test_done_once(self):
        operation = self.merge(*self.groups)
        with self.assertRaisesRegex(UserError, "done already"):
            operation.action_do()

    def test_journals_are_forgotten(self):
        self.set_setting(customer_operation_days=30)
        operation = self.merge(*self.groups)
        draft = self.plan(self.groups[0])
        self.env["customer.operation"]._cron_forget()
        self.assertFalse(operation.forgotten)
        operation.sudo().done_on = fields.Datetime.now() - timedelta(days=31)
        self.env.cr.execute(
            "UPDATE customer_operation SET create_date = %s WHERE id = %s",
            [fields.Datetime.now() - timedelta(days=8), draft.id],
        )
        self.env.invalidate_all()
        self.set_setting(customer_operation_days=0)
        self.env["customer.operation"]._cron_forget()
        self.assertFalse(operation.forgotten)
        self.assertFalse(draft.exists())
        self.set_setting(customer_operation_days=30)
        self.env["customer.operation"]._cron_forget()
        self.assertTrue(operation.forgotten)
        self.assertFalse(operation.sudo()._count_changes())
        with self.assertRaisesRegex(UserError, "can't be undone any more"):
            operation.action_undo()


class TestClassificationOperation(MergeCase):
    """Classifying many customers is an operation."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sales = cls.make_user("sales")
        cls.one, cls.two = cls.make_category(cls.type, "One"), cls.make_category(cls.type, "Two")
        cls.tag = cls.make_tag("Tag")
        cls.customers = cls.make_customer("A", customer_type_id=cls.one.id)
        cls.customers |= cls.make_customer("B", category_id=cls.link(cls.tag))

    def classify(self, user=None, **values):
        user = user or self.sales
        last = self.env["customer.operation"].search([], limit=1, order="id desc").id or 0
        self.env["customer.mass.classification"].with_user(user).create(
            {"partner_ids": self.link(*self.customers), **values}
        ).action_apply()
        return self.env["customer.operation"].with_user(user).search([("id", ">", last)])

    def test_undo(self):
        last = self.last_message()
        before, issues = self.checksums(last), self.issues()
        operation = self.classify(
            add_category_ids=self.link(self.two), remove_tag_ids=self.link(self.tag), priority="2"
        )
        self.assertEqual((operation.kind, operation.state), ("classification", "done"))
        self.assertEqual(operation.customer_count, 2)
        self.assertEqual(self.customers.customer_type_id, self.two)
        operation.action_undo()
        self.env.invalidate_all()
        self.assertFalse(operation.line_ids.mapped("reason")[0])
        after = self.checksums(last)
        changed = {t for t in before if before[t] != after[t]}
        # the wizard itself; issues are found anew, as other rows
        changed -= {"customer_quality_issue"}
        self.assertFalse({t for t in changed if not t.startswith("customer_mass_classification")})
        self.assertEqual(self.issues(), issues)

    def issues(self):
        found = self.env["customer.quality.issue"].search(
            [("partner_id", "in", self.customers.ids)]
        )
        return {(i.partner_id, i.rule_id, i.correction_id, i.field_name) for i in found}

    def test_one_customer_and_conflict(self):
        operation = self.classify(priority="2")
        self.customers[1].customer_priority = "3"
        operation.line_ids.filtered(lambda line: line.partner_id == self.customers[0]).action_undo()
        self.env.invalidate_all()
        self.assertEqual(self.customers.mapped("customer_priority"), ["0", "3"])
        operation.action_undo()
        self.env.invalidate_all()
        self.assertEqual(self.customers.mapped("customer_priority"), ["0", "3"])
        self.assertIn("Priority", operation.line_ids[1].reason)

    def test_own_operations_only(self):
        operation = self.classify(priority="2")
        colleague = self.make_user("sales", login="cm_colleague")
        with self.assertRaises(AccessError):
            operation.with_user(colleague).action_undo()
        with self.assertRaises(AccessError):
            operation.line_ids.with_user(colleague).action_undo()
        operation.with_user(self.steward).action_undo()
        self.assertEqual(operation.state, "undone")
