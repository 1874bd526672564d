"""When a message that did not arrive is tried again."""

import random
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

TRIES = 13  # with the usual first delay the last one is more than three days after the first
LONGEST = 24 * 3600.0
FACTOR = 3
JITTER = 0.2
# what a receiver may ask for at most; it can't silence an endpoint for ever
LONGEST_ASKED = 24 * 3600.0


def delay(tries: int, first: float, uniform=random.uniform) -> float:
    """Seconds until the next try: each time three times as long, up to a day, give or take a
    fifth, so that what failed together does not come back together.

    :param tries: how often it was tried
    :param first: seconds after the first try
    """
    exact = min(first * FACTOR ** min(tries - 1, 30), LONGEST)
    return exact * uniform(1 - JITTER, 1 + JITTER)


def is_last(tries: int) -> bool:
    return tries >= TRIES


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a header ``Retry-After`` asks for, in either form; ``None`` for none that can
    be read.

    :param now: with its time zone
    """
    value = (value or "").strip()
    if value.isascii() and value.isdigit():
        seconds = float(value) if len(value) < 12 else LONGEST_ASKED
    else:
        try:
            until = parsedate_to_datetime(value)
        except (TypeError, ValueError, IndexError):
            return None
        if until.tzinfo is None:
            until = until.replace(tzinfo=timezone.utc)
        seconds = (until - now).total_seconds()
    return min(max(seconds, 0.0), LONGEST_ASKED)
