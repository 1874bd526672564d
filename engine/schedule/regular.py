"""Moments a number of days, weeks or months apart."""

from calendar import monthrange
from datetime import UTC, datetime, timedelta, tzinfo

DAYS = {"days": 1, "weeks": 7}


def next_moment(start: datetime, now: datetime, unit: str, number: int, zone: tzinfo) -> datetime:
    """The first moment after ``now`` that is a whole number of intervals after ``start``, or
    ``start`` itself where that is still to come.

    All count from the start, at the same time by the clock of ``zone``: what begins on the 31st
    comes on the last day of shorter months, and on the 31st again.

    :param start, now: in UTC, without a zone
    :param unit: ``days``, ``weeks`` or ``months``
    """
    first, today = _local(start, zone), _local(now, zone)
    if unit == "months":
        count = ((today.year - first.year) * 12 + today.month - first.month) // number
    else:
        count = (today - first) // timedelta(days=DAYS[unit] * number)
    count = max(count, 0)
    while (moment := _stored(_later(first, unit, count * number), zone)) <= now:
        count += 1
    return moment


def _later(first: datetime, unit: str, number: int) -> datetime:
    if unit != "months":
        return first + timedelta(days=DAYS[unit] * number)
    year, month = divmod(first.year * 12 + first.month - 1 + number, 12)
    day = min(first.day, monthrange(year, month + 1)[1])
    return first.replace(year=year, month=month + 1, day=day)


def _local(moment: datetime, zone: tzinfo) -> datetime:
    return moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)


def _stored(moment: datetime, zone: tzinfo) -> datetime:
    return moment.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)
