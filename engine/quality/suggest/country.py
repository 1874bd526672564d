"""The country of a customer."""

from ...normalize import normalize_phone, normalize_tax_id, tax_id_error
from ...normalize.name import has_cjk
from ..consistency import uscc_error
from ..postcode import postcode_error
from .division import province_of_city
from .domain import country_of_domains
from .model import Suggestion, Values

# prefixes of European VAT numbers, and the countries with other letters in them
_VAT_PREFIXES = frozenset(
    "AT BE BG CY CZ DE DK EE EL ES FI FR GB GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI"
    " CHE".split()
)
_COUNTRY_OF_PREFIX = {"EL": "GR", "XI": "GB", "CHE": "CH"}


def country(values: Values) -> list[Suggestion]:
    """The country from the state, the tax ID, the phone's prefix, the ends of e-mail and website,
    and the postcode together with a Chinese city.

    Silent where two of them tell different countries, about contact persons (their company
    knows), and where nothing is known but a postcode: many countries have the same.
    """
    if values.country or values.is_contact:
        return []
    found = [evidence for evidence in map(lambda look: look(values), _EVIDENCE) if evidence]
    if not found or len({code for code, _sure, _reason in found}) > 1:
        return []
    code, sure, reason = max(found, key=lambda evidence: evidence[1])
    doubt = 1.0
    for _code, confidence, _reason in found:
        doubt *= 1 - confidence
    if len(found) > 1:
        sure = max(sure, min(0.99, 1 - doubt))
    new = {"country": code}
    return [Suggestion("country", "country", new, reason, round(sure, 3), {"country": code})]


def _by_state(values):
    code = values.state.partition("-")[0]
    return (code, 0.99, "country_state") if code else None


def _by_tax_id(values):
    number = normalize_tax_id(values.vat)
    if len(number) == 18 and uscc_error(number) is None:
        return "CN", 0.99, "country_tax_id"
    prefix = number[:3] if number[:3] == "CHE" else number[:2]
    if prefix in _VAT_PREFIXES and len(number) > 7:
        code = _COUNTRY_OF_PREFIX.get(prefix, prefix)
        if tax_id_error(number, code) is None and tax_id_error(number) is None:
            return code, 0.98, "country_tax_id"
    return None


def _by_phone(values):
    prefixed = values.phone.startswith(("+", "00"))
    region = normalize_phone(values.phone, values.home).region if prefixed else ""
    return (region, 0.93, "country_phone") if region else None


def _by_domain(values):
    code = country_of_domains(values)
    return (code, 0.9, "country_domain") if code else None


def _by_address(values):
    if not values.zip or not has_cjk(values.city) or postcode_error(values.zip, "CN"):
        return None
    return ("CN", 0.97, "country_postcode") if province_of_city(values.city) else None


_EVIDENCE = (_by_state, _by_tax_id, _by_phone, _by_domain, _by_address)
