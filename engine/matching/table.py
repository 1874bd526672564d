"""Values of many records as columns of codes: equal texts have equal codes, 0 is "none"."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from .values import FIELDS, PART, split_packed


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
        known: dict[str, int] = {"": 0}
        return self.derive(name, lambda text: known.setdefault(make(text), len(known)), np.int32)

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
    fields = [*FIELDS, "phone1", "phone2"]
    known: list[dict[str, int]] = [{"": 0} for _ in fields]
    lookups = [(texts, texts.setdefault) for texts in known]
    codes: list[int] = []
    append = codes.append
    phones = FIELDS.index("phones")
    size = 0
    chunks: list[np.ndarray] = []
    for text in packed:
        parts = split_packed(text)
        first, _bar, second = parts[phones].partition(PART)
        parts[phones] = ""
        parts.append(first)
        parts.append(second)
        for value, (texts, add) in zip(parts, lookups, strict=True):
            append(add(value, len(texts)) if value else 0)
        size += 1
        if len(codes) > 2_000_000:
            chunks.append(np.array(codes, np.int32))
            codes.clear()
    chunks.append(np.array(codes, np.int32))
    matrix = np.concatenate(chunks).reshape(size, len(fields))
    columns = {}
    for number, name in enumerate(fields):
        texts = np.empty(len(known[number]), object)
        texts[:] = list(known[number])
        known[number] = {}
        columns[name] = Column(np.ascontiguousarray(matrix[:, number]), texts)
    return ValueTable(size, columns)
