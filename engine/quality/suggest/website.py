"""Websites."""

from .domain import own_domain
from .model import Suggestion, Values


def website(values: Values) -> list[Suggestion]:
    """The website from the domain of the e-mail address.

    Silent about addresses at free mail and internet access providers, and for contact persons and
    private customers.
    """
    if values.website or not values.is_company or values.is_contact:
        return []
    domain = own_domain(values.email)
    if not domain:
        return []
    new = {"website": f"http://{domain}"}  # as core writes it where no scheme is typed
    return [Suggestion("website", "website", new, "email_website", 0.85, {"domain": domain})]
