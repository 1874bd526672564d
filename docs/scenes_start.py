"""How the pictures of the first steps and of the overview of sending are reached."""


class StartScenes:
    """To be mixed into :class:`scenes.Scenes`."""

    def setup(self):
        self.go("customer-setup", ".o_kanban_record button[name=action_open]")

    def sync_overview(self):
        action = self.id_of("customer_sync_dashboard_action")
        self.go(f"action-{action}", ".o_customer_tile")
