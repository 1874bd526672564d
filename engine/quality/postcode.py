"""Postcodes by country.

The forms are those that the postal services publish through the Universal Postal Union's
addressing guides. Countries that are not listed, or have no postcodes, take any value.
"""

import csv
import re
from functools import cache
from pathlib import Path

from ..normalize import clean, half_width


def postcode_error(value: str, country: str) -> str | None:
    """``None`` where ``value`` has the form of a postcode of ``country`` (ISO2), or no form is
    known, else "postcode"."""
    pattern = _patterns().get(country.upper())
    text = clean(half_width(value)).upper()
    return "postcode" if pattern and not pattern.fullmatch(text) else None


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    with open(Path(__file__).with_name("postcodes.csv"), encoding="utf-8", newline="") as lines:
        return {row["country"]: re.compile(row["pattern"]) for row in csv.DictReader(lines)}
