from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .common import CustomerCase


class TestMassClassification(CustomerCase):
    """Many customers classified at once, by hand, as Sales."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sales = cls.make_user("sales")
        cls.one = cls.make_category(cls.type, "One")
        cls.two = cls.make_category(cls.type, "Two")
        cls.many = cls.make_category(cls.need, "Many")
        cls.more = cls.make_category(cls.need, "More")
        cls.tag = cls.make_tag("Tag")
        cls.other_tag = cls.make_tag("Other Tag")
        cls.customers = cls.make_customer(
            "A", customer_type_id=cls.one.id, category_id=cls.link(cls.tag)
        )
        cls.customers |= cls.make_customer("B", customer_category_ids=cls.link(cls.many))

    def wizard(self, user=None, partners=None, **values):
        selected = self.customers if partners is None else partners
        context = {"active_model": "res.partner", "active_ids": selected.ids}
        Wizard = self.env["customer.mass.classification"].with_user(user or self.sales)
        return Wizard.with_context(**context).create(values)

    def test_only_customers_are_taken(self):
        contact = self.make_contact()
        person = self.make_contact(parent_id=self.customers[0].id)
        wizard = self.wizard(partners=self.customers | contact | person)
        self.assertEqual(wizard.partner_ids, self.customers.with_user(self.sales))
        self.assertEqual(wizard.partner_count, 2)

    def test_add_replaces_in_an_exclusive_dimension(self):
        self.wizard(add_category_ids=self.link(self.two, self.more)).action_apply()
        self.assertEqual(self.customers.customer_type_id, self.two)
        self.assertEqual(self.customers[0].customer_category_ids, self.two | self.more)
        self.assertEqual(self.customers[1].customer_category_ids, self.two | self.many | self.more)

    def test_add_replaces_an_archived_one(self):
        self.one.active = False
        self.wizard(add_category_ids=self.link(self.two)).action_apply()
        self.assertEqual(self.customers[0].customer_category_ids, self.two)

    def test_remove(self):
        self.wizard(remove_category_ids=self.link(self.one, self.many)).action_apply()
        self.assertFalse(self.customers.customer_category_ids)

    def test_only_one_of_an_exclusive_dimension(self):
        wizard = self.wizard(add_category_ids=self.link(self.one, self.two))
        with self.assertRaisesRegex(UserError, "only one of One, Two"):
            wizard.action_apply()
        self.assertEqual(self.customers[0].customer_type_id, self.one)

    def test_tags_added_and_removed(self):
        wizard = self.wizard(
            add_tag_ids=self.link(self.other_tag), remove_tag_ids=self.link(self.tag)
        )
        wizard.action_apply()
        self.assertEqual(self.customers.category_id, self.other_tag)

    def test_priority(self):
        self.wizard(priority="3").action_apply()
        self.assertEqual(self.customers.mapped("customer_priority"), ["3", "3"])
        self.wizard(priority="0").action_apply()
        self.assertEqual(self.customers.mapped("customer_priority"), ["0", "0"])

    def test_by_hand_stays_by_hand(self):
        ruled = self.make_category(
            self.type, "Ruled", customer_rule_domain="[('city', '=', 'Berlin')]"
        )
        self.customers[0].city = "Berlin"
        self.customers[1].city = "Berlin"
        self.assertEqual(self.customers[1].customer_rule_category_ids, ruled)
        self.wizard(add_category_ids=self.link(ruled)).action_apply()
        self.customers.write({"city": "Oslo"})
        self.assertEqual(self.customers.customer_type_id, ruled)

    def test_nothing_chosen(self):
        with self.assertRaisesRegex(UserError, "choose what to change"):
            self.wizard().action_apply()

    def test_no_customer_selected(self):
        wizard = self.wizard(partners=self.make_contact(), priority="3")
        with self.assertRaisesRegex(UserError, "None of the selected contacts is a customer"):
            wizard.action_apply()

    def test_form(self):
        action = self.env.ref("customer_master.customer_mass_classification_action")
        self.assertEqual(action.res_model, "customer.mass.classification")
        Wizard = self.env["customer.mass.classification"].with_user(self.sales)
        Wizard = Wizard.with_context(active_model="res.partner", active_ids=self.customers.ids)
        with Form(Wizard) as form:
            form.add_category_ids.add(self.two)
            form.priority = "1"
        form.record.action_apply()
        self.assertEqual(self.customers.customer_type_id, self.two)
        self.assertEqual(self.customers.mapped("customer_priority"), ["1", "1"])

    def test_refused_for_others(self):
        for role in ("viewer", "finance", None):
            user = self.make_user(role, login=f"cm_mass_{role}")
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.wizard(user, priority="3")

    def test_list_edit_of_many(self):
        """The list's own multi-edit writes one value to all selected customers."""
        saved = self.customers.with_user(self.sales).web_save(
            {"customer_type_id": self.two.id}, {"customer_type_id": {}}
        )
        self.assertEqual([row["customer_type_id"] for row in saved], [self.two.id] * 2)
        self.customers.with_user(self.sales).web_save_multi(
            [{"customer_priority": "1"}, {"customer_priority": "2"}], {"customer_priority": {}}
        )
        self.assertEqual(self.customers.mapped("customer_priority"), ["1", "2"])
