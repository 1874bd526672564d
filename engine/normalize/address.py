"""Addresses for comparison: house number, direction, street, unit; one form of a city's name.

Facts: USPS Publication 28 (suffixes, directions, secondary units), the ways to write streets in
the larger European countries, GB/T 23705 (parts of a Chinese address). No gazetteer is used: what
is compared is what people typed, in the same form on both sides.
"""

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from .company_name import one_umlaut
from .hanzi import latin, short_place, split_place, to_simplified
from .name import has_cjk
from .text import fold, half_width

_FILE = Path(__file__).parent / "exonyms.csv"
_NOT_WORD = re.compile(r"[^\w]+|_+")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|e|er|eme)")
_NUMBER = re.compile(r"(\d+)([a-z]?)")
_ZIP_AT_END = re.compile(r"[ ,]+(\d{5})(?:-\d{4})?\s*$")
_STATE_AT_END = re.compile(r"[ ,]+([A-Z][a-zA-Z]+(?: [A-Z][a-z]+)?)[ ,]+([A-Z]{2})\s*$")
_CHINESE_NUMBER = re.compile(r"(\d+)(?:号|號|弄)|(\d+)")
_AREA_END = re.compile(r"^.*(?:街道|新区|开发区|园区|自治县|区|县|旗|市|镇|乡)(?=.)")
_DIRECTIONS = {
    "north": "n",
    "n": "n",
    "south": "s",
    "s": "s",
    "east": "e",
    "e": "e",
    "west": "w",
    "w": "w",
    "ne": "ne",
    "nw": "nw",
    "se": "se",
    "sw": "sw",
    "northeast": "ne",
    "northwest": "nw",
    "southeast": "se",
    "southwest": "sw",
}
# Words that only tell the kind of the street: left out, the name proper is compared.
_KINDS = frozenset(
    "st street str strasse road rd avenue ave av boulevard blvd bd drive dr lane ln "
    "court ct circuit cct cres crescent place pl "
    "terrace tce ter square sq highway hwy parkway pkwy pky way wy close cl circle cir "
    "trail trl alley aly row plaza plz "
    "expressway expy freeway fwy loop pike path rue chemin ch impasse allee allees quai "
    "cours route rte via viale vle piazza p.za "
    "piazzale corso vicolo largo strada calle c cl avda avenida paseo pso plaza camino "
    "carretera ctra ronda rua travessa praca "
    "ul ulica aleja al aleje os osiedle plac pl weg gasse platz ring damm allee straat "
    "laan plein kade gracht dreef steenweg "
    "gade vej vagen gatan gata vei gate ulitsa prospekt prospect number no nr num numero n".split()
)
_GLUED = re.compile(r"(.{3,}?)(?:strasse|stra|str|straat|gasse|platz|weg|allee|gatan|vagen|laan)$")
_PARTICLES = frozenset(
    (
        "the of de la le les des du del della dei di da do dos das el los las l d et y am an der "
        "den im in zum zur"
    ).split()
)
_UNITS = frozenset(
    "suite ste unit apt apartment apto room rm floor fl flat bldg building bld office "
    "ofc etage og eg stock whg top apart bat batiment "
    "piso planta puerta esc interno int scala lok m lokal level lvl lot block blk box po".split()
)


@dataclass(frozen=True)
class Street:
    """``number`` of the house, ``direction``, ``name`` without the kind of street, ``unit`` in the
    house.
    """

    number: str
    direction: str
    name: str
    unit: str


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    with open(_FILE, encoding="utf-8", newline="") as handle:
        rows = list(csv.reader(handle))[1:]
    table = {other: city for city, others in rows for other in others.split("|")}
    for city, _others in rows:
        table[city] = city
    return table


@lru_cache(maxsize=32768)
def normalize_city(value: str) -> str:
    """One form of a city's name: Chinese ones by their pinyin, known exonyms by the local name."""
    if not value:
        return ""
    text = fold(half_width(value))
    if has_cjk(text):
        return latin(short_place(to_simplified(_NOT_WORD.sub("", text))))
    words = [word for word in _NOT_WORD.split(text) if word]
    if words and words[-1] in ("city", "shi", "cedex") and len(words) > 1:
        words = words[:-1]
    text = " ".join("saint" if word in ("st", "ste", "sainte") else word for word in words)
    return _cities().get(text) or one_umlaut(text)


def normalize_zip(value: str) -> str:
    """The postal code in letters and digits only; the extended part of an American one goes."""
    text = fold(half_width(value))
    if re.fullmatch(r"\d{5}-\d{4}", text):
        text = text[:5]
    return _NOT_WORD.sub("", text)


def take_zip(street: str) -> tuple[str, str, str]:
    """(street, city, zip) of a street line that ends with them, as in "27 Oak St Oak Park IL
    60302".
    """
    match = _ZIP_AT_END.search(street)
    if not match or match.start() < 6:
        return street, "", ""
    rest = street[: match.start()]
    place = _STATE_AT_END.search(rest)
    if not place:
        return rest, "", match.group(1)
    words = place.group(1).split()
    if words[0].lower() in _KINDS:
        words = words[1:]
    cut = len(rest) - len(place.group(0))
    kept = place.group(1).split()[: 1 if len(words) < len(place.group(1).split()) else 0]
    return f"{rest[:cut]} {' '.join(kept)}".strip(), " ".join(words), match.group(1)


def parse_street(value: str) -> Street:
    """The parts of a street line in the way of its script."""
    text = fold(half_width(value))
    if has_cjk(text):
        return _chinese(text)
    return _western(text)


def _western(text: str) -> Street:
    number = direction = ""
    unit: list[str] = []
    name: list[str] = []
    in_unit = False
    for word in _NOT_WORD.split(text.replace("'", "").replace("ß", "ss")):
        if not word:
            continue
        ordinal = _ORDINAL.fullmatch(word)
        if word in _UNITS and (number or name):
            in_unit = True
        elif ordinal and not in_unit and number:
            name.append(ordinal.group(1))
        elif _NUMBER.fullmatch(word):
            if not number and not in_unit:
                number = word
            elif in_unit or name:
                unit.append(word)
            else:
                name.append(word)
        elif in_unit and len(word) == 1:
            unit.append(word)
        elif word in _DIRECTIONS and not direction and not name:
            direction = _DIRECTIONS[word]
        elif word not in _PARTICLES and not in_unit:
            name.append(word)
    kept = [_bare(word) for word in name if word not in _KINDS and word not in _DIRECTIONS]
    if not kept:
        kept = [_bare(word) for word in name]
    return Street(number.lstrip("0"), direction, " ".join(kept), "".join(unit))


def _bare(word: str) -> str:
    glued = _GLUED.fullmatch(word)
    return one_umlaut(glued.group(1) if glued else word)


def _chinese(text: str) -> Street:
    text = to_simplified(_NOT_WORD.sub("", text))
    _place, text = split_place(text, keep=3)
    match = _CHINESE_NUMBER.search(text)
    before, number, rest = (
        (text, "", "")
        if match is None
        else (text[: match.start()], match.group(1) or match.group(2), text[match.end() :])
    )
    road = _AREA_END.sub("", before)
    return Street(number, "", road, "-".join(re.findall(r"[a-z]|\d+", rest)))
