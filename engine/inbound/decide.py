"""Whose value of a field counts when another system sends a different one."""

from dataclasses import dataclass
from datetime import datetime

TAKE, KEEP, CONFLICT = "take", "keep", "conflict"
HERE = 0  # people and programs of this database


@dataclass(frozen=True)
class Origin:
    """Who set a value, and when.

    :param system: id of the system, ``HERE``
    """

    system: int
    changed_on: datetime


def decide(
    policy: str,
    *,
    blank: bool,
    changed_there: bool,
    origin: Origin | None,
    system: int,
    changed_on: datetime,
    order: dict[int, int],
) -> str:
    """What happens to a value that differs from the one that came.

    :param policy: ``overwrite``, ``newest``, ``priority``, ``fill`` or ``keep``
    :param blank: there is no value here
    :param changed_there: the system said another one the last time, or nothing
    :param origin: of the value here, None where nobody knows
    :param order: place of each system, the most believed one first
    :return: ``TAKE``, ``KEEP``, or ``CONFLICT``: both sides have changed it and ours stays until
        somebody has looked at both
    """
    if policy == "fill":
        return TAKE if blank else KEEP
    if policy in ("keep", "overwrite"):
        return KEEP if policy == "keep" else TAKE
    if not changed_there:
        # they only repeat what they said before it was changed here
        return KEEP
    if origin is None or origin.system == system:
        return TAKE
    if policy == "priority":
        if origin.system == HERE:
            return CONFLICT
        return TAKE if order.get(system, 0) <= order.get(origin.system, 0) else KEEP
    return TAKE if origin.changed_on <= changed_on else CONFLICT
