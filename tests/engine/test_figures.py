"""Spread of revenue over customers, and calendar months, without Odoo."""

from datetime import date

import pytest
from customer_master.engine.figures.months import month_starts, year_before
from customer_master.engine.figures.pareto import pareto
from hypothesis import given
from hypothesis import strategies as st


def test_one_large_and_many_small():
    spread = pareto([1.0] * 10 + [90.0] + [0.0, -5.0])
    assert spread.order[0] == 10
    assert len(spread.order) == 11
    assert [(c.name, c.count) for c in spread.classes] == [("a", 1), ("b", 5), ("c", 5)]
    assert [round(c.share, 2) for c in spread.classes] == [0.9, 0.05, 0.05]
    assert spread.curve[0] == (0, 0, 0.0)
    assert spread.curve[1][:2] == (5, 1)
    assert spread.curve[-1] == (100, 11, 1.0)


def test_the_customer_who_reaches_the_limit_is_in_class_a():
    spread = pareto([40.0, 40.0, 15.0, 5.0])
    assert [c.count for c in spread.classes] == [2, 1, 1]


@pytest.mark.parametrize("revenues", [[], [0.0], [-1.0, 0.0]])
def test_no_revenue(revenues):
    spread = pareto(revenues)
    assert (len(spread.order), spread.curve, spread.classes) == (0, (), ())


@given(st.lists(st.floats(0.01, 1e9), min_size=1, max_size=60))
def test_every_customer_is_in_one_class(revenues):
    spread = pareto(revenues)
    assert sum(c.count for c in spread.classes) == len(revenues)
    assert [c.first for c in spread.classes[1:]] == [c.last for c in spread.classes[:-1]]
    assert sum(c.share for c in spread.classes) == pytest.approx(1)
    shares = [share for _per_cent, _number, share in spread.curve]
    assert shares == sorted(shares)


def test_months_over_a_new_year():
    assert month_starts(date(2026, 2, 28), 3) == [
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
        date(2026, 3, 1),
    ]


def test_a_year_before_a_leap_day():
    assert year_before(date(2024, 2, 29)) == date(2023, 2, 28)
    assert year_before(date(2026, 5, 1)) == date(2025, 5, 1)
