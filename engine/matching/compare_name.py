"""Comparison of names of companies: by their words, in their order."""

from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import JaroWinkler, Levenshtein

from ..normalize.company_name import numbers_of
from ..normalize.hanzi import latin
from ..normalize.name import has_cjk
from .levels import NAME
from .similar import distinct_pairs, pairwise
from .statistics import NameWords, Statistics
from .table import Column

_N = {level: number for number, level in enumerate(NAME)}
_CHUNK = 100_000


@dataclass(frozen=True)
class NameResult:
    """Levels, bits of rarity of what agrees, and levels of the middle names (persons only)."""

    levels: np.ndarray
    rarity: np.ndarray
    middle: np.ndarray | None = None


def compare_companies(
    column: Column, words: NameWords, statistics: Statistics, first: np.ndarray, second: np.ndarray
) -> NameResult:
    """Names of companies and of records whose kind is unknown."""
    low, high, inverse = distinct_pairs(first, second, len(column.texts))
    shared, least, dice = overlap(words.ids, statistics, low, high)
    texts_a, texts_b = column.texts[low], column.texts[high]
    chinese = column.derive("cjk", has_cjk, bool)
    cjk, cjk_b = chinese[low], chinese[high]
    edit = pairwise(texts_a, texts_b, Levenshtein.normalized_similarity)
    start = pairwise(texts_a, texts_b, JaroWinkler.normalized_similarity)
    length = np.minimum(column.lengths[low], column.lengths[high])
    levels = np.full(len(low), _N["different"], np.uint8)
    levels[dice >= 0.3] = _N["some words"]
    brands = column.numbered("brand", _brand)
    same_start = brands[low] == brands[high]
    levels[same_start & ((dice >= 0.1) | ~cjk)] = _N["same start"]
    levels[(dice >= 0.7) | (edit >= 0.8) | (start >= 0.94)] = _N["close"]
    levels[(shared >= 0.99 * least) & (least > 0)] = _N["contained"]
    typo = np.where(cjk | cjk_b, (edit >= 0.75) & (length >= 3), (edit >= 0.88) & (length >= 5))
    levels[typo] = _N["typing error"]
    for same in (column.numbered("joined", _joined), column.numbered("sorted", _sorted)):
        levels[same[low] == same[high]] = _N["same words"]
    mixed = cjk != cjk_b
    if mixed.any():
        levels[mixed] = _sound(texts_a[mixed], texts_b[mixed])
        shared[mixed] = least[mixed]
    equal = low == high
    levels[equal] = _N["equal"]
    # Rarity of a name that is only mistyped: of its words, as far as they would agree.
    near = np.isin(levels, (_N["typing error"], _N["same words"], _N["sound"]))
    shared = np.where(near, np.maximum(shared, 0.8 * least), shared)
    none = (low == 0) | (high == 0)
    levels[none] = 0
    shared[none] = 0
    return NameResult(levels[inverse], shared[inverse].astype(np.float32))


def overlap(ids: np.ndarray, statistics: Statistics, low: np.ndarray, high: np.ndarray):
    """(bits of shared words, bits of the poorer name, share of the shared ones in both)."""
    shared = np.zeros(len(low), np.float32)
    least = np.zeros(len(low), np.float32)
    dice = np.zeros(len(low), np.float32)
    for at in range(0, len(low), _CHUNK):
        part = slice(at, at + _CHUNK)
        a, b = ids[low[part]], ids[high[part]]
        bits_a, bits_b = statistics.bits(a), statistics.bits(b)
        both = ((a[:, :, None] == b[:, None, :]) & (a > 0)[:, :, None]).any(axis=2)
        common = (bits_a * both).sum(axis=1)
        sum_a, sum_b = bits_a.sum(axis=1), bits_b.sum(axis=1)
        shared[part] = common
        least[part] = np.minimum(sum_a, sum_b)
        dice[part] = 2 * common / np.maximum(sum_a + sum_b, 1e-6)
    return shared, least, dice


def _brand(name: str) -> str:
    return name.partition(" ")[0] if name.isascii() else name[:2]


def _joined(name: str) -> str:
    return name.replace(" ", "")


def _sorted(name: str) -> str:
    return " ".join(sorted(name.split()))


def _sound(texts_a: np.ndarray, texts_b: np.ndarray) -> np.ndarray:
    """Chinese name against its pinyin."""
    sounds_a = np.array([latin(text).replace(" ", "") for text in texts_a], object)
    sounds_b = np.array([latin(text).replace(" ", "") for text in texts_b], object)
    levels = np.full(len(texts_a), _N["different"], np.uint8)
    start = np.fromiter(
        (
            min(len(a), len(b)) >= 4 and (a.startswith(b) or b.startswith(a) or a[:6] == b[:6])
            for a, b in zip(sounds_a, sounds_b, strict=True)
        ),
        bool,
        len(levels),
    )
    levels[start] = _N["sound of the start"]
    levels[pairwise(sounds_a, sounds_b, Levenshtein.normalized_similarity) >= 0.9] = _N["sound"]
    return levels


def compare_numbers(column: Column, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Numbers in names of companies: 1 equal, 2 one has none, 3 different, 0 none at all."""
    codes = column.numbered("numbers", numbers_of)
    return mark_levels(codes[first], codes[second])


def mark_levels(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """0 none, 1 equal, 2 one missing, 3 different."""
    levels = np.where(first == second, 1, 3)
    levels[(first == 0) ^ (second == 0)] = 2
    levels[(first == 0) & (second == 0)] = 0
    return levels.astype(np.uint8)
