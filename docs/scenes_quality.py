"""How the pictures of data quality are reached."""

ENTRY = ".o_customer_entry"


class QualityScenes:
    """To be mixed into :class:`scenes.Scenes`."""

    def quality_entry(self):
        self.entry()
        self.choose(f"{ENTRY} div[name=country_id] input", self.typed["country"])
        for name, text in {"name": self.typed["name"], **self.typed["mistakes"]}.items():
            field = f"{ENTRY} div[name={name}] :is(input, textarea)"
            self.page.type(field, text)
            self.page.leave(field)
        self.page.wait_for(f"{ENTRY} :is(.o_customer_problems li, .o_customer_field_message)")

    def quality_kanban(self):
        self.go("customer-master?view_type=kanban", ".o_kanban_record .o_customer_completeness")

    def quality_overview(self):
        self.go("customer-quality", ".o_customer_tile", "canvas")

    def quality_issues(self):
        self.go("customer-issues", ".o_data_row")

    def quality_rule(self):
        rule = self.id_of("customer_quality_rule_phone")
        self.go(f"customer-quality-rules/{rule}", "div[name=field_id] input")
