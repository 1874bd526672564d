"""How the pictures of stages and values are reached."""


class ValueScenes:
    """To be mixed into :class:`scenes.Scenes`."""

    def stages(self):
        self.go("customer-stages", ".o_customer_flow rect", "canvas")
