"""How the pictures of corrections are reached."""


class CorrectionScenes:
    """To be mixed into :class:`scenes.Scenes`."""

    def correction_suggestions(self):
        self.go("customer-suggestions", ".o_group_header")
        self.page.click(".o_group_header .o_group_name")
        self.page.wait_for(".o_data_row")

    def correction_rules(self):
        self.go("customer-corrections", ".o_data_row")

    def correction_try(self):
        rule = self.id_of("customer_correction_rule_phone")
        self.go(f"customer-corrections/{rule}", "button[name=action_try]")
        self.page.click("button[name=action_try]")
        self.page.wait_for(".modal .o_data_row")
