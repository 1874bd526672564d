from odoo.exceptions import AccessError

from .common import CustomerCase


class TestSetup(CustomerCase):
    """The checklist after the installation."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = cls.make_user("administrator")

    def step(self, name):
        step = self.env.ref(f"customer_master.customer_setup_step_{name}")
        step.invalidate_recordset()
        return step.with_user(self.administrator)

    def test_done_is_seen_from_what_is_there(self):
        self.env["customer.system"].search([]).unlink()
        self.assertFalse(self.step("system").done)
        self.env["customer.system"].create({"name": "Shop", "code": "shop_setup"})
        self.assertTrue(self.step("system").done)
        self.assertTrue(self.step("roles").done)

    def test_rules_are_done_when_somebody_changed_one(self):
        rules = self.env["customer.quality.rule"].search([], limit=1)
        self.env.cr.execute("UPDATE customer_quality_rule SET write_uid = 1")
        self.env.invalidate_all()
        self.assertFalse(self.step("rules").done)
        rules.with_user(self.administrator).sequence += 1
        self.assertTrue(self.step("rules").done)

    def test_ticked_off_by_hand(self):
        step = self.step("settings")
        self.assertFalse(step.done)
        step.action_tick()
        self.assertTrue(step.done)
        step.action_tick()
        self.assertFalse(step.done)

    def test_every_step_leads_to_its_screen(self):
        steps = self.env["customer.setup.step"].with_user(self.administrator).search([])
        self.assertGreater(len(steps), 5)
        for step in steps:
            self.assertIn(
                step.action_open()["type"], ("ir.actions.act_window", "ir.actions.client")
            )

    def test_for_administrators_only(self):
        with self.assertRaises(AccessError):
            self.step("settings").with_user(self.make_user("steward")).action_tick()
