"""Recency, frequency and monetary value: the reference that the SQL of ``customer.value`` agrees
with, and the groups that follow from the three.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

CLASSES = 5
BEST = 100


@dataclass(frozen=True)
class Weights:
    """How much each of the three counts; not all are 0."""

    recency: int = 1
    frequency: int = 1
    monetary: int = 1

    @property
    def total(self) -> int:
        return self.recency + self.frequency + self.monetary


@dataclass(frozen=True)
class Figures:
    """What a customer ordered from a company.

    :ivar orders, revenue: in the period that counts; without orders in it, the customer has
        ordered before
    """

    last_order: date
    orders: int
    revenue: Decimal


@dataclass(frozen=True)
class Value:
    r: int
    f: int
    m: int
    score: int
    segment: str


def quintiles(values: Sequence) -> list[int]:
    """The fifth, 1 to 5, that each value lies in: the largest are in 5, equal ones in the same."""
    less, equal = {}, {}
    for place, value in enumerate(sorted(values)):
        less.setdefault(value, place)
        equal[value] = equal.get(value, 0) + 1
    # the middle of the places of equal values, so that all customers alike are in the middle
    return [1 + CLASSES * (2 * less[value] + equal[value]) // (2 * len(values)) for value in values]


def score(r: int, f: int, m: int, weights: Weights) -> int:
    """0 to 100: the weighted mean of the three, rounded half up; 100 for a customer in the best
    fifth of all."""
    points = weights.recency * r + weights.frequency * f + weights.monetary * m
    whole = CLASSES * weights.total
    return (2 * BEST * points + whole) // (2 * whole)


def segment(r: int, f: int, m: int) -> str:
    """The group of a customer who ordered in the period."""
    much = f + m
    if r >= 4:
        return "champions" if much >= 8 else "loyal" if much >= 6 else "promising"
    if r == 3:
        return "loyal" if much >= 7 else "attention"
    return "at_risk" if much >= 7 else "hibernating" if much >= 4 else "lost"


def values(figures: Sequence[Figures], weights: Weights) -> list[Value]:
    """The value of each customer of one company. Fifths are made of those who ordered in the
    period; the others are in the last one."""
    recent = [place for place, one in enumerate(figures) if one.orders]
    fifths = zip(
        quintiles([figures[place].last_order for place in recent]),
        quintiles([figures[place].orders for place in recent]),
        quintiles([figures[place].revenue for place in recent]),
        strict=True,
    )
    found = [Value(1, 1, 1, score(1, 1, 1, weights), "lost")] * len(figures)
    for place, (r, f, m) in zip(recent, fifths, strict=True):
        found[place] = Value(r, f, m, score(r, f, m, weights), segment(r, f, m))
    return found
