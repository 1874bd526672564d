from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from customer_master.engine.schedule.regular import next_moment
from hypothesis import given
from hypothesis import strategies as st

UTC = ZoneInfo("UTC")
BERLIN = ZoneInfo("Europe/Berlin")


def series(start, unit, number, count, zone=UTC):
    """The moments that follow each other when each is found right after the one before."""
    moments, now = [], start
    for _ in range(count):
        now = next_moment(start, now, unit, number, zone)
        moments.append(now)
    return moments


def test_the_31st_comes_again():
    found = series(datetime(2027, 1, 31, 8), "months", 1, 4)
    assert [(day.month, day.day) for day in found] == [(2, 28), (3, 31), (4, 30), (5, 31)]


def test_months_across_years():
    found = series(datetime(2027, 11, 30), "months", 3, 3)
    assert found == [datetime(2028, 2, 29), datetime(2028, 5, 30), datetime(2028, 8, 30)]


def test_the_day_is_that_of_the_zone():
    """Midnight of the first of a month in Shanghai is a day of the month before in UTC."""
    zone = ZoneInfo("Asia/Shanghai")
    found = series(datetime(2027, 1, 31, 16), "months", 1, 3, zone)
    assert found == [
        datetime(2027, 2, 28, 16),
        datetime(2027, 3, 31, 16),
        datetime(2027, 4, 30, 16),
    ]


@pytest.mark.parametrize("unit, number", [("weeks", 1), ("days", 7)])
def test_the_same_time_by_the_clock_in_summer(unit, number):
    found = series(datetime(2027, 3, 22, 7), unit, number, 2, BERLIN)
    assert found == [datetime(2027, 3, 29, 6), datetime(2027, 4, 5, 6)]


def test_what_was_missed_is_not_made_up():
    start = datetime(2020, 1, 1, 5)
    assert next_moment(start, datetime(2027, 1, 6, 5), "weeks", 2, UTC) == datetime(2027, 1, 20, 5)


def test_a_start_to_come_is_kept():
    start = datetime(2027, 6, 1)
    assert next_moment(start, datetime(2027, 1, 1), "months", 1, UTC) == start


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1)),
    st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1)),
    st.sampled_from(["days", "weeks", "months"]),
    st.integers(1, 40),
)
def test_it_is_the_first_to_come(start, now, unit, number):
    found = next_moment(start, now, unit, number, BERLIN)
    assert found > now
    if found > start:
        # seen from just before it nothing comes in between
        assert next_moment(start, found - timedelta(seconds=1), unit, number, BERLIN) == found
        longest = {"days": 1, "weeks": 7, "months": 31}[unit] * number
        assert found - now <= timedelta(days=longest, hours=1)
