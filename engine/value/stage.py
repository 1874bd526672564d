"""The stage of the life of a customer, from its orders and contacts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

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


def past_moves(orders: Sequence[date], end: date, periods: Periods) -> list[tuple[date, str, str]]:
    """When a customer went from which stage to which, as its orders tell: contacts of the past are
    not known.

    :param orders: days, in their order
    :param end: the last day
    :return: tuples (day, stage before, stage then), the oldest first
    """
    limits = (0, periods.at_risk + 1, periods.lost + 1)
    days = {day + timedelta(days=limit) for day in orders for limit in limits}
    days.update(day + timedelta(days=periods.new + 1) for day in orders[:1])
    moves, stage, done = [], STAGES[0], 0
    for day in sorted(days):
        if day > end:
            break
        while done < len(orders) and orders[done] <= day:
            done += 1
        then = stage_of(day, orders[0], orders[done - 1], None, periods)
        if then != stage:
            moves.append((day, stage, then))
        stage = then
    return moves
