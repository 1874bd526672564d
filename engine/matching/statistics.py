"""What is frequent in a list: how many records have a word of names, how many names a contact.

Words are counted in hashed buckets, so that the same few hundred kilobytes do for any list and can
be kept for the check of one new record; a collision makes a rare word look less rare, never more.
"""

import zlib
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from ..normalize.name import has_cjk
from .table import ValueTable
from .values import PART

_BUCKETS = 1 << 18
_MASK = _BUCKETS - 1
_USUAL = 0.25  # pairs of duplicates a record
_DAMPING = 0.7
_DENSITY_BOUNDS = -2.0, 5.0
WORDS = 10  # of one name that take part


def word_ids(name: str, person: bool) -> list[int]:
    """Buckets of the words of a name: parts of a person's, else words or pairs of ideographs."""
    if person:
        words = [part for part in name.split(PART)[:2] if part]
    else:
        words = []
        for word in name.split():
            if len(word) > 2 and has_cjk(word):
                words.extend(word[at : at + 2] for at in range(len(word) - 1))
            else:
                words.append(word)
    return [(crc32(word.encode()) & _MASK) or 1 for word in dict.fromkeys(words)][:WORDS]


def place_id(text: str) -> int:
    """Bucket of a city or postal code."""
    return (crc32(b"@" + text.encode()) & _MASK) or 1


@dataclass(frozen=True)
class Statistics:
    """``size`` of the list, in how many records each bucket is, and how much more (or less)
    frequent
    duplicates are in this list than usual, in bits (see :func:`density_bits`)."""

    size: int
    counts: np.ndarray
    density: float = 0.0

    def bits(self, ids: np.ndarray) -> np.ndarray:
        """-log2 of the share of records; 0 for id 0."""
        shares = np.maximum(self.counts[ids], 1) / max(self.size, 1)
        return np.where(ids > 0, -np.log2(np.minimum(shares, 1.0)), 0.0).astype(np.float32)

    def to_bytes(self) -> bytes:
        """Compressed, for storing."""
        extra = [self.size, round(self.density * 1000)]
        return zlib.compress(np.append(self.counts, extra).astype("<i4").tobytes(), 6)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Statistics":
        """What ``to_bytes`` wrote."""
        values = np.frombuffer(zlib.decompress(data), "<i4")
        return cls(int(values[-2]), values[:-2].astype(np.int32), int(values[-1]) / 1000)


def density_bits(scores: np.ndarray, size: int) -> float:
    """How far the prior has to move for a list that has more or fewer duplicates than usual.

    The expected number of duplicates by the scores themselves gives the prior, the prior moves the
    scores, until both agree (EM on the prior alone; Saerens, Latinne and Decaestecker 2002). Damped
    and bounded: the weights are trusted more than one list.
    """
    bits = 0.0
    for _ in range(20):
        odds = np.clip((scores + bits) * np.log(2), -40, 40)
        pairs = float((1 / (1 + np.exp(-odds))).sum()) / max(size, 1)
        moved = float(np.clip(_DAMPING * np.log2(max(pairs, 1e-9) / _USUAL), *_DENSITY_BOUNDS))
        if abs(moved - bits) < 0.01:
            break
        bits = moved
    return bits


@dataclass(frozen=True)
class NameWords:
    """Buckets of the words of every text of the name column, (texts, WORDS), 0 where none."""

    ids: np.ndarray


def name_words(table: ValueTable) -> NameWords:
    """The words of all names of a table."""
    texts = table["name"].texts
    ids = np.zeros((len(texts), WORDS), np.int32)
    for row, text in enumerate(texts):
        words = word_ids(text, PART in text)
        ids[row, : len(words)] = words
    return NameWords(ids)


def make_statistics(table: ValueTable, words: NameWords) -> Statistics:
    """Count the words of names and the places of a whole list."""
    counts = np.zeros(_BUCKETS, np.int64)
    column = table["name"]
    weights = np.repeat(column.counts, words.ids.shape[1])
    counts += np.bincount(words.ids.ravel(), weights, _BUCKETS).astype(np.int64)
    for name in ("city", "zip"):
        column = table[name]
        ids = np.fromiter((place_id(text) for text in column.texts), np.int64, len(column.texts))
        counts += np.bincount(ids, column.counts, _BUCKETS).astype(np.int64)
    counts[0] = 0
    return Statistics(table.size, counts.astype(np.int32))


def rough_names(table: ValueTable) -> np.ndarray:
    """For each row a number of its name that survives typing errors at the end: of its first
    letters.
    """
    column = table["name"]
    starts = np.fromiter(
        (crc32(_rough(text).encode()) for text in column.texts), np.uint32, len(column.texts)
    )
    return starts[column.codes]


def _rough(name: str) -> str:
    if PART in name:
        return "".join(sorted(part[:2] for part in name.split(PART)[:2]))
    return "".join(sorted(name.split()))[:3] if name.isascii() else name[:2]


def crowd(codes: np.ndarray, size: int, rough: np.ndarray) -> np.ndarray:
    """For each code of a column the number of different rough names of its rows; 0 for code 0."""
    order = np.unique(codes.astype(np.int64) << 32 | rough)
    counts = np.bincount(order >> 32, minlength=size)
    counts[0] = 0
    return np.minimum(counts, 255).astype(np.uint8)


def no_statistics(size: int) -> Statistics:
    """Of a list of ``size`` records that was not scanned yet: every word is as rare as can be."""
    return Statistics(size, np.zeros(_BUCKETS, np.int32))
