"""What another system is known to have of a customer: what it said, and what arrived there.

By field a list of ``[digest of the value, until]``, the value that it has now first (``until`` is
``None``) and then those that it had lately, each with the moment until when, as ISO text in UTC.
Both sides send whole records: what was changed there a moment before our newer value arrived
still has our older one in it, and says nothing about that field.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime

Known = dict[str, list[list[str | None]]]
MOST = 4  # values of a field that are remembered


def digest(value: object) -> str:
    """A short text by which a value is known again. One with no order has the same in any."""
    plain = sorted(value) if isinstance(value, list) else value
    return hashlib.blake2b(repr(plain or False).encode(), digest_size=6).hexdigest()


def is_known(known: Known | None, name: str, value: object, moment: datetime) -> bool:
    """Whether a value was known to be there at some moment, so that saying it says nothing new.

    :param moment: in UTC, without a zone
    """
    mark, when = digest(value), moment.isoformat()
    return any(
        one == mark and (until is None or until >= when)
        for one, until in (known or {}).get(name, ())
    )


def says_new(known: Known | None, name: str, value: object, moment: datetime) -> bool:
    """Whether the other system has changed a value, as far as one knows. That it has none is a
    change only where it is known to have had one."""
    if not value and name not in (known or {}):
        return False
    return not is_known(known, name, value, moment)


def note(
    known: Known | None, values: Mapping[str, object], moment: datetime, newest: bool = True
) -> Known:
    """``known`` with values that are there since ``moment``.

    :param moment: in UTC, without a zone
    :param newest: not, where something else may have replaced them there already
    """
    result = dict(known or {})
    for name, value in values.items():
        if is_known(result, name, value, moment):
            continue
        mark, when, before = digest(value), moment.isoformat(), result.get(name, [])
        if newest or not before:
            entries = [[mark, None], *([one, until or when] for one, until in before)]
        else:
            entries = [before[0], [mark, when], *before[1:]]
        result[name] = entries[:MOST]
    return result
