"""Values and keys of one record."""

from customer_master.engine.matching.contact import (
    email_address,
    own_domain,
    phone_numbers,
    tax_number,
)
from customer_master.engine.matching.keys import SLOTS, blocking_keys, key_kind
from customer_master.engine.matching.record import COMPANY, PERSON, Record
from customer_master.engine.matching.values import MatchValues, match_values, unpack
from hypothesis import given, settings
from hypothesis import strategies as st

_TEXT = st.text(max_size=30)
RECORDS = st.builds(
    Record,
    name=_TEXT,
    kind=st.sampled_from("cpu"),
    given=_TEXT,
    family=_TEXT,
    street=_TEXT,
    city=_TEXT,
    zip=_TEXT,
    country=_TEXT,
    phones=st.tuples(_TEXT, _TEXT),
    email=_TEXT,
    website=_TEXT,
    tax_id=_TEXT,
    birthdate=_TEXT,
    extras=st.tuples(_TEXT, _TEXT),
)


@settings(deadline=None)
@given(RECORDS)
def test_packing_loses_nothing_and_keys_fit(record):
    values = match_values(record)
    assert unpack(values.pack()) == values
    keys = blocking_keys(values)
    assert len(keys) <= SLOTS and len(set(keys)) == len(keys)
    assert all(key and -(2**31) <= key < 2**31 for key in keys)
    assert blocking_keys(unpack(values.pack())) == keys


def test_a_separator_in_a_value_separates_nothing():
    odd = Record(name="A\tB|C", country="0\t0", city="x\ty|z", extras=("a|b", "c\td"))
    values = match_values(odd)
    assert unpack(values.pack()) == values and values.country == ""
    assert values.pack().count("\t") <= 13 and values.extras.count("|") == 1


def _keys(**fields):
    return set(blocking_keys(match_values(Record(**fields))))


def test_the_same_customer_written_in_two_ways_shares_keys():
    one = _keys(name="深圳市鑫龙实业有限公司", kind=COMPANY, phones=("0755-87142919",), city="深圳")
    two = _keys(
        name="深圳鑫龍實業（集團）", kind=COMPANY, phones=("+86 755 8714 2919",), city="深圳市"
    )
    assert {key_kind(key) for key in one & two} >= {"name", "phone", "name_city"}
    one = _keys(name="王娟红", kind=PERSON, city="青岛市")
    two = _keys(name="Juanhong Wang", kind=PERSON, city="Qingdao")
    assert "name_city" in {key_kind(key) for key in one & two}
    one = _keys(name="Bâtiment David SARL", kind=COMPANY)
    assert one & _keys(name="David Batiment", kind=COMPANY)


def test_placeholder_free_values_of_contacts():
    assert phone_numbers(("+44 (0)20 7946 0958",), "") == phone_numbers(("020 7946 0958",), "GB")
    assert phone_numbers(("86-18787504754",), "CN") == ["18787504754"]
    assert phone_numbers(("0755-87142919转8001",), "CN") == ["75587142919"]
    assert phone_numbers(("12",), "") == []
    assert email_address("Li <LI+shop@Qq.com>") == "li@qq.com"
    assert email_address("nobody") == ""
    assert own_domain("https://www.shop.acme.com.cn/x", "") == "acme.com.cn"
    assert own_domain("", "info@acme.de") == "acme.de"
    assert own_domain("", "li@qq.com") == ""


def test_tax_numbers():
    assert tax_number("DE 136 695 976", "DE") == "!136695976"
    assert tax_number("DE136695976", "") == "136695976"
    assert tax_number("136695970", "DE") == "136695970"
    assert tax_number("/", "DE") == ""


def test_a_branch_says_so():
    assert match_values(Record(name="明卓公司北京分公司", kind=COMPANY)).place == "+北京"
    assert MatchValues().pack() == ""
