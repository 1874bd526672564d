from contextlib import contextmanager
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError

from .common import ROLES, CustomerCase


class LinkCase(CustomerCase):
    """Customers, and records without one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Rule = cls.env["customer.link.rule"]
        cls.Suggestion = cls.env["customer.link.suggestion"]
        cls.steward = cls.make_user("steward")
        cls.administrator = cls.make_user("administrator")
        (cls.steward | cls.administrator).group_ids += cls.env.ref(
            "sales_team.group_sale_salesman_all_leads"
        )
        cls.acme = cls.make_customer(
            "Acme Machines GmbH",
            email="info@acme-machines.de",
            phone="+49 30 1234567",
            ref="A100",
            country_id=cls.germany.id,
        )
        cls.other = cls.make_customer("Zeta Foods", email="office@zeta-foods.com", ref="Z200")
        cls.walk_in = cls.make_customer("Walk-in Customer")

    @classmethod
    def make_rule(cls, model="res.partner", field="parent_id", lines=None, **values):
        lines = lines or [{"path": "email", "kind": "email_domain", "sure": 0.96}]
        rule = {
            "name": "Rule",
            "active": True,
            "model_id": cls.env["ir.model"]._get_id(model),
            "field_id": cls.env["ir.model.fields"]._get(model, field).id,
            "action": "link",
            "line_ids": [Command.create(line) for line in lines],
        }
        if model == "res.partner":
            rule["domain"] = "[('is_company', '=', False), ('name', '=like', 'P %')]"
        return cls.Rule.create({**rule, **values})

    @classmethod
    def order_rule(cls, **values):
        values.setdefault("lines", [{"path": "client_order_ref", "kind": "ref"}])
        values.setdefault("placeholder_ids", [Command.link(cls.walk_in.id)])
        return cls.make_rule("sale.order", "partner_id", **values)

    def order(self, ref, partner=None, **values):
        return self.env["sale.order"].create(
            {"partner_id": (partner or self.walk_in).id, "client_order_ref": ref, **values}
        )

    def person(self, name="P Anna", email="anna@acme-machines.de", **values):
        return self.make_contact(name, email=email, **values)

    def run_rule(self, rule, user=None):
        """Run it on all records, as if nothing had been looked at when it was created."""
        self.env["customer.link.queue"].search([("id", "!=", 0)]).unlink()
        rule.with_user(user or self.steward).action_run()
        with self.enter_registry_test_mode():
            self.env.ref("customer_master.ir_cron_link_run").method_direct_trigger()
        self.env.invalidate_all()
        return self.env["customer.link.run"].search([("rule_id", "=", rule.id)], limit=1)

    def suggestions(self, rule):
        return self.Suggestion.search([("rule_id", "=", rule.id)], order="score desc, id")


class TestLinkRule(LinkCase):
    """What is found, and what becomes of it."""

    def test_person_to_company_and_undo(self):
        rule = self.make_rule()
        person, free = self.person(), self.person("P Ben", "ben@qq.com")
        free_customer = self.make_customer("Free Mail Ltd", email="x@qq.com")
        run = self.run_rule(rule)
        self.assertEqual((run.state, run.record_count, run.linked_count), ("done", 2, 1))
        self.assertEqual(person.parent_id, self.acme)
        self.assertFalse(free.parent_id | (free_customer.child_ids))
        operation = run.operation_id
        self.assertEqual((operation.kind, operation.state), ("link", "done"))
        self.assertEqual(operation.line_ids.subject, "P Anna")

        operation.with_user(self.steward).action_undo()
        self.env.invalidate_all()
        self.assertFalse(person.parent_id)
        self.assertEqual(person.commercial_partner_id, person)
        self.assertEqual(operation.state, "undone")
        # what was taken back is not linked again
        self.run_rule(rule)
        self.assertFalse(person.parent_id)

    def test_colleague_tells_the_company(self):
        company = self.make_customer("No Mail Ltd")
        self.make_contact("Colleague", parent_id=company.id, email="c@nomail-ltd.com")
        person = self.person("P Dora", "dora@nomail-ltd.com")
        self.run_rule(self.make_rule())
        self.assertEqual(person.parent_id, company)

    def test_suggest_only_and_decide(self):
        rule = self.make_rule(action="suggest")
        anna, ben = self.person(), self.person("P Ben", "ben@acme-machines.de")
        self.run_rule(rule)
        self.assertFalse((anna | ben).parent_id)
        suggestions = self.suggestions(rule)
        self.assertEqual(suggestions.mapped("partner_id"), self.acme)
        self.assertEqual(set(suggestions.mapped("subject")), {"P Anna", "P Ben"})
        self.assertIn("Email domain: anna@acme-machines.de", suggestions.mapped("text")[0]
                      + suggestions.mapped("text")[1])  # fmt: skip
        of_anna = suggestions.filtered(lambda s: s.res_id == anna.id)
        (suggestions - of_anna).with_user(self.steward).action_dismiss()
        action = of_anna.with_user(self.steward).action_accept()
        self.env.invalidate_all()
        self.assertEqual(anna.parent_id, self.acme)
        operation = self.env["customer.operation"].browse(action["res_id"])
        self.assertEqual((operation.user_id, operation.state), (self.steward, "done"))
        self.run_rule(rule)
        self.assertFalse(ben.parent_id)
        self.assertFalse(self.suggestions(rule).filtered(lambda s: s.state == "open"))

    def test_several_customers_are_suggested(self):
        twin = self.make_customer("Acme Machines Sales", email="sales@acme-machines.de")
        rule = self.make_rule()
        person = self.person()
        self.run_rule(rule)
        self.assertFalse(person.parent_id)
        found = self.suggestions(rule)
        self.assertEqual(set(found.partner_id.ids), {self.acme.id, twin.id})
        self.assertIn("another customer fits", found[0].text)
        with self.assertRaisesRegex(UserError, "several customers for one record"):
            found.with_user(self.steward).action_accept()
        found[0].with_user(self.steward).action_accept()
        self.env.invalidate_all()
        self.assertTrue(person.parent_id)
        self.assertEqual(len(self.suggestions(rule)), 1)

    def test_order_of_walk_in_and_undo(self):
        rule = self.order_rule()
        order, unknown = self.order("A100"), self.order("nobody")
        mine = self.order("A100", self.other)
        run = self.run_rule(rule)
        self.assertEqual(order.partner_id, self.acme)
        self.assertEqual(order.partner_invoice_id, self.acme)
        self.assertEqual((unknown.partner_id, mine.partner_id), (self.walk_in, self.other))
        run.operation_id.with_user(self.steward).action_undo()
        self.env.invalidate_all()
        self.assertEqual(order.partner_id, self.walk_in)
        self.assertEqual(order.partner_invoice_id, self.walk_in)

    def test_lines_of_the_order_follow_and_come_back(self):
        product = self.env["product.product"].create({"name": "Thing"})
        order = self.order("A100", order_line=[Command.create({"product_id": product.id})])
        run = self.run_rule(self.order_rule())
        self.assertEqual(order.order_line.order_partner_id, self.acme)
        run.operation_id.action_undo()
        self.env.invalidate_all()
        self.assertEqual(order.order_line.order_partner_id, self.walk_in)

    def test_undo_keeps_what_was_changed_since(self):
        order = self.order("A100")
        run = self.run_rule(self.order_rule())
        order.partner_id = self.other
        run.operation_id.action_undo()
        self.env.invalidate_all()
        self.assertEqual(order.partner_id, self.other)
        self.assertTrue(run.operation_id.line_ids.reason)

    def test_locked_order_is_refused(self):
        rule = self.order_rule(action="suggest")
        order = self.order("A100")
        self.run_rule(rule)
        order.action_confirm()
        order.action_lock()
        action = self.suggestions(rule).with_user(self.steward).action_accept()
        self.env.invalidate_all()
        operation = self.env["customer.operation"].browse(action["res_id"])
        self.assertIn("locked", operation.line_ids.reason)
        self.assertEqual((operation.state, order.partner_id), ("failed", self.walk_in))

    def test_create_missing_once(self):
        lines = [
            {"path": "note", "kind": "name"},
            {"path": "client_order_ref", "kind": "email"},
        ]
        rule = self.order_rule(lines=lines, create_missing=True)
        orders = self.order("new@newco.example", note="Newco Ltd") | self.order(
            "new@newco.example", note="Newco Ltd"
        )
        run = self.run_rule(rule)
        customer = orders.partner_id
        self.assertEqual(len(customer), 1)
        self.assertEqual((customer.name, customer.email), ("Newco Ltd", "new@newco.example"))
        self.assertTrue(customer.customer_is_customer and customer.is_company)
        run.operation_id.with_user(self.steward).action_undo()
        self.env.invalidate_all()
        self.assertEqual(orders.partner_id, self.walk_in)
        self.assertFalse(customer.exists(), run.operation_id.line_ids.mapped("reason"))

    def test_contact_person(self):
        anna = self.make_contact("Anna", parent_id=self.acme.id, email="anna@acme-machines.de")
        lines = [{"path": "client_order_ref", "kind": "email", "sure": 0.96}]
        rule = self.order_rule(lines=lines, to_contact=True)
        order = self.order("anna@acme-machines.de")
        self.run_rule(rule)
        self.assertEqual(order.partner_id, anna)

    def test_against(self):
        lines = [
            {"path": "client_order_ref", "kind": "ref"},
            {"path": "note", "kind": "tax_id"},
        ]
        self.acme.vat = "DE136695976"
        order = self.order("A100", note="DE 129274202")
        rule = self.order_rule(lines=lines)
        self.run_rule(rule)
        self.assertEqual(order.partner_id, self.walk_in)
        self.assertIn("another value of Tax ID", self.suggestions(rule).text)

    def test_external_id(self):
        system = self.env["customer.system"].create({"name": "Shop", "code": "shop"})
        self.env["customer.external.id"].create(
            {"system_id": system.id, "external_id": "X-7", "partner_id": self.acme.id}
        )
        order = self.order("X-7")
        line = {"path": "client_order_ref", "kind": "external_id"}
        with self.refused("choose the system"):
            self.order_rule(lines=[line])
        rule = self.order_rule(lines=[{**line, "system_id": system.id}])
        self.run_rule(rule)
        self.assertEqual(order.partner_id, self.acme)

    def test_ids_of_two_systems(self):
        """The same ID is another customer in another system."""
        shop, erp = self.env["customer.system"].create(
            [{"name": "Shop", "code": "shop"}, {"name": "ERP", "code": "erp"}]
        )
        self.env["customer.external.id"].create(
            [
                {"system_id": erp.id, "external_id": "1001", "partner_id": self.other.id},
                {"system_id": shop.id, "external_id": "1002", "partner_id": self.other.id},
                {"system_id": shop.id, "external_id": "1003", "partner_id": self.acme.id},
            ]
        )
        line = {"path": "client_order_ref", "kind": "external_id"}
        rule = self.order_rule(lines=[{**line, "system_id": shop.id}])
        unknown, known = self.order("1001"), self.order("1002")
        self.run_rule(rule)
        self.assertEqual((unknown.partner_id, known.partner_id), (self.walk_in, self.other))
        self.assertFalse(self.suggestions(rule))
        rule.line_ids = [
            Command.create({"path": "note", "kind": "external_id", "system_id": erp.id}),
        ]
        third = self.make_customer("Third Ltd")
        self.env["customer.external.id"].create(
            {"system_id": erp.id, "external_id": "1003", "partner_id": third.id}
        )
        both, torn = self.order("1002", note="1001"), self.order("1003", note="1003")
        self.run_rule(rule)
        self.assertEqual((both.partner_id, torn.partner_id), (self.other, self.walk_in))
        self.assertEqual(self.suggestions(rule).partner_id, self.acme | third)

    def test_another_id_in_the_system_speaks_against(self):
        system = self.env["customer.system"].create({"name": "Shop", "code": "shop"})
        self.env["customer.external.id"].create(
            {"system_id": system.id, "external_id": "1", "partner_id": self.acme.id}
        )
        lines = [
            {"path": "client_order_ref", "kind": "ref"},
            {"path": "note", "kind": "external_id", "system_id": system.id},
        ]
        order = self.order("A100", note="2")
        rule = self.order_rule(lines=lines)
        self.run_rule(rule)
        self.assertEqual(order.partner_id, self.walk_in)
        self.assertIn("another value of ID in another system", self.suggestions(rule).text)

    def test_alike(self):
        lines = [
            {"path": "partner_shipping_id.name", "kind": "name", "logic": "similar"},
            {"path": "partner_shipping_id.phone", "kind": "phone", "logic": "similar"},
            {"path": "partner_shipping_id.email", "kind": "email", "logic": "similar"},
        ]
        ship = self.make_contact(
            "ACME Maschines", phone="030 1234567", email="info@acme-machines.de",
            country_id=self.germany.id,
        )  # fmt: skip
        order = self.order("x", partner_shipping_id=ship.id)
        rule = self.order_rule(lines=lines, action="suggest")
        self.run_rule(rule)
        found = self.suggestions(rule)
        self.assertEqual(found.partner_id, self.acme)
        self.assertIn("Looks like “ACME Maschines”", found.text)
        rule.action = "link"
        self.run_rule(rule)
        self.assertEqual(order.partner_id, self.acme)

    def test_what_many_share_tells_nothing(self):
        shared = {"email": "none@unknown-mail.example", "ref": "N/A"}
        few = [{"name": f"Number {n * 7919} Ltd", **shared, "customer_rank": 1} for n in range(42)]
        self.Partner.create(few)
        lines = [
            {"path": "client_order_ref", "kind": "email"},
            {"path": "client_order_ref", "kind": "ref"},
        ]
        rule = self.order_rule(lines=lines, suggest=0.1)
        self.order("none@unknown-mail.example"), self.order("N/A")
        self.run_rule(rule)
        self.assertFalse(self.suggestions(rule))

    def test_exact(self):
        lines = [{"path": "client_order_ref", "kind": "phone", "logic": "exact", "sure": 0.96}]
        rule = self.order_rule(lines=lines)
        written, same = self.order("0049301234567"), self.order(self.acme.phone)
        self.run_rule(rule)
        self.assertEqual((written.partner_id, same.partner_id), (self.walk_in, self.acme))

    # -- on create and write ---------------------------------------------------------------

    def test_new_and_changed_records(self):
        self.order_rule()
        cron = self.env.ref("customer_master.ir_cron_link_run")
        triggers = self.env["ir.cron.trigger"]
        triggers.search([("cron_id", "=", cron.id)]).unlink()
        self.env.cr.precommit.data.clear()
        order, later = self.order("A100"), self.order("none")
        self.assertEqual(triggers.search_count([("cron_id", "=", cron.id)]), 1)
        self.work()
        self.assertEqual(order.partner_id, self.acme)
        later.client_order_ref = "Z200"
        self.work()
        self.assertEqual(later.partner_id, self.other)
        self.assertFalse(self.env["customer.link.queue"].search_count([]))

    def test_others_are_not_queued(self):
        rule = self.order_rule()
        order = self.order("x")
        Queue = self.env["customer.link.queue"]
        self.env.flush_all()
        Queue.search([("id", "!=", 0)]).unlink()
        order.note = "not evidence"
        self.person()
        self.assertFalse(Queue.search_count([]))
        rule.active = False
        self.order("A100")
        self.assertFalse(Queue.search_count([]))

    def test_condition_that_is_always_true(self):
        """What the editor of conditions makes of “all”; each write of a user asks for it."""
        self.order_rule(domain="[(1, '=', 1), ('partner_id.name', '!=', 'x')]")
        order = self.order("none")
        order.client_order_ref = "A100"
        self.work()
        self.assertEqual(order.partner_id, self.acme)
        watched = self.Rule._watched_fields()["sale.order"]
        self.assertEqual(watched, {"client_order_ref", "partner_id"})

    def test_condition_that_can_not_be_read_any_more(self):
        rule = self.order_rule()
        self.env.flush_all()
        self.env.cr.execute("UPDATE customer_link_rule SET domain = '[(' WHERE id = %s", [rule.id])
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        self.order("A100").note = "stored"
        self.assertTrue(rule.problem)

    def test_watching_does_not_forget_a_rule_that_was_not_read(self):
        self.order_rule()
        with patch.object(type(self.Rule), "_watched", side_effect=SerializationFailure):
            self.env.registry.clear_cache()
            with self.assertRaises(SerializationFailure):
                self.Rule._watched_fields()
        self.assertIn("sale.order", self.Rule._watched_fields())

    def work(self):
        with self.enter_registry_test_mode():
            self.env.ref("customer_master.ir_cron_link_run").method_direct_trigger()
        self.env.invalidate_all()

    # -- companies and rights --------------------------------------------------------------

    def test_other_company_is_never_linked(self):
        self.acme.company_id = self.env["res.company"].create({"name": "Elsewhere"})
        order = self.order("A100")
        rule = self.order_rule()
        self.run_rule(rule)
        self.assertEqual(order.partner_id, self.walk_in)
        self.assertFalse(self.suggestions(rule))

    def test_company_changed_after_the_suggestion(self):
        rule = self.order_rule(action="suggest")
        order = self.order("A100")
        self.run_rule(rule)
        found = self.suggestions(rule)
        self.acme.company_id = self.env["res.company"].create({"name": "Elsewhere"})
        self.assertFalse(found.with_user(self.steward).search([("id", "=", found.id)]))
        found.sudo()._accept()
        self.assertEqual(order.partner_id, self.walk_in)

    def test_who_may(self):
        rule = self.make_rule(action="suggest")
        self.person()
        self.run_rule(rule)
        found = self.suggestions(rule)
        for role in (*ROLES, None):
            user = self.make_user(role, login=f"cm_link_{role}")
            values = {"name": "x", "model_id": rule.model_id.id, "field_id": rule.field_id.id}
            if role != "administrator":
                with self.subTest(role=role), self.assertRaises(AccessError):
                    self.Rule.with_user(user).create(values)
                with self.subTest(role=role), self.assertRaises(AccessError):
                    rule.with_user(user).write({"name": "y"})
            with self.subTest(role=role), self.assertRaises(AccessError):
                found.with_user(user).write({"partner_id": self.other.id})
            if role not in ("steward", "administrator"):
                for name in ("action_accept", "action_dismiss", "action_reopen"):
                    with self.subTest(role=role, name=name), self.assertRaises(AccessError):
                        getattr(found.with_user(user), name)()
                for name in ("action_try", "action_run"):
                    with self.subTest(role=role, name=name), self.assertRaises(AccessError):
                        getattr(rule.with_user(user), name)()
        self.assertEqual(found.state, "open")

    def test_rights_of_the_one_who_made_it(self):
        """A rule of an administrator without rights on the records does nothing."""
        rule = self.make_rule(
            "account.bank.statement.line",
            "partner_id",
            [{"path": "partner_name", "kind": "name", "sure": 0.96}],
        )
        with self.assertRaises(AccessError):
            rule.with_user(self.administrator).action_try()
        rule.with_user(self.administrator).action = "suggest"
        self.assertEqual(rule.user_id, self.administrator)
        run = self.run_rule(rule)
        self.assertEqual(run.state, "failed")
        self.assertTrue(run.problem)

    def test_name_of_a_hidden_record(self):
        """Who may not see the record does not learn its name by linking it."""
        rule = self.order_rule(action="suggest")
        order = self.order("A100")
        self.run_rule(rule)
        found = self.suggestions(rule)
        self.steward.group_ids -= self.env.ref("sales_team.group_sale_salesman_all_leads")
        steward = found.with_user(self.steward)
        self.assertEqual(
            (found.subject, steward.subject), (order.display_name, "(hidden from you)")
        )
        action = steward.action_accept()
        line = self.env["customer.operation"].browse(action["res_id"]).line_ids
        self.assertEqual((line.subject, line.state), ("(hidden from you)", "blocked"))

    def test_accepting_many(self):
        """What is planned takes as many queries for many as for few."""
        rule = self.order_rule(action="suggest")
        for _number in range(12):
            self.order("A100")
        self.run_rule(rule)
        found = self.suggestions(rule)
        self.assertEqual(len(found), 12)

        def queries(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            lines = some._operation_lines(self.env["customer.link"])
            self.assertFalse([line for line in lines if line.get("state")])
            return self.env.cr.sql_log_count - before

        queries(found)
        self.assertEqual(queries(found), queries(found[:2]))

    def test_hidden_record(self):
        rule = self.make_rule(action="suggest")
        person = self.person()
        self.run_rule(rule)
        found = self.suggestions(rule)
        person.with_context(active_test=False).unlink()
        self.env.invalidate_all()
        self.assertEqual(found.subject, "(deleted)")
        self.env["customer.link.suggestion"]._forget_gone()
        self.assertFalse(found.exists())

    # -- rules that can't be used ----------------------------------------------------------

    def test_broken_rules_are_told(self):
        rule = self.order_rule()
        with self.refused("no “nothing”"):
            rule.line_ids.path = "partner_id.nothing"
        with self.refused("condition of the rule"):
            rule.domain = "[('nothing', '=', 1)]"
        with self.refused("condition of the rule"):
            rule.domain = "["
        with self.refused("needs evidence"):
            rule.line_ids = [Command.clear()]
        with self.refused("can't be alike"):
            rule.line_ids.logic = "similar"
        with self.refused("such records can't be linked"):
            self.make_rule("res.users", "partner_id")
        with self.refused("field that gets the customer"):
            self.make_rule("sale.order", "user_id", [{"path": "name", "kind": "name"}])

    @contextmanager
    def refused(self, sentence):
        with self.assertRaisesRegex(ValidationError, sentence), self.env.cr.savepoint():
            yield

    def test_path_that_went_with_an_addon(self):
        rule = self.order_rule()
        order = self.order("A100")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE customer_link_rule_line SET path = 'gone' WHERE rule_id = %s", [rule.id]
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "no “gone”"):
            rule.action_run()
        self.assertIn("gone", rule.problem)
        run = self.env["customer.link.run"].create({"rule_id": rule.id})
        self.work()
        self.assertEqual((run.state, order.partner_id), ("failed", self.walk_in))
        self.assertIn("gone", run.problem)

    def test_model_that_is_not_installed(self):
        rule = self.order_rule()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE customer_link_rule SET model = 'gone.model' WHERE id = %s", [rule.id]
        )
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        self.assertIn("not installed any more", rule.problem)
        self.order("A100")
        self.env["customer.link.run"]._cron_start()
        self.work()

    def test_switched_off(self):
        rule = self.order_rule(active=False)
        with self.assertRaisesRegex(UserError, "switched off"):
            rule.with_user(self.steward).action_run()

    # -- trial and examples ----------------------------------------------------------------

    def test_try_it(self):
        rule = self.order_rule(active=False, create_missing=False)
        self.order("A100"), self.order("nobody")
        wrong = self.order("Z200", self.acme)
        trial = self.env["customer.link.trial"].browse(
            rule.with_user(self.administrator).action_try()["res_id"]
        )
        self.assertEqual((trial.certain_count, trial.other_count), (1, 1))
        first = trial.line_ids[0]
        self.assertEqual(
            (first.subject, first.current_id, first.partner_id, first.outcome),
            (wrong.name, self.acme, self.other, "other"),
        )
        self.assertIn("Reference: Z200", first.text)

    def test_examples_are_off_and_can_be_tried(self):
        for name in ("company", "bank", "walk_in", "mail"):
            rule = self.env.ref(f"customer_master.customer_link_rule_{name}")
            self.assertFalse(rule.active)
            self.assertFalse(rule.problem)
            rule.action_try()
            rule.active = True
            self.assertEqual(self.run_rule(rule).state, "done")

    # -- two at once, batches --------------------------------------------------------------

    def test_one_run_at_a_time(self):
        rule = self.order_rule()
        first = self.env["customer.link.run"]._begin(rule)
        self.assertEqual(self.env["customer.link.run"]._begin(rule), first)

    def test_changed_between_plan_and_work(self):
        rule = self.order_rule(action="suggest")
        order = self.order("A100")
        self.run_rule(rule)
        order.partner_id = self.other
        action = self.suggestions(rule).with_user(self.steward).action_accept()
        self.assertEqual(order.partner_id, self.other)
        operation = self.env["customer.operation"].browse(action["res_id"])
        self.assertEqual((operation.kind, operation.state), ("link", "failed"))
        self.assertIn("has a customer already", operation.line_ids.reason)

    def test_queries_do_not_grow(self):
        lines = [
            {"path": "email", "kind": "email"},
            {"path": "email", "kind": "email_domain"},
            {"path": "phone", "kind": "phone"},
            {"path": "name", "kind": "name", "logic": "similar"},
        ]
        rule = self.make_rule(lines=lines, action="suggest")

        def queries(count, offset):
            people = self.Partner.create(
                [
                    {"name": f"P {n}", "email": f"p{n}@acme-machines.de", "phone": f"030 12345{n}"}
                    for n in range(offset, offset + count)
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["customer.link"]._outcome(rule, people)
            return self.env.cr.sql_log_count - before

        queries(2, 0)
        few = queries(2, 10)
        self.assertLessEqual(few, 16)
        self.assertEqual(queries(60, 20), few)

    def test_bank_line(self):
        journal = self.env["account.journal"].search([("type", "=", "bank")], limit=1)
        line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": journal.id,
                "amount": 10,
                "payment_ref": "x",
                "partner_name": "ACME Machines GmbH",
            }
        )
        lines = [{"path": "partner_name", "kind": "name", "sure": 0.96}]
        rule = self.make_rule("account.bank.statement.line", "partner_id", lines)
        run = self.run_rule(rule)
        self.assertEqual(line.partner_id, self.acme)
        self.assertEqual(line.move_id.line_ids.partner_id, self.acme)
        run.operation_id.action_undo()
        self.env.invalidate_all()
        self.assertFalse(line.partner_id | line.move_id.line_ids.partner_id)
