"""How the pictures of follow-up are reached."""


class FollowupScenes:
    """To be mixed into :class:`scenes.Scenes`."""

    def followup_day(self):
        self.as_salesperson()
        self.go("customer-my-day", ".o_customer_day", ".o_list_renderer")

    def followup_day_phone(self):
        self.as_salesperson()
        self.go("customer-my-day", ".o_customer_day", ".o_kanban_renderer")

    def followup_log(self):
        self.followup_day()
        self.page.click(".o_data_row .o_customer_log_call")
        self.page.wait_for(".o_customer_interaction_log")

    def followup_snooze(self):
        self.followup_day()
        self.page.click(".o_data_row .o_customer_snooze")
        self.page.type(".modal div[name=reason] input", self.typed["later"])
        self.page.leave(".modal div[name=reason] input")

    def followup_statistics(self):
        self.go("customer-contact-analysis", ".o_graph_renderer canvas")

    def followup_plan(self):
        plan = self.id_of("customer_followup_plan_vip")
        self.go(f"customer-followup-plans/{plan}", "div[name=tag_ids] .o_tag")
