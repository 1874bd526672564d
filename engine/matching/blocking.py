"""Candidate pairs from blocking keys: by sorting, in ranges of keys, so that memory stays flat.

A group over the cap is dropped: placeholders fall out by themselves, the work stays linear, and the
records of such a group meet by their other keys.
"""

from collections.abc import Iterator

import numpy as np

CAP = 40  # records that may share one key
_RANGES = 8
_EXHAUSTIVE = 1500  # lists up to this size are compared completely: half a second


def candidate_pairs(keys: np.ndarray, cap: int = CAP, exhaustive: int = _EXHAUSTIVE) -> np.ndarray:
    """Pairs (m, 2) int32 with first < second, each once, sorted; ``keys`` is (n, k) int32, 0 is
    none.
    """
    count = len(keys)
    if count < 2:
        return np.empty((0, 2), np.int32)
    if count <= exhaustive:
        first, second = np.triu_indices(count, 1)
        return np.stack([first, second], axis=1).astype(np.int32)
    codes = np.unique(np.concatenate([_distinct(part) for part in _codes(keys, cap)]))
    pairs = np.empty((len(codes), 2), np.int32)
    pairs[:, 0] = codes // count
    pairs[:, 1] = codes % count
    return pairs


def _distinct(codes: np.ndarray) -> np.ndarray:
    return np.unique(codes)


def _codes(keys: np.ndarray, cap: int) -> Iterator[np.ndarray]:
    """Pairs as first * n + second, of one range of keys after the other; may repeat."""
    count = np.int64(len(keys))
    edges = np.linspace(-(2**31), 2**31, _RANGES + 1).astype(np.int64)
    for low, high in zip(edges, edges[1:], strict=False):
        rows, columns = np.nonzero((keys >= low) & (keys < high) & (keys != 0))
        if not len(rows):
            yield np.empty(0, np.int64)
            continue
        # One sort of (key, row): a row has a key at most once, so groups are sorted by row.
        order = ((keys[rows, columns].astype(np.int64) - low) << 32) | rows
        del columns, rows
        order.sort()
        members = (order & 0xFFFFFFFF).astype(np.int64)
        starts = np.flatnonzero(np.diff(order >> 32, prepend=np.int64(-1)))
        del order
        sizes = np.diff(starts, append=len(members))
        for size in np.unique(sizes[(sizes > 1) & (sizes <= cap)]):
            group = members[starts[sizes == size][:, None] + np.arange(size)]
            first, second = np.triu_indices(size, 1)
            yield (group[:, first] * count + group[:, second]).ravel()
