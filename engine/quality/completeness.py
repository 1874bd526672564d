"""How complete a customer is."""

from collections.abc import Iterable


def completeness(asked: Iterable[tuple[float, bool]]) -> int:
    """Per cent of the asked weight that is there, from 0 to 100, rounded down so that 100 says
    that nothing is missing.

    :param asked: (weight, whether it is there) of each thing that is asked for; 100 for nothing
    """
    total = there = 0.0
    for weight, filled in asked:
        total += weight
        there += weight * filled
    return int(100 * there / total) if total else 100
