"""How the pictures of duplicates are reached."""

ENTRY = ".o_customer_entry"


class DuplicateScenes:
    """To be mixed into :class:`scenes.Scenes`."""

    def duplicates_entry(self):
        self.entry()
        for name, text in self.typed["twin"].items():
            field = f"{ENTRY} div[name={name}] :is(input, textarea)"
            self.page.type(field, text)
            self.page.leave(field)
        self.page.wait_for(".o_customer_duplicate .o_duplicate_why")
        self.page.click(".o_duplicate_why")
        self.page.wait_for(".o_customer_duplicate td")

    def duplicates_entry_phone(self):
        self.duplicates_entry()

    def duplicates_question(self):
        self.duplicates_entry()
        self.page.click("footer button[name=action_customer_open]")
        self.page.wait_for(".o_duplicate_back")

    def duplicates(self):
        self.go("customer-duplicates", ".o_data_row")
        self.page.wait("document.querySelector('.o_menu_sections').textContent.includes('(')")

    def duplicates_pair(self):
        self.duplicates()
        self.page.click(".o_data_row:nth-child(3) .o_data_cell[name=likelihood]")
        self.page.wait_for("div[name=explanation]")

    def duplicates_pair_phone(self):
        self.go("customer-duplicates", ".o_kanban_record")
        self.page.click(".o_kanban_record:nth-child(3)")
        self.page.wait_for("div[name=explanation]")

    def review(self):
        self.go("customer-review", ".o_review_table")

    def review_phone(self):
        self.review()

    def duplicates_rule(self):
        rule = self.id_of("customer_match_rule_default")
        self.go(f"customer-duplicate-rules/{rule}", "div[name=field_ids] input")
