"""Blocking keys: records that share one are compared, all others never.

A key is 32 bits, its kind in the upper four, so that keys of all kinds stand in one ``int4[]`` with
one index. At most ``SLOTS`` a record, the most telling kinds first; what a poor record lacks
(phone,
mailbox, number) leaves room for weaker keys, which rich records do not need.
"""

from zlib import crc32

from ..normalize.hanzi import latin
from .contact import FREE_MAIL, ROLE_MAIL
from .record import PERSON
from .values import PART, MatchValues

SLOTS = 9
_KINDS = {
    kind: number
    for number, kind in enumerate(
        (
            "tax",
            "phone",
            "mail",
            "name",
            "local",
            "domain",
            "street",
            "name_street",
            "name_city",
            "name_zip",
            "family_city",
            "birth",
            "birth_given",
            "word_city",
            "word",
            "city_year",
        )
    )
}
KINDS = tuple(_KINDS)
_START = 5


def key_kind(key: int) -> str:
    """The kind of a key, by its name."""
    return KINDS[(key >> 28) & 15]


def blocking_keys(values: MatchValues) -> list[int]:
    """At most ``SLOTS`` different keys, none of them 0, as signed 32-bit integers."""
    if values.kind == PERSON:
        found = _person(values)
    else:
        found = _company(values)
    found.extend(_contact(values))
    keys: list[int] = []
    found = [(_KINDS[kind], text) for kind, text in found]
    found.sort()
    for kind, text in found:
        key = kind << 28 | (crc32(text.encode()) & 0xFFFFFFF)
        key = key - (1 << 32) if kind > 7 else key
        if key and key not in keys:
            keys.append(key)
    return keys[:SLOTS]


def _contact(values: MatchValues) -> list[tuple[str, str]]:
    found = []
    if values.tax_id:
        found.append(("tax", values.tax_id.lstrip("!")))
    for phone in values.phones.split(PART) if values.phones else ():
        found.append(("phone", phone[-8:]))
    if values.email:
        local, _at, domain = values.email.partition("@")
        if len(local) > 4 and local not in ROLE_MAIL:
            found.append(("local", local))
        elif domain in FREE_MAIL or not values.domain:
            found.append(("mail", values.email))
    if values.domain:
        found.append(("domain", values.domain))
    return found


def _company(values: MatchValues) -> list[tuple[str, str]]:
    words = values.name.split()
    if not words:
        return []
    found = [("name", "".join(sorted(words)))]
    start = (latin(words[0]) if len(words) == 1 else "".join(words))[:_START]
    found.extend(_places(values, start, min(words)[:3]))
    if _is_rich(values):
        return found
    if len(words) > 1 and (values.city or values.zip):
        last = max(words[1:], key=len)
        found.append(("word_city", f"{last[:6]} {values.city or values.zip}"))
    if len(words) > 1:
        found.append(("word", f"{words[0]} {max(words[1:], key=len)}"))
    return found


def _person(values: MatchValues) -> list[tuple[str, str]]:
    family, given, middle = (values.name.split(PART) + ["", ""])[:3]
    if not family and not given:
        return _places(values, "", "")
    parts = sorted(part for part in (family, given, middle.replace(" ", "")) if part)
    found = [("name", "".join(parts))] if len(parts) > 1 else [("name", parts[0] + values.city)]
    sounds = sorted(latin(part) for part in (family, given) if part)
    whole = "".join(sounds)
    found.extend(_places(values, whole if len(sounds) > 1 else "", sounds[0][:2]))
    birth, city = values.birthdate, values.city
    if _is_rich(values):
        if birth:
            found.append(("birth", f"{birth} {(family or given)[:2]}"))
        return found
    skeleton = _skeleton(latin(family or given))
    if values.zip:
        found.append(("name_zip", f"{skeleton} {values.zip}"))
    if city:
        found.append(("family_city", f"{skeleton} {city}"))
        if given and family:
            found.append(("word_city", f"{latin(given)[:4]} {city}"))
        if birth:
            found.append(("city_year", f"{birth[:4]} {city}"))
    if birth:
        found.append(("birth", f"{birth} {(family or given)[:2]}"))
        found.append(("birth_given", f"{birth} {(given or family)[:2]}"))
    found.append(("word", family or given))
    return found


def _is_rich(values: MatchValues) -> bool:
    """Who can be reached in two ways is found by them; weak keys are for the others.

    Every key costs 45 bytes of index.
    """
    return bool(values.phones) + bool(values.email) + bool(values.street) > 1


def _skeleton(word: str) -> str:
    """First letter and two consonants: Gray, Grey; Kitson, Kittson; McKenzie, Mackenzie."""
    kept = word[:1]
    for letter in word[1:]:
        if letter not in "aeiouyhw" and letter != kept[-1]:
            kept += letter
            if len(kept) == 3:
                break
    return kept


def _places(values: MatchValues, start: str, initial: str) -> list[tuple[str, str]]:
    found = []
    if start and values.city:
        found.append(("name_city", f"{start} {values.city}"))
    elif start and values.zip and values.kind != PERSON:
        found.append(("name_zip", f"{start[:4]} {values.zip}"))
    if values.street:
        number, _direction, name, _unit = values.street.split(PART)
        if number and name:
            street = f"{number} {max(name.split(), key=len)[:5]}"
            found.append(("street", street))
            if initial and not _is_rich(values):
                found.append(("name_street", f"{initial} {street}"))
    return found
