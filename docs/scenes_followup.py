"""How the pictures of follow-up are reached."""


class FollowupScenes:
    """To be mixed into :class:`scenes.Scenes`."""

    def followup_day(self):
        self.go("customer-my-day", ".o_customer_day", ".o_list_renderer")

    def followup_day_phone(self):
        self.go("customer-my-day", ".o_customer_day", ".o_kanban_renderer")

    def followup_log(self):
        self.go("customer-overdue?view_type=kanban", ".o_kanban_record .o_customer_log_call")
        self.page.click(".o_kanban_record .o_customer_log_call")
        self.page.wait_for(".o_customer_interaction_log")

    def followup_plan(self):
        plan = self.id_of("customer_followup_plan_vip")
        self.go(f"customer-followup-plans/{plan}", "div[name=tag_ids] .o_tag")
