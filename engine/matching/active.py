"""Which pairs to ask a steward about first: those that teach most.

Uncertainty sampling (Lewis and Gale 1994) with the threshold as the point of doubt, and not twice
the same question: a pattern of levels that was asked already is worth less each time. A part of
the questions is spread over the scores, so that a wrong conviction is found out, too.
"""

import numpy as np

from .compare import Comparison

_SPREAD = 0.25  # part of the questions that is not about doubtful pairs
_NEAR = -6.0, 10.0  # bits around the threshold within which those are spread


def pattern_ids(comparison: Comparison) -> np.ndarray:
    """A number for each pattern of levels, equal patterns equal numbers."""
    ids = np.zeros(len(comparison), np.uint64)
    with np.errstate(over="ignore"):
        for levels in comparison.levels.values():
            ids = ids * np.uint64(1099511628211) + levels.astype(np.uint64)
    return ids


def choose(
    scores: np.ndarray,
    patterns: np.ndarray,
    count: int,
    asked: np.ndarray | None = None,
    threshold: float = 0.0,
    seed: int = 0,
) -> np.ndarray:
    """Positions of ``count`` pairs to ask about next, the most informative first.

    :param asked: which pairs have an answer already
    """
    asked = np.zeros(len(scores), bool) if asked is None else asked
    free = np.flatnonzero(~asked)
    if not len(free) or count < 1:
        return np.empty(0, np.int64)
    distance = scores - threshold
    known, counts = np.unique(patterns[asked], return_counts=True)
    at = np.searchsorted(known, patterns[free])
    at[at == len(known)] = 0
    times = (
        np.where(known[at] == patterns[free], counts[at], 0) if len(known) else np.zeros(len(free))
    )
    order = np.argsort(np.abs(distance[free]), kind="stable")
    # Within one pattern the first is worth most: count how often it comes before.
    rank = np.empty(len(free), np.int64)
    by_pattern = np.lexsort((np.argsort(order), patterns[free]))
    starts = np.flatnonzero(np.append(True, np.diff(patterns[free][by_pattern]) != 0))
    sizes = np.diff(np.append(starts, len(free)))
    rank[by_pattern] = np.arange(len(free)) - np.repeat(starts, sizes)
    doubt = np.abs(distance[free]) + 1.5 * (times + rank)
    doubtful = free[np.argsort(doubt, kind="stable")]
    spread = _spread(free, distance, int(count * _SPREAD), seed)
    chosen = list(dict.fromkeys([*doubtful[: count - len(spread)].tolist(), *spread.tolist()]))
    for position in doubtful.tolist():
        if len(chosen) >= count:
            break
        if position not in chosen:
            chosen.append(position)
    return np.array(chosen[:count], np.int64)


def _spread(free: np.ndarray, distance: np.ndarray, count: int, seed: int) -> np.ndarray:
    """One pair from each of ``count`` equal ranges of scores around the threshold."""
    low, high = _NEAR
    near = free[(distance[free] >= low) & (distance[free] <= high)]
    if not len(near) or count < 1:
        return np.empty(0, np.int64)
    generator = np.random.default_rng(seed)
    ranges = ((distance[near] - low) / (high - low) * count).astype(int)
    order = generator.permutation(len(near))
    first = np.unique(ranges[order], return_index=True)[1]
    return near[order][first]
