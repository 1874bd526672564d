"""Chinese text for comparison: simplified characters, place names, surnames.

Sources: the character table is generated from the dictionaries of OpenCC (TSCharacters, HKVariants,
TWVariants, JPVariants; Apache 2.0), one line a simplified character with the other forms of it.
Places are the administrative divisions of GB/T 2260 down to counties. No phrase table is used: for
comparing, one form for all forms matters, not the form a reader would choose.
"""

import csv
from functools import lru_cache
from pathlib import Path

from .pinyin import pinyin_lines

_FOLDER = Path(__file__).parent
_PLACE_ENDS = ("特别行政区", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "省", "市")
_LONGEST_PLACE = 8
# Surnames of two characters that are met (Hundred Family Surnames and its supplements).
_COMPOUND_SURNAMES = frozenset(
    "欧阳 太史 上官 司马 司徒 司空 诸葛 夏侯 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 东方 "
    "独孤 南宫 西门 "
    "端木 百里 轩辕 钟离 申屠 澹台 公冶 宗政 濮阳 淳于 单于 太叔 闻人 赫连 呼延 "
    "闾丘 东郭 拓跋 万俟 "
    "亓官 鲜于 公羊 第五 梁丘 左丘 谷梁 段干 羊舌 微生".split()
)


def _read(name: str) -> list[list[str]]:
    with open(_FOLDER / name, encoding="utf-8", newline="") as handle:
        return list(csv.reader(handle))[1:]


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    return {
        ord(char): simplified
        for simplified, others in _read("hanzi_simplified.csv")
        for char in others
    }


@lru_cache(maxsize=1)
def _places() -> dict[str, str]:
    """Every way to write a place at the start of a name -> its short name."""
    places = {}
    for kind, name in _read("hanzi_places.csv"):
        places[name] = name
        if kind == "district":
            if name.endswith("市"):
                places.setdefault(name[:-1], name[:-1])
                places[name] = name[:-1]
        else:
            for end in _PLACE_ENDS:
                places[name + end] = name
    return places


def to_simplified(text: str) -> str:
    """``text`` with traditional, Hong Kong, Taiwan and Japanese forms as simplified characters."""
    return text if text.isascii() else text.translate(_table())


def split_place(text: str, keep: int = 2) -> tuple[str, str]:
    """(last place, rest) of a simplified text that starts with provinces, cities or districts.

    At least ``keep`` characters are left: 北京饭店 is ("北京", "饭店"), 上海 stays as it is.
    """
    places = _places()
    found = ""
    while True:
        for size in range(min(_LONGEST_PLACE, len(text) - keep), 1, -1):
            place = places.get(text[:size])
            if place is not None:
                found, text = place, text[size:]
                break
        else:
            return found, text


def is_place(text: str) -> bool:
    """Whether a simplified text is exactly the name of a place of China."""
    return text in _places()


def short_place(text: str) -> str:
    """The short name of a Chinese city or province: 深圳市 and 广东省深圳市 are 深圳."""
    places = _places()
    if text in places:
        return places[text]
    place, rest = split_place(text, keep=0)
    return place if place and not rest else text


def split_surname(name: str) -> tuple[str, str]:
    """(surname, given name) of a Chinese name of a person, in simplified characters."""
    size = 2 if len(name) > 2 and name[:2] in _COMPOUND_SURNAMES else 1
    return name[:size], name[size:]


@lru_cache(maxsize=16384)
def latin(text: str) -> str:
    """Pinyin of the Chinese in ``text`` (simplified, folded) in one word; other text unchanged."""
    if text.isascii():
        return text
    lines = pinyin_lines(text)
    return lines[0] if lines else text


@lru_cache(maxsize=1)
def latin_places() -> frozenset[str]:
    """Pinyin of provinces and cities, as they stand in English names of Chinese companies."""
    rows = _read("hanzi_places.csv")
    names = frozenset(latin(name) for kind, name in rows if kind != "district")
    return names | {"hongkong", "macau", "macao", "taipei", "xian", "shaanxi", "guangzhou"}
