"""Pinyin of Chinese names, without tones, from the dictionaries of the package ``pypinyin``.

The package's own segmenter is not used: a longest match over its phrases gives the same readings
for names in a fifth of the time. Its dictionaries take about 0.2 s to load, so they are loaded at
the first Chinese name.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import product

_TOKENS = re.compile(
    "([\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+)|[a-z0-9]+"
)
_DOUBLED = 2  # characters of one name for which a second reading is kept

# Readings of single characters as they are in names, where a dictionary puts the most frequent in
# texts first, and the other one that people type (长: 长荣 chang, 校长 zhang). Surnames and
# trades; used where no phrase of the dictionary decides.
_IN_NAMES = {
    char: tuple(readings.split(","))
    for chars, readings in (
        entry.split(":")
        for entry in (
            "长長:chang,zhang 重:zhong,chong 行:hang,xing 乐樂:le,yue 厦廈:xia,sha 朝:chao,zhao "
            "都:du 藏:zang,cang 曾:zeng 单單:shan,dan 解:jie,xie 仇:qiu 区區:qu,ou 查:cha,zha "
            "盛晟:sheng,cheng 会會:hui,kuai 佛:fo 柏:bai,bo 薄亳:bo 尉蔚:wei,yu 翟:zhai,di "
            "覃:qin,tan 朴:pu,piao 盖蓋:gai,ge 缪繆:miao 召:zhao,shao 调調:tiao,diao 还還:huan "
            "参參:can,shen 泊:bo,po 阚:kan 郗:xi,chi 隗:wei,kui 沈:shen 俞:yu 冼:xian 车車:che,ju "
            "传傳:chuan,zhuan 给給:ji,gei 奇:qi 石:shi 折:she,zhe 种:zhong,chong 逄:pang 华華:hua "
            "贾賈:jia 万:wan 葛:ge"
        ).split()
    )
    for char in chars
}
_PHRASES = {
    "朝阳": ("chao zhao", "yang"),
    "朝陽": ("chao zhao", "yang"),
    "重慶": ("chong", "qing"),
    "重汽": ("zhong", "qi"),
    "六安": ("lu liu", "an"),
    "音樂": ("yin", "yue"),
    "會計": ("kuai", "ji"),
    "銀行": ("yin", "hang"),
    "西藏": ("xi", "zang"),
    "丽水": ("li", "shui"),
}


def pinyin_lines(text: str) -> list[str]:
    """Pinyin and initials of ``text`` (folded, see ``fold``): ``["chongqingyinhang", "cqyh"]``; no
    Chinese in it, no lines.

    Latin words and digits between keep their place, everything else goes. ü is v, as typed on
    every keyboard. The first two characters with two current readings give lines of their own, up
    to four readings in all; a character without one is skipped.
    """
    choices: list[tuple[str, ...]] = []
    sizes: list[int | None] = []  # of the initial: a Latin word keeps its letters
    for match in _TOKENS.finditer(text):
        if match.group(1):
            readings = _read(match.group(1))
            choices.extend(readings)
            sizes.extend([1] * len(readings))
        else:
            choices.append((match.group(),))
            sizes.append(None)
    if 1 not in sizes:
        return []
    lines = []
    for chosen in product(*_limited(choices)):
        lines.append("".join(chosen))
        lines.append("".join([word[:size] for word, size in zip(chosen, sizes, strict=True)]))
    return list(dict.fromkeys(lines))


def _limited(choices: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    doubled = [place for place, readings in enumerate(choices) if len(readings) > 1]
    for place in doubled[_DOUBLED:]:
        choices[place] = choices[place][:1]
    return choices


def _read(run: str) -> list[tuple[str, ...]]:
    """The readings of each character of a run of Chinese, by the longest phrases from the left."""
    dictionary = _dictionary()
    longest = dictionary.longest
    readings: list[tuple[str, ...]] = []
    start = 0
    while start < len(run):
        size = longest.get(run[start : start + 2], 1)
        phrase = None
        while size > 1 and not phrase:
            phrase = dictionary.phrase(run[start : start + size])
            size -= not phrase
        if phrase:
            readings.extend(phrase)
        elif single := dictionary[run[start]]:
            readings.append(single)
        start += size
    return readings


class _Dictionary(dict):
    """Character -> its readings; the phrases; and for two first characters the length of the
    longest phrase with them."""

    def __init__(self):
        # 0.2 s: not at import of the engine
        from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

        super().__init__(_IN_NAMES)
        self.singles = PINYIN_DICT
        self.phrases = PHRASES_DICT
        self.read = {
            phrase: tuple(tuple(text.split()) for text in readings)
            for phrase, readings in _PHRASES.items()
        }
        self.longest: dict[str, int] = {}
        for phrase in [*PHRASES_DICT, *_PHRASES]:
            first = phrase[:2]
            if len(phrase) > self.longest.get(first, 1):
                self.longest[first] = len(phrase)

    def __missing__(self, char: str) -> tuple[str, ...]:
        readings = self.singles.get(ord(char), "")
        self[char] = result = (_without_tones(readings.split(",")[0]),) if readings else ()
        return result

    def phrase(self, text: str) -> tuple[tuple[str, ...], ...] | None:
        """The readings of a phrase, ``None`` where the text is none."""
        found = self.read.get(text)
        if found is None and text in self.phrases:
            found = self.read[text] = tuple(
                (_without_tones(options[0]),) for options in self.phrases[text]
            )
        return found


@lru_cache(maxsize=1)
def _dictionary() -> _Dictionary:
    return _Dictionary()


def _without_tones(syllable: str) -> str:
    syllable = unicodedata.normalize("NFD", syllable).replace("u\u0308", "v")
    return "".join(char for char in syllable if "a" <= char <= "z")
