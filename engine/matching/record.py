"""What the engine is told about one customer."""

from dataclasses import dataclass, field

COMPANY, PERSON, UNKNOWN = "c", "p", "u"


@dataclass(frozen=True)
class Record:
    """Raw values of one customer, as a person typed them; everything but the name may be empty.

    :param kind: ``COMPANY``, ``PERSON`` or ``UNKNOWN`` where the source does not say
    :param given, family: only where the source has them apart
    :param country: ISO 3166 code
    :param birthdate: ISO 8601, or eight digits
    :param extras: values of the extra fields of the settings, in their order
    """

    name: str = ""
    kind: str = UNKNOWN
    given: str = ""
    family: str = ""
    street: str = ""
    city: str = ""
    zip: str = ""
    country: str = ""
    phones: tuple[str, ...] = ()
    email: str = ""
    website: str = ""
    tax_id: str = ""
    birthdate: str = ""
    extras: tuple[str, ...] = field(default=())
