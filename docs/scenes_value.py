"""How the pictures of stages and values are reached."""


class ValueScenes:
    """To be mixed into :class:`scenes.Scenes`."""

    def stages(self):
        self.go("customer-stages", ".o_customer_flow rect", "canvas")

    def stage_form(self):
        """Where a stage is set by hand."""
        self.form_customer_master()
        self.page.evaluate(
            "document.querySelector('div[name=customer_stage_manual]')"
            ".scrollIntoView({block: 'center'})"
        )

    def segments(self):
        self.go("customer-segments", ".o_data_row")
