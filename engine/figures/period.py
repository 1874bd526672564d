"""Periods that are named by the day on which they are asked for."""

from datetime import date, timedelta

PERIODS = ("all", "this_month", "last_month", "this_quarter", "last_quarter", "this_year",
           "last_year", "last_30", "last_90", "last_365", "dates")  # fmt: skip
# a calendar that any program can show, and days enough around it for time zones
FIRST, LAST = date(1900, 1, 1), date(2999, 12, 31)


class PeriodError(ValueError):
    """A period that is none; ``code`` is ``order`` or ``years``."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def bounds(period, today, start=None, end=None) -> tuple[date | None, date | None]:
    """The first and the last day of a period; ``None`` where it has no end.

    :param start, end: of the period ``dates``
    :raise PeriodError: the days are in the wrong order, or outside all calendars
    """
    if period == "all":
        return None, None
    if period == "dates":
        if any(day and not FIRST <= day <= LAST for day in (start, end)):
            raise PeriodError("years")
        if start and end and start > end:
            raise PeriodError("order")
        return start or None, end or None
    which, _, length = period.partition("_")
    if length.isdigit():
        return today - timedelta(days=int(length) - 1), today
    months = {"month": 1, "quarter": 3, "year": 12}[length]
    first = _first(today.year * 12 + (today.month - 1) // months * months)
    if which == "last":
        return _first(_number(first) - months), first - timedelta(days=1)
    return first, _first(_number(first) + months) - timedelta(days=1)


def _number(day):
    return day.year * 12 + day.month - 1


def _first(number):
    """The first day of a month by its number since the year 0."""
    return date(number // 12, number % 12 + 1, 1)
