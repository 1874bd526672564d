"""What no score can outweigh: pairs that are never the same customer, with the reason."""

import numpy as np

from .compare import Comparison
from .levels import MARK, PLACE, TAX
from .settings import Settings

REASONS = ("", "tax_id", "kind", "branch", "generation", "decided")
_CODES = {reason: number for number, reason in enumerate(REASONS)}
_BIT = 32


def vetoes(comparison: Comparison, kinds_apart: np.ndarray, settings: Settings) -> np.ndarray:
    """For each pair the number of a reason in ``REASONS``, 0 where there is none.

    Two different valid tax ids; a person and a company; a branch and its head office or another
    branch; father and son.
    """
    found = np.zeros(len(comparison), np.uint8)
    levels = comparison.levels
    for reason, here in (
        ("generation", levels["generation"] == MARK.index("different")),
        ("branch", levels["place"] == PLACE.index("branch")),
        ("kind", kinds_apart),
        ("tax_id", levels["tax_id"] == TAX.index("different valid")),
    ):
        if reason in settings.vetoes:
            found[here] = _CODES[reason]
    return found


def pair_codes(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """One number a pair, whatever its order, for looking pairs up."""
    low = np.minimum(first, second).astype(np.int64)
    return low << _BIT | np.maximum(first, second)


def decided(first: np.ndarray, second: np.ndarray, different: np.ndarray) -> np.ndarray:
    """Which pairs of rows are among the pairs (m, 2) that people called different."""
    if not len(different):
        return np.zeros(len(first), bool)
    return np.isin(pair_codes(first, second), pair_codes(different[:, 0], different[:, 1]))
