from customer_master.engine.figures.movement import lost_customers, new_customers
from hypothesis import given
from hypothesis import strategies as st

MONTHS = 37  # and month 0 before them

histories = st.lists(st.sets(st.integers(0, MONTHS)), max_size=8)


def bits(history):
    return [sum(1 << month for month in bought) for bought in history]


@given(histories, st.integers(1, MONTHS))
def test_new_is_who_buys_first_in_that_month(history, month):
    expected = [at for at, bought in enumerate(history) if bought and min(bought) == month]
    assert new_customers(bits(history), month).tolist() == expected


@given(histories, st.integers(1, 24), st.data())
def test_lost_is_who_has_not_bought_for_as_many_months(history, gap, data):
    month = data.draw(st.integers(gap + 2, MONTHS))
    expected = [
        at
        for at, bought in enumerate(history)
        if month - gap - 1 in bought and not bought & set(range(month - gap, month))
    ]
    assert lost_customers(bits(history), month, gap).tolist() == expected


def test_nobody():
    assert new_customers([], 1).tolist() == []
    assert lost_customers([0], 5, 3).tolist() == []
