"""What a contact person has from its company."""

from ...normalize import clean
from .model import ADDRESS, Suggestion, Values


def company(values: Values) -> list[Suggestion]:
    """The company's address where a contact person has none at all; country and language.

    Silent about phone, e-mail and website: they are the company's own, and Odoo shows them there.
    """
    own = values.company
    if not values.is_contact or own is None:
        return []
    found = []
    if not any(getattr(values, name) for name in ADDRESS):
        new = {name: value for name in ADDRESS if (value := clean(getattr(own, name)))}
        if new:
            shown = next((name for name in ("street", "city") if name in new), next(iter(new)))
            found.append(Suggestion("company", shown, new, "company_address", 0.98))
    elif not values.country and own.country:
        country = values.state.partition("-")[0]
        same_city = bool(values.city) and values.city == own.city
        if country in ("", own.country):
            sure = 0.98 if country or same_city else 0.9
            new = {"country": own.country}
            found.append(Suggestion("company", "country", new, "company_country", sure))
    if not values.lang and own.lang:
        found.append(Suggestion("company", "lang", {"lang": own.lang}, "company_lang", 0.95))
    return found
