"""How the picture of a merge is reached."""


class MergeScenes:
    """To be mixed into :class:`scenes.Scenes`."""

    def merge(self):
        self.list()
        self.page.type(".o_searchview_input", self.typed["doubled"])
        self.page.wait_for(".o_searchview_autocomplete .o-dropdown-item")
        self.page.press("Enter")
        self.page.wait("document.querySelectorAll('.o_data_row').length < 10")
        for row in (1, 2):
            self.page.click(f".o_data_row:nth-child({row}) .o_list_record_selector input")
        self.act("merge")
        self.page.wait_for(".modal div[name=master_id]")

    def operations(self):
        self.go("customer-operations", ".o_data_row")

    def operation(self):
        [handover] = self.rpc("customer.operation", "search", [["kind", "=", "handover"]], limit=1)
        self.go(f"customer-operations/{handover}", "button[name=action_undo]")
