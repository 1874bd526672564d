"""Candidates from keys."""

import numpy as np
from customer_master.engine.matching.blocking import candidate_pairs
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

_KEYS = arrays(np.int32, st.tuples(st.integers(0, 40), st.just(4)), elements=st.integers(-6, 6))


def _unique(keys):
    """A record has a key once."""
    for row in keys:
        seen = set()
        for at, key in enumerate(row.tolist()):
            row[at] = 0 if key in seen else key
            seen.add(key)
    return keys


@given(_KEYS, st.integers(2, 12))
def test_exactly_the_pairs_with_a_common_key_of_few(keys, cap):
    keys = _unique(keys)
    pairs = candidate_pairs(keys, cap, exhaustive=0)
    values, counts = np.unique(keys[keys != 0], return_counts=True)
    allowed = set(values[counts <= cap].tolist())
    rows = [set(row.tolist()) & allowed for row in keys]
    expected = [
        (a, b) for a in range(len(rows)) for b in range(a + 1, len(rows)) if rows[a] & rows[b]
    ]
    assert [tuple(pair) for pair in pairs.tolist()] == expected


def test_extreme_keys_meet():
    keys = np.array([[2**31 - 1, 0], [2**31 - 1, -(2**31)], [5, -(2**31)]], np.int32)
    assert candidate_pairs(keys, exhaustive=0).tolist() == [[0, 1], [1, 2]]


def test_small_lists_are_compared_completely():
    assert len(candidate_pairs(np.zeros((10, 3), np.int32))) == 45
    assert len(candidate_pairs(np.zeros((10, 3), np.int32), exhaustive=5)) == 0
    assert len(candidate_pairs(np.zeros((1, 3), np.int32))) == 0
