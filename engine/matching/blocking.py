"""Candidate pairs from blocking keys: by sorting, one kind of keys after the other.

A group over the cap is dropped: placeholders fall out by themselves, the work stays linear, and the
records of such a group meet by their other keys.
"""

from collections.abc import Iterator

import numpy as np

from .keys import KINDS

CAP = 40  # records that may share one key
# Kinds of keys that strangers share by accident, the more the longer the list is.
_ACCIDENTAL = frozenset(("street", "name_city", "family_city", "word_city", "word", "city_year"))
_LONG = 100_000  # records from which their cap falls, with the root of the length
_LEAST = 10
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
    codes = np.unique(np.concatenate([np.unique(part) for part in _codes(keys, cap)]))
    pairs = np.empty((len(codes), 2), np.int32)
    pairs[:, 0] = codes // count
    pairs[:, 1] = codes % count
    return pairs


def _codes(keys: np.ndarray, cap: int) -> Iterator[np.ndarray]:
    """Pairs as first * n + second, of one kind of keys after the other; may repeat."""
    count = np.int64(len(keys))
    for number, kind in enumerate(KINDS):
        kind_cap = cap
        if kind in _ACCIDENTAL and count > _LONG:
            kind_cap = min(cap, max(_LEAST, int(cap * (_LONG / count) ** 0.5)))
        low = (number << 28) - (1 << 32 if number > 7 else 0)
        high = low + (1 << 28)
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
        for size in np.unique(sizes[(sizes > 1) & (sizes <= kind_cap)]):
            group = members[starts[sizes == size][:, None] + np.arange(size)]
            first, second = np.triu_indices(size, 1)
            yield (group[:, first] * count + group[:, second]).ravel()
