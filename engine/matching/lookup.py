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
    """Likely duplicates of a record, the best first.

    :param packed: values of the new record
    :param candidates: values of the records that share a key with it; those past ``LIMIT`` are left
        out, so fetch those with the most keys in common first
    :param statistics: of the whole list, from its last scan
    """
    candidates = candidates[:LIMIT]
    if not candidates:
        return []
    comparer = Comparer(make_table([packed, *candidates]), statistics)
    weigher = Weigher(settings, statistics)
    count = len(candidates)
    pairs = np.zeros((count, 2), np.int32)
    pairs[:, 1] = np.arange(1, count + 1)
    scores, vetoed = score_pairs(comparer, weigher, pairs)
    order = np.argsort(-scores, kind="stable")
    hits = []
    for at in order[scores[order] >= settings.suggest][:limit].tolist():
        hits.append(Hit(at, round(float(scores[at]), 2), REASONS[int(vetoed[at])]))
    return hits
