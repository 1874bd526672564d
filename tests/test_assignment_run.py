from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from ..models import res_partner_assignment
from ..wizards import customer_assignment_wizard
from .common import CustomerCase

RULE = "[('city', '=', 'Shenzhen')]"
CURSOR = res_partner_assignment.CURSOR


class AssignmentRunCase(CustomerCase):
    """Customers whose rules came after them, so that there is something to do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Partner.with_context(active_test=False).search([("customer_rank", ">", 0)]).write(
            {"customer_rank": 0}
        )
        cls.customers = cls.Partner.create(
            [{"name": f"C{number}", "customer_rank": 1, "city": "Shenzhen"} for number in range(4)]
        )
        cls.by_hand = cls.make_category(cls.type, "By Hand")
        cls.customers[0].customer_type_id = cls.by_hand
        cls.customers[3].active = False
        cls.oslo = cls.make_customer("Oslo", city="Oslo")
        cls.category = cls.make_category(cls.type, "Ruled", customer_rule_domain=RULE)
        cls.tag = cls.make_tag("Ruled Tag", customer_rule_domain=RULE)
        cls.env.flush_all()

    def types(self):
        self.env.invalidate_all()
        return [c.customer_type_id.name or "" for c in self.customers]


class TestAssignmentNightly(AssignmentRunCase):
    """The scheduled job, which runs in slices and goes on where it was stopped."""

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("customer_master.ir_cron_customer_assign").method_direct_trigger()

    def test_cron_reaches_all(self):
        self.assertEqual(self.types(), ["By Hand", "", "", ""])
        self.run_cron()
        self.assertEqual(self.types(), ["By Hand", "Ruled", "Ruled", "Ruled"])
        self.assertEqual(self.customers.category_id, self.tag)
        self.assertFalse(self.oslo.category_id)
        self.assertEqual(self.env["ir.config_parameter"].get_param(CURSOR), "0")

    def test_cron_takes_back(self):
        self.run_cron()
        self.category.customer_rule_domain = "[('city', '=', 'Oslo')]"
        self.run_cron()
        self.assertEqual(self.types(), ["By Hand", "", "", ""])
        self.assertEqual(self.oslo.customer_type_id, self.category)

    def test_cron_resumes_where_time_ran_out(self):
        progress = []

        def no_time_left(cron, processed=0, *, remaining=None, **kwargs):
            progress.append((processed, remaining))
            return 0

        cron_class = type(self.env["ir.cron"])
        with (
            patch.object(res_partner_assignment, "SLICE", 2),
            patch.object(cron_class, "_commit_progress", no_time_left),
        ):
            self.Partner._cron_customer_assign()
            self.assertEqual(self.types(), ["By Hand", "Ruled", "", ""])
            cursor = self.env["ir.config_parameter"].get_param(CURSOR)
            self.assertEqual(int(cursor), self.customers[1].id)
            self.Partner._cron_customer_assign()
            self.assertEqual(self.types(), ["By Hand", "Ruled", "Ruled", "Ruled"])
            self.Partner._cron_customer_assign()
        self.assertEqual(self.env["ir.config_parameter"].get_param(CURSOR), "0")
        self.assertEqual(progress, [(2, 3), (2, 1), (1, 0)])

    def test_cron_begins_anew_when_done(self):
        self.run_cron()
        late = self.make_customer("Late", city="Oslo")
        self.env.flush_all()
        self.env.cr.execute("UPDATE res_partner SET city = 'Shenzhen' WHERE id = %s", [late.id])
        late.invalidate_recordset()
        self.run_cron()
        self.assertEqual(late.customer_type_id, self.category)

    @mute_logger("odoo.sql_db", "odoo.domains")
    def test_cron_notes_a_rule_that_broke_later(self):
        category, tag = self.category, self.tag
        for record in (category, tag):
            self.env.cr.execute(
                f"UPDATE {record._table} SET customer_rule_domain = %s WHERE id = %s",
                ("[('field_of_an_addon_that_left', '=', 1)]", record.id),
            )
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        self.run_cron()
        self.assertIn("field_of_an_addon_that_left", category.customer_rule_error)
        self.assertTrue(tag.customer_rule_error)
        self.assertEqual(self.types(), ["By Hand", "", "", ""])
        category.customer_rule_domain = RULE
        self.assertFalse(category.customer_rule_error)
        self.run_cron()
        self.assertEqual(self.types(), ["By Hand", "Ruled", "Ruled", "Ruled"])

    @mute_logger("odoo.sql_db", "odoo.domains")
    def test_a_broken_rule_keeps_what_it_gave(self):
        self.run_cron()
        self.env.cr.execute(
            "UPDATE customer_category SET customer_rule_domain = '[(' WHERE id = %s",
            [self.category.id],
        )
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        self.run_cron()
        self.assertEqual(self.types(), ["By Hand", "Ruled", "Ruled", "Ruled"])


class TestAssignmentPreview(AssignmentRunCase):
    """On demand: the preview tells who would change, and applying does just that."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.steward = cls.make_user("steward")

    def preview(self, action):
        return self.env[action["res_model"]].with_user(self.steward).browse(action["res_id"])

    def preview_all(self, partners=None):
        wizard = self.env["customer.assignment.wizard"].with_user(self.steward)
        return self.preview(wizard._action_preview(partners=partners))

    def state(self):
        self.env.invalidate_all()
        return {c: (c.customer_category_ids, c.category_id) for c in self.customers | self.oslo}

    def test_preview_changes_nothing(self):
        before = self.state()
        wizard = self.preview_all()
        self.assertEqual(self.state(), before)
        self.assertEqual((wizard.examined_count, wizard.changed_count), (5, 4))

    def test_preview_equals_what_apply_does(self):
        self.make_category(self.need, "N", customer_rule_domain="[('city', '=', 'Oslo')]")
        before = self.state()
        wizard = self.preview_all()
        told = wizard.line_ids.mapped("partner_id")
        lines = {(line.partner_id, line.gained, line.lost) for line in wizard.line_ids}
        self.assertIn((self.customers[1], "Ruled", ""), lines)
        self.assertNotIn((self.customers[0], "Ruled", ""), lines)
        self.assertIn((self.customers[0], "Ruled Tag", ""), lines)
        message = wizard.action_apply()["params"]["message"]
        after = self.state()
        changed = self.Partner.union(*(c for c in before if before[c] != after[c]))
        self.assertEqual(changed, told.with_env(self.env).sorted("id") & changed)
        self.assertEqual(len(changed), wizard.changed_count)
        self.assertEqual(len(changed), 5)
        self.assertIn("5 customers", message)
        self.assertEqual(self.preview_all().changed_count, 0, "nothing is left to do")

    def test_preview_of_one_rule(self):
        wizard = self.preview(self.category.with_user(self.steward).action_preview_customer_rule())
        self.assertEqual(wizard.changed_count, 3)
        wizard.action_apply()
        self.assertEqual(self.types(), ["By Hand", "Ruled", "Ruled", "Ruled"])
        self.assertFalse(self.customers.category_id, "the other rule was not asked for")

    def test_preview_of_a_tag(self):
        wizard = self.preview(self.tag.with_user(self.steward).action_preview_customer_rule())
        wizard.action_apply()
        self.assertEqual(self.customers.category_id, self.tag)
        self.assertEqual(self.types(), ["By Hand", "", "", ""])

    def test_preview_tells_what_is_lost(self):
        self.preview_all().action_apply()
        self.category.customer_rule_domain = "[('city', '=', 'Oslo')]"
        lines = self.preview_all().line_ids
        self.assertEqual(
            {(line.partner_id.name, line.gained, line.lost) for line in lines},
            {
                ("C1", "", "Ruled"),
                ("C2", "", "Ruled"),
                ("C3", "", "Ruled"),
                ("Oslo", "Ruled", ""),
            },
        )

    def test_preview_of_selected_customers(self):
        wizard = self.preview_all(self.customers[1] | self.oslo)
        self.assertEqual((wizard.examined_count, wizard.changed_count), (2, 1))
        wizard.action_apply()
        self.assertEqual(self.types(), ["By Hand", "Ruled", "", ""])

    def test_preview_in_slices(self):
        with patch.object(customer_assignment_wizard, "SLICE", 2):
            wizard = self.preview_all()
            self.assertEqual((wizard.examined_count, wizard.changed_count), (5, 4))
            wizard.action_apply()
        self.assertEqual(self.types(), ["By Hand", "Ruled", "Ruled", "Ruled"])

    def test_very_many_are_left_to_the_job(self):
        cron = self.env.ref("customer_master.ir_cron_customer_assign")
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        triggers.unlink()
        with patch.object(customer_assignment_wizard, "AT_ONCE", 3):
            wizard = self.preview_all()
            self.assertTrue(wizard.is_long)
            wizard.action_apply()
        self.assertEqual(triggers.search_count([("cron_id", "=", cron.id)]), 1)
        self.assertEqual(self.types(), ["By Hand", "", "", ""])

    def test_menu_and_list_action(self):
        menu = self.env.ref("customer_master.customer_assignment_action_all")
        self.assertEqual(self.preview(menu.with_user(self.steward).run()).examined_count, 5)
        action = self.env.ref("customer_master.customer_assignment_action_server")
        context = {"active_model": "res.partner", "active_ids": self.customers[1].ids}
        shown = action.with_user(self.steward).with_context(**context).run()
        self.assertEqual(self.preview(shown).examined_count, 1)

    def test_refused_below_steward(self):
        for role in ("viewer", "sales", "finance", None):
            user = self.make_user(role, login=f"cm_preview_{role}")
            with self.subTest(role=role):
                with self.assertRaises(AccessError):
                    self.category.with_user(user).action_preview_customer_rule()
                with self.assertRaises(AccessError):
                    self.tag.with_user(user).action_preview_customer_rule()
