"""Comparison of candidate pairs: every field becomes a small level, names also bits of rarity."""

from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import OSA

from .compare_address import compare_addresses
from .compare_name import compare_companies, compare_numbers, mark_levels
from .compare_person import compare_persons
from .contact import ROLE_MAIL
from .levels import BIRTH, EMAIL, EXTRA_PREFIX, FIELDS
from .record import COMPANY, PERSON
from .similar import distinct_pairs, pairwise, similarity
from .statistics import (
    NameWords,
    Statistics,
    crowd,
    make_statistics,
    name_words,
    rough_names,
)
from .table import Column, ValueTable, make_column
from .values import PART

_E = {level: number for number, level in enumerate(EMAIL)}
_B = {level: number for number, level in enumerate(BIRTH)}
_END = 7  # digits of a phone that tell it without its area code


@dataclass(frozen=True)
class Comparison:
    """Levels of pairs: one uint8 array a field; bits of rarity of names and places."""

    levels: dict[str, np.ndarray]
    name_bits: np.ndarray
    place_bits: np.ndarray

    def __len__(self) -> int:
        return len(self.name_bits)


class Comparer:
    """Everything about a list that does not depend on the pair, made once.

    :param statistics: of the whole list, where the table is a part of it
    """

    def __init__(self, table: ValueTable, statistics: Statistics | None = None):
        self.table = table
        self.words: NameWords = name_words(table)
        self.statistics = statistics or make_statistics(table, self.words)
        self._rough = rough_names(table)
        kinds = table["kind"]
        self._person = np.array([kind == PERSON for kind in kinds.texts])[kinds.codes]
        self._company = np.array([kind == COMPANY for kind in kinds.texts])[kinds.codes]
        self._crowds = {
            name: crowd(table[name].codes, len(table[name].texts), self._rough)
            for name in ("phone1", "email", "domain", "street")
        }
        self._places = _place_columns(table["place"])
        self._extras = _extra_columns(table["extras"])

    def kinds_apart(self, first: np.ndarray, second: np.ndarray) -> np.ndarray:
        """Pairs of a person with a company."""
        return (self._person[first] & self._company[second]) | (
            self._company[first] & self._person[second]
        )

    def compare(self, first: np.ndarray, second: np.ndarray) -> Comparison:
        """Compare pairs of rows."""
        table = self.table
        count = len(first)
        levels = {name: np.zeros(count, np.uint8) for name in FIELDS}
        name_bits = np.zeros(count, np.float32)
        self._compare_names(first, second, levels, name_bits)
        levels["phone"] = self._phones(first, second)
        levels["email"] = _emails(table["email"], first, second)
        levels["domain"] = _domains(table["domain"], first, second, levels["email"])
        levels["tax_id"] = _tax_ids(table["tax_id"], first, second)
        levels["birthdate"] = _birthdates(table["birthdate"], first, second)
        address = compare_addresses(table, self.statistics, first, second)
        levels["address"] = address.levels
        levels["place"] = self._compare_places(first, second)
        mark = mark_levels(table["mark"].codes[first], table["mark"].codes[second])
        persons = self._person[first] & self._person[second]
        levels["generation"] = np.where(persons, mark, 0).astype(np.uint8)
        levels["form"] = np.where(persons, 0, mark).astype(np.uint8)
        levels["crowd"] = self._crowd(first, second, levels)
        for number, column in enumerate(self._extras):
            levels[f"{EXTRA_PREFIX}{number}"] = _extra(column, first, second)
        return Comparison(levels, name_bits, address.rarity)

    def _compare_names(self, first, second, levels, name_bits) -> None:
        column = self.table["name"]
        codes_a, codes_b = column.codes[first], column.codes[second]
        person_a, person_b = self._person[first], self._person[second]
        rows = np.flatnonzero(person_a & person_b)
        if len(rows):
            result = compare_persons(
                column, self.words, self.statistics, codes_a[rows], codes_b[rows]
            )
            levels["person"][rows] = result.levels
            levels["middle"][rows] = result.middle
            name_bits[rows] = result.rarity
        rows = np.flatnonzero(~person_a & ~person_b)
        if len(rows):
            result = compare_companies(
                column, self.words, self.statistics, codes_a[rows], codes_b[rows]
            )
            levels["name"][rows] = result.levels
            name_bits[rows] = result.rarity
            levels["numbers"][rows] = compare_numbers(column, codes_a[rows], codes_b[rows])

    def _phones(self, first, second) -> np.ndarray:
        columns = self.table["phone1"], self.table["phone2"]
        best = np.zeros(len(first), np.uint8)
        for column_a in columns:
            for column_b in columns:
                if column_a is not column_b and len(columns[1].texts) == 1:
                    continue
                found = _phone(column_a, column_b, first, second)
                best = np.where((best == 0) | ((found > 0) & (found < best)), found, best)
        return best

    def _compare_places(self, first, second) -> np.ndarray:
        codes, branch = self._places
        levels = mark_levels(codes[first], codes[second])
        levels[branch[first] != branch[second]] = 4
        return levels

    def _crowd(self, first, second, levels) -> np.ndarray:
        """Names behind the contact that both share; of several the one with the fewest."""
        least = np.full(len(first), 255, np.uint8)
        for field, name, shared in (
            ("phone", "phone1", (1, 2)),
            ("email", "email", (1, 6)),
            ("domain", "domain", (1,)),
            ("address", "street", (1, 2, 3, 4)),
        ):
            column = self.table[name]
            counts = self._crowds[name]
            a, b = counts[column.codes[first]], counts[column.codes[second]]
            here = np.isin(levels[field], shared)
            least = np.where(here, np.minimum(least, np.maximum(a, b)), least)
        result = np.digitize(least, (1, 2, 3, 5)).astype(np.uint8)
        result[least == 255] = 0
        return result


def _phone(column_a: Column, column_b: Column, first, second) -> np.ndarray:
    """Compare two columns of phones: 1 equal, 2 same end, 3 one error, 4 different."""
    a, b = column_a.codes[first], column_b.codes[second]
    result = np.zeros(len(first), np.uint8)
    rows = np.flatnonzero((a > 0) & (b > 0))
    if not len(rows):
        return result
    result[rows] = _phone_pairs(column_a, column_b, a[rows], b[rows])
    return result


def _end(number: str) -> int:
    return int(number[-_END:] or -1)


def _phone_pairs(column_a: Column, column_b: Column, a, b) -> np.ndarray:
    texts_a, texts_b = column_a.texts, column_b.texts
    size = max(len(texts_a), len(texts_b))
    codes, inverse = np.unique(a.astype(np.int64) * size + b, return_inverse=True)
    values_a, values_b = texts_a[codes // size], texts_b[codes % size]
    result = np.full(len(codes), 4, np.uint8)
    result[pairwise(values_a, values_b, OSA.distance, np.int32) <= 1] = 3
    ends = (
        column_a.derive("end", _end, np.int64)[codes // size]
        == column_b.derive("end", _end, np.int64)[codes % size]
    )
    for at in np.flatnonzero(ends & (result != 1)):
        x, y = values_a[at], values_b[at]
        if min(len(x), len(y)) >= _END and (x.endswith(y) or y.endswith(x)):
            result[at] = 2
    result[values_a == values_b] = 1
    return result[inverse]


def _emails(column: Column, first, second) -> np.ndarray:
    a, b = column.codes[first], column.codes[second]
    result = np.zeros(len(first), np.uint8)
    rows = np.flatnonzero((a > 0) & (b > 0))
    low, high, inverse = distinct_pairs(a[rows], b[rows], len(column.texts))
    texts_a, texts_b = column.texts[low], column.texts[high]
    levels = np.full(len(low), _E["different"], np.uint8)
    near = pairwise(texts_a, texts_b, OSA.distance, np.int32)
    locals_ = column.numbered("local", lambda text: text.partition("@")[0])
    hosts = column.numbered("host", lambda text: text.partition("@")[2])
    role = column.derive("role", lambda text: text.partition("@")[0] in ROLE_MAIL, bool)[low]
    same, local = hosts[low] == hosts[high], locals_[low] == locals_[high]
    # Providers share nothing; the domain of a company is compared as a field of its own.
    levels[local & ~same & ~role] = _E["other provider"]
    # At one host the distance is that of the local parts.
    length = np.maximum(column.lengths[low], column.lengths[high])
    host = column.derive("host length", lambda text: len(text.partition("@")[2]) + 1, np.int32)[low]
    similar = 1 - near / np.maximum(length - host, 1)
    levels[(near <= 2) & ~role | same & (similar >= 0.75) & ~role] = _E["typing error"]
    levels[low == high] = _E["equal"]
    result[rows] = levels[inverse]
    return result


def _domains(column: Column, first, second, email: np.ndarray) -> np.ndarray:
    """Where the mailboxes are equal, the domain says nothing more."""
    a, b = column.codes[first], column.codes[second]
    levels = np.where(a == b, 1, 3).astype(np.uint8)
    other = np.flatnonzero((a != b) & (a > 0) & (b > 0))
    if len(other):
        near = similarity(column, a[other], b[other], OSA.normalized_similarity)
        levels[other[near >= 0.8]] = 2
    levels[(a == 0) | (b == 0) | (email == _E["equal"])] = 0
    return levels


def _tax_ids(column: Column, first, second) -> np.ndarray:
    a, b = column.codes[first], column.codes[second]
    levels = np.where(a == b, 1, 3).astype(np.uint8)
    other = np.flatnonzero((a != b) & (a > 0) & (b > 0))
    if len(other):
        levels[other[similarity(column, a[other], b[other], OSA.distance) <= 2]] = 2
        valid = column.derive("valid", lambda text: text.startswith("!"), bool)
        levels[other[valid[a[other]] & valid[b[other]]]] = 4
    levels[(a == 0) | (b == 0)] = 0
    return levels


def _birthdates(column: Column, first, second) -> np.ndarray:
    a, b = column.codes[first], column.codes[second]
    result = np.zeros(len(first), np.uint8)
    rows = np.flatnonzero((a > 0) & (b > 0))
    low, high, inverse = distinct_pairs(a[rows], b[rows], len(column.texts))
    number = column.derive("digits", lambda text: int(text or 0), np.int64)
    powers = 10 ** np.arange(7, -1, -1)
    x, y = (number[codes][:, None] // powers % 10 for codes in (low, high))
    wrong = (x != y).sum(axis=1)
    levels = np.full(len(low), _B["different"], np.uint8)
    levels[(x[:, :4] == y[:, :4]).all(axis=1)] = _B["same year"]
    levels[wrong == 2] = _B["two digits"]
    levels[wrong == 1] = _B["one digit"]
    swapped = (x[:, :4] == y[:, :4]).all(axis=1) & (x[:, 4:6] == y[:, 6:]).all(axis=1)
    levels[swapped & (x[:, 6:] == y[:, 4:6]).all(axis=1)] = _B["day and month swapped"]
    levels[wrong == 0] = _B["equal"]
    new_year = number[low] % 10_000 == 101
    levels[(wrong == 0) & new_year] = _B["equal, 1 January"]
    result[rows] = levels[inverse]
    return result


def _place_columns(column: Column) -> tuple[np.ndarray, np.ndarray]:
    places = make_column(text.lstrip("+") for text in column.texts)
    branch = np.fromiter((text.startswith("+") for text in column.texts), bool, len(column.texts))
    return places.codes[column.codes], branch[column.codes]


def _extra_columns(column: Column) -> list[Column]:
    rows = [text.split(PART) for text in column.texts]
    count = max(map(len, rows)) if len(rows) > 1 else 0
    columns = []
    for number in range(count):
        part = make_column(row[number] if number < len(row) else "" for row in rows)
        columns.append(Column(part.codes[column.codes], part.texts))
    return columns


def _extra(column: Column, first, second) -> np.ndarray:
    a, b = column.codes[first], column.codes[second]
    levels = np.where(a == b, 1, 3).astype(np.uint8)
    other = np.flatnonzero((a != b) & (a > 0) & (b > 0))
    if len(other):
        near = similarity(column, a[other], b[other], OSA.normalized_similarity)
        levels[other[near >= 0.8]] = 2
    levels[(a == 0) | (b == 0)] = 0
    return levels
