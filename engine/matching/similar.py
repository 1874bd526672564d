"""Similarities of many pairs of texts: each different pair once, in C, on threads."""

from collections.abc import Callable

import numpy as np
from rapidfuzz import process

from .table import Column

WORKERS = -1


def pairwise(
    texts_a: np.ndarray, texts_b: np.ndarray, scorer: Callable, dtype=np.float32
) -> np.ndarray:
    """Score of each pair of texts."""
    if not len(texts_a):
        return np.empty(0, dtype)
    workers = WORKERS if len(texts_a) > 20_000 else 1
    return process.cpdist(
        texts_a.tolist(), texts_b.tolist(), scorer=scorer, dtype=dtype, workers=workers
    )


def distinct_pairs(first: np.ndarray, second: np.ndarray, size: int):
    """(first, second, inverse): different unordered pairs of codes and where each pair is among
    them.
    """
    low = np.minimum(first, second).astype(np.int64)
    high = np.maximum(first, second)
    codes, inverse = np.unique(low * size + high, return_inverse=True)
    return codes // size, codes % size, inverse


def similarity(
    column: Column, first: np.ndarray, second: np.ndarray, scorer: Callable
) -> np.ndarray:
    """Score of each pair of codes of a column."""
    low, high, inverse = distinct_pairs(first, second, len(column.texts))
    return pairwise(column.texts[low], column.texts[high], scorer)[inverse]
