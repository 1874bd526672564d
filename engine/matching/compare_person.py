"""Comparison of names of persons: by family and given name, straight or swapped."""

from dataclasses import dataclass
from zlib import crc32

import numpy as np
from rapidfuzz.distance import JaroWinkler, Levenshtein

from ..normalize.hanzi import latin
from ..normalize.name import has_cjk
from .compare_name import NameResult, mark_levels, overlap
from .levels import PERSON
from .similar import distinct_pairs, pairwise
from .statistics import NameWords, Statistics
from .table import Column, make_column
from .values import PART

_P = {level: number for number, level in enumerate(PERSON)}
_DIFFERENT, _MISSING, _INITIAL, _SIMILAR, _EQUAL = range(5)


@dataclass(frozen=True)
class _Parts:
    family: Column
    given: Column
    middle: Column


def _split(texts: np.ndarray) -> _Parts:
    rows = [(text.split(PART) + ["", ""])[:3] for text in texts]
    return _Parts(*(make_column(row[number] for row in rows) for number in range(3)))


def compare_persons(
    column: Column, words: NameWords, statistics: Statistics, first: np.ndarray, second: np.ndarray
) -> NameResult:
    """Family and given name, straight or swapped; nicknames are resolved before."""
    low, high, inverse = distinct_pairs(first, second, len(column.texts))
    used, places = np.unique(np.concatenate([low, high]), return_inverse=True)
    parts = _split(column.texts[used])
    low_used, high_used = places[: len(low)], places[len(low) :]
    family, given = parts.family, parts.given
    straight = (
        _part(family, family, low_used, high_used),
        _part(given, given, low_used, high_used),
    )
    swapped = (
        _part(family, given, low_used, high_used),
        _part(given, family, low_used, high_used),
    )
    use_swapped = swapped[0] + swapped[1] > straight[0] + straight[1]
    of_family = np.where(use_swapped, swapped[0], straight[0])
    of_given = np.where(use_swapped, swapped[1], straight[1])
    levels = _LEVELS[of_family, of_given]
    # Swapped, neither is the family name rather than the other: the same for both orders of a pair.
    turned = np.minimum(levels, _LEVELS[of_given, of_family])
    levels = np.where(use_swapped, turned, levels)
    levels[(low == high) & (levels != _P["equal"])] = _P["equal, one part each"]
    shared, least, _dice = overlap(words.ids, statistics, low, high)
    texts_a, texts_b = column.texts[low], column.texts[high]
    weak = np.flatnonzero(levels >= _P["other given name"])
    levels[weak] = _rescued(texts_a[weak], texts_b[weak], levels[weak])
    levels[(low == 0) | (high == 0)] = 0
    near = np.isin(levels, (_P["typing error"], _P["typing errors"], _P["sound"]))
    rarity = np.where(near, np.maximum(shared, 0.7 * least), shared)
    rarity[levels == 0] = 0
    middle = _middle(parts.middle, low_used, high_used)
    return NameResult(levels[inverse], rarity[inverse].astype(np.float32), middle[inverse])


def _part(column_a: Column, column_b: Column, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """How one part of the names agrees."""
    codes_a, codes_b = column_a.codes[low], column_b.codes[high]
    size = max(len(column_a.texts), len(column_b.texts))
    codes, inverse = np.unique(codes_a.astype(np.int64) * size + codes_b, return_inverse=True)
    a, b = codes // size, codes % size
    texts_a, texts_b = column_a.texts[a], column_b.texts[b]
    lengths = np.minimum(column_a.lengths[a], column_b.lengths[b])
    winkler = pairwise(texts_a, texts_b, JaroWinkler.normalized_similarity)
    edit = pairwise(texts_a, texts_b, Levenshtein.normalized_similarity)
    plain_a = column_a.derive("ascii", str.isascii, bool)[a]
    plain_b = column_b.derive("ascii", str.isascii, bool)[b]
    plain = plain_a & plain_b
    result = np.full(len(codes), _DIFFERENT, np.int8)
    result[((winkler >= 0.88) | (edit >= 0.75)) & (lengths >= 3) & plain] = _SIMILAR
    # Typed by its sound: 伟 and 玮.
    same_sound = (
        column_a.derive("sound", _sound, np.int64)[a]
        == column_b.derive("sound", _sound, np.int64)[b]
    )
    result[same_sound & ~plain_a & ~plain_b] = _SIMILAR
    same_first = (
        column_a.derive("first", _first, np.int32)[a]
        == column_b.derive("first", _first, np.int32)[b]
    )
    result[same_first & (lengths == 1) & plain] = _INITIAL
    result[(a == 0) | (b == 0)] = _MISSING
    result[(edit == 1) & (lengths > 0)] = _EQUAL
    return result[inverse]


def _sound(text: str) -> int:
    return crc32(latin(text).encode())


def _first(text: str) -> int:
    return ord(text[0]) if text else 0


def _levels() -> np.ndarray:
    """Level of the name by the levels of family (rows) and given name (columns)."""
    table = np.full((5, 5), _P["different"], np.uint8)
    for pair, level in (
        ((_EQUAL, _EQUAL), "equal"),
        ((_EQUAL, _SIMILAR), "typing error"),
        ((_SIMILAR, _EQUAL), "typing error"),
        ((_SIMILAR, _SIMILAR), "typing errors"),
        ((_EQUAL, _INITIAL), "initial"),
        ((_INITIAL, _EQUAL), "initial"),
        ((_SIMILAR, _INITIAL), "typing errors"),
        ((_EQUAL, _MISSING), "family name only"),
        ((_MISSING, _EQUAL), "given name only"),
        ((_SIMILAR, _MISSING), "part of the name"),
        ((_MISSING, _SIMILAR), "part of the name"),
        ((_MISSING, _INITIAL), "part of the name"),
        ((_EQUAL, _DIFFERENT), "other given name"),
        ((_DIFFERENT, _EQUAL), "other family name"),
        ((_SIMILAR, _DIFFERENT), "near"),
        ((_DIFFERENT, _SIMILAR), "near"),
        ((_MISSING, _MISSING), "none"),
    ):
        table[pair] = _P[level]
    return table


_LEVELS = _levels()


def _rescued(texts_a: np.ndarray, texts_b: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """Names whose parts do not meet: more words on one side, pinyin, words run together."""
    result = levels.copy()
    column = make_column(np.concatenate([texts_a, texts_b]))
    low, high = column.codes[: len(texts_a)], column.codes[len(texts_a) :]
    words = column.derive("words", lambda text: len(_words(text)), np.int32)
    plain = column.derive("ascii", str.isascii, bool)
    chinese = column.derive("cjk", has_cjk, bool)
    joined = np.array(["".join(_words(text)) for text in column.texts], object)
    near = pairwise(joined[low], joined[high], Levenshtein.normalized_similarity)
    count_a, count_b = words[low], words[high]
    many = (
        plain[low]
        & plain[high]
        & (np.minimum(count_a, count_b) > 1)
        & (count_a + count_b > 4)
        & (near >= 0.4)
    )
    for at in np.flatnonzero(many):
        a, b = set(_words(texts_a[at])), set(_words(texts_b[at]))
        if a <= b or b <= a:
            result[at] = _P["part of the name"]
    whole = np.array([text.replace(PART, "") for text in column.texts], object)
    written = pairwise(whole[low], whole[high], Levenshtein.normalized_similarity)
    for at in np.flatnonzero(chinese[low] & chinese[high] & (written >= 0.3)):
        result[at] = _chinese_part(texts_a[at], texts_b[at], int(result[at]))
    result[(near >= 0.87) & (levels != _P["other given name"])] = _P["typing errors"]
    sound = column.derive("sound", _sorted_sound, np.int64)
    result[(chinese[low] != chinese[high]) & (sound[low] == sound[high])] = _P["sound"]
    return result


def _sorted_sound(name: str) -> int:
    return crc32("".join(sorted(latin(word) for word in name.split(PART))).encode())


def _chinese_part(name_a: str, name_b: str, level: int) -> int:
    """A character left out, or one of the given name different: error, brother or stranger."""
    short, long = sorted((name_a.replace(PART, ""), name_b.replace(PART, "")), key=len)
    if (
        len(short) > 1
        and short != long
        and (short in long or len(short) > 2 and set(short) == set(long))
    ):
        return _P["part of the name"]
    if level == _P["other given name"] and len(short) == len(long) == 3:
        if short[1] == long[1] or short[2] == long[2]:
            return _P["near"]
    return level


def _words(name: str) -> list[str]:
    return sorted(name.replace(PART, " ").split())


def _middle(column: Column, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Middle names; an initial agrees with a name that starts with it."""
    starts = column.derive("first", _first, np.int32)
    a, b = column.codes[low], column.codes[high]
    levels = mark_levels(a, b)
    same_start = (levels == 3) & (starts[a] == starts[b])
    short = (column.lengths[a] == 1) | (column.lengths[b] == 1)
    levels[same_start & short] = 1
    levels[same_start & ~short] = 2
    return levels
