"""Names of persons for comparison: family name, given names by their full form, what stands
between.

Nicknames follow lists of English given names (a name that is short for several stands for the
first of them: comparing wants one form, not the right one); given names of other languages that
people translate are in it where that is common.
"""

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from .company_name import one_umlaut
from .hanzi import split_surname, to_simplified
from .name import has_cjk
from .text import fold, half_width

_FILE = Path(__file__).parent / "nicknames.csv"
_NOT_LETTER = re.compile(r"[^\w]+|[\d_]+")
_APOSTROPHE = re.compile(r"(?<=\w)['’`´](?=\w)")
_BRACKETS = re.compile(r"[(\[（【].*?[)\]）】]")
_TITLES = frozenset(
    "mr mrs ms miss mister dr prof professor sir dame herr frau fraulein hr fr dipl ing "
    "mag mme mlle m madame monsieur "
    "sr sra srta senor senora don dona sig sigra signor signora dott dottssa pan pani "
    "dhr mevr mevrouw heer ir drs rev "
    "reverend hon captain capt lord lady phd md mba esq msc bsc dphil".split()
)
_GENERATIONS = {
    "jr": "2",
    "junior": "2",
    "jun": "2",
    "jnr": "2",
    "ii": "2",
    "2nd": "2",
    "sr": "1",
    "senior": "1",
    "sen": "1",
    "snr": "1",
    "i": "1",
    "iii": "3",
    "iv": "4",
    "pere": "1",
    "fils": "2",
    "vater": "1",
    "sohn": "2",
}
_PARTICLES = frozenset(
    "von van der den de del della di da dos du la le el al bin ibn ter ten zu zum zur of "
    "y e".split()
)
_CHINESE_TITLES = (
    "先生 女士 小姐 太太 夫人 老师 教授 博士 医生 律师 总经理 副总经理 副总 董事长 经理 主任 总监 "
    "厂长 店长 老板 同志 "
    "工程师 会计 主管 助理 总"
).split()


@dataclass(frozen=True)
class PersonName:
    """``family``, ``given`` (the first, in its full form) and ``middle``, all folded;
    ``generation``: "1" for
    the father, "2" for the son, as far as the name says; ``short``: given as a bare initial."""

    family: str
    given: str
    middle: str
    generation: str


@lru_cache(maxsize=1)
def _nicknames() -> dict[str, str]:
    table: dict[str, str] = {}
    with open(_FILE, encoding="utf-8", newline="") as handle:
        rows = [(name, short.split("|")) for name, short in list(csv.reader(handle))[1:]]
    names = {name for name, _ in rows}
    for name, shorts in rows:
        for short in shorts:
            if short not in names:
                table.setdefault(short, name)
    return table


def parse_person(name: str, given: str = "", family: str = "") -> PersonName:
    """The parts of a person's name; ``given`` and ``family`` where the source has them apart."""
    if has_cjk(name):
        return _chinese(name)
    if given or family:
        first, last = _words(given), _words(family)
        generation = ""
    else:
        first, last, generation = _split(name)
    if not first and not last:
        return PersonName("", "", "", generation)
    nicknames = _nicknames()
    full = [one_umlaut(nicknames.get(word, word)) for word in first]
    return PersonName(
        one_umlaut("".join(last)), full[0] if full else "", " ".join(full[1:]), generation
    )


def _split(name: str) -> tuple[list[str], list[str], str]:
    text = _BRACKETS.sub(" ", fold(half_width(name)))
    before, comma, after = text.partition(",")
    words = _words(text)
    generation = ""
    kept = []
    for at, word in enumerate(words):
        if at and word in _GENERATIONS and (at == len(words) - 1 or comma):
            generation = _GENERATIONS[word]
        else:
            kept.append(word)
    titled = [word for word in kept if word not in _TITLES] or kept
    words = titled
    if len(words) == 1:
        return [], words, generation
    if comma:
        last = [word for word in _words(before) if word in words]
        first = [word for word in _words(after) if word in words]
        if last and first:
            return first, last, generation
    size = 1
    while size < len(words) - 1 and words[-size - 1] in _PARTICLES:
        size += 1
    return words[:-size], words[-size:], generation


def _words(text: str) -> list[str]:
    text = _APOSTROPHE.sub("", fold(text)).replace("-", "")
    return [word for word in _NOT_LETTER.split(text) if word]


def _chinese(name: str) -> PersonName:
    text = to_simplified(fold(half_width(_BRACKETS.sub(" ", name))))
    text = _NOT_LETTER.sub("", text)
    for title in _CHINESE_TITLES:
        if text.endswith(title) and len(text) > len(title):
            text = text[: -len(title)]
            break
    family, given = split_surname(text)
    return PersonName(family, given, "", "")
