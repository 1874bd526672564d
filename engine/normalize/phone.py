"""Phone numbers in one written form, by Google's numbering plan data (package
``phonenumbers``)."""

import re
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from .text import ascii_dashes, clean_identifier


@dataclass(frozen=True)
class PhoneResult:
    """``value``: what to store. ``e164`` ("+8613800138000") and ``region`` (ISO2) are empty unless
    ``valid``."""

    value: str
    valid: bool
    e164: str
    region: str


# One number and nothing more. The parser itself would skip what stands before and cut what follows
# ("138... Mr Li"), or turn letters into digits; a text with anything else than this is therefore
# left to a person.
_SUBJECT = re.compile(r"\+?\s*[\d(\[][\d\s()\[\]./-]*")
_EXTENSION = re.compile(
    r"[\s,;(]*(?:ext(?:ension|n)?[.:=]?|;ext=|x|#|int\.|доб\.?|转|轉|分机|分機|内线|內線)"
    r"[\s:.#]*(\d{1,7})\)?$",
    re.IGNORECASE,
)
# 15 digits, an extension and generous punctuation; also keeps the patterns quick on pasted text.
_MAX_LENGTH = 60
_DIGITS = re.compile(r"\d")


@lru_cache(maxsize=65536)
def normalize_phone(value: str, country: str | None = None) -> PhoneResult:
    """The number in international form, with its extension: "+86 755 8714 2919 ext. 12".

    The region comes from the number's own prefix, else from ``country`` (ISO2, any case; an
    unknown one counts as none). What is not exactly one valid number (several in a field, words,
    too short) keeps every visible character, half-width and cleaned, with ``valid`` False.
    """
    text = clean_identifier(value)
    region = (country or "").upper() or None
    number = _parse(text, region)
    if number is None:
        return PhoneResult(text, False, "", "")
    own_region = phonenumbers.region_code_for_number(number)
    written = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    e164 = f"+{number.country_code}{phonenumbers.national_significant_number(number)}"
    # "001" stands for numbers of no country (satellite, +800 freephone).
    return PhoneResult(written, True, e164, "" if own_region == "001" else own_region)


def _parse(text: str, region: str | None) -> phonenumbers.PhoneNumber | None:
    subject, extension = _split(text)
    if not subject:
        return None
    number = _parse_valid(subject, region)
    if number is None and subject.startswith("00"):
        # "00" is the way to write "+" in most of the world, wherever the record happens to be.
        number = _parse_valid("+" + subject.lstrip("0"), None)
    if number is not None and extension:
        number.extension = extension
    return number


def _parse_valid(subject: str, region: str | None) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(subject, region)
    except NumberParseException:
        return None
    own_region = phonenumbers.region_code_for_number(
        number
    )  # is_valid_number() would look this up again
    valid = own_region and phonenumbers.is_valid_number_for_region(number, own_region)
    return number if valid else None


def _split(text: str) -> tuple[str, str]:
    """The number and its extension, or two empty strings where the text is not just that."""
    if len(text) > _MAX_LENGTH:
        return "", ""
    text = ascii_dashes(text).replace("·", ".")  # the parser does not know the middle dot
    if text[:4].lower() == "tel:":
        text = text[4:].lstrip()
    extension = ""
    if not _SUBJECT.fullmatch(text):
        match = _EXTENSION.search(text)
        if not match:
            return "", ""
        text, extension = text[: match.start()].rstrip(), match.group(1)
        if not _SUBJECT.fullmatch(text):
            return "", ""
    # "089/123456" is a German area code, "123456/7" are two numbers: gluing them would make a
    # third one.
    if "/" in text and len(_DIGITS.findall(text.rpartition("/")[0])) > 6:
        return "", ""
    return text, extension
