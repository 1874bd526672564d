"""Corrections of anything: they never raise, change something, and are made once."""

from dataclasses import replace

from customer_master.engine.quality.suggest import (
    KINDS,
    LearntPlace,
    Values,
    area_code,
    suggestions,
)
from customer_master.engine.quality.suggest.model import surely
from hypothesis import given, settings
from hypothesis import strategies as st

WORDS = [
    "王伟", "深圳市鑫龙科技有限公司", "有限公可", "Anna Smith", "JOHN O'BRIEN", "müller g.m.b.h.",
    "Co.,Ltd", "Sales Manager", "经理", "13800138000", "+49 30 901820", "a@gmial.com", "A@QQ.CON",
    "www.firm.de", "http://b.cn", "91440300708461136T", "DE811907980", "518000", "80331 München",
    "北京", "深圳", "國際", "Ａ１", "\u200b", " ", "　", "ｶﾌﾞ", "ſ", "İ", "ß", "\ud800", "９",
]  # fmt: skip
TEXT = st.one_of(
    st.just(""),
    st.text(max_size=12),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
    st.sampled_from(WORDS),
)
COUNTRY = st.sampled_from(["", "CN", "DE", "TW", "US", "JP", "TR", "ZZ"])
STATE = st.sampled_from(["", "CN-粤", "US-CA"])
PLACES = st.lists(
    st.builds(
        LearntPlace,
        source=st.sampled_from(["zip", "area"]),
        state=STATE,
        city=st.sampled_from(["", "深圳市"]),
        state_support=st.integers(1, 500),
        city_support=st.integers(1, 500),
        state_share=st.floats(0, 1),
        city_share=st.floats(0, 1),
    ),
    max_size=2,
).map(tuple)
PLAIN = {
    "is_company": st.booleans(),
    "is_contact": st.booleans(),
    "country": COUNTRY,
    "state": STATE,
    "home": COUNTRY,
    "lang": st.sampled_from(["", "zh_CN"]),
    **{
        name: TEXT
        for name in (
            "name company_name street street2 zip city phone email website vat company_registry "
            "ref function"
        ).split()
    },
}
ONE = st.builds(Values, **PLAIN)
ANY = st.builds(
    Values,
    **PLAIN,
    company=st.none() | ONE,
    twins=st.lists(ONE, max_size=2).map(tuple),
    places=PLACES,
)


def corrected(values, suggestion):
    return replace(values, **{name: new or "" for name, new in suggestion.values.items()})


@settings(max_examples=600, deadline=None)
@given(ANY)
def test_each_kind_is_made_once(values):
    for kind, suggest in KINDS.items():
        for found in suggest(values):
            assert found.kind == kind
            assert found.field in found.values
            assert 0 < found.confidence <= 0.99
            changed = {n for n, new in found.values.items() if new != getattr(values, n)}
            assert changed == set(found.values), (kind, found)
            again = suggest(corrected(values, found))
            assert found.field not in {f.field for f in again}, (kind, found, again)


@settings(max_examples=300, deadline=None)
@given(ANY)
def test_all_can_be_applied_together_until_nothing_is_left(values):
    for _round in range(12):
        found = suggestions(values)
        names = [name for suggestion in found for name in suggestion.values]
        assert len(names) == len(set(names))
        if not found:
            return
        for suggestion in found:
            values = corrected(values, suggestion)
    raise AssertionError(found)


@given(st.text(max_size=30))
def test_area_code_of_anything(text):
    calling, area = area_code(text)
    assert bool(calling) == bool(area)


def test_area_code():
    assert area_code("+86 755 8714 2919") == ("86", "755")
    assert area_code("+86 138 0013 8000") == ("", "")
    assert area_code("+1 213-367-9089") == ("1", "213")
    assert area_code("+49 30 901820") == ("49", "30")


@given(st.floats(0, 1), st.integers(0, 10**6))
def test_surely_grows_with_support(share, support):
    assert 0 <= surely(share, support) <= min(0.99, share + 1e-9)
    assert surely(1.0, support) <= surely(1.0, support + 100)
