"""Phones: one written form for a valid number, every character kept of an invalid one."""

import pytest
from customer_master.engine.normalize import PhoneResult, clean, half_width, normalize_phone
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("typed", "country", "value", "e164", "region"),
    [
        ("13800138000", "CN", "+86 138 0013 8000", "+8613800138000", "CN"),
        ("138-0013-8000", "cn", "+86 138 0013 8000", "+8613800138000", "CN"),
        ("138·0013·8000", "CN", "+86 138 0013 8000", "+8613800138000", "CN"),
        ("８６１３８００１３８０００", "CN", "+86 138 0013 8000", "+8613800138000", "CN"),
        ("＋８６（７５５）８７１４－２９１９", None, "+86 755 8714 2919", "+8675587142919", "CN"),
        ("0755-87142919转8001", "CN", "+86 755 8714 2919 ext. 8001", "+8675587142919", "CN"),
        ("(0755) 8714 2919 ext 12", "CN", "+86 755 8714 2919 ext. 12", "+8675587142919", "CN"),
        ("0086 755 87142919", "US", "+86 755 8714 2919", "+8675587142919", "CN"),
        ("00867558714 2919", None, "+86 755 8714 2919", "+8675587142919", "CN"),
        ("400-820-8820", "CN", "+86 400 820 8820", "+864008208820", "CN"),
        ("+44 (0)20 7946 0958", "CN", "+44 20 7946 0958", "+442079460958", "GB"),
        ("089/123456", "DE", "+49 89 123456", "+4989123456", "DE"),
        ("01 42 68 53 00", "FR", "+33 1 42 68 53 00", "+33142685300", "FR"),
        ("tel:+86-755-8714-2919", None, "+86 755 8714 2919", "+8675587142919", "CN"),
        ("\u200e+49\u00a030\u2011901820 ", None, "+49 30 901820", "+4930901820", "DE"),
        ("٠١٠١٢٣٤٥٦٧٨", "EG", "+20 10 12345678", "+201012345678", "EG"),
        ("+1 (213) 367-9089", "ZZ", "+1 213-367-9089", "+12133679089", "US"),
        ("+800 1234 5678", "", "+800 1234 5678", "+80012345678", ""),
    ],
)
def test_valid(typed, country, value, e164, region):
    assert normalize_phone(typed, country) == PhoneResult(value, True, e164, region)


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("13800138000/13900139000", "CN"),
        ("13800138000, 13900139000", "CN"),
        ("13800138000 13900139000", "CN"),
        ("13800138000 张三", "CN"),
        ("手机13800138000", "CN"),
        ("Tel. 13800138000", "CN"),
        ("1-800-FLOWERS", "US"),
        ("0891234567/8", "DE"),  # glued together they would be a third, valid number
        ("0755-87142919", None),
        ("3865286", "US"),
        ("n/a", "US"),
        ("+86", "CN"),
        ("#12", "CN"),
        ("<script>1</script>", "US"),
        ("9" * 500, "US"),
    ],
)
def test_invalid_is_kept_as_typed(typed, country):
    assert normalize_phone(typed, country) == PhoneResult(typed, False, "", "")


def test_empty():
    assert normalize_phone("", "CN") == PhoneResult("", False, "", "")
    assert normalize_phone(" \u200b", None).value == ""


@settings(derandomize=True, max_examples=400, deadline=None)
@given(
    st.text(max_size=25) | st.text(alphabet="0123456789０１+＋-()./ ;#xtel转", max_size=25),
    st.sampled_from([None, "CN", "DE", "US", "AR", "BR", "xx"]),
)
def test_idempotent_and_lossless(text, country):
    result = normalize_phone(text, country)
    assert normalize_phone(result.value, country) == result
    if result.valid:
        assert result.e164[1:].isdigit()
        assert (
            normalize_phone(result.value).e164 == result.e164
        )  # what is stored no longer needs the country
    else:
        # Joiners are the one thing that a number loses besides what clean() takes from any text.
        assert result.value == clean(
            clean(half_width(text)).replace("\u200c", "").replace("\u200d", "")
        )


def test_repeated_numbers_are_looked_up_once():
    normalize_phone.cache_clear()
    for _ in range(3):
        normalize_phone("13800138000", "CN")
    assert normalize_phone.cache_info().misses == 1
    assert normalize_phone.cache_info().maxsize == 65536
