"""What goes out to other systems: signatures, envelopes, when to try again, where not to go."""

from .address import is_plain, is_url
from .decide import AFTER, Now, action_of, survivors
from .envelope import (
    ACTIONS,
    CLOUDEVENTS_TYPE,
    cloudevents,
    compact,
    digest,
    new_keys,
    standard,
)
from .post import Answer, Letter, Poster
from .schedule import TRIES, delay, is_last, retry_after
from .signature import Refused, is_secret, new_secret, sign, verify
from .table_file import csv_table, json_lines, write_whole

__all__ = [
    "ACTIONS",
    "AFTER",
    "CLOUDEVENTS_TYPE",
    "TRIES",
    "Answer",
    "Letter",
    "Now",
    "Poster",
    "Refused",
    "action_of",
    "cloudevents",
    "compact",
    "csv_table",
    "delay",
    "digest",
    "is_last",
    "is_plain",
    "is_secret",
    "is_url",
    "json_lines",
    "new_keys",
    "new_secret",
    "retry_after",
    "sign",
    "standard",
    "survivors",
    "verify",
    "write_whole",
]
