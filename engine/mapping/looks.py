"""What a column is by its values."""

import re
from collections.abc import Callable, Sequence

from ..normalize.hanzi import is_place
from ..normalize.legal_form import strip_chinese_form, strip_western_form
from ..normalize.text import fold, half_width

_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]{2,}")
_WEBSITE = re.compile(
    r"(https?://|www\.)\S+|[\w-]+(\.[\w-]+)*\.(com|cn|net|org|de|eu|io|co\.uk)(/\S*)?", re.I
)
_DATE = re.compile(
    r"(19|20)\d{2}(0[1-9]|1[0-2])[0-3]\d|\d{4}([-/.])\d{1,2}\3\d{1,2}.*"
    r"|\d{1,2}([-/.])\d{1,2}\4\d{4}"
)
_PHONE = re.compile(r"\(?\+?[\d(][\d\s()/.\-]{5,20}\d")
_MOBILE = re.compile(r"(\+?86[\s-]?)?1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}")
_TAX = re.compile(
    r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}|[A-Z]{2}[\dA-Z]{8,12}|\d{15}", re.I
)
_ZIP = re.compile(r"\d{5,6}|\d{5}-\d{4}|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}", re.I)
_COUNTRIES = frozenset(
    "cn de us gb uk fr it es nl be at ch se no dk fi pl cz jp kr in au ca br mx sg hk tw mo vn "
    "th my id ph ru tr ae sa za china germany usa "
    "中国 德国 美国 英国 法国 日本 韩国 中國 德國 美國".split()
)
_ENOUGH = 0.6


def looks_like(values: Sequence[str]) -> str:
    """What most of ``values`` look like, as a meaning of :mod:`.headers`, or ""."""
    filled = [half_width(value).strip() for value in values if value.strip()]
    if len(filled) < 2 and len(values) > 3:
        return ""
    for target, fits in _LOOKS:
        if filled and sum(map(fits, filled)) >= _ENOUGH * len(filled):
            return target
    return ""


def _full(pattern: re.Pattern) -> Callable[[str], bool]:
    return lambda value: bool(pattern.fullmatch(value))


def _phone(value: str) -> bool:
    return bool(_PHONE.fullmatch(value)) and not _DATE.fullmatch(value)


def _name(value: str) -> bool:
    if not value or value.isascii():
        return bool(strip_western_form(value.lower().replace(".", "").split())[1])
    return bool(strip_chinese_form(value)[1])


def _country(value: str) -> bool:
    return fold(value) in _COUNTRIES


def _state(value: str) -> bool:
    return value.endswith(("省", "自治区", "自治區")) or (len(value) <= 3 and is_place(value))


def _street(value: str) -> bool:
    return bool(
        re.search(
            r"[路街道巷弄].*\d|\d+\s*号|\bstr(eet|asse|aße|\.)|\b(road|rd|ave|avenue)\b",
            value,
            re.I,
        )
    )


_LOOKS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("email", _full(_EMAIL)),
    ("website", _full(_WEBSITE)),
    ("mobile", _full(_MOBILE)),
    ("vat", _full(_TAX)),
    ("zip", _full(_ZIP)),
    ("phone", _phone),
    ("country_id", _country),
    ("state_id", _state),
    ("name", _name),
    ("street", _street),
)
