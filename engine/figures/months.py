"""Calendar months."""

from datetime import date


def month_starts(last: date, count: int, after: int = 1) -> list[date]:
    """First days of the ``count`` months up to that of ``last``, and of ``after`` more."""
    end = last.year * 12 + last.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(end - count + 1, end + 1 + after)]


def year_before(day: date) -> date:
    """The same day a year earlier; 28 February for the 29th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
