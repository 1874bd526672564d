"""What the names of columns mean, in English and Chinese."""

import csv
import re
from functools import lru_cache
from pathlib import Path

from ..normalize.text import fold

_FILE = Path(__file__).parent / "headers.csv"
# notes in brackets and marks of required columns say nothing of what a column is
_ASIDE = re.compile(r"\(.*?\)|（.*?）|【.*?】|\[.*?\]|[*:：]|\d+$")
_BETWEEN = re.compile(r"[\W_]+")
_CAMEL = re.compile("([a-z])([A-Z])")
# what stands before the proper word in Chinese headers
_PREFIXES = ("客户", "客戶", "公司", "企业", "企業", "单位", "單位", "购方", "買方")
_ENGLISH_PREFIXES = ("customer", "company", "account", "client", "partner", "billing", "main")


def plain_header(name: str) -> str:
    """A header for comparison: folded, without notes, blanks and punctuation."""
    name = _CAMEL.sub(r"\1 \2", name.strip())
    short = _ASIDE.sub("", name).strip() or name
    return _BETWEEN.sub("", fold(short))


@lru_cache(maxsize=1)
def aliases() -> dict[str, str]:
    """Plain headers and what they mean."""
    found = {}
    with open(_FILE, encoding="utf-8", newline="") as handle:
        for target, names in csv.reader(handle):
            for name in names.split(";"):
                found.setdefault(_BETWEEN.sub("", fold(name)), target)
    return found


def meaning(name: str, labels: dict[str, str] | None = None) -> str:
    """What a column is by its name, or ""; ``labels``: further plain headers."""
    plain = plain_header(name)
    known = aliases()
    full = _BETWEEN.sub("", fold(name))
    for text in (full, plain):
        if target := known.get(text) or (labels or {}).get(text):
            return target
    for prefix in (*_PREFIXES, *_ENGLISH_PREFIXES):
        if plain.startswith(prefix) and (target := known.get(plain.removeprefix(prefix))):
            return target
    return ""


def known_headers(names: list[str]) -> int:
    """How many of ``names`` are headers that are known."""
    return sum(bool(name.strip() and len(name) < 40 and meaning(name)) for name in names)
