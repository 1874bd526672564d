"""Places that were learnt from the company's own customers."""

from ..consistency import same_place
from .model import LearntPlace, Suggestion, Values, surely


def zip_place(values: Values) -> list[Suggestion]:
    """State and city from the postcode, as other customers with the same start of it have them.

    Silent where these do not agree or are few, and where a city is there that is another one.
    """
    return _place(values, "zip_place", "zip")


def area_place(values: Values) -> list[Suggestion]:
    """State and city from the area code of the phone, as other customers with the same have them.

    Silent about mobiles and service numbers, and as for postcodes.
    """
    return _place(values, "area_place", "area")


def _place(values: Values, kind: str, source: str) -> list[Suggestion]:
    if values.state and values.city:
        return []
    known = [place for place in values.places if place.source == source]
    return _from(values, kind, _best(known)) if known else []


def _best(places: list[LearntPlace]) -> LearntPlace:
    """The place of the longest key, with the support of shorter ones as long as they agree."""
    best = places[0]
    for place in places[1:]:
        if (place.state, place.city) != (best.state, best.city):
            break
        best = max(best, place, key=lambda known: known.state_support + known.city_support)
    return best


def _from(values: Values, kind: str, place: LearntPlace) -> list[Suggestion]:
    country = place.state.partition("-")[0]
    if values.country and country and values.country != country:
        return []
    if values.city and place.city and not same_place(values.city, place.city):
        return []
    if values.state and place.state and values.state != place.state:
        return []
    found = []
    # a phone is carried along when people move, a postcode is not
    factor = 0.95 if kind == "area_place" else 1.0
    for name, new, share, support in (
        ("state", place.state, place.state_share, place.state_support),
        ("city", place.city, place.city_share, place.city_support),
    ):
        sure = round(factor * surely(share, support), 3)
        if new and sure > 0.5 and not getattr(values, name):
            told = {"count": str(support)}
            found.append(Suggestion(kind, name, {name: new}, kind, sure, told))
    return found
