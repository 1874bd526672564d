"""How the pictures of linking, mapping and receiving are reached."""


class LinkingScenes:
    """To be mixed into :class:`scenes.Scenes`."""

    def linking_suggestions(self):
        self.go("customer-link-suggestions", ".o_group_header")
        self.page.click(".o_group_header .o_group_name")
        self.page.wait_for(".o_data_row")

    def linking_rule(self):
        rule = self.id_of("customer_link_rule_company")
        self.go(f"customer-link-rules/{rule}", "div[name=line_ids] .o_data_row")

    def linking_try(self):
        self.linking_rule()
        self.page.click("button[name=action_try]")
        self.page.wait_for(".modal .o_data_row")

    def linking_consistency(self):
        self.go("customer-consistency", ".o_group_header")
        self.page.click(".o_group_header .o_group_name")
        self.page.wait_for(".o_data_row")

    def mapping(self):
        mapping = self.id_of("customer_mapping_demo_shop")
        self.go(f"customer-field-mappings/{mapping}", "div[name=line_ids] .o_data_row")

    def mapping_try(self):
        self.mapping()
        self.page.click("button[name=action_try]")
        self.page.type(".modal textarea", self.typed["record"])
        self.page.wait_for(".modal table td")

    def sync_endpoint(self):
        endpoint = self.id_of("customer_endpoint_demo_shop")
        self.go(f"customer-endpoints/{endpoint}", "div[name=transport] .o_radio_item")

    def receiving_system(self):
        system = self.id_of("customer_system_demo_shop")
        self.go(f"customer-systems/{system}", "div[name=policy_ids] .o_data_row")

    def receiving_both(self):
        [record] = self.rpc(
            "customer.inbound.record",
            "search",
            [["state", "=", "open"], ["conflicts", "!=", False]],
        )
        self.go(f"customer-received/{record}", ".o_field_widget[name=comparison] td")
