import pytest
from customer_master.engine.merge import Member, Rule, survive

MASTER = Member(1, {"name": "Acme", "city": "", "tax": None, "note": "a"}, "2024-01-01")
SECOND = Member(
    2,
    {"name": "Acme Ltd", "city": "Bonn", "zip": "1", "note": "b"},
    "2024-03-01",
    frozenset({"erp"}),
)
THIRD = Member(3, {"name": "Acme Ltd", "city": "Berlin", "note": "a"}, "2024-02-01")
MEMBERS = (MASTER, SECOND, THIRD)


def kept(strategy, field="name", chosen=None, **options):
    rule = Rule((field,), strategy, **options)
    return survive(MEMBERS, [rule], chosen)[field]


@pytest.mark.parametrize(
    ("strategy", "member"),
    [
        ("complete", 1),
        ("recent", 2),
        ("longest", 2),
        ("frequent", 2),
        ("master", 1),
    ],
)
def test_strategies(strategy, member):
    assert kept(strategy).member == member


def test_trusted_source():
    assert kept("trusted", sources=("crm", "erp")).member == 2
    assert kept("trusted", sources=("crm",)).member == 1


def test_gap_of_the_master_is_filled():
    assert kept("complete", "city").value == "Bonn"
    assert kept("master", "city").value == ""
    assert kept("complete", "tax").value is None


def test_an_address_is_never_mixed():
    result = survive(MEMBERS, [Rule(("city", "zip"), "recent")])
    assert {name: choice.value for name, choice in result.items()} == {"city": "Bonn", "zip": "1"}
    by_hand = survive(MEMBERS, [Rule(("city", "zip"))], {"city": 3})
    assert {n: c.value for n, c in by_hand.items()} == {"city": "Berlin", "zip": None}


def test_union_of_texts():
    assert kept("union", "note").value == "a\nb"
    assert kept("union", "note").member is None
    assert kept("union", "name", chosen={"name": 1}).value == "Acme"


def test_by_hand_even_where_there_is_none():
    assert kept("complete", "city", {"city": 1}).value == ""
    assert kept("complete", "city", {"city": 99}).value == "Bonn"


def test_one_value_for_each_company():
    members = (
        Member(1, {"term": {"1": 5, "2": None}}),
        Member(2, {"term": {"1": 6, "2": 7}}),
        Member(3, {"term": {"2": 8, "3": 9}}),
    )
    result = survive(members, [Rule(("term",))])["term"]
    assert result.value == {"1": 5, "2": 7, "3": 9}
    assert result.member is None
    assert survive(members, [Rule(("term",), "master")])["term"].value == {"1": 5, "2": None}
    assert survive(members, [Rule(("term",))], {"term": 2})["term"].value == {
        "1": 6,
        "2": 7,
        "3": 9,
    }
