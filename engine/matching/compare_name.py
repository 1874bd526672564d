"""Comparison of names: of companies by words in their order, of persons by parts in any order."""

from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import JaroWinkler, Levenshtein

from ..normalize.company_name import numbers_of
from ..normalize.hanzi import latin
from ..normalize.name import has_cjk
from .levels import NAME, PERSON
from .similar import distinct_pairs, pairwise
from .statistics import NameWords, Statistics
from .table import Column
from .values import PART

_N = {level: number for number, level in enumerate(NAME)}
_P = {level: number for number, level in enumerate(PERSON)}
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
    shared, least, dice = _overlap(words.ids, statistics, low, high)
    texts_a, texts_b = column.texts[low], column.texts[high]
    cjk = np.fromiter((has_cjk(text) for text in texts_a), bool, len(low))
    cjk_b = np.fromiter((has_cjk(text) for text in texts_b), bool, len(low))
    edit = pairwise(texts_a, texts_b, Levenshtein.normalized_similarity)
    start = pairwise(texts_a, texts_b, JaroWinkler.normalized_similarity)
    length = np.minimum(column.lengths[low], column.lengths[high])
    levels = np.full(len(low), _N["different"], np.uint8)
    levels[dice >= 0.3] = _N["some words"]
    same_start = _same_start(texts_a, texts_b)
    levels[same_start & ((dice >= 0.1) | ~cjk)] = _N["same start"]
    levels[(dice >= 0.7) | (edit >= 0.8) | (start >= 0.94)] = _N["close"]
    levels[(shared >= 0.99 * least) & (least > 0)] = _N["contained"]
    typo = np.where(cjk | cjk_b, (edit >= 0.75) & (length >= 3), (edit >= 0.88) & (length >= 5))
    levels[typo] = _N["typing error"]
    levels[_same_words(texts_a, texts_b)] = _N["same words"]
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


def _overlap(ids: np.ndarray, statistics: Statistics, low: np.ndarray, high: np.ndarray):
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


def _same_start(texts_a: np.ndarray, texts_b: np.ndarray) -> np.ndarray:
    return np.fromiter(
        (_brand(a) == _brand(b) for a, b in zip(texts_a, texts_b, strict=True)), bool, len(texts_a)
    )


def _brand(name: str) -> str:
    return name.partition(" ")[0] if name.isascii() else name[:2]


def _same_words(texts_a: np.ndarray, texts_b: np.ndarray) -> np.ndarray:
    return np.fromiter(
        (
            len(a) - len(b) in (-2, -1, 0, 1, 2)
            and (a.replace(" ", "") == b.replace(" ", "") or sorted(a.split()) == sorted(b.split()))
            for a, b in zip(texts_a, texts_b, strict=True)
        ),
        bool,
        len(texts_a),
    )


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
    numbers: dict[str, int] = {"": 0}
    codes = np.fromiter(
        (numbers.setdefault(numbers_of(text), len(numbers)) for text in column.texts), np.int32
    )
    return mark_levels(codes[first], codes[second])


def mark_levels(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """0 none, 1 equal, 2 one missing, 3 different."""
    levels = np.where(first == second, 1, 3)
    levels[(first == 0) ^ (second == 0)] = 2
    levels[(first == 0) & (second == 0)] = 0
    return levels.astype(np.uint8)


# --- persons -----------------------------------------------------------------------------------

_DIFFERENT, _MISSING, _INITIAL, _SIMILAR, _EQUAL = range(5)


@dataclass(frozen=True)
class _Parts:
    family: Column
    given: Column
    middle: Column


def _split(texts: np.ndarray) -> _Parts:
    rows = [(text.split(PART) + ["", ""])[:3] for text in texts]
    columns = []
    for number in range(3):
        known: dict[str, int] = {"": 0}
        codes = np.fromiter(
            (known.setdefault(row[number], len(known)) for row in rows), np.int32, len(rows)
        )
        values = np.empty(len(known), object)
        values[:] = list(known)
        columns.append(Column(codes, values))
    return _Parts(*columns)


def compare_persons(
    column: Column, words: NameWords, statistics: Statistics, first: np.ndarray, second: np.ndarray
) -> NameResult:
    """Names of persons: family and given name, straight or swapped; nicknames are resolved before."""
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
    levels[(low == high) & (levels != _P["equal"])] = _P["equal, one part each"]
    shared, least, _dice = _overlap(words.ids, statistics, low, high)
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
    texts_a, texts_b = column_a.texts[codes // size], column_b.texts[codes % size]
    lengths = np.minimum(column_a.lengths[codes // size], column_b.lengths[codes % size])
    winkler = pairwise(texts_a, texts_b, JaroWinkler.normalized_similarity)
    edit = pairwise(texts_a, texts_b, Levenshtein.normalized_similarity)
    result = np.full(len(codes), _DIFFERENT, np.int8)
    ascii_only = np.fromiter((text.isascii() for text in texts_a), bool, len(codes))
    similar = ((winkler >= 0.88) | (edit >= 0.75)) & (lengths >= 3)
    result[similar & ascii_only] = _SIMILAR
    for at in np.flatnonzero(~ascii_only):
        if latin(texts_a[at]) == latin(texts_b[at]):  # typed by its sound: 伟 and 玮
            result[at] = _SIMILAR
    initial = np.fromiter(
        (
            min(len(a), len(b)) == 1 and a[0] == b[0] and a.isascii()
            for a, b in zip(texts_a, texts_b, strict=True)
        ),
        bool,
        len(codes),
    )
    result[initial] = _INITIAL
    result[(codes // size == 0) | (codes % size == 0)] = _MISSING
    result[(edit == 1) & (lengths > 0)] = _EQUAL
    return result[inverse]


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
    whole_a = [_words(text) for text in texts_a]
    whole_b = [_words(text) for text in texts_b]
    result = levels.copy()
    joined_a = np.array(["".join(words) for words in whole_a], object)
    joined_b = np.array(["".join(words) for words in whole_b], object)
    near = pairwise(joined_a, joined_b, Levenshtein.normalized_similarity)
    for at, (a, b) in enumerate(zip(whole_a, whole_b, strict=True)):
        if not texts_a[at].isascii():
            result[at] = _chinese_part(texts_a[at], texts_b[at], result[at])
        elif len(a) > 1 and len(b) > 1 and len(a) + len(b) > 4 and (set(a) <= set(b) or set(b) <= set(a)):
            result[at] = _P["part of the name"]
    result[(near >= 0.87) & (levels != _P["other given name"])] = _P["typing errors"]
    mixed = np.fromiter(
        (has_cjk(a) != has_cjk(b) for a, b in zip(texts_a, texts_b, strict=True)), bool, len(levels)
    )
    for at in np.flatnonzero(mixed):
        sound_a = "".join(sorted(latin(word) for word in texts_a[at].split(PART)))
        sound_b = "".join(sorted(latin(word) for word in texts_b[at].split(PART)))
        if sound_a == sound_b:
            result[at] = _P["sound"]
    return result


def _chinese_part(name_a: str, name_b: str, level: int) -> int:
    """A character left out, or one of two of the given name different: error, brother or stranger."""
    short, long = sorted((name_a.replace(PART, ""), name_b.replace(PART, "")), key=len)
    if len(short) > 1 and short != long and (short in long or len(short) > 2 and set(short) == set(long)):
        return _P["part of the name"]
    if level == _P["other given name"] and len(short) == len(long) == 3:
        if short[1] == long[1] or short[2] == long[2]:
            return _P["near"]
    return level


def _words(name: str) -> list[str]:
    return sorted(name.replace(PART, " ").split())


def _middle(column: Column, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Middle names; an initial agrees with a name that starts with it."""
    starts = np.array([text[:1] for text in column.texts], object)
    a, b = column.codes[low], column.codes[high]
    levels = mark_levels(a, b)
    same_start = (levels == 3) & (starts[a] == starts[b])
    short = (column.lengths[a] == 1) | (column.lengths[b] == 1)
    levels[same_start & short] = 1
    levels[same_start & ~short] = 2
    return levels
