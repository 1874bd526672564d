"""A steward who knows the truth: what so many decisions would do for a list."""

import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from .active import choose, pattern_ids
from .compare import Comparer, Comparison
from .evaluate import best_quality, cluster_quality, quality_at, true_pairs
from .scan import ScanResult, scan
from .settings import Settings
from .statistics import Statistics
from .table import make_table
from .train import Training, train
from .weigh import Weigher

_ROUND = 50
_POOL = 60_000  # pairs nearest to the threshold that may be asked about


@dataclass(frozen=True)
class Session:
    """The pairs that were shown and what was learned."""

    shown: np.ndarray
    training: Training


def decide(
    packed: list[str],
    settings: Settings,
    result: ScanResult,
    truth: np.ndarray,
    count: int,
) -> Session:
    """Answer ``count`` questions in rounds, learning after each."""
    open_pairs = np.flatnonzero(result.vetoed == 0)
    near = np.abs(result.scores[open_pairs] - settings.suggest)
    pool = np.sort(open_pairs[np.argsort(near, kind="stable")[:_POOL]])
    pairs = result.pairs[pool]
    same = truth[pairs[:, 0]] == truth[pairs[:, 1]]
    comparer = Comparer(make_table(packed), result.statistics)
    comparison = comparer.compare(pairs[:, 0], pairs[:, 1])
    patterns = pattern_ids(comparison)
    asked = np.zeros(len(pairs), bool)
    scores = result.scores[pool]
    training = None
    while asked.sum() < min(count, len(pairs)):
        chosen = choose(
            scores, patterns, min(_ROUND, count - int(asked.sum())), asked, settings.suggest
        )
        if not len(chosen):
            break
        asked[chosen] = True
        rows = np.flatnonzero(asked)
        training = train(take(comparison, rows), same[rows], settings, result.statistics)
        scores = _score(comparison, training.settings, result.statistics)
    if training is None:
        training = train(take(comparison, np.arange(0)), same[:0], settings, result.statistics)
    return Session(pairs[asked], training)


def take(comparison: Comparison, rows: np.ndarray) -> Comparison:
    """Some of the pairs of a comparison."""
    levels = {name: values[rows] for name, values in comparison.levels.items()}
    return Comparison(levels, comparison.name_bits[rows], comparison.place_bits[rows])


def _score(comparison: Comparison, settings: Settings, statistics: Statistics) -> np.ndarray:

    return Weigher(settings, statistics).score(comparison).total


def after_decisions(
    packed: list[str],
    keys: np.ndarray,
    settings: Settings,
    before: ScanResult,
    truth: np.ndarray,
    count: int,
) -> dict[str, Any]:
    """The figures of a new scan with what was learned, judged on the pairs that were not shown."""
    start = time.perf_counter()
    session = decide(packed, settings, before, truth, count)
    learned = session.training.settings
    result = scan(packed, keys, learned)
    size = np.int64(result.size)
    shown = np.isin(
        result.pairs[:, 0] * size + result.pairs[:, 1],
        session.shown[:, 0] * size + session.shown[:, 1],
    )
    same = truth[result.pairs[:, 0]] == truth[result.pairs[:, 1]]
    total = true_pairs(truth) - int(
        (truth[session.shown[:, 0]] == truth[session.shown[:, 1]]).sum()
    )
    scores = np.where(result.vetoed > 0, -np.inf, result.scores)[~shown]
    at = quality_at(scores, same[~shown], total, learned.suggest)
    best = best_quality(scores, same[~shown], total)
    return {
        "decisions": len(session.shown),
        "learned": session.training.learned,
        "pairs": int((scores >= learned.suggest).sum()),
        "precision": round(at.precision, 4),
        "recall": round(at.recall, 4),
        "f1": round(at.f1, 4),
        "best_f1": round(best.f1, 4),
        "best_threshold": round(best.threshold, 2),
        "cluster_f1": round(cluster_quality(result.clusters(learned.suggest), truth).f1, 4),
        "seconds": round(time.perf_counter() - start, 2),
    }
