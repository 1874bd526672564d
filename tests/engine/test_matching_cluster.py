"""Clusters."""

import numpy as np
from customer_master.engine.matching.cluster import clusters
from hypothesis import given
from hypothesis import strategies as st


def _run(size, edges, vetoed=()):
    pairs = np.array([edge[:2] for edge in edges], np.int32).reshape(-1, 2)
    scores = np.array([edge[2] for edge in edges], np.float32)
    forbidden = np.array([edge[:2] in vetoed for edge in edges], bool)
    return clusters(size, pairs, scores, 0.0, forbidden).tolist()


def test_one_false_edge_does_not_join_groups():
    group_a = [(0, 1, 9), (0, 2, 9), (1, 2, 9)]
    group_b = [(3, 4, 9), (3, 5, 9), (4, 5, 9)]
    assert _run(6, [*group_a, *group_b, (2, 3, 3)]) == [0, 0, 0, 3, 3, 3]


def test_one_missing_comparison_does_not_keep_members_apart():
    assert _run(4, [(0, 1, 9), (1, 2, 9), (2, 3, 9), (0, 2, 9), (1, 3, 9)]) == [0, 0, 0, 0]


def test_a_veto_between_members_holds():
    assert _run(3, [(0, 1, 9), (1, 2, 8), (0, 2, 9)], vetoed={(0, 2)}) == [0, 0, 2]


def test_without_edges_everybody_is_alone():
    assert _run(3, [(0, 1, -1)]) == [0, 1, 2]


_EDGES = st.dictionaries(
    st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda pair: pair[0] < pair[1]),
    st.tuples(st.floats(-10, 10, width=32), st.booleans()),
    max_size=40,
)


@given(_EDGES)
def test_invariants(edges):
    pairs = np.array(list(edges), np.int32).reshape(-1, 2)
    scores = np.array([score for score, _ in edges.values()], np.float32)
    vetoed = np.array([veto for _, veto in edges.values()], bool)
    label = clusters(12, pairs, scores, 0.0, vetoed)
    for first, second in pairs[vetoed]:
        assert label[first] != label[second]
    for row in range(12):
        members = np.flatnonzero(label == label[row])
        assert label[row] == members.min()
        # Whatever is together, was joined by edges over the threshold.
        if len(members) > 1:
            inside = [
                score >= 0 and label[a] == label[b] == label[row]
                for (a, b), score in zip(pairs.tolist(), scores, strict=True)
            ]
            assert sum(inside) >= len(members) - 1
