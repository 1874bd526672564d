"""Simplified and traditional characters."""

import csv
from functools import cache
from pathlib import Path

from ...normalize import has_cjk
from ...normalize.hanzi import to_simplified
from .model import Suggestion, Values

_TRADITIONAL = frozenset(("TW", "HK", "MO"))
_FIELDS = ("name", "company_name", "street", "street2", "city", "function")
# simplified characters that are traditional ones of another meaning too
_BOTH = frozenset("后里余范于云干丰谷几松丑斗面制致表准姜系占郁咸卜佣向回舍")
_TABLE = Path(__file__).parents[2] / "normalize" / "hanzi_simplified.csv"


def script(values: Values) -> list[Suggestion]:
    """Simplified characters for customers in China, traditional ones for those in Taiwan, Hong
    Kong and Macao.

    Silent without a country, about other countries, and about characters with several
    traditional forms. Never sure: a name is written as its owner does.
    """
    if values.country == "CN":
        convert, reason = to_simplified, "simplified"
    elif values.country in _TRADITIONAL:
        convert, reason = _to_traditional, "traditional"
    else:
        return []
    found = []
    for name in _FIELDS:
        old = getattr(values, name)
        if has_cjk(old) and (new := convert(old)) != old:
            found.append(Suggestion("script", name, {name: new}, reason, 0.6))
    return found


def _to_traditional(text: str) -> str:
    """``text`` in traditional characters, or as it is where one of them has several forms."""
    table = _table()
    if any(len(table.get(char, "")) > 1 for char in text):
        return text
    return "".join(table.get(char, char) for char in text)


@cache
def _table() -> dict[str, str]:
    """Simplified characters that are no traditional ones -> their other forms."""
    with open(_TABLE, encoding="utf-8", newline="") as lines:
        rows = [(row["simplified"], row["others"]) for row in csv.DictReader(lines)]
    return {simplified: others for simplified, others in rows if simplified not in _BOTH}
