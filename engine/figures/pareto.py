"""How much of the revenue comes from how many of the customers."""

from dataclasses import dataclass

import numpy as np

STEP = 5  # per cent of the customers between two points of the curve
# customers that together make so many per cent of the revenue, and the rest
CLASSES = (("a", 80), ("b", 95), ("c", 100))


@dataclass(frozen=True)
class Class:
    """Customers ``first`` to ``last`` (exclusive) in descending order of revenue."""

    name: str
    first: int
    last: int
    share: float  # of the revenue, 0 to 1

    @property
    def count(self) -> int:
        return self.last - self.first


@dataclass(frozen=True)
class Pareto:
    """Customers with revenue, the largest first."""

    order: np.ndarray  # places in what was given
    curve: tuple[tuple[int, int, float], ...]  # per cent of customers, number, share of revenue
    classes: tuple[Class, ...]


def pareto(revenues) -> Pareto:
    """The curve and the classes A, B, C of the revenue of each customer.

    Customers without revenue, or with more credited than invoiced, are in neither.
    """
    values = np.asarray(revenues, dtype=float)
    order = np.argsort(-values, kind="stable")
    order = order[values[order] > 0]
    if not len(order):
        return Pareto(order, (), ())
    shares = np.cumsum(values[order])
    shares /= shares[-1]
    curve = [(0, 0, 0.0)]
    for per_cent in range(STEP, 101, STEP):
        number = -(-len(order) * per_cent // 100)
        curve.append((per_cent, number, float(shares[number - 1])))
    return Pareto(order, tuple(curve), tuple(_classes(shares)))


def _classes(shares):
    first, made = 0, 0.0
    for name, limit in CLASSES:
        # the customer with whom the limit is reached belongs to those who reach it
        last = min(int(np.searchsorted(shares, limit / 100 - 1e-9)) + 1, len(shares))
        last = max(last, first)
        if name == CLASSES[-1][0]:
            last = len(shares)
        upto = float(shares[last - 1])
        yield Class(name, first, last, upto - made)
        first, made = last, upto
