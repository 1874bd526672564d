KEY = "customer_origin"


class Origin:
    """The system that a change comes from, said in the context by code only: no call by RPC can
    send an object of this class."""

    def __init__(self, system_id: int):
        self.system_id = system_id

    def on(self, records):
        """``records`` whose changes come from the system."""
        return records.with_context(**{KEY: self})


def origin_of(env) -> int:
    """Id of the ``customer.system`` that what is done now comes from; 0: of none."""
    origin = env.context.get(KEY)
    return origin.system_id if isinstance(origin, Origin) else 0
