"""How the pictures of the first steps and of the overview of sending are reached."""


class StartScenes:
    """To be mixed into :class:`scenes.Scenes`."""

    def setup(self):
        self.go("customer-setup", ".o_kanban_record button[name=action_open]")

    def sync_overview(self):
        self.go("customer-sync", ".o_customer_tile", "canvas")

    def sync_send(self):
        self.go(f"customer-endpoints/{self.id_of('customer_endpoint_stage')}", ".o_form_view")
        self.page.click(".o_statusbar_buttons button:nth-child(2)")
        self.page.wait_for(".modal div[name=scope]")

    def sync_secret(self):
        self.go(f"customer-endpoints/{self.id_of('customer_endpoint_demo_shop')}", ".o_form_view")
        self.page.click("button[name=action_new_secret]")
        self.page.wait_for(".modal .o_form_view")
