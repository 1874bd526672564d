"""How the pictures of follow-up are reached."""

import os


class FollowupScenes:
    """To be mixed into :class:`scenes.Scenes`."""

    def _as_salesperson(self):
        """As somebody who has customers to follow up, in the language of the picture."""

        def sign_in(login):
            database = os.environ["CM_DATABASE"]
            return self.post("/web/session/authenticate", db=database, login=login, password=login)

        chinese = self.rpc("res.users", "context_get")["lang"].startswith("zh")
        user = sign_in("demo_sales" if chinese else "demo_sales2")["uid"]
        self.undo.append(lambda: sign_in("admin"))
        language = "zh_CN" if chinese else "en_US"
        self.rpc("res.users", "write", [user], {"lang": language})

    def followup_day(self):
        self._as_salesperson()
        self.go("customer-my-day", ".o_customer_day", ".o_list_renderer")

    def followup_day_phone(self):
        self._as_salesperson()
        self.go("customer-my-day", ".o_customer_day", ".o_kanban_renderer")

    def followup_log(self):
        self._as_salesperson()
        self.go("customer-overdue?view_type=kanban", ".o_kanban_record .o_customer_log_call")
        self.page.click(".o_kanban_record .o_customer_log_call")
        self.page.wait_for(".o_customer_interaction_log")

    def followup_plan(self):
        plan = self.id_of("customer_followup_plan_vip")
        self.go(f"customer-followup-plans/{plan}", "div[name=tag_ids] .o_tag")
