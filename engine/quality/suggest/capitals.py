"""Names that were typed all in capitals or all in small letters."""

import re

from ...normalize import has_cjk
from ...normalize.company_name import words_of
from ...normalize.legal_form import strip_western_form
from .model import Suggestion, Values

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]+")
_VOWEL = re.compile("[aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýÿœ]", re.IGNORECASE)
_SMALL = frozenset(
    "von van der den de del della des di da do dos das du la le les el los las y e und and et of "
    "the for in an am bei zu zum zur auf sur sous en ter ten".split()
)
_ROMAN = re.compile(r"(?:ii|iii|iv|vi|vii|viii|ix)", re.IGNORECASE)
_FORMS = {
    form.lower().replace(".", ""): form
    for form in (
        "GmbH KG AG SE OHG GbR LLC LLP PLC Ltd Inc Corp Co SARL SAS SA SL SRL SpA BV NV AB AS ApS "
        "Oy Oyj UG KGaA Pty Pte Bhd Sdn Lda Ltda SNC SCI EURL USA UK EU"
    ).split()
}
_ORDINALS = frozenset("st nd rd th".split())
# elsewhere the word for street is written small, or as the town likes
_STREETS = frozenset("US GB IE CA AU NZ DE AT".split())
_DOTTED = re.compile(r"[^\W\d_]\. ?[^\W\d_]")
# I and its dotless sister change by other rules there
_TURKISH = frozenset(("TR", "AZ"))


def capitals(values: Values) -> list[Suggestion]:
    """Names, cities and streets in capitals and small letters as they are usually written.

    Silent about one-word names of companies, short words and anything that may be an acronym, and
    where the text has both kinds of letters already. Never sure: how a name is written is up to
    its owner.
    """
    country = values.country or values.home
    if country in _TURKISH:
        return []
    found = []
    for name, proper in (("name", _name), ("city", _city), ("street", _street)):
        old = getattr(values, name)
        if old and _one_case(old):
            new, sure = proper(old, values)
            if new and new != old:
                reason = "all_capitals" if old.isupper() else "all_small"
                found.append(Suggestion("capitals", name, {name: new}, reason, sure))
    return found


def _one_case(text: str) -> bool:
    letters = "".join(_WORD.findall(text)).replace("'", "").replace("’", "")
    return (
        len(letters) > 3
        and _LATIN.fullmatch(letters) is not None
        and not has_cjk(text)
        and "@" not in text
        and (letters.isupper() or letters.islower())
    )


def _name(text: str, values: Values) -> tuple[str, float]:
    if values.is_company:
        return _company(text)
    words = _WORD.findall(text)
    if len(words) < 2 or any(char.isdigit() for char in text) or len(words) > 5:
        return "", 0.0
    if any(len(word) > 1 and not _VOWEL.search(word) for word in words):
        return "", 0.0
    if strip_western_form(words_of(text))[1]:
        return "", 0.0
    doubtful = any(word.lower() in _SMALL or word.lower().startswith("mac") for word in words)
    new = _WORD.sub(_person_word(text), text)
    return new, 0.85 if doubtful else 0.93


def _company(text: str) -> tuple[str, float]:
    words = _WORD.findall(text)
    own = [word for word in words if word.lower() not in _FORMS]
    if not own or len(words) < 2 or _DOTTED.search(text):
        return "", 0.0
    # short words, and long ones without vowels, are as likely letters as a word
    if text.isupper() and any(
        len(word) < 4 and word.lower() not in _SMALL or not _VOWEL.search(word) for word in own
    ):
        return "", 0.0
    return _WORD.sub(_company_word(text), text), 0.6 if text.isupper() else 0.75


def _city(text: str, values: Values) -> tuple[str, float]:
    if any(char.isdigit() for char in text):
        return "", 0.0
    return _WORD.sub(_person_word(text), text), 0.9 if "SS" in text else 0.95


def _street(text: str, values: Values) -> tuple[str, float]:
    country = values.country or values.home
    if len(_WORD.findall(text)) < 2 or country not in _STREETS:
        return "", 0.0
    return _WORD.sub(_street_word(text), text), 0.75 if "SS" in text else 0.85


def _person_word(text):
    def write(match):
        word = match[0].lower()
        before = text[: match.start()]
        if word in _SMALL and before.strip() and match.end() < len(text):
            return word
        if _ROMAN.fullmatch(word) and before.strip() and match.end() == len(text):
            return word.upper()
        return _capital(word)

    return write


def _company_word(text):
    def write(match):
        word = match[0].lower()
        before = text[: match.start()]
        if word in _FORMS and before.strip():
            return _FORMS[word]
        if word in _SMALL and before.strip():
            return word
        return _capital(word)

    return write


def _street_word(text):
    def write(match):
        word = match[0].lower()
        if text[: match.start()][-1:].isdigit():
            return word if word in _ORDINALS else match[0]
        if word in _SMALL and match.start():
            return word
        # directions, floors and states
        return match[0] if len(word) < 3 else _capital(word)

    return write


def _capital(word: str) -> str:
    for mark in ("'", "’"):
        head, found, tail = word.partition(mark)
        if found:
            # O'Brien and d'Angelo, but Levi's
            return _capital(head) + mark + (_capital(tail) if len(tail) > 2 else tail)
    if word.startswith("mc") and len(word) > 4:
        return f"Mc{word[2:].capitalize()}"
    return word[:1].upper() + word[1:]
