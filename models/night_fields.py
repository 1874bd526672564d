"""Stored fields of contacts that are found at night by what happened, and by no compute: the
survivor of a merge keeps its own, and a change of them is no change of the customer."""

NIGHT_FIELDS = frozenset(
    (
        "customer_stage",
        "customer_stage_date",
        "customer_stage_manual",
        "customer_priority_proposed",
    )
)
