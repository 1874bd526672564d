"""The whole way for a list: values and keys -> candidates -> levels -> scores -> clusters."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from .blocking import candidate_pairs
from .cluster import clusters
from .compare import Comparer
from .keys import SLOTS
from .settings import Settings
from .statistics import Statistics, density_bits
from .table import make_table
from .veto import REASONS, decided, vetoes
from .weigh import VETOED, Weigher

_CHUNK = 500_000
_FLOOR = -20.0  # pairs below are not kept: nothing grows from them


@dataclass(frozen=True)
class ScanResult:
    """Pairs that were compared and are not hopeless, their scores in bits, and what forbids them.

    :param pairs: (m, 2) rows, first < second
    :param vetoed: number of a reason in ``veto.REASONS``
    :param candidates: how many pairs were compared
    """

    size: int
    pairs: np.ndarray
    scores: np.ndarray
    vetoed: np.ndarray
    candidates: int
    statistics: Statistics

    def suggested(self, threshold: float) -> np.ndarray:
        """Which pairs are shown."""
        return (self.scores >= threshold) & (self.vetoed == 0)

    def clusters(self, threshold: float) -> np.ndarray:
        """For each row the smallest row of its cluster."""
        return clusters(self.size, self.pairs, self.scores, threshold, self.vetoed > 0)


def key_matrix(keys: Iterable[list[int]], size: int) -> np.ndarray:
    """Keys of many records as an array (size, SLOTS), 0 where a record has fewer."""
    matrix = np.zeros((size, SLOTS), np.int32)
    for row, own in enumerate(keys):
        matrix[row, : len(own)] = own
    return matrix


def scan(
    packed: Iterable[str],
    keys: np.ndarray,
    settings: Settings,
    different: np.ndarray | None = None,
    floor: float = _FLOOR,
) -> ScanResult:
    """Score all candidates of a list.

    :param packed: stored values, in the order of the rows of ``keys``
    :param different: pairs of rows that people called different
    """
    pairs = candidate_pairs(keys, settings.cap)
    del keys
    comparer = Comparer(make_table(packed))
    weigher = Weigher(settings, comparer.statistics)
    kept: list[np.ndarray] = []
    scores: list[np.ndarray] = []
    vetoed: list[np.ndarray] = []
    for at in range(0, len(pairs), _CHUNK):
        part = pairs[at : at + _CHUNK]
        score, veto = score_pairs(comparer, weigher, part, different)
        keep = (score >= floor) | ((veto > 0) & (score > VETOED))
        kept.append(part[keep])
        scores.append(score[keep])
        vetoed.append(veto[keep])
    pairs_kept = np.concatenate([np.empty((0, 2), np.int32), *kept])
    all_scores = np.concatenate([np.empty(0, np.float32), *scores])
    all_vetoed = np.concatenate([np.empty(0, np.uint8), *vetoed])
    bits = density_bits(all_scores[all_vetoed == 0], comparer.table.size)
    statistics = replace(comparer.statistics, density=bits)
    return ScanResult(
        comparer.table.size,
        pairs_kept,
        all_scores + np.float32(bits),
        all_vetoed,
        len(pairs),
        statistics,
    )


def score_pairs(
    comparer: Comparer, weigher: Weigher, pairs: np.ndarray, different: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """(scores, vetoes) of pairs of rows. A vetoed pair keeps its score, for those who ask why."""
    first, second = pairs[:, 0], pairs[:, 1]
    comparison = comparer.compare(first, second)
    score = weigher.score(comparison).total
    veto = vetoes(comparison, comparer.kinds_apart(first, second), weigher.settings)
    if different is not None and len(different):
        veto[decided(first, second, different)] = REASONS.index("decided")
    return score, veto
