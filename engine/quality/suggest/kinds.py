"""All kinds of suggestions in the order in which they are to be applied."""

from collections.abc import Collection

from .capitals import capitals
from .characters import form, spaces, width
from .company import company
from .country import country
from .division import division
from .domain import email_domain
from .form_of_company import legal_form
from .misplaced import misplaced
from .model import Suggestion, Values
from .phone import phone
from .places import area_place, zip_place
from .script import script
from .swapped import swapped
from .twins import twins
from .website import website

KINDS = {
    "spaces": spaces,
    "width": width,
    "misplaced": misplaced,
    "swapped": swapped,
    "form": form,
    "email_domain": email_domain,
    "phone": phone,
    "legal_form": legal_form,
    "capitals": capitals,
    "company": company,
    "twins": twins,
    "country": country,
    "zip_place": zip_place,
    "area_place": area_place,
    "division": division,
    "website": website,
    "script": script,
}


def suggestions(values: Values, kinds: Collection[str] = tuple(KINDS)) -> list[Suggestion]:
    """What the ``kinds`` suggest, in their order; of several about one field the first, so that
    all can be applied together and the next one builds on what is right by then."""
    found: list[Suggestion] = []
    taken: set[str] = set()
    for kind in kinds:
        for suggestion in KINDS[kind](values):
            if taken.isdisjoint(suggestion.values):
                taken.update(suggestion.values)
                found.append(suggestion)
    return found
