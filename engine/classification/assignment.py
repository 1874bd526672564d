"""Which categories a rule gives to a customer, and which it takes back.

A customer carries categories of several dimensions. In an *exclusive* dimension it has at most
one. Each category came either by hand or by a rule; what came by hand is never touched.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """A category (or tag) that a rule can assign.

    ``dimension`` is the exclusive dimension it belongs to, ``None`` where several may stand
    side by side.
    """

    id: int
    dimension: int | None = None


@dataclass(frozen=True)
class Change:
    """What one customer gains and loses, as ids of targets; empty when nothing changes."""

    add: frozenset[int] = frozenset()
    remove: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.add or self.remove)


NO_CHANGE = Change()


def plan_change(
    current: Collection[int],
    by_rule: Collection[int],
    matched: Iterable[int],
    targets: Mapping[int, Target],
    exclusive: Mapping[int, int],
) -> Change:
    """Plan the assignment of one customer.

    :param current: ids of the categories that the customer has now
    :param by_rule: those of ``current`` that a rule gave; all others were set by hand
    :param matched: ids of the targets whose rule holds, in order of precedence
    :param targets: the targets that have a working rule, by id. What a rule gave that no longer
        works or exists stays, until another rule gives one of the same exclusive dimension
    :param exclusive: exclusive dimension of each category in ``current`` (absent: not exclusive)
    """
    taken: set[int] = {
        exclusive[category]
        for category in current
        if category in exclusive and category not in by_rule
    }
    wanted: set[int] = set()
    for target_id in matched:
        dimension = targets[target_id].dimension
        if dimension is not None:
            if dimension in taken:
                continue
            taken.add(dimension)
        wanted.add(target_id)
    add = frozenset(wanted.difference(current))
    remove = frozenset(
        category
        for category in current
        if category in by_rule
        and category not in wanted
        and (category in targets or exclusive.get(category) in taken)
    )
    return Change(add, remove) if add or remove else NO_CHANGE
