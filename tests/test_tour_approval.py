from .tour_case import TourCase


class TestTourApproval(TourCase):
    def test_approval(self):
        self.set_setting(customer_approval="sales")
        sales, steward = self.make_user("sales"), self.make_user("steward")
        self.tour("approval_submit", sales)
        customer = self.customer("Approval Tour Ltd")
        self.assertEqual(customer.customer_approval_state, "to_approve")
        self.tour("approval_reject", steward, "/odoo/customers-to-approve")
        self.assertEqual(customer.customer_approval_state, "rejected")
        self.assertEqual(customer.customer_approval_reason, "Which company?")
        customer.with_user(sales).action_customer_submit()
        self.tour("approval_approve", steward, "/odoo/customers-to-approve")
        self.assertEqual(customer.customer_approval_state, "approved")

    def test_handover(self):
        leaver = self.make_user("sales", login="cm_leaver", name="Leaving Person")
        heir = self.make_user("sales", login="cm_heir", name="Staying Person")
        customer = self.make_customer("Handover Tour Ltd", user_id=leaver.id)
        self.tour(
            "handover",
            self.make_user("steward"),
            "/odoo/action-customer_master.customer_operation_action",
        )
        self.assertEqual(customer.user_id, heir)


class TestTourApprovalChinese(TestTourApproval):
    lang = "zh_CN"
    allow_inherited_tests_method = True
