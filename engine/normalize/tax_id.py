"""Tax identification numbers, checked by the rules of python-stdnum and by what Odoo's core
accepts.

A number is *plausible* when one of the rules of its country accepts it; only then it may go to an
invoice. The rules are those of ``stdnum.<country>.vat`` with the other numbers that serve as a tax
id there (persons, old forms), and forms that Odoo's ``base_vat`` takes and python-stdnum 1.19 does
not know.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from stdnum import numdb
from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError
from stdnum.util import get_cc_module

from .text import ascii_dashes, clean_identifier

# What people enter to say that there is none; "/" and "NA" are core's own (res.partner).
_VOID = frozenset(("", "/", "NA", "N/A"))

# Prefixes that make a number European wherever the record is (the country group of the same name
# in core). EL is Greece, XI is Northern Ireland with numbers of GB.
_EU_PREFIXES = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GB GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()
)
_COUNTRY_OF_PREFIX = {"EL": "GR", "XI": "GB", "UK": "GB"}

# Numbers besides ``vat`` that are a tax id in their country, as modules of stdnum.<country>.
_OTHER_NUMBERS = {
    "AT": "tin",
    "BR": "cpf",
    "CA": "sin",
    "CH": "uid",
    "CN": "ric",
    "DE": "stnr",
    "DO": "cedula",
    "EC": "ci",
    "FI": "ytunnus",
    "ID": "npwp",
    "IL": "idnr",
    "IN": "pan",
    "IT": "codicefiscale",
    "KR": "rrn",
    "NO": "orgnr",
    "PL": "pesel",
    "RO": "cui cnp",
    "SE": "orgnr",
    "TH": "tin pin",
    "TR": "tckimlik",
    "US": "ein tin",
}
# Forms without a rule in stdnum. China: taxpayer numbers from before the social credit code of
# 2015 (纳税人识别号, State Taxation Administration): 15 characters for enterprises (six digits of
# region and the organisation code) and for households by their old identity card; 17 and 20 for
# households, an identity card of 15 or 18 and two more digits. They have no check digit common to
# all, are gone from new registrations and are still in every old customer list: accepted as they
# are.
_OTHER_FORMS = {
    "CN": r"\d{6}[0-9A-Z]{9}|\d{17}|\d{17}[\dX]\d{2}",
    "CR": r"[1-9]\d{8}|\d{10}|[1-9]\d{10,11}",
    "EC": r"\d{10}|\d{13}",
    "HU": r"\d{8}-?[1-5]-?\d{2}|8\d{9}|\d{8}",
    "ID": r"\d{16}",
    "IN": r"\d{4}[A-Z]{3}\d{5}(?:[UO]N[A-Z0-9]|[A-Z]{3}|NR[0-9A-Z])"
    r"|\d{2}[A-Z]{4}[A-Z0-9]\d{4}[A-Z][1-9A-Z][DKC][0-9A-Z]",
    "JP": r"T\d{13}",
    "MA": r"\d{7,8}",
    "RO": r"9000\d{9}|[1-9]\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{6}",
    "SA": r"3\d{13}3",
    "UA": r"(?:UA)?(?:\d{8}|\d{10}|\d{12})",
    "VN": r"\d{12}",
}
# Data files that rules of stdnum read.
_DATA = {"AT": "at/fa", "CN": "cn/loc", "US": "us/ein"}
_SEVERITY = ("tax_id_length", "tax_id_format", "tax_id_checksum")


def normalize_tax_id(value: str) -> str:
    """The number half-width, upper case, without spaces and invisible characters. Hyphens and dots
    stay; so does "/", core's "none"."""
    return clean_identifier(ascii_dashes(clean_identifier(value)).upper()).replace(" ", "")


def tax_id_error(value: str, country: str | None = None) -> str | None:
    """``None`` when ``value`` is plausible for ``country`` (ISO2) or no rule is known, else what
    is wrong.

    "tax_id_length", "tax_id_format" or "tax_id_checksum": of several rules the one that came
    nearest. A number that the country refuses and that starts with a European prefix of another
    country is judged by that prefix, as in core (a Chinese trader with a German VAT number).
    Without a country only such a prefix, or Swiss "CHE", gives a rule.
    """
    number = normalize_tax_id(value)
    if number in _VOID:
        return None
    own = (country or "").upper()
    own = _COUNTRY_OF_PREFIX.get(own, own)
    prefix = _COUNTRY_OF_PREFIX.get(number[:2], number[:2])
    if number[:3] == "CHE" and not own:
        prefix = "CH"
    elif prefix not in _EU_PREFIXES or len(number) < 4:
        prefix = ""
    if not own:
        return _error(number, prefix) if prefix else None
    if number[:2] == "EU" and own not in _EU_PREFIXES:
        return None  # One Stop Shop number of a trader from outside: core does not check it either.
    error = _error(number, own)
    return _error(number, prefix) if error and prefix and prefix != own else error


def _error(number: str, country: str) -> str | None:
    form = _OTHER_FORMS.get(country)
    if form and re.fullmatch(form, number, re.ASCII):
        return None
    codes = []
    for validate in _rules(country):
        try:
            validate(number)
            return None
        except InvalidLength:
            codes.append("tax_id_length")
        except InvalidChecksum:
            codes.append("tax_id_checksum")
        except (ValidationError, ValueError, LookupError, TypeError):
            # The last three come from rules of stdnum that meet a letter where they count with a
            # digit.
            codes.append("tax_id_format")
    return max(codes, key=_SEVERITY.index, default="tax_id_format" if form else None)


def _validate_taiwan(number: str) -> None:
    """Uniform number by the rule of April 2023: divisible by 5, not 10 as in stdnum (Ministry of
    Finance, Taiwan).

    Raises ``InvalidChecksum``; form and length are judged by stdnum's own rule, tried before.
    """
    if not re.fullmatch(r"\d{8}", number, re.ASCII):
        raise InvalidLength()
    products = (
        int(digit) * weight for digit, weight in zip(number, (1, 2, 1, 2, 1, 2, 4, 1), strict=True)
    )
    total = sum(product // 10 + product % 10 for product in products)
    if total % 5 and not (number[6] == "7" and (total + 1) % 5 == 0):
        raise InvalidChecksum()


@lru_cache(maxsize=512)
def _rules(country: str) -> tuple[Callable[[str], object], ...]:
    if not re.fullmatch("[A-Z]{2}", country):
        return ()
    if country in _DATA:
        _open_data(_DATA[country])
    modules = [
        get_cc_module(country, name) for name in ["vat", *_OTHER_NUMBERS.get(country, "").split()]
    ]
    rules = [module.validate for module in modules if module is not None]
    return (*rules, _validate_taiwan) if country == "TW" else tuple(rules)


def _open_data(name: str) -> None:
    """Open a data file of stdnum by its path.

    Odoo imports stdnum by a loader that knows no data files, and stdnum asks that one.
    """
    try:
        numdb.get(name)
    except OSError:
        with open(Path(numdb.__file__).parent / f"{name}.dat", encoding="utf-8") as lines:
            numdb._open_databases[name] = numdb.read(lines)
