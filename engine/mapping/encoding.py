"""The encoding of a text file, told by its bytes.

UTF-8 shows itself. The double-byte encodings of Chinese overlap: nearly every text of one is a
text of the other too, only of characters that nobody uses. So each is judged by the share of
its characters that stand in its block of frequent ones. The blocks were made for that: level 1
of GB 2312 and of Big5 hold what more than 98 % of running text consists of.
"""

import codecs
import re
from collections.abc import Callable

from .problems import FileProblem

# what a user can choose; the first is what we write ourselves
ENCODINGS = ("utf-8", "utf-16", "gb18030", "big5", "cp1252", "shift_jis", "euc-kr")
_CODECS = {"utf-8": "utf-8-sig", "big5": "big5hkscs", "shift_jis": "cp932", "euc-kr": "cp949"}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 1 << 18
_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
# four bytes of GB 18030 stand for rare characters and others; they tell nothing
_GB_FOUR = re.compile(rb"[\x81-\xfe][0-9][\x81-\xfe][0-9]")
_PAIR = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]|[\x80-\xff]")
# accented letters of western Europe among plain ones
_WESTERN = re.compile(
    rb"(?<![\x80-\xff])[\xc0-\xff\x8a\x8c\x8e\x9a\x9c\x9e\x80\xa0-\xbf](?![\x80-\xff])"
)
_SURE = 0.6  # share of frequent characters from which a text is Chinese


def detect_encoding(content: bytes) -> str:
    """One of ``ENCODINGS``.

    :raise FileProblem: it is UTF-8 with broken places, or no text
    """
    for bom, name in _BOMS:
        if content.startswith(bom):
            return name
    if wide := _wide(content):
        return wide
    sample = content[:_SAMPLE]
    high = len(_HIGH.findall(sample))
    if not high:
        return "utf-8"
    if b"\0" in sample:
        raise FileProblem("wrong_type", type="?")
    valid = sum(map(len, _UTF8.findall(sample)))
    if valid >= 0.9 * high and len(_UTF8.findall(sample)) > 0 and _looks_utf8(content, high, valid):
        return "utf-8"
    return _double_byte(sample)


def decode(content: bytes, encoding: str) -> str:
    """The text of a file.

    :param encoding: one of ``ENCODINGS``
    :raise FileProblem: the first line that is not in this encoding
    """
    codec = _CODECS.get(encoding, encoding)
    if encoding == "utf-16" and not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        little = content[1::2].count(0) >= content[::2].count(0)
        codec = "utf-16-le" if little else "utf-16-be"
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        line = content[: error.start].decode(codec, "replace").count("\n") + 1
        raise FileProblem("encoding", encoding=encoding, line=line) from None


def _wide(content: bytes) -> str:
    """UTF-16 without a mark: every line has ASCII characters, so zeros on one side."""
    sample = content[: 1 << 14]
    zeros = sample.count(0)
    if zeros < max(2, len(sample) // 50) or len(content) % 2:
        return ""
    odd = sample[1::2].count(0)
    # some characters have a zero on the other side, as 一 has
    return "utf-16" if odd >= 0.8 * zeros or odd <= 0.2 * zeros else ""


def _looks_utf8(content: bytes, high: int, valid: int) -> bool:
    if valid == high or len(content) > _SAMPLE:
        # what is broken further on is told by its line when it is decoded
        return True
    # a text in another encoding has such sequences by chance only
    return high >= 20


def _double_byte(sample: bytes) -> str:
    scores = {
        "gb18030": _frequent(sample, "gb18030", _gb_frequent, _GB_FOUR),
        "big5": _frequent(sample, "big5hkscs", _big5_frequent, None),
    }
    best = max(scores, key=scores.__getitem__)
    western = len(_WESTERN.findall(sample)) / len(_HIGH.findall(sample))
    if scores[best] >= max(_SURE, western) or (scores[best] and western < 0.5):
        return best
    return "cp1252"


def _frequent(
    sample: bytes, codec: str, frequent: Callable[[int, int], bool], ignored: re.Pattern | None
) -> float:
    """Share of frequent characters in all of two bytes, 0 where it is no text of ``codec``."""
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        decoder.decode(sample)
    except UnicodeDecodeError:
        return 0.0
    if ignored:
        sample = ignored.sub(b"", sample)
    counted = total = 0
    for pair in _PAIR.findall(sample):
        if len(pair) == 1:
            total += 1
        elif pair[0] >= 0xA1 and not (0xA1 <= pair[0] <= 0xA3):  # punctuation stands in both
            total += 1
            counted += frequent(pair[0], pair[1])
        elif pair[0] < 0xA1:
            total += 1
    return counted / total if total else 0.0


def _gb_frequent(first: int, second: int) -> bool:
    return 0xB0 <= first <= 0xD7 and second >= 0xA1


def _big5_frequent(first: int, second: int) -> bool:
    return 0xA4 <= first <= 0xC6 and (0x40 <= second <= 0x7E or second >= 0xA1)
