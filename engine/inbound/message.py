"""One record that another system sends, as JSON gives it."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

ACTIONS = ("upsert", "archive", "merge", "delete")
LONGEST = 255  # characters of an id or a key
LARGEST = 100_000  # characters of a record as JSON
MOST_RETIRED = 100
MOST_CHANGED = 1000
AHEAD = timedelta(minutes=5)  # by which the clock there may be before ours


class MessageProblem(ValueError):
    """A record that can't be used.

    Codes: object, key, id, action, changed_on, future, retired, data, large, text
    """

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Incoming:
    """:param changed_on: in UTC, without a zone
    :param retired: ids there that were merged into ``id``
    :param changed: when single values of ``data`` were, by their place, where it is known
    """

    id: str
    key: str
    action: str
    changed_on: datetime
    retired: tuple[str, ...] = ()
    data: dict = field(default_factory=dict)
    changed: dict[str, datetime] = field(default_factory=dict)


def read_key(raw) -> str:
    """The key of a record, "" where it has none that can be used."""
    return _text(raw.get("key")) if isinstance(raw, dict) else ""


def read_message(raw, now: datetime) -> Incoming:
    """
    :param now: in UTC, without a zone; the time of a record without one
    :raise MessageProblem: says why not
    """
    if not isinstance(raw, dict):
        raise MessageProblem("object")
    key, number = read_key(raw), _text(raw.get("id"))
    if not key:
        raise MessageProblem("key")
    if not number:
        raise MessageProblem("id")
    action = raw.get("action", "upsert")
    if not isinstance(action, str) or action not in ACTIONS:
        raise MessageProblem("action")
    changed_on = _time(raw.get("changed_on"), now)
    changed = {} if raw.get("changed") is None else raw["changed"]
    if not isinstance(changed, dict) or len(changed) > MOST_CHANGED:
        raise MessageProblem("changed_on")
    times = {str(place): _time(moment, now) for place, moment in changed.items()}
    retired = [] if raw.get("retired") is None else raw["retired"]
    if not isinstance(retired, list) or len(retired) > MOST_RETIRED:
        raise MessageProblem("retired")
    others = tuple(dict.fromkeys(_text(one) for one in retired))
    if "" in others:
        raise MessageProblem("retired")
    data = {} if raw.get("data") is None else raw["data"]
    if not isinstance(data, dict) or (action == "upsert" and not data):
        raise MessageProblem("data")
    try:
        text = json.dumps(data, ensure_ascii=False, allow_nan=False)
        text.encode()
    except (ValueError, RecursionError):
        raise MessageProblem("text") from None
    if len(text) > LARGEST:
        raise MessageProblem("large")
    if "\\u0000" in text:
        raise MessageProblem("text")
    return Incoming(number, key, action, changed_on, others, data, times)


def _text(value) -> str:
    """An id: a text or a whole number; "" for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    try:
        text = str(value).strip()
        text.encode()
    except ValueError:  # a number of thousands of digits, or half a character
        return ""
    return text if len(text) <= LONGEST and "\0" not in text else ""


def _time(value, now: datetime) -> datetime:
    if value is None:
        return now
    try:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo:
            moment = moment.astimezone(UTC).replace(tzinfo=None)
    except (TypeError, ValueError, OverflowError):
        raise MessageProblem("changed_on") from None
    if moment > now + AHEAD:
        raise MessageProblem("future")
    return moment if moment.year >= 1900 else now
