"""The priority that a customer should have."""

from collections.abc import Sequence

HIGHEST = "3"


def propose(score: int, importance: int, strategic: bool, limits: Sequence[int]) -> str:
    """
    :param score: of its orders, 0 to 100; 0 without any
    :param importance: points of its tags and categories together, may be negative
    :param limits: points from which on the priority is 1, 2 and 3
    :return: ``"0"`` to ``"3"``
    """
    if strategic:
        return HIGHEST
    points = score + importance
    return str(sum(points >= limit for limit in sorted(limits)))
