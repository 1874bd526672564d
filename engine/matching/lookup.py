"""One new record against the candidates that its keys fetched: the check while somebody types."""

from dataclasses import dataclass

import numpy as np

from .compare import Comparer
from .scan import score_pairs
from .settings import Settings
from .statistics import Statistics
from .table import make_table
from .veto import REASONS
from .weigh import Weigher

LIMIT = 300  # candidates that are looked at


@dataclass(frozen=True)
class Hit:
    """``position`` among the candidates, score in bits, ``veto``: a reason of ``veto.REASONS`` or
    "".
    """

    position: int
    score: float
    veto: str


def lookup(
    packed: str, candidates: list[str], settings: Settings, statistics: Statistics, limit: int = 20
) -> list[Hit]:
    """Likely duplicates of a record, the best first, see :func:`lookup_all`."""
    return lookup_all([(packed, candidates)], settings, statistics, limit)[0]


def lookup_all(
    wanted: list[tuple[str, list[str]]],
    settings: Settings,
    statistics: Statistics,
    limit: int = 20,
) -> list[list[Hit]]:
    """Likely duplicates of each of many records, the best first, all of them compared at once.

    :param wanted: values of each new record, and values of the records that share a key with it;
        those past ``LIMIT`` are left out, so fetch those with the most keys in common first
    :param statistics: of the whole list, from its last scan
    """
    numbers: dict[str, int] = {}
    pairs = [
        (numbers.setdefault(packed, len(numbers)), numbers.setdefault(other, len(numbers)))
        for packed, candidates in wanted
        for other in candidates[:LIMIT]
    ]
    if not pairs:
        return [[] for _one in wanted]
    comparer = Comparer(make_table(numbers), statistics)
    scores, vetoed = score_pairs(comparer, Weigher(settings, statistics), np.array(pairs, np.int32))
    found, start = [], 0
    for _packed, candidates in wanted:
        end = start + min(len(candidates), LIMIT)
        order = np.argsort(-scores[start:end], kind="stable") + start
        best = order[scores[order] >= settings.suggest][:limit].tolist()
        found.append(
            [Hit(at - start, round(float(scores[at]), 2), REASONS[int(vetoed[at])]) for at in best]
        )
        start = end
    return found
