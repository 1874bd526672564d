"""Streets, cities, postal codes."""

import pytest
from customer_master.engine.normalize.address import (
    Street,
    normalize_city,
    normalize_zip,
    parse_street,
    take_zip,
)
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("street", "parts"),
    [
        ("3053 South Normal Avenue", ("3053", "s", "normal", "")),
        ("3053 S. Normal Ave.", ("3053", "s", "normal", "")),
        ("221 E. 51st St.", ("221", "e", "51", "")),
        ("Via Roma, 81", ("81", "", "roma", "")),
        ("Hauptstr. 5", ("5", "", "haupt", "")),
        ("Hauptstraße 5", ("5", "", "haupt", "")),
        ("ul. Krótka 112/14", ("112", "", "krotka", "14")),
        ("940 Oak Street Suite 28", ("940", "", "oak", "28")),
        ("宝安区解放路503号物流园2706室", ("503", "", "解放路", "2706")),
        ("陝西省西安市碑林區光明路80號物流園101室", ("80", "", "光明路", "101")),
        ("福田区人民路９２５号工业园Ｄ座２７１０室", ("925", "", "人民路", "d-2710")),
        ("南城街道中山路792号C座704室", ("792", "", "中山路", "c-704")),
    ],
)
def test_street(street, parts):
    assert parse_street(street) == Street(*parts)


def test_zip_within_a_street():
    assert take_zip("27 Washington Oak Park IL 60302") == ("27 Washington", "Oak Park", "60302")
    assert take_zip("1234 Oak Street") == ("1234 Oak Street", "", "")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("München", "Munich"),
        ("MUENCHEN", "München"),
        ("Köln", "Cologne"),
        ("深圳市", "Shenzhen"),
        ("廣東省深圳市", "深圳"),
        ("St. Louis", "Saint Louis"),
        ("New York City", "New York"),
        ("Frankfurt am Main", "Frankfurt"),
    ],
)
def test_city(one, other):
    assert normalize_city(one) == normalize_city(other) != ""


def test_zip():
    assert normalize_zip("tq13 8DF") == normalize_zip("TQ138DF")
    assert normalize_zip("60302-1234") == "60302"


@given(st.text(max_size=80))
def test_any_text(text):
    parse_street(text), normalize_city(text), normalize_zip(text), take_zip(text)
