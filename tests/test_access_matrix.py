"""The matrix of roles, tried as a user of the web client would: over RPC."""

import base64

from odoo import Command
from odoo.tests import HttpCase, tagged

from ..engine.access.policy import ACTIONS, OWN, RELATIONS, ROLES, UNASSIGNED, allowed
from .common import CustomerCase

# what everybody may have besides, which gives core's rights on all contacts
OTHER_GROUPS = (
    "base.group_partner_manager",
    "sales_team.group_sale_salesman_all_leads",
    "account.group_account_invoice",
    "base.group_allow_export",
)
AS_CUSTOMER = {"res_partner_search_mode": "customer"}


class Refused(Exception):
    """The server answered that the user may not."""


@tagged("post_install", "-at_install", "customer_master")
class MatrixCase(CustomerCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for area in ("guard_customers", "export_guard"):
            cls.env["ir.config_parameter"].set_param(f"customer_master.{area}", "True")
        groups = [cls.env.ref(name).id for name in OTHER_GROUPS]
        cls.users = {}
        for role in ROLES:
            user = cls.make_user(None if role == "none" else role, login=f"cm_matrix_{role}")
            user.write({"group_ids": [(4, group) for group in groups]})
            cls.users[role] = user
        cls.colleague = cls.make_user("sales", login="cm_matrix_colleague")
        cls.successor = cls.make_user("sales", login="cm_matrix_successor")

    def customer_of(self, role, relation, **values):
        owner = {OWN: self.users[role], UNASSIGNED: self.Partner.user_id.browse()}
        user = owner.get(relation, self.colleague)
        return self.make_customer(f"{role} {relation}", user_id=user.id, **values)

    def rpc(self, model, method, *args, **kwargs):
        """The result of a call; an error that is no refusal is a failure.

        :raise Refused: the user may not
        """
        answer = self.url_open(
            "/web/dataset/call_kw",
            json={
                "params": {"model": model, "method": method, "args": args, "kwargs": kwargs},
            },
        ).json()
        if "error" not in answer:
            return answer.get("result")
        name = answer["error"]["data"]["name"]
        if name != "odoo.exceptions.AccessError":
            self.fail(f"{model}.{method}: {name}: {answer['error']['data']['message']}")
        raise Refused


class TestAccessMatrix(MatrixCase):
    """Each action of the table by each role on its own, unassigned and others' customers."""

    def test_every_cell(self):
        tried = set()
        for role in ROLES:
            self.authenticate(self.users[role].login, self.users[role].login)
            for relation in RELATIONS:
                for action, attempt in self.attempts():
                    tried.add(action)
                    expected = allowed([role], action, relation)
                    if action == "claim" and relation == OWN:
                        continue  # it is his already
                    customer = self.customer_of(role, relation)
                    with self.subTest(
                        role=role, relation=relation, action=action, attempt=attempt.__name__
                    ):
                        try:
                            attempt(self, customer, self.users[role])
                        except Refused:
                            self.assertFalse(expected, "refused")
                        else:
                            self.assertTrue(expected, "not refused")
        self.assertEqual(tried, {*ACTIONS})

    def attempts(self):
        """(action, method that does it) of all the methods below."""
        for name in sorted(dir(self)):
            action, separator, _way = name.removeprefix("try_").partition("__")
            if name.startswith("try_") and separator:
                yield action, getattr(type(self), name)

    # -- reading: whoever may not see would find nothing -----------------------------------

    def assert_found(self, customer, found):
        self.assertIn(customer.id, found)

    def try_read__read(self, customer, user):
        self.rpc("res.partner", "read", customer.ids, ["name", "vat", "customer_type_id"])

    def try_read__web_read(self, customer, user):
        self.rpc("res.partner", "web_read", customer.ids, {"name": {}})

    def try_read__search(self, customer, user):
        self.assert_found(customer, self.rpc("res.partner", "search", self.domain(customer)))
        self.assertEqual(self.rpc("res.partner", "search_count", self.domain(customer)), 1)

    def try_read__search_read(self, customer, user):
        rows = self.rpc("res.partner", "search_read", self.domain(customer), ["name"])
        self.assert_found(customer, [row["id"] for row in rows])
        found = self.rpc("res.partner", "web_search_read", self.domain(customer), {"name": {}})
        self.assert_found(customer, [row["id"] for row in found["records"]])

    def try_read__groups(self, customer, user):
        domain = self.domain(customer)
        for method, by in (
            ("formatted_read_group", ["user_id"]),
            ("web_read_group", ["user_id"]),
        ):
            groups = self.rpc("res.partner", method, domain, by, ["__count"])
            groups = groups["groups"] if isinstance(groups, dict) else groups
            self.assertEqual(sum(group["__count"] for group in groups), 1)
        groups = self.rpc("res.partner", "read_group", domain, ["name"], ["user_id"])
        self.assertEqual(groups[0]["user_id_count"], 1)

    def try_read__name_search(self, customer, user):
        found = self.rpc("res.partner", "name_search", customer.name, self.domain(customer))
        self.assert_found(customer, [row[0] for row in found])
        found = self.rpc("res.partner", "web_name_search", customer.name, {}, self.domain(customer))
        self.assert_found(customer, [row["id"] for row in found])

    def domain(self, customer):
        return [("id", "=", customer.id)]

    # -- adding ----------------------------------------------------------------------------

    def try_create__create(self, customer, user):
        self.rpc("res.partner", "create", [{"name": "N", "customer_rank": 1}])

    def try_create__web_save(self, customer, user):
        values = {"name": "N", "customer_rank": 1, "phone": "13800138000"}
        self.rpc("res.partner", "web_save", [], values, {"id": {}})

    def try_create__name_create(self, customer, user):
        self.rpc("res.partner", "name_create", "Quick", context=AS_CUSTOMER)

    def try_create__contact_made_customer(self, customer, user):
        contact = self.make_contact("Prospect")
        self.rpc("res.partner", "write", contact.ids, {"customer_rank": 1})

    def try_create__load(self, customer, user):
        result = self.rpc("res.partner", "load", ["name"], [["Loaded"]], context=AS_CUSTOMER)
        if not result["ids"]:
            raise Refused

    # -- changing --------------------------------------------------------------------------

    def try_write__write(self, customer, user):
        self.rpc("res.partner", "write", customer.ids, {"street": "Elsewhere 1"})

    def try_write__web_save(self, customer, user):
        self.rpc("res.partner", "web_save", customer.ids, {"street": "There 1"}, {"id": {}})

    def try_write__web_save_multi(self, customer, user):
        self.rpc("res.partner", "web_save_multi", customer.ids, [{"city": "There"}], {"id": {}})

    def try_write__archive(self, customer, user):
        self.rpc("res.partner", "action_archive", customer.ids)

    def try_write__contact(self, customer, user):
        commands = [Command.create({"name": "C"})]
        self.rpc("res.partner", "write", customer.ids, {"child_ids": commands})

    def try_write__new_contact(self, customer, user):
        self.rpc("res.partner", "create", [{"name": "C", "parent_id": customer.id}])

    def try_write__load(self, customer, user):
        row = [str(customer.id), "Elsewhere 2"]
        if not self.rpc("res.partner", "load", [".id", "street"], [row])["ids"]:
            raise Refused

    def try_note__message(self, customer, user):
        # who follows a record may write a message on it, as Odoo sees it
        customer.message_unsubscribe(user.partner_id.ids)
        self.rpc("res.partner", "message_post", customer.ids, body="x")

    def try_note__file(self, customer, user):
        values = {"name": "f", "res_model": "res.partner", "res_id": customer.id}
        self.rpc("ir.attachment", "create", [values])

    def try_note__activity(self, customer, user):
        values = {
            "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
            "res_model_id": self.env["ir.model"]._get_id("res.partner"),
            "res_id": customer.id,
            "user_id": user.id,
        }
        self.rpc("mail.activity", "create", [values])

    def try_submit__submit(self, customer, user):
        customer.customer_approval_state = "draft"
        self.rpc("res.partner", "action_customer_submit", customer.ids)

    def try_write_finance__tax_id(self, customer, user):
        self.rpc("res.partner", "write", customer.ids, {"vat": "91110000600037341L"})

    def try_write_finance__payment_term(self, customer, user):
        self.rpc("res.partner", "web_save", customer.ids, {"credit_limit": 5}, {"id": {}})

    def try_invoice_contact__change(self, customer, user):
        contact = self.make_contact("Invoices", parent_id=customer.id, type="invoice")
        self.rpc("res.partner", "write", contact.ids, {"email": "i@b.example"})

    def try_bank__create(self, customer, user):
        values = {"partner_id": customer.id, "acc_number": f"CM {customer.id}"}
        self.rpc("res.partner.bank", "create", [values])

    def try_bank__change(self, customer, user):
        values = {"partner_id": customer.id, "acc_number": f"CM {customer.id}"}
        account = self.env["res.partner.bank"].create(values)
        self.rpc("res.partner.bank", "write", account.ids, {"acc_number": "CM 0"})
        self.rpc("res.partner.bank", "unlink", account.ids)

    def try_claim__write(self, customer, user):
        self.rpc("res.partner", "write", customer.ids, {"user_id": user.id})

    def try_reassign__write(self, customer, user):
        self.rpc("res.partner", "write", customer.ids, {"user_id": self.successor.id})

    def try_unlink__unlink(self, customer, user):
        self.rpc("res.partner", "unlink", customer.ids)

    def try_unlink__wizard_of_core(self, customer, user):
        """Which deletes those that it merges."""
        other = customer.copy({"customer_rank": 1, "user_id": customer.user_id.id})
        values = {"dst_partner_id": customer.id, "partner_ids": [(6, 0, (customer + other).ids)]}
        model = "base.partner.merge.automatic.wizard"
        wizard = self.rpc(model, "create", [values])
        self.rpc(model, "action_merge", wizard)

    def try_export__export_data(self, customer, user):
        self.rpc("res.partner", "export_data", customer.ids, ["name"])

    def try_export__asked_by_the_client(self, customer, user):
        self.rpc("customer.export", "reason_needed", "res.partner", [], customer.ids, ["name"])

    # -- deciding --------------------------------------------------------------------------

    def try_approve__approve(self, customer, user):
        customer.customer_approval_state = "to_approve"
        self.rpc("res.partner", "action_customer_approve", customer.ids)

    def try_approve__reject(self, customer, user):
        customer.customer_approval_state = "to_approve"
        self.rpc("res.partner", "action_customer_reject", customer.ids)

    def try_approve__reject_by_the_wizard(self, customer, user):
        customer.customer_approval_state = "to_approve"
        values = {"partner_ids": [(6, 0, customer.ids)], "reason": "No"}
        wizard = self.rpc("customer.approval.rejection", "create", [values])
        self.rpc("customer.approval.rejection", "action_reject", wizard)

    # -- in bulk ---------------------------------------------------------------------------

    def undone(self, kind):
        """Undo the latest operation of a kind, as the user."""
        operation = self.env["customer.operation"].search([("kind", "=", kind)], limit=1)
        self.assertEqual(operation.state, "done", operation.line_ids.mapped("reason"))
        self.rpc("customer.operation", "action_undo", operation.ids)
        self.env.invalidate_all()
        self.assertEqual(operation.state, "undone", operation.line_ids.mapped("reason"))

    def try_classify__wizard(self, customer, user):
        values = {"partner_ids": [(6, 0, customer.ids)], "priority": "3"}
        wizard = self.rpc("customer.mass.classification", "create", [values])
        self.rpc("customer.mass.classification", "action_apply", wizard)
        self.env.invalidate_all()
        if customer.customer_priority != "3":
            raise Refused  # told in the line of the operation
        self.undone("classification")

    def try_correct__apply(self, customer, user):
        self.rpc("customer.quality.issue", "action_apply", self.suggestion(customer).ids)
        self.env.invalidate_all()
        self.assertEqual(customer.email, "a@gmail.com")
        self.undone("correction")

    def suggestion(self, customer):
        customer.email = "a@gmial.com"
        self.env.flush_all()
        domain = [("partner_id", "=", customer.id), ("correction_id.code", "=", "email_domain")]
        return self.env["customer.quality.issue"].search(domain)

    def try_link__accept(self, customer, user):
        order = self.env["sale.order"].create({"partner_id": self.make_customer("Walk-in").id})
        rule = self.env["customer.link.rule"].create(
            {
                "name": "Orders",
                "model_id": self.env["ir.model"]._get_id("sale.order"),
                "field_id": self.env["ir.model.fields"]._get("sale.order", "partner_id").id,
                "placeholder_ids": [Command.link(order.partner_id.id)],
                "line_ids": [Command.create({"path": "client_order_ref", "kind": "ref"})],
            }
        )
        suggestion = self.env["customer.link.suggestion"].create(
            {
                "rule_id": rule.id,
                "res_model": "sale.order",
                "res_id": order.id,
                "partner_id": customer.id,
                "state": "open",
            }
        )
        self.rpc("customer.link.suggestion", "action_accept", suggestion.ids)
        self.env.invalidate_all()
        self.assertEqual(order.partner_id, customer)
        self.undone("link")

    def merged(self, customer):
        """A group with a twin of ``customer``, as it is planned."""
        twin = customer.copy({"customer_rank": 1})
        return [{"master": customer.id, "members": [customer.id, twin.id]}]

    def try_merge__plan(self, customer, user):
        operation = self.rpc("customer.operation", "customer_plan_merge", self.merged(customer))
        self.rpc("customer.operation", "action_do", [operation])
        self.env.invalidate_all()
        self.undone("merge")

    def try_merge__planned_by_another(self, customer, user):
        Operation = self.env["customer.operation"].with_user(self.users["steward"])
        operation = Operation.customer_plan_merge(self.merged(customer))
        self.rpc("customer.operation", "action_do", [operation])

    def try_merge__preview_of_another(self, customer, user):
        Operation = self.env["customer.operation"].with_user(self.users["steward"])
        operation = Operation.customer_plan_merge(self.merged(customer))
        self.rpc("customer.operation", "customer_preview", [operation])

    def try_merge__wizard(self, customer, user):
        [group] = self.merged(customer)
        values = {"partner_ids": [(6, 0, group["members"])], "master_id": customer.id}
        wizard = self.rpc("customer.merge.wizard", "create", [values])
        self.rpc("customer.merge.wizard", "action_merge", wizard)

    def try_hand_over__wizard(self, customer, user):
        values = {
            "partner_ids": [(6, 0, customer.ids)],
            "user_ids": [(6, 0, self.successor.ids)],
        }
        wizard = self.rpc("customer.handover.wizard", "create", [values])
        self.rpc("customer.handover.wizard", "action_hand_over", wizard)
        self.env.invalidate_all()
        self.assertEqual(customer.user_id, self.successor)
        self.undone("handover")

    def try_hand_over__undo_of_another(self, customer, user):
        Wizard = self.env["customer.handover.wizard"].with_user(self.users["steward"])
        wizard = Wizard.create(
            {
                "partner_ids": [(6, 0, customer.ids)],
                "user_ids": [(6, 0, self.successor.ids)],
            }
        )
        wizard.action_hand_over()
        self.undone("handover")

    def try_import__file(self, customer, user):
        file = base64.b64encode(f"Name\nImported {customer.id}\n".encode()).decode()
        values = {"file": file, "file_name": "customers.csv"}
        record = self.rpc("customer.import", "create", [values])
        self.rpc("customer.import", "action_import", record)

    def try_restore__snapshot(self, customer, user):
        snapshot = self.env["customer.snapshot"]
        snapshot.with_user(self.users["administrator"]).action_take()
        snapshot = snapshot.search([], limit=1)
        customer.city = "Elsewhere"
        self.env.flush_all()
        values = {"snapshot_id": snapshot.id, "partner_ids": [(6, 0, customer.ids)]}
        comparison = self.rpc("customer.snapshot.comparison", "create", [values])
        self.rpc("customer.snapshot.comparison", "action_compare", comparison)
        differences = self.env["customer.snapshot.difference"].search(
            [("comparison_id", "in", comparison)]
        )
        action = self.rpc("customer.snapshot.difference", "action_restore", differences.ids)
        self.rpc("customer.operation", "action_do", [action["res_id"]])
        self.env.invalidate_all()
        self.assertFalse(customer.city)
        self.undone("restore")
