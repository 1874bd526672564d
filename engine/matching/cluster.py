"""Clusters of duplicates: grown from the best pair down, each growth checked against every member.

Connected components chain one wrong pair after the other (measured: pair F1 0.77 becomes 0.02).
Here two clusters join only when no pair between them is vetoed and the mean over *all* pairs
between them, those without a common key included, speaks for it (average linkage, the pairs that
were not compared counted as slightly against).
"""

import numpy as np

_BEST, _WORST = 8.0, -12.0  # scores beyond tell nothing more
_UNKNOWN = -2.0  # a pair without a common key


def clusters(
    size: int,
    pairs: np.ndarray,
    scores: np.ndarray,
    threshold: float = 0.0,
    vetoed: np.ndarray | None = None,
    unknown: float = _UNKNOWN,
) -> np.ndarray:
    """For each of ``size`` rows the smallest row of its cluster.

    :param pairs: (m, 2) compared pairs, all of them, also those with low scores
    :param vetoed: which pairs must never end in one cluster
    """
    if vetoed is None:
        vetoed = np.zeros(len(pairs), bool)
    label = np.arange(size, dtype=np.int32)
    edges = np.flatnonzero((scores >= threshold) & ~vetoed)
    if not len(edges):
        return label
    touched = np.zeros(size, bool)
    touched[pairs[edges].ravel()] = True
    inner = np.flatnonzero(touched[pairs[:, 0]] & touched[pairs[:, 1]])
    links = _links(pairs[inner], np.clip(scores[inner], _WORST, _BEST) - threshold, vetoed[inner])
    members = {row: [row] for row in np.flatnonzero(touched).tolist()}
    home = {row: row for row in members}
    order = edges[np.argsort(-scores[edges], kind="stable")]
    for first, second in pairs[order].tolist():
        a, b = home[first], home[second]
        if a == b:
            continue
        total, known, veto = links[a][b]
        possible = len(members[a]) * len(members[b])
        if veto or total + (possible - known) * unknown < 0:
            continue
        if len(links[a]) + len(members[a]) < len(links[b]) + len(members[b]):
            a, b = b, a
        for row in members[b]:
            home[row] = a
        members[a].extend(members.pop(b))
        _merge(links, a, b)
    for rows in members.values():
        label[rows] = min(rows)
    return label


def _links(pairs: np.ndarray, scores: np.ndarray, vetoed: np.ndarray) -> dict[int, dict]:
    """For each row the rows it was compared with: (sum of scores, pairs, vetoed)."""
    links: dict[int, dict] = {}
    for (first, second), score, veto in zip(
        pairs.tolist(), scores.tolist(), vetoed.tolist(), strict=True
    ):
        link = (score, 1, veto)
        links.setdefault(first, {})[second] = link
        links.setdefault(second, {})[first] = link
    return links


def _merge(links: dict[int, dict], a: int, b: int) -> None:
    """Put the links of cluster ``b`` to those of ``a``."""
    ours = links[a]
    del ours[b]
    for other, (total, known, veto) in links.pop(b).items():
        if other == a:
            continue
        if other in ours:
            total0, known0, veto0 = ours[other]
            total, known, veto = total + total0, known + known0, veto or veto0
        theirs = links[other]
        del theirs[b]
        ours[other] = theirs[a] = (total, known, veto)
