"""How the pictures of access, approval and audit are reached."""

# by the country that is typed: its code and a phone number
HOMES = {"United Kingdom": ("GB", "+44 20 7946 0018"), "中国": ("CN", "+86 512 6280 1234")}
MANUAL = {"customer_manual_entry": True, "res_partner_search_mode": "customer"}


class AccessScenes:
    """To be mixed into :class:`scenes.Scenes`."""

    def access_settings(self):
        self.settings()
        self._show_block("customer_guard")

    def access_preview(self):
        self.settings()
        self._show_block("customer_guard")
        self.page.click("button[name=action_customer_access_preview]")
        self.page.wait_for(".modal .o_data_row")

    def access_fields(self):
        self.go("customer-guarded-fields", ".o_data_row")

    def access_customer(self):
        self.form_customer_master()
        self._show("div[name=customer_access]")

    def approval_settings(self):
        self._set(approval="always")
        self.settings()
        self._show_block("customer_approval")

    def approval_draft(self):
        self._set(approval="always")
        self.as_salesperson()
        draft = self._entered()
        # a salesperson can't delete it again
        self.undo.append(lambda: self.sign_in("admin"))
        self.go(f"customer-master/{draft}", "button[name=action_customer_submit]")

    def approval_list(self):
        self._set(approval="always")
        for name in (self.typed["name"], self.typed["second"]):
            customer = self._entered(name=name)
            self.rpc("res.partner", "action_customer_submit", [customer])
        self.go("customers-to-approve", ".o_data_row")
        self.page.click(".o_data_row .o_list_record_selector input")
        self.page.wait_for(".o_control_panel button[name=action_customer_approve]")

    def handover(self):
        self.list()
        self.dialog("customer_handover_action")
        [salesperson] = self.rpc("res.partner", "read", [self.customer()], ["user_id"])
        self.choose(".modal div[name=from_user_id] input", salesperson["user_id"][1])
        [other] = self.rpc("res.users", "read", [self.id_of("res_users_demo_sales2")], ["name"])
        self.choose(".modal div[name=user_ids] input", other["name"])
        self.page.wait(
            "document.querySelector('.modal div[name=preview] li')?.textContent"
            f".startsWith('{other['name']}')"
        )

    def audit(self):
        self._set(audit="True", export_guard="True")
        customer = self.customer()
        [old] = self.rpc("res.partner", "read", [customer], ["city", "phone"])
        del old["id"]
        self.change(customer, {"city": self.typed["moved"], "phone": False})
        self.change(customer, old)
        context = self.rpc("res.users", "context_get")
        self.rpc("res.partner", "export_data", [customer], ["name", "email"], context=context)
        self.go("customer-audit", ".o_data_row")

    def export_reason(self):
        self._set(export_guard="True", export_rows="50")
        self.list()
        self.page.click(".o_list_view thead .o_list_record_selector input")
        self.act("export")
        self.page.wait_for(".modal .o_fields_list .o_export_field")
        self.page.click(".modal .o_select_button:enabled")
        self.page.type(".o_customer_export_reason", self.typed["reason"])

    def user_roles(self):
        """The form of a user, where a role is given."""
        user = self.id_of("res_users_demo_sales")
        self.go(f"action-base.action_res_users/{user}", "div[name=name]")

    # -- what they need ----------------------------------------------------------------------

    def _show(self, selector: str) -> None:
        self.page.wait_for(selector)
        self.page.evaluate(f"document.querySelector('{selector}').scrollIntoView()")

    def _show_block(self, field: str) -> None:
        """Scroll the settings to the title of the block that has a field."""
        self.page.wait_for(f"div[name={field}]")
        self.page.evaluate(
            f"document.querySelector('div[name={field}]').closest('.o_settings_container')"
            ".previousElementSibling.scrollIntoView()"
        )

    def _set(self, **values) -> None:
        """Switch areas on for the time of the picture."""
        parameters = "ir.config_parameter"
        for name, value in values.items():
            key = f"customer_master.{name}"
            before = self.rpc(parameters, "get_param", key)
            self.undo.append(
                lambda key=key, before=before: self.rpc(parameters, "set_param", key, before)
            )
            self.rpc(parameters, "set_param", key, value)

    def _entered(self, **values) -> int:
        """Id of a new customer, as it is saved by the entry form."""
        code, phone = HOMES[self.typed["country"]]
        [country] = self.rpc("res.country", "search", [["code", "=", code]])
        home = {"country_id": country, "phone": phone}
        context = {**self.rpc("res.users", "context_get"), **MANUAL}
        home["lang"] = context["lang"]
        values = {"name": self.typed["name"], "is_company": True, **home, **values}
        [saved] = self.rpc("res.partner", "web_save", [], values, {"id": {}}, context=context)
        self.undo.append(lambda: self.rpc("res.partner", "unlink", [saved["id"]]))
        return saved["id"]

    def settings(self):
        self.go("action-customer_master.res_config_settings_action", ".o_setting_box")
