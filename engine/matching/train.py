"""Learning from decisions: regularised logistic regression on levels, from the shipped weights on.

What is learned is a correction of each level's bits, the same against both hypotheses, with a
normal prior around 0: the mean of the weights is that of the shipped ones (MAP estimate; Jaynes;
as "offset" in generalised linear models). Few decisions move little. Corrections are only kept
when decisions that were held out agree better with them (cross-validation), so that decisions can
help and not hurt.
"""

from dataclasses import dataclass, replace

import numpy as np

from .compare import Comparison
from .evaluate import Quality, quality_table
from .levels import EXTRA_PREFIX
from .settings import Settings, Weight, fields_of
from .statistics import Statistics
from .weigh import Weigher

_LN2 = float(np.log(2))
_FOLDS = 5
_STEPS = 40
_PRIORS = (0.3, 1.0, 3.0)  # standard deviation of a correction in bits
_MIN_DECISIONS = 20


@dataclass(frozen=True)
class Training:
    """What came out.

    :param settings: to use from now on: the old ones where learning did not help
    :param learned: whether they differ
    :param loss_before, loss_after: mean bits of surprise of held-out decisions
    :param table: precision and recall of the decided pairs at thresholds, each judged by weights
        that have not seen it
    """

    settings: Settings
    learned: bool
    loss_before: float
    loss_after: float
    table: tuple[Quality, ...]


def train(
    comparison: Comparison,
    same: np.ndarray,
    settings: Settings,
    statistics: Statistics,
    weights: np.ndarray | None = None,
) -> Training:
    """Learn from compared pairs and whether each is the same customer.

    :param weights: how many pairs of the list each decision stands for (1 where it is not known)
    """
    design = _Design(settings)
    matrix = design.matrix(comparison)
    offset = Weigher(settings, statistics).score(comparison).total.astype(float)
    same = np.asarray(same, bool)
    weights = np.ones(len(same)) if weights is None else np.asarray(weights, float)
    weights = weights * (len(same) / max(weights.sum(), 1e-9))
    before = _loss(offset, same, weights)
    folds = np.random.default_rng(0).permutation(len(same)) % _FOLDS
    best, best_prior, held_out = before, 0.0, offset
    if len(same) >= _MIN_DECISIONS and 0 < same.sum() < len(same):
        for prior in _PRIORS:
            scores = np.zeros(len(same))
            for fold in range(_FOLDS):
                rest = folds != fold
                step = _fit(matrix[rest], offset[rest], same[rest], weights[rest], prior)
                scores[~rest] = offset[~rest] + matrix[~rest] @ step
            loss = _loss(scores, same, weights)
            if loss < best * 0.98:
                best, best_prior, held_out = loss, prior, scores
    if best_prior:
        step = _fit(matrix, offset, same, weights, best_prior)
        settings = design.corrected(settings, step)
    table = quality_table(held_out, same, int(same.sum()))
    return Training(settings, best_prior > 0, round(before, 4), round(best, 4), tuple(table))


class _Design:
    """One column for each level of each field but 0, and a last one for the base."""

    def __init__(self, settings: Settings):
        self.fields = fields_of(settings)
        self.starts = {}
        at = 0
        for name, levels in self.fields.items():
            self.starts[name] = at - 1  # level 1 is the first column
            at += len(levels) - 1
        self.size = at + 1

    def matrix(self, comparison: Comparison) -> np.ndarray:
        """Ones where a pair has a level."""
        matrix = np.zeros((len(comparison), self.size))
        matrix[:, -1] = 1.0
        for name, start in self.starts.items():
            levels = comparison.levels.get(name)
            if levels is not None:
                rows = np.flatnonzero(levels)
                matrix[rows, levels[rows].astype(int) + start] = 1.0
        return matrix

    def corrected(self, settings: Settings, step: np.ndarray) -> Settings:
        weights = {}
        for name, levels in self.fields.items():
            old = settings.weights.get(name) or settings.weights[EXTRA_PREFIX]
            own = {}
            for number, level in enumerate(levels[1:], 1):
                bits = float(step[self.starts[name] + number])
                weight = old.get(level, Weight())
                own[level] = Weight(
                    round(weight.stranger + bits, 3), round(weight.related + bits, 3), weight.rarity
                )
            weights[name] = own
        if EXTRA_PREFIX in settings.weights:
            weights[EXTRA_PREFIX] = settings.weights[EXTRA_PREFIX]
        base = tuple(round(bits + float(step[-1]), 3) for bits in settings.base)
        return replace(settings, weights=weights, base=base)


def _fit(
    matrix: np.ndarray, offset: np.ndarray, same: np.ndarray, weights: np.ndarray, prior: float
) -> np.ndarray:
    """Corrections in bits that are most probable, by Newton's method."""
    beta = np.zeros(matrix.shape[1])
    penalty = 1 / prior**2
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-np.clip((offset + matrix @ beta) * _LN2, -30, 30)))
        gradient = matrix.T @ (weights * (p - same)) * _LN2 + penalty * beta
        curve = weights * p * (1 - p) * _LN2**2
        hessian = (matrix * curve[:, None]).T @ matrix + penalty * np.eye(len(beta))
        step = np.linalg.solve(hessian, gradient)
        step *= min(1.0, 4.0 / max(float(np.abs(step).max()), 1e-9))
        beta -= step
        if np.abs(step).max() < 1e-3:
            break
    return beta


def _loss(scores: np.ndarray, same: np.ndarray, weights: np.ndarray) -> float:
    if not len(scores):
        return 0.0
    z = np.clip(scores * _LN2, -30, 30)
    return float((weights * np.logaddexp(0, np.where(same, -z, z))).mean() / _LN2)
