class Marker:
    """A word in the context that only code can say: its value is an object of this process,
    which no call by RPC can send."""

    def __init__(self, key: str):
        self.key = key

    def on(self, records):
        """``records`` with the word in their context."""
        return records.with_context(**{self.key: self})

    def said(self, env) -> bool:
        return env.context.get(self.key) is self
