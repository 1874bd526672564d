"""Values of many records as columns of codes: equal texts have equal codes, 0 is "none"."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

import numpy as np

from .values import FIELDS, PART, split_packed

_PHONES = FIELDS.index("phones")
_CHUNK = 50_000


@dataclass(frozen=True)
class Column:
    """``texts[codes[row]]`` is the value of a row; ``texts[0]`` is empty."""

    codes: np.ndarray
    texts: np.ndarray
    _derived: dict[str, np.ndarray] = field(default_factory=dict, compare=False, repr=False)

    def derive(self, name: str, make: Callable[[str], object], dtype) -> np.ndarray:
        """What ``make`` says of each text, made once."""
        found = self._derived.get(name)
        if found is None:
            found = np.fromiter(map(make, self.texts), dtype, len(self.texts))
            self._derived[name] = found
        return found

    def numbered(self, name: str, make: Callable[[str], str]) -> np.ndarray:
        """Codes of what ``make`` says of each text; 0 for nothing."""
        found = self._derived.get(name)
        if found is None:
            known: dict[str, int] = {"": 0}
            found = self._derived[name] = _codes(tuple(map(make, self.texts)), known)
        return found

    @cached_property
    def lengths(self) -> np.ndarray:
        """Length of each text."""
        return np.fromiter(map(len, self.texts), np.int32, len(self.texts))

    @cached_property
    def counts(self) -> np.ndarray:
        """How many rows have each text."""
        return np.bincount(self.codes, minlength=len(self.texts))


def make_column(values: Iterable[str]) -> Column:
    """A column of these values in their order."""
    known: dict[str, int] = {"": 0}
    codes = np.fromiter((known.setdefault(value, len(known)) for value in values), np.int32)
    texts = np.empty(len(known), object)
    texts[:] = list(known)
    return Column(codes, texts)


@dataclass(frozen=True)
class ValueTable:
    """Columns of packed values by the names of ``MatchValues``; two phones are two columns."""

    size: int
    columns: dict[str, Column]

    def __getitem__(self, name: str) -> Column:
        return self.columns[name]


def make_table(packed: Iterable[str]) -> ValueTable:
    """Columns from packed values."""
    names = [*FIELDS, "phone1", "phone2"]
    known: list[dict[str, int]] = [{"": 0} for _ in names]
    chunks: list[list[np.ndarray]] = []
    rest = iter(packed)
    while rows := [_row(text) for text in islice(rest, _CHUNK)]:
        chunks.append(
            [
                _codes(values, texts)
                for values, texts in zip(zip(*rows, strict=True), known, strict=True)
            ]
        )
    columns = {}
    for number, name in enumerate(names):
        codes = [chunk[number] for chunk in chunks]
        texts = np.empty(len(known[number]), object)
        texts[:] = list(known[number])
        known[number] = {}
        columns[name] = Column(np.concatenate([np.empty(0, np.int32), *codes]), texts)
    return ValueTable(len(columns["name"].codes), columns)


def _row(text: str) -> list[str]:
    parts = split_packed(text)
    first, _bar, second = parts[_PHONES].partition(PART)
    parts[_PHONES] = ""
    parts.append(first)
    parts.append(second)
    return parts


def _codes(values: tuple[str, ...], known: dict[str, int]) -> np.ndarray:
    if not any(values):
        return np.zeros(len(values), np.int32)
    add = known.setdefault
    return np.array([add(value, len(known)) for value in values], np.int32)
