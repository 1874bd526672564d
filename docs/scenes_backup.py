"""How the pictures of clean-up and backup are reached."""


class BackupScenes:
    """To be mixed into :class:`scenes.Scenes`."""

    def cleanup(self):
        cleanup = self.id_of("customer_cleanup_weekly")
        self.go(f"customer-cleanup/{cleanup}", "div[name=match_rule_ids] .o_tag")

    def snapshots(self):
        self.go("customer-snapshots", ".o_data_row")

    def differences(self):
        snapshot = self._take_snapshot()
        customer = self.customer()
        [old] = self.rpc("res.partner", "read", [customer], ["city", "website"])
        del old["id"]
        self.undo.append(lambda: self.change(customer, old))
        self.change(customer, {"city": self.typed["moved"], "website": False})
        self.go(f"customer-snapshots/{snapshot}", "button[name=action_compare]")
        self.page.click("button[name=action_compare]")
        self.page.wait_for("div[name=partner_ids]")
        self.page.click("button[name=action_compare]")
        self.page.wait_for(".o_data_row")
        self.page.click(".o_data_row .o_list_record_selector input")
        self.page.wait_for("button[name=action_restore]")

    def _take_snapshot(self) -> int:
        """Id of a new snapshot."""
        self.rpc("customer.snapshot", "action_take", [])
        [snapshot] = self.rpc("customer.snapshot", "search", [], limit=1)
        self.undo.append(lambda: self.rpc("customer.snapshot", "unlink", [snapshot]))
        return snapshot
