"""Tax ids: numbers are real or from the documentation of the rule that judges them."""

import importlib

import pytest
from customer_master.engine.normalize import normalize_tax_id, tax_id, tax_id_error
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (" de 136 695 976 ", "DE136695976"),
        ("９１１１００００６０００３７３４１ｌ", "91110000600037341L"),
        ("\u200e91110000600037341l\u200b", "91110000600037341L"),
        ("91\u2011114 4442", "91-1144442"),
        ("CHE-107.787.577 IVA", "CHE-107.787.577IVA"),
        ("/", "/"),
        ("／", "/"),
        ("", ""),
    ],
)
def test_normalize(typed, value):
    assert normalize_tax_id(typed) == value


@pytest.mark.parametrize(
    ("value", "country"),
    [
        ("/", "DE"),
        ("", "CN"),
        ("na", "CN"),
        ("91110000600037341L", "CN"),
        (" 9 1 110000 600037341l", "cn"),
        ("11010519491231002X", "CN"),  # identity card of a person
        ("110000600037341", "CN"),
        ("11010519491231002", "CN"),
        ("11010519491231002X01", "CN"),  # before 2015
        ("DE136695976", "DE"),
        ("136695976", "DE"),
        ("DE136695976", "CN"),
        ("DE136695976", "FR"),
        ("DE136695976", None),
        ("FR61954506077", None),
        ("EL094259216", "GR"),
        ("GR094259216", "GR"),
        ("094259216", "EL"),
        ("EL094259216", None),
        ("GB980780684", "GB"),
        ("XI980780684", "GB"),
        ("980780684", "XI"),
        ("GB980780684", "UK"),
        ("CHE-107.787.577 IVA", "CH"),
        ("CHE100155212", "CH"),
        ("CHE107787577IVA", None),
        ("91-1144442", "US"),
        ("911144442", "US"),
        ("536-90-4399", "US"),
        ("NL004495445B01", "NL"),
        ("IT00743110157", "IT"),
        ("RCCMNL83S18D969H", "IT"),
        ("ESB58378431", "ES"),
        ("PL8567346215", "PL"),
        ("T5835678256246", "JP"),
        ("5835678256246", "JP"),
        ("116-82-00276", "KR"),
        ("00501503", "TW"),
        ("51824753556", "AU"),
        ("04595295", "TW"),  # sum divisible by 5, not by 10: the rule since 2023
        ("HU12892312", "HU"),
        ("12892312-2-42", "HU"),
        ("310175397400003", "SA"),
        ("0123456789012345", "ID"),
        ("EU372022452", "US"),
        ("PT1234567890", "MY"),
        ("anything", "HK"),
        ("anything", None),
        ("DE1", None),
        ("123", "ZZ"),
        ("123", "X"),
    ],
)
def test_plausible(value, country):
    assert tax_id_error(value, country) is None


@pytest.mark.parametrize(
    ("value", "country", "code"),
    [
        ("91110000600037341K", "CN", "tax_id_checksum"),
        ("911100006000373410", "CN", "tax_id_checksum"),
        ("9111000060003734IL", "CN", "tax_id_format"),  # I is not in the alphabet of the code
        ("9111000060003734", "CN", "tax_id_length"),
        ("11010519491231002X0", "CN", "tax_id_length"),
        ("DE136695978", "DE", "tax_id_checksum"),
        ("DE136695978", None, "tax_id_checksum"),
        ("DE136695978", "CN", "tax_id_checksum"),
        ("DE136695978", "FR", "tax_id_checksum"),
        ("BEBE0428759497", "BE", "tax_id_format"),
        ("GB802311781", "GB", "tax_id_checksum"),
        ("EL123456789", "GR", "tax_id_checksum"),
        ("EL123456789", None, "tax_id_checksum"),
        ("EL123456789", "CN", "tax_id_checksum"),
        ("XI98078068", None, "tax_id_length"),
        ("CHE107787578IVA", None, "tax_id_checksum"),
        ("07-1144442", "US", "tax_id_format"),
        ("IT00743110158", "IT", "tax_id_checksum"),
        ("00501504", "TW", "tax_id_checksum"),
        ("2101753974000", "SA", "tax_id_format"),
        ("EU372022452", "DE", "tax_id_format"),
    ],
)
def test_refused(value, country, code):
    assert tax_id_error(value, country) == code


def test_every_rule_named_exists():
    for country, names in tax_id._OTHER_NUMBERS.items():
        for name in names.split():
            package = {"IN": "in_", "IS": "is_"}.get(country, country.lower())
            assert importlib.import_module(f"stdnum.{package}.{name}").validate


COUNTRIES = [
    None,
    "",
    "CN",
    "XI",
    "EL",
    "TW",
    "US",
    "IN",
    "xx",
    "?",
    *sorted(tax_id._EU_PREFIXES),
    *sorted(tax_id._OTHER_FORMS),
    *sorted(tax_id._OTHER_NUMBERS),
    "AR",
    "AU",
    "CL",
    "CO",
    "KR",
    "MX",
    "NZ",
    "PE",
    "RU",
    "SG",
    "TN",
    "UY",
    "VE",
]


@settings(derandomize=True, max_examples=600, deadline=None)
@given(
    st.text(max_size=20) | st.text(alphabet="0123456789ABXTEN-./Ñ²", max_size=20),
    st.sampled_from(COUNTRIES),
)
def test_never_raises(text, country):
    assert tax_id_error(text, country) in (
        None,
        "tax_id_length",
        "tax_id_format",
        "tax_id_checksum",
    )
    once = normalize_tax_id(text)
    assert normalize_tax_id(once) == once
    assert tax_id_error(once, country) == tax_id_error(text, country)
