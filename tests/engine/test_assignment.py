"""What a rule gives and takes back: the plan for one customer, without Odoo."""

import pytest
from customer_master.engine.classification import NO_CHANGE, Change, Target, plan_change
from hypothesis import given
from hypothesis import strategies as st

# two exclusive dimensions (1 and 2) and one of which a customer can have several (None)
DIMENSION = {11: 1, 12: 1, 13: 1, 21: 2, 22: 2, 31: None, 32: None, 33: None}
EXCLUSIVE = {category: dimension for category, dimension in DIMENSION.items() if dimension}
TARGETS = {category: Target(category, dimension) for category, dimension in DIMENSION.items()}


def plan(current=(), by_rule=(), matched=(), targets=TARGETS):
    exclusive = {c: EXCLUSIVE[c] for c in current if c in EXCLUSIVE}
    return plan_change(list(current), list(by_rule), list(matched), targets, exclusive)


def without(*categories):
    return {c: target for c, target in TARGETS.items() if c not in categories}


@pytest.mark.parametrize(
    ("current", "by_rule", "matched", "add", "remove"),
    [
        pytest.param([], [], [], [], [], id="nothing"),
        pytest.param([], [], [11], [11], [], id="gained"),
        pytest.param([11], [11], [11], [], [], id="kept"),
        pytest.param([11], [11], [], [], [11], id="lost"),
        pytest.param([11], [11], [12], [12], [11], id="replaced"),
        pytest.param([11], [], [12], [], [], id="hand-set stays"),
        pytest.param([11], [], [], [], [], id="hand-set stays without a match"),
        pytest.param([], [], [12, 11], [12], [], id="first match wins"),
        pytest.param([11], [11], [12, 11], [12], [11], id="first match beats what is there"),
        pytest.param([], [], [11, 21], [11, 21], [], id="each dimension its own"),
        pytest.param([11], [], [12, 21], [21], [], id="hand-set blocks its dimension only"),
        pytest.param([], [], [31, 32], [31, 32], [], id="several side by side"),
        pytest.param([31], [], [32], [32], [], id="hand-set beside a rule's"),
        pytest.param([31, 32], [31], [32], [], [31], id="only the rule's own is taken back"),
        pytest.param([12, 11], [12], [13], [], [12], id="hand-set beside a rule's: hand-set"),
    ],
)
def test_plan(current, by_rule, matched, add, remove):
    assert plan(current, by_rule, matched) == Change(frozenset(add), frozenset(remove))


def test_plan_of_a_lost_rule_stays():
    # 11 came by a rule that is broken now: better an old region than none
    assert plan([11], [11], [], without(11)) is NO_CHANGE


def test_plan_of_a_lost_rule_is_replaced_by_another():
    assert plan([11], [11], [12], without(11)) == Change(frozenset({12}), frozenset({11}))


def test_plan_of_a_lost_rule_side_by_side_stays():
    assert plan([31], [31], [32], without(31)) == Change(frozenset({32}), frozenset())


def test_no_change_is_false():
    assert not NO_CHANGE
    assert not Change()
    assert Change(add=frozenset({1}))
    assert Change(remove=frozenset({1}))


def test_unknown_match_is_a_programming_error():
    with pytest.raises(KeyError):
        plan(matched=[99])


@st.composite
def customers(draw):
    """A consistent customer: at most one category of each exclusive dimension."""
    current = []
    for dimension in (1, 2):
        choices = [c for c, d in DIMENSION.items() if d == dimension]
        current += draw(st.lists(st.sampled_from(choices), max_size=1))
    current += draw(st.lists(st.sampled_from([31, 32, 33]), unique=True))
    by_rule = [c for c in current if draw(st.booleans())]
    targets = {c: TARGETS[c] for c in TARGETS if draw(st.booleans())}
    matched = draw(st.permutations(sorted(targets)))
    return current, by_rule, matched[: draw(st.integers(0, len(matched)))], targets


def apply(current, by_rule, change):
    current = (set(current) - change.remove) | change.add
    return current, (set(by_rule) - change.remove) | change.add


@given(customers())
def test_hand_set_is_never_touched(customer):
    current, by_rule, *rest = customer
    change = plan(current, by_rule, *rest)
    assert set(current) - set(by_rule) <= apply(current, by_rule, change)[0]
    assert change.remove <= set(by_rule)
    assert change.add.isdisjoint(current)


@given(customers())
def test_at_most_one_of_an_exclusive_dimension(customer):
    current, by_rule, *rest = customer
    after, _by_rule = apply(current, by_rule, plan(current, by_rule, *rest))
    dimensions = [EXCLUSIVE[c] for c in after if c in EXCLUSIVE]
    assert len(dimensions) == len(set(dimensions))


@given(customers())
def test_a_second_run_changes_nothing(customer):
    current, by_rule, *rest = customer
    again = apply(current, by_rule, plan(current, by_rule, *rest))
    assert plan(*again, *rest) is NO_CHANGE


@given(customers())
def test_every_match_is_there_or_gave_way_to_another(customer):
    current, by_rule, matched, targets = customer
    after, _by_rule = apply(current, by_rule, plan(*customer))
    for position, category in enumerate(matched):
        if category in after:
            continue
        rivals = {c for c in after if c in EXCLUSIVE and EXCLUSIVE[c] == EXCLUSIVE[category]}
        assert rivals, "only one of an exclusive dimension gives way"
        by_hand = rivals & (set(current) - set(by_rule))
        assert by_hand or rivals & set(matched[:position])


@given(customers())
def test_what_no_longer_matches_goes_when_its_rule_works(customer):
    current, by_rule, matched, targets = customer
    after, _by_rule = apply(current, by_rule, plan(*customer))
    for category in set(by_rule) & set(targets):
        assert category in matched or category not in after
