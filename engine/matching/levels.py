"""The fields that are compared and the levels of agreement of each.

Level 0 of every field says that there is nothing to compare, and has no weight.
"""

NAME = (
    "none",
    "equal",
    "same words",
    "typing error",
    "contained",
    "close",
    "same start",
    "some words",
    "sound",
    "sound of the start",
    "different",
)
PERSON = (
    "none",
    "equal",
    "typing error",
    "typing errors",
    "initial",
    "family name only",
    "given name only",
    "part of the name",
    "sound",
    "other given name",
    "other family name",
    "near",
    "different",
    "equal, one part each",
)
MIDDLE = ("none", "equal", "missing", "different")
PHONE = ("none", "equal", "same end", "typing error", "different")
EMAIL = (
    "none",
    "equal",
    "other provider",
    "typing error",
    "same company",
    "different",
    "equal mailbox of a function",
)
DOMAIN = ("none", "equal", "similar", "different")
TAX = ("none", "equal", "typing error", "different", "different valid")
ADDRESS = (
    "none",
    "same house and unit",
    "same house",
    "same house, unit unknown",
    "same house, other unit",
    "number mistyped",
    "same street",
    "same house, other town",
    "no street, same postal code",
    "no street, same town",
    "no street, same town, other postal code",
    "other street, same postal code",
    "other street, same town",
    "other town",
    "similar street",
    "no street, similar town",
)
BIRTH = (
    "none",
    "equal",
    "one digit",
    "day and month swapped",
    "two digits",
    "same year",
    "different",
    "equal, 1 January",
)
MARK = ("none", "equal", "one missing", "different")
PLACE = ("none", "equal", "one missing", "different", "branch")
NUMBERS = ("none", "equal", "one missing", "different")
CROWD = ("none", "one name", "two names", "three or four names", "more names")
EXTRA = ("none", "equal", "similar", "different")

FIELDS: dict[str, tuple[str, ...]] = {
    "name": NAME,
    "person": PERSON,
    "middle": MIDDLE,
    "phone": PHONE,
    "email": EMAIL,
    "domain": DOMAIN,
    "tax_id": TAX,
    "address": ADDRESS,
    "birthdate": BIRTH,
    "form": MARK,
    "generation": MARK,
    "place": PLACE,
    "numbers": NUMBERS,
    "crowd": CROWD,
}
EXTRA_PREFIX = "extra"
