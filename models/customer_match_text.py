"""The words in which scores and their reasons are told to users."""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

FIELDS = {
    "name": _lt("Name"),
    "person": _lt("Name"),
    "middle": _lt("Middle name"),
    "phone": _lt("Phone"),
    "email": _lt("Email"),
    "domain": _lt("Website"),
    "tax_id": _lt("Tax ID"),
    "address": _lt("Address"),
    "birthdate": _lt("Date of birth"),
    "form": _lt("Legal form"),
    "generation": _lt("Generation"),
    "place": _lt("Place in the name"),
    "numbers": _lt("Numbers in the name"),
    "crowd": _lt("Names with the same contact"),
    "list": _lt("Whole list"),
    "related": _lt("Maybe only connected"),
}
LEVELS = {
    "equal": _lt("equal"),
    "same words": _lt("same words"),
    "typing error": _lt("typing error"),
    "typing errors": _lt("typing errors"),
    "contained": _lt("one contains the other"),
    "close": _lt("close"),
    "near": _lt("close"),
    "same start": _lt("same beginning"),
    "some words": _lt("some words in common"),
    "sound": _lt("same sound"),
    "sound of the start": _lt("same sound at the beginning"),
    "different": _lt("different"),
    "initial": _lt("initial fits"),
    "family name only": _lt("only the family name"),
    "given name only": _lt("only the given name"),
    "part of the name": _lt("a part of the name"),
    "other given name": _lt("another given name"),
    "other family name": _lt("another family name"),
    "equal, one part each": _lt("equal, a single name"),
    "missing": _lt("one is missing"),
    "one missing": _lt("one is missing"),
    "same end": _lt("same last digits"),
    "other provider": _lt("same mailbox name elsewhere"),
    "same company": _lt("same company"),
    "equal mailbox of a function": _lt("same general mailbox"),
    "similar": _lt("similar"),
    "different valid": _lt("two valid numbers"),
    "same house and unit": _lt("same house and unit"),
    "same house": _lt("same house"),
    "same house, unit unknown": _lt("same house, unit unknown"),
    "same house, other unit": _lt("same house, another unit"),
    "number mistyped": _lt("house number mistyped"),
    "same street": _lt("same street"),
    "same house, other town": _lt("same street and number, another town"),
    "no street, same postal code": _lt("same postcode"),
    "no street, same town": _lt("same town"),
    "no street, same town, other postal code": _lt("same town, another postcode"),
    "other street, same postal code": _lt("another street, same postcode"),
    "other street, same town": _lt("another street, same town"),
    "other town": _lt("another town"),
    "similar street": _lt("similar street"),
    "no street, similar town": _lt("similar town"),
    "one digit": _lt("one digit differs"),
    "day and month swapped": _lt("day and month swapped"),
    "two digits": _lt("two digits differ"),
    "same year": _lt("same year"),
    "equal, 1 January": _lt("equal, 1 January"),
    "branch": _lt("a branch"),
    "one name": _lt("one name"),
    "two names": _lt("two names"),
    "three or four names": _lt("three or four names"),
    "more names": _lt("many names"),
    "size": _lt("how many duplicates are to be expected"),
    "relation": _lt("what they share may come from belonging together"),
}

# what stands in the whole list, not in one of the customers
OF_THE_LIST = ("list", "related", "crowd")
ONE_SIDED = ("missing", "one missing")
# where a compared value is written; what is not here is a part of the name
WRITTEN = {
    "name": ("name",),
    "person": ("name",),
    "phone": ("phone",),
    "email": ("email",),
    "domain": ("website", "email"),
    "tax_id": ("vat",),
    "address": ("street", "street2", "zip", "city"),
}
SEVERAL = ("address",)


def likelihood(env, bits: float) -> str:
    """A score in bits as a chance in per cent: odds of 2^bits to 1."""
    chance = 1 / (1 + 2 ** -max(min(bits, 60.0), -60.0))
    return f"{min(chance, 0.999):.1%}" if chance > 0.99 else f"{chance:.0%}"


def explanation_rows(env, reasons, sides=()) -> list[dict]:
    """Rows of :mod:`engine.matching.explain` in the user's language.

    What speaks for the same customer comes first, then what speaks against it, the weightiest
    first; what is known of the list as a whole comes last.

    :param sides: the two customers, whose values are shown as they are written; without them,
        as they are compared
    :return: dicts with ``field, level, entered, stored, bits, shown``, ``verdict`` ("for",
        "against" or "": nothing to compare) and ``whole``: it says something of the list
    """
    extras = {}
    if any(reason.field not in FIELDS for reason in reasons):
        extras = env["customer.match.field"]._extra_labels()
    rows = []
    for reason in reasons:
        label = FIELDS.get(reason.field) or extras.get(reason.field, reason.field)
        texts = (reason.first, reason.second)
        if sides:
            texts = [
                _written(one, reason.field, text) for one, text in zip(sides, texts, strict=True)
            ]
        entered, stored = texts
        verdict = "for" if reason.bits > 0 else "against"
        rows.append(
            {
                "field": str(env._(label)) if reason.field in FIELDS else label,
                "level": str(env._(LEVELS[reason.level]))
                if reason.level in LEVELS
                else reason.level,
                "entered": entered,
                "stored": stored,
                "bits": reason.bits,
                "shown": f"{reason.bits:+.1f}",
                "verdict": "" if reason.level in ONE_SIDED or not reason.bits else verdict,
                "whole": reason.field in OF_THE_LIST,
            }
        )
    return sorted(rows, key=lambda row: (row["whole"], row["bits"] < 0, -abs(row["bits"])))


def _written(partner, field, compared) -> str:
    """The value ``compared`` of a customer as it is written there; nothing where the user may
    not read it."""
    if not compared or field not in FIELDS:
        return compared
    names = WRITTEN.get(field, ("name",))
    if not all(partner._has_field_access(partner._fields[name], "read") for name in names):
        return ""
    values = [partner[name] for name in names if partner[name]]
    if field in WRITTEN:
        return ", ".join(values if field in SEVERAL else values[:1])
    # such as the legal form: the part of the name, or all of it where it is not found
    name = partner.name or ""
    start = name.lower().find(compared.lower())
    return name[start : start + len(compared)] if start >= 0 else name
