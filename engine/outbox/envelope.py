"""The text of a message.

A *record* says what happened to a customer::

    {"id": "42", "key": "...", "changed_on": "2026-11-24T17:00:00.123456Z", "changed": {...},
     "action": "upsert" | "archive" | "merge" | "delete", "retired": ["17"], "data": {...}}

``data`` is what the mapping makes of the customer, empty where it is archived or deleted.
``retired`` are the ids of those that were merged into it, ``changed`` the times of single values
by their place in ``data``, where they are known.
"""

import hashlib
import json
import os
from collections.abc import Mapping

ACTIONS = ("upsert", "archive", "merge", "delete")
JSON_TYPE = "application/json"
CLOUDEVENTS_TYPE = "application/cloudevents+json"
# made once: json.dumps() makes one for each value
_ENCODER = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True
)


def compact(value: object) -> bytes:
    """JSON in UTF-8, the same bytes for the same value.

    :raise ValueError: something in it is not of JSON: a number that is none, half a character
    """
    return _ENCODER.encode(value).encode()


def new_keys(count: int) -> list[str]:
    """Idempotency keys. The system is asked for all at once: at each call to it the thread that
    decides messages would have to wait for those that send them."""
    size = 16
    drawn = os.urandom(size * count)
    return [f"msg_{drawn[at : at + size].hex()}" for at in range(0, len(drawn), size)]


def digest(record: Mapping) -> str:
    """By what a record is known to say the same as another."""
    said = {name: record[name] for name in ("action", "retired", "data")}
    return hashlib.sha256(compact(said)).hexdigest()


def standard(record: Mapping, timestamp: str) -> bytes:
    """The payload that the Standard Webhooks specification recommends.

    :param timestamp: ISO 8601, of the event
    """
    event = {"type": f"customer.{record['action']}", "timestamp": timestamp, "data": record}
    return compact(event)


def cloudevents(record: Mapping, timestamp: str, source: str) -> bytes:
    """A CloudEvents 1.0 event in structured mode.

    :param source: URI of the database that it comes from
    """
    return compact(
        {
            "specversion": "1.0",
            "id": record["key"],
            "source": source,
            "type": f"customer.{record['action']}",
            "subject": record["id"],
            "time": timestamp,
            "datacontenttype": JSON_TYPE,
            "data": record,
        }
    )
