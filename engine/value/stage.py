"""The stage of the life of a customer, from its orders and contacts."""

from dataclasses import dataclass
from datetime import date

STAGES = ("potential", "new", "active", "at_risk", "lost")


@dataclass(frozen=True)
class Periods:
    """Days: new for so long after the first order; at risk, and lost, after so long without an
    order or a contact."""

    new: int = 90
    at_risk: int = 180
    lost: int = 365


def stage_of(
    today: date,
    first_order: date | None,
    last_order: date | None,
    last_contact: date | None,
    periods: Periods,
) -> str:
    """
    :param last_contact: ``None`` as well where contacts don't count
    """
    if not first_order:
        return "potential"
    if (today - first_order).days <= periods.new:
        return "new"
    heard = max(last_order, last_contact or last_order)
    silent = (today - heard).days
    if silent > periods.lost:
        return "lost"
    return "at_risk" if silent > periods.at_risk else "active"
