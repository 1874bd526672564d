"""Who gets whose customers, without Odoo."""

from collections import Counter

from customer_master.engine.access.handover import share


def test_one_owner_gets_all():
    assert share([1, 2, 3], [], [7]) == {1: 7, 2: 7, 3: 7}


def test_nobody_for_the_rest():
    assert share([1, 2], [({2}, 8)], []) == {2: 8}


def test_first_fitting_rule_counts():
    assert share([1, 2, 3], [({1, 2}, 8), ({2, 3}, 9)], []) == {1: 8, 2: 8, 3: 9}


def test_rest_is_shared_evenly():
    counts = Counter(share(range(100), [(set(range(10)), 9)], [5, 6, 7, 8]).values())
    assert counts[9] == 10
    assert sorted(counts[owner] for owner in (5, 6, 7, 8)) == [22, 22, 23, 23]
