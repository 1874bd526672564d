"""Provinces and cities of China: from the social credit code and from each other.

Digits 3 to 8 of the code (GB 32100) are the division (GB/T 2260) where the company is registered,
which is not always where its address is.
"""

import re
from functools import cache
from pathlib import Path

from stdnum import numdb

from ...normalize import normalize_tax_id
from ..consistency import same_place, uscc_error
from .model import Suggestion, Values

_ROW = re.compile(r'^(\d{6}) county="([^"]*)" prefecture="([^"]*)"', re.MULTILINE)
_USCC = re.compile(r"[0-9A-Z]{2}(\d{6})[0-9A-Z]{10}")
# the first two digits of a division and the one-character code of the province
_PROVINCES = dict(
    pair.split(":")
    for pair in (
        "11:京 12:津 13:冀 14:晋 15:蒙 21:辽 22:吉 23:黑 31:沪 32:苏 33:浙 34:皖 35:闽 36:赣 37:鲁 "
        "41:豫 42:鄂 43:湘 44:粤 45:桂 46:琼 50:渝 51:蜀 52:黔 53:滇 54:藏 61:陕 62:甘 63:青 64:宁 "
        "65:新"
    ).split()
)
# cities without districts, which the divisions by district don't have
_WITHOUT_DISTRICTS = {"4419": "东莞市", "4420": "中山市", "4604": "儋州市"}
_MUNICIPALITIES = {"11": "北京市", "12": "天津市", "31": "上海市", "50": "重庆市"}


def division(values: Values) -> list[Suggestion]:
    """Province and city of a Chinese customer from its social credit code; the province from the
    city.

    Silent about codes with a wrong check digit, about companies that are registered nationwide,
    and where the city is another than that of the registration.
    """
    if values.country not in ("CN", "") or values.state and values.city:
        return []
    if values.state and not values.state.startswith("CN-"):
        return []
    if values.city and not values.state:
        state = province_of_city(values.city)
        if state and values.country == "CN":
            new = {"state": state}
            told = {"city": values.city}
            return [Suggestion("division", "state", new, "city_province", 0.98, told)]
    state, city = registered(values.vat) if values.vat else ("", "")
    if not state or values.state not in ("", state):
        return []
    if values.city:
        if not city or not same_place(values.city, city):
            return []
        return [Suggestion("division", "state", {"state": state}, "uscc", 0.98)]
    found = []
    if not values.state:
        found.append(Suggestion("division", "state", {"state": state}, "uscc", 0.9))
    if city:
        found.append(Suggestion("division", "city", {"city": city}, "uscc", 0.8))
    return found


def registered(vat: str) -> tuple[str, str]:
    """("CN-粤", "深圳市"): where the holder of a valid code is registered, as far as it tells."""
    number = normalize_tax_id(vat)
    match = _USCC.fullmatch(number)
    if not match or uscc_error(number):
        return "", ""
    return place_of_division(match[1])


def place_of_division(code: str) -> tuple[str, str]:
    """("CN-粤", "深圳市") of the six digits of a division; the city is empty where the division
    is in no city."""
    province = _PROVINCES.get(code[:2])
    if not province:
        return "", ""
    city = _MUNICIPALITIES.get(code[:2]) or _cities().get(code[:4], "")
    if not city:  # cities under the province itself
        city = _counties().get(code, "")
    return f"CN-{province}", city


def province_of_city(city: str) -> str:
    """ "CN-粤" of a city that only one province has, else an empty text."""
    provinces = _provinces_of_cities().get(city.removesuffix("市"), frozenset())
    return f"CN-{next(iter(provinces))}" if len(provinces) == 1 else ""


@cache
def _rows() -> tuple[tuple[str, str, str], ...]:
    """(code, county, prefecture) of the divisions, from the data file of stdnum."""
    text = (Path(numdb.__file__).parent / "cn" / "loc.dat").read_text(encoding="utf-8")
    return tuple(_ROW.findall(text))


@cache
def _cities() -> dict[str, str]:
    """The first four digits -> the city, where the prefecture is one."""
    return _WITHOUT_DISTRICTS | {
        code[:4]: prefecture
        for code, _county, prefecture in _rows()
        if prefecture.endswith("市") and "直辖" not in prefecture
    }


@cache
def _counties() -> dict[str, str]:
    return {
        code: county
        for code, county, prefecture in _rows()
        if "直辖" in prefecture and county.endswith("市")
    }


@cache
def _provinces_of_cities() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    pairs = [*_cities().items(), *_counties().items(), *_MUNICIPALITIES.items()]
    for code, city in pairs:
        found.setdefault(city.removesuffix("市"), set()).add(_PROVINCES[code[:2]])
    return {city: frozenset(provinces) for city, provinces in found.items()}
