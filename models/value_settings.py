"""Numbers in Settings by which customers are valued: parameters and their defaults."""

NUMBERS = {
    "customer_stage_new": ("customer_master.stage_new", 90),
    "customer_stage_at_risk": ("customer_master.stage_at_risk", 180),
    "customer_stage_lost": ("customer_master.stage_lost", 365),
    "customer_value_months": ("customer_master.value_months", 12),
    "customer_value_recency": ("customer_master.value_recency", 1),
    "customer_value_frequency": ("customer_master.value_frequency", 1),
    "customer_value_monetary": ("customer_master.value_monetary", 1),
    "customer_priority_raised": ("customer_master.priority_raised", 60),
    "customer_priority_high": ("customer_master.priority_high", 80),
    "customer_priority_highest": ("customer_master.priority_highest", 95),
}
CONTACT_COUNTS = "customer_master.stage_contact"
PRIORITY_MODE = "customer_master.priority_mode"
MODES = [
    ("off", "No proposals"),
    ("confirm", "Propose, a user accepts"),
    ("automatic", "Set it, unless a user has set it by hand"),
]


def numbers(env, *names) -> list[int]:
    """The numbers of ``names``, keys of :data:`NUMBERS`."""
    params = env["ir.config_parameter"].sudo()
    return [int(params.get_param(*NUMBERS[name])) for name in names]


def contact_counts(env) -> bool:
    return env["ir.config_parameter"].sudo().get_param(CONTACT_COUNTS, "1") == "1"


def priority_mode(env) -> str:
    return env["ir.config_parameter"].sudo().get_param(PRIORITY_MODE, "confirm")
