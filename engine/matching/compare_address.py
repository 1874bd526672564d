"""ONE judgement of the whole address: its parts are not independent evidence.

Taking street, postal code and town as one field instead of three was the largest single gain
measured (F1 0.880 to 0.926): everybody in a building agrees on all three.
"""

from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, Levenshtein

from .levels import ADDRESS
from .similar import distinct_pairs, pairwise, similarity
from .statistics import Statistics, place_id
from .table import Column, ValueTable
from .values import PART

_A = {level: number for number, level in enumerate(ADDRESS)}
_SAME, _CLOSE = 85, 65  # of a street's name, in percent


@dataclass(frozen=True)
class AddressResult:
    """Levels, and bits of rarity of the town or postal code that both have."""

    levels: np.ndarray
    rarity: np.ndarray


def compare_addresses(
    table: ValueTable, statistics: Statistics, first: np.ndarray, second: np.ndarray
) -> AddressResult:
    """Judge the addresses of pairs of rows."""
    city_level, city_bits = _towns(table["city"], statistics, first, second)
    zip_level, zip_bits = _codes(table["zip"], statistics, first, second)
    column = table["street"]
    low, high, inverse = distinct_pairs(
        column.codes[first], column.codes[second], len(column.texts)
    )
    street = _streets(column, low, high)[inverse]
    levels = _joint(street, city_level, zip_level)
    rarity = np.maximum(
        np.where(city_level == 1, city_bits, 0), np.where(zip_level == 1, zip_bits, 0)
    )
    return AddressResult(levels, rarity.astype(np.float32))


def _towns(column: Column, statistics: Statistics, first: np.ndarray, second: np.ndarray):
    """0 missing, 1 equal, 2 similar, 3 different; bits of rarity."""
    a, b = column.codes[first], column.codes[second]
    levels = np.where(a == b, 1, 3).astype(np.uint8)
    other = np.flatnonzero((a != b) & (a > 0) & (b > 0))
    if len(other):
        near = similarity(column, a[other], b[other], OSA.normalized_similarity)
        levels[other[near >= 0.7]] = 2
    levels[(a == 0) | (b == 0)] = 0
    return levels, _place_bits(column, statistics)[a]


def _codes(column: Column, statistics: Statistics, first: np.ndarray, second: np.ndarray):
    """0 missing, 1 equal, 2 one error or the same beginning, 3 different; bits of rarity."""
    a, b = column.codes[first], column.codes[second]
    levels = np.where(a == b, 1, 3).astype(np.uint8)
    other = np.flatnonzero((a != b) & (a > 0) & (b > 0))
    if len(other):
        near = similarity(column, a[other], b[other], OSA.distance)
        levels[other[near <= 1]] = 2
    levels[(a == 0) | (b == 0)] = 0
    return levels, _place_bits(column, statistics)[a]


def _place_bits(column: Column, statistics: Statistics) -> np.ndarray:
    return statistics.bits(column.derive("place", place_id, np.int64))


_HOUSE, _UNIT_ONE, _UNIT_OTHER, _UNIT_SAME, _MISTYPED, _STREET, _SIMILAR, _OTHER = range(1, 9)


def _streets(column: Column, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """How two street lines agree; 0 where one is missing."""
    used, places = np.unique(np.concatenate([low, high]), return_inverse=True)
    rows = [text.split(PART) if text else ["", "", "", ""] for text in column.texts[used]]
    fields = [np.array([row[number] for row in rows], object) for number in range(4)]
    a, b = places[: len(low)], places[len(low) :]
    number, direction, name, unit = ((field[a], field[b]) for field in fields)
    ratio = pairwise(*name, fuzz.token_sort_ratio)
    subset = pairwise(*name, fuzz.token_set_ratio)
    same_name = (ratio >= _SAME) | (subset >= 95)
    close_name = (ratio >= _CLOSE) | (subset >= 80)
    same_number = (number[0] == number[1]) & (number[0] != "")
    one_number = (number[0] == "") != (number[1] == "")
    mistyped = (pairwise(*number, OSA.distance, np.int32) <= 1) & ~same_number & ~one_number
    lengths = np.minimum(*(np.fromiter(map(len, own), np.int32, len(low)) for own in number))
    mistyped &= (lengths >= 3) & (number[0] != "")
    against = (direction[0] != direction[1]) & (direction[0] != "") & (direction[1] != "")
    levels = np.full(len(low), _OTHER, np.uint8)
    levels[close_name & ~against] = _SIMILAR
    levels[same_name & ~against] = _STREET
    levels[same_name & mistyped & ~against] = _MISTYPED
    house = same_number & (same_name | close_name) & ~against
    levels[house & ~same_name] = _MISTYPED
    house &= same_name
    levels[house] = _HOUSE
    has_a, has_b = unit[0] != "", unit[1] != ""
    levels[house & has_a & has_b] = _UNIT_OTHER
    levels[house & has_a & has_b & (unit[0] == unit[1])] = _UNIT_SAME
    levels[house & (has_a ^ has_b)] = _UNIT_ONE
    whole = pairwise(column.texts[low], column.texts[high], Levenshtein.normalized_similarity)
    levels[(whole >= 0.9) & (levels >= _STREET)] = _MISTYPED
    levels[(low == high) & (number[0] == "")] = _HOUSE
    levels[(low == 0) | (high == 0)] = 0
    return levels


def _joint(street: np.ndarray, city: np.ndarray, code: np.ndarray) -> np.ndarray:
    levels = np.zeros(len(street), np.uint8)
    apart = (city == 3) & (code != 1)
    none = street == 0
    levels[none & (code == 1)] = _A["no street, same postal code"]
    levels[none & (code != 1) & (city == 1)] = _A["no street, same town"]
    levels[none & (code == 3) & (city == 1)] = _A["no street, same town, other postal code"]
    levels[none & (code != 1) & (city == 2)] = _A["no street, similar town"]
    levels[none & apart] = _A["other town"]
    levels[none & (code == 3) & (city == 0)] = _A["other town"]
    for kind, level in (
        (_HOUSE, "same house"),
        (_UNIT_ONE, "same house, unit unknown"),
        (_UNIT_OTHER, "same house, other unit"),
        (_UNIT_SAME, "same house and unit"),
        (_MISTYPED, "number mistyped"),
        (_STREET, "same street"),
        (_SIMILAR, "similar street"),
    ):
        levels[street == kind] = _A[level]
    house = (street >= _HOUSE) & (street <= _UNIT_SAME)
    levels[house & apart & (code == 3)] = _A["same house, other town"]
    other = (street == _OTHER) | (~house & ~none & apart)
    levels[other & (code == 1)] = _A["other street, same postal code"]
    levels[other & (code != 1)] = _A["other street, same town"]
    levels[other & apart] = _A["other town"]
    return levels
