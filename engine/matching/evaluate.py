"""Quality against a known truth: pairs at thresholds, and after clustering."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Quality:
    """Precision, recall and F1 of pairs from a score on."""

    threshold: float
    precision: float
    recall: float
    f1: float


def true_pairs(truth: np.ndarray) -> int:
    """How many pairs of rows belong together; ``truth`` numbers the customers from 0."""
    counts = np.bincount(np.asarray(truth, np.int64)).astype(np.int64)
    return int((counts * (counts - 1) // 2).sum())


def quality_at(scores: np.ndarray, same: np.ndarray, total: int, threshold: float) -> Quality:
    """At one threshold; pairs that were no candidates are missed."""
    chosen = scores >= threshold
    return _quality(threshold, int((chosen & same).sum()), int(chosen.sum()), total)


def best_quality(scores: np.ndarray, same: np.ndarray, total: int) -> Quality:
    """At the threshold that is best for these pairs (an oracle: nobody has it in production)."""
    curve = _curve(scores, same, total)
    if curve is None:
        return _quality(0.0, 0, 0, total)
    thresholds, right, chosen = curve
    precision = right / chosen
    recall = right / max(total, 1)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
    at = int(f1.argmax())
    return _quality(float(thresholds[at]), int(right[at]), int(chosen[at]), total)


def quality_table(
    scores: np.ndarray, same: np.ndarray, total: int, thresholds: np.ndarray | None = None
) -> list[Quality]:
    """At each of some thresholds, by default every whole bit from -10 to 15."""
    if thresholds is None:
        thresholds = np.arange(-10, 16)
    return [quality_at(scores, same, total, float(threshold)) for threshold in thresholds]


def cluster_quality(label: np.ndarray, truth: np.ndarray) -> Quality:
    """Of all pairs within the clusters."""
    if not len(truth):
        return _quality(0.0, 0, 0, 0)
    _numbers, ours = np.unique(label, return_inverse=True)
    both = np.unique(ours.astype(np.int64) * (int(truth.max()) + 1) + truth, return_counts=True)[1]
    right = int((both * (both - 1) // 2).sum())
    return _quality(0.0, right, true_pairs(ours), true_pairs(truth))


def _curve(scores, same, total):
    if not len(scores) or not total:
        return None
    order = np.argsort(-scores, kind="stable")
    ordered = scores[order]
    last = np.append(ordered[1:] != ordered[:-1], True)
    right = np.cumsum(same[order])[last]
    return ordered[last], right, np.flatnonzero(last) + 1


def _quality(threshold: float, right: int, chosen: int, total: int) -> Quality:
    precision = right / chosen if chosen else 0.0
    recall = right / total if total else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return Quality(threshold, precision, recall, f1)
