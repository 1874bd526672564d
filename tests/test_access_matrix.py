"""The matrix of roles, tried as a user of the web client would: over RPC."""

from odoo.tests import HttpCase, tagged

from ..engine.access.policy import OWN, RELATIONS, ROLES, UNASSIGNED, allowed
from .common import CustomerCase

# what everybody may have besides, which gives core's rights on all contacts
OTHER_GROUPS = (
    "base.group_partner_manager",
    "sales_team.group_sale_salesman_all_leads",
    "account.group_account_invoice",
    "base.group_allow_export",
)


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

    def customer_of(self, role, relation):
        owner = {OWN: self.users[role], UNASSIGNED: self.Partner.user_id.browse()}
        return self.make_customer(
            f"{role} {relation}", user_id=owner.get(relation, self.colleague).id
        )

    def rpc(self, model, method, *args, **kwargs):
        """Whether the call went through; an answer that is no refusal is a failure."""
        answer = self.url_open(
            "/web/dataset/call_kw",
            json={
                "params": {"model": model, "method": method, "args": args, "kwargs": kwargs},
            },
        ).json()
        if "error" not in answer:
            return True
        name = answer["error"]["data"]["name"]
        self.assertEqual(name, "odoo.exceptions.AccessError", answer["error"]["data"]["message"])
        return False

    def attempts(self, role, customer):
        """For each action the calls that do it."""
        me = self.users[role].id
        company = {"is_company": True, "customer_rank": 1}
        bank = {"partner_id": customer.id, "acc_number": f"CM {role} {customer.id}"}
        ids = customer.ids
        yield "read", "res.partner", "read", [ids, ["name"]]
        yield "create", "res.partner", "create", [{"name": "New", **company}]
        yield "write", "res.partner", "write", [ids, {"street": "Elsewhere 1"}]
        yield "write", "res.partner", "web_save", [ids, {"street": "There 1"}, {"id": {}}]
        yield "write", "res.partner", "write", [ids, {"child_ids": [(0, 0, {"name": "C"})]}]
        yield "write", "res.partner", "write", [ids, {"active": True}]
        yield "write_finance", "res.partner", "write", [ids, {"vat": "91110000600037341L"}]
        yield "write_finance", "res.partner", "write", [ids, {"property_payment_term_id": False}]
        yield "bank", "res.partner.bank", "create", [bank]
        yield "claim", "res.partner", "write", [ids, {"user_id": me}]
        yield "reassign", "res.partner", "write", [ids, {"user_id": self.users["steward"].id}]
        yield "export", "res.partner", "export_data", [ids, ["name"]]
        yield "unlink", "res.partner", "unlink", [ids]


class TestAccessMatrix(MatrixCase):
    def test_every_cell(self):
        for role in ROLES:
            self.authenticate(self.users[role].login, self.users[role].login)
            for relation in RELATIONS:
                for action, model, method, args in self.attempts(
                    role, self.customer_of(role, relation)
                ):
                    expected = allowed([role], action, relation)
                    if action == "claim" and relation == OWN:
                        continue  # it is his already
                    with self.subTest(role=role, relation=relation, action=action, args=args):
                        self.assertIs(self.rpc(model, method, *args), expected)
