"""Chinese text for comparison."""

from customer_master.engine.normalize.hanzi import (
    latin,
    short_place,
    split_place,
    split_surname,
    to_simplified,
)
from hypothesis import given
from hypothesis import strategies as st


def test_simplified():
    assert to_simplified("廣東鑫龍實業") == "广东鑫龙实业"
    assert to_simplified("abc") == "abc"


def test_places():
    assert split_place("广东省深圳市鑫龙") == ("深圳", "鑫龙")
    assert split_place("上海") == ("", "上海")
    assert short_place("深圳市") == short_place("广东省深圳市") == "深圳"
    assert short_place("鑫龙") == "鑫龙"


def test_names():
    assert split_surname("欧阳文") == ("欧阳", "文")
    assert split_surname("王伟") == ("王", "伟")
    assert latin("鑫龙") == "xinlong"


@given(st.text(max_size=40))
def test_simplifying_twice_is_simplifying_once(text):
    once = to_simplified(text)
    assert to_simplified(once) == once
