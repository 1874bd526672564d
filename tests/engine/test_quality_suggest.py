"""Corrections: what each kind says, and when it stays silent."""

import pytest
from customer_master.engine.quality.suggest import (
    KINDS,
    LearntPlace,
    Values,
    suggestions,
    visible,
)


def said(kind, **values):
    """What ``kind`` suggests, as one dictionary."""
    return {
        field: value
        for suggestion in KINDS[kind](Values(**values))
        for field, value in suggestion.values.items()
    }


USCC = "91440300708461136T"  # a valid one of Shenzhen


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        ("spaces", {"name": " Acme\u200b  Ltd\t"}, {"name": "Acme Ltd"}),
        ("spaces", {"city": "\u00a0"}, {"city": False}),
        ("spaces", {"name": "王 伟", "country": "CN"}, {"name": "王伟"}),
        ("spaces", {"name": "田中 太郎", "country": "JP"}, {}),
        ("spaces", {"name": "\u200b"}, {}),
        ("width", {"name": "ＡＢＣ（深圳）有限公司"}, {"name": "ABC（深圳）有限公司"}),
        ("width", {"zip": "５１８０００"}, {"zip": "518000"}),
        ("width", {"street": "科技路１２－３号"}, {"street": "科技路12-3号"}),
        ("width", {"name": "ｶﾌﾞ"}, {"name": "カブ"}),
        ("width", {"name": "深圳（中国）有限公司"}, {}),
        ("form", {"email": "Info@Example.COM"}, {"email": "info@example.com"}),
        ("form", {"email": "Info at Example"}, {}),
        ("form", {"vat": "de 811 907 980"}, {"vat": "DE811907980"}),
        ("email_domain", {"email": "a@gmial.com"}, {"email": "a@gmail.com"}),
        ("email_domain", {"email": "a@qq.con"}, {"email": "a@qq.com"}),
        ("email_domain", {"email": "a@163.cm, b@x.de"}, {"email": "a@163.com, b@x.de"}),
        ("email_domain", {"email": "a@firm.cmo"}, {"email": "a@firm.com"}),
        ("email_domain", {"email": "a@gmailcom"}, {"email": "a@gmail.com"}),
        ("email_domain", {"email": "a@outlouk.com"}, {"email": "a@outlook.com"}),
        ("email_domain", {"email": "a@mail.com"}, {}),
        ("email_domain", {"email": "a@ymail.com"}, {}),
        ("email_domain", {"email": "a@firm.cm"}, {}),
        ("email_domain", {"email": "a@163.net"}, {}),
        ("email_domain", {"email": "a@hotmail.fr"}, {}),
        ("phone", {"phone": "13800138000", "country": "CN"}, {"phone": "+86 138 0013 8000"}),
        ("phone", {"phone": "089/123456", "email": "a@firma.de"}, {"phone": "+49 89 123456"}),
        ("phone", {"phone": "13800138000", "country": "DE", "home": "CN"}, {}),
        (
            "phone",
            {"phone": "15179375919", "name": "王伟", "home": "US"},
            {"phone": "+86 151 7937 5919"},
        ),
        ("phone", {"phone": "（＋８６）13800138000"}, {"phone": "+86 138 0013 8000"}),
        ("phone", {"phone": "0755-87142919", "name": "王伟", "home": "US"}, {}),
        ("phone", {"phone": "13800138000/13900139000", "country": "CN"}, {}),
        ("misplaced", {"phone": "A@b.example"}, {"phone": False, "email": "a@b.example"}),
        ("misplaced", {"phone": "a@b.example", "email": "c@d.example"}, {}),
        ("misplaced", {"phone": "a@b.example", "email": "A@b.example"}, {"phone": False}),
        (
            "misplaced",
            {"email": "13800138000", "country": "CN"},
            {"email": False, "phone": "+86 138 0013 8000"},
        ),
        (
            "misplaced",
            {"email": "www.firm.example"},
            {"email": False, "website": "http://www.firm.example"},
        ),
        (
            "misplaced",
            {"website": "http://a@b.example"},
            {"website": False, "email": "a@b.example"},
        ),
        ("misplaced", {"ref": USCC}, {"ref": False, "vat": USCC}),
        ("misplaced", {"ref": "91440300708461136X"}, {}),
        (
            "misplaced",
            {"name": "王伟 13800138000", "country": "CN"},
            {"name": "王伟", "phone": "+86 138 0013 8000"},
        ),
        (
            "misplaced",
            {"name": "王伟（电话：13800138000）", "home": "CN"},
            {"name": "王伟", "phone": "+86 138 0013 8000"},
        ),
        ("misplaced", {"name": "Anna <a@b.example>"}, {"name": "Anna", "email": "a@b.example"}),
        ("misplaced", {"name": "Studio 54"}, {}),
        (
            "misplaced",
            {"city": "80331 München", "country": "DE"},
            {"city": "München", "zip": "80331"},
        ),
        (
            "swapped",
            {"name": "深圳市鑫龙科技有限公司", "company_name": "王伟"},
            {"name": "王伟", "company_name": "深圳市鑫龙科技有限公司"},
        ),
        (
            "swapped",
            {"name": "Sales Manager", "function": "Anna Smith"},
            {"name": "Anna Smith", "function": "Sales Manager"},
        ),
        ("swapped", {"name": "Northwind Trading Ltd"}, {"is_company": True}),
        ("swapped", {"name": "王先生", "is_company": True}, {"is_company": False}),
        ("swapped", {"name": "Anna Ltdova"}, {}),
        ("swapped", {"name": "Mr Price Stores Ltd", "is_company": True}, {}),
        ("legal_form", {"name": "Müller G.m.b.H.", "is_company": True}, {"name": "Müller GmbH"}),
        ("legal_form", {"name": "Xin Long Co.,Ltd", "is_company": True}, {}),
        (
            "legal_form",
            {"name": "Xin Long co ltd.", "is_company": True},
            {"name": "Xin Long Co., Ltd."},
        ),
        (
            "legal_form",
            {"name": "深圳鑫龙有限公可", "is_company": True},
            {"name": "深圳鑫龙有限公司"},
        ),
        ("legal_form", {"name": "Müller GmbH", "is_company": True}, {}),
        ("capitals", {"name": "JOHN McDONALD"}, {}),
        ("capitals", {"name": "JOHN MCDONALD"}, {"name": "John McDonald"}),
        ("capitals", {"name": "sean o'brien"}, {"name": "Sean O'Brien"}),
        ("capitals", {"name": "IBM DEUTSCHLAND GMBH", "is_company": True}, {}),
        (
            "capitals",
            {"name": "northwind trading gmbh", "is_company": True},
            {"name": "Northwind Trading GmbH"},
        ),
        ("capitals", {"city": "MÜNCHEN"}, {"city": "München"}),
        ("capitals", {"name": "ISTANBUL TICARET", "country": "TR"}, {}),
        ("script", {"name": "國際貿易", "country": "CN"}, {"name": "国际贸易"}),
        ("script", {"name": "國際貿易", "country": "TW"}, {}),
        ("script", {"name": "国际贸易", "country": "TW"}, {"name": "國際貿易"}),
        ("country", {"vat": USCC}, {"country": "CN"}),
        ("country", {"phone": "+49 30 901820"}, {"country": "DE"}),
        ("country", {"phone": "+49 30 901820", "email": "a@firm.fr"}, {}),
        ("country", {"zip": "518000", "city": "深圳市"}, {"country": "CN"}),
        ("country", {"zip": "518000"}, {}),
        ("country", {"state": "CN-粤"}, {"country": "CN"}),
        (
            "division",
            {"vat": USCC, "country": "CN"},
            {"state": "CN-粤", "city": "深圳市"},
        ),
        ("division", {"city": "深圳", "country": "CN"}, {"state": "CN-粤"}),
        ("division", {"vat": USCC, "city": "上海", "state": "CN-沪", "country": "CN"}, {}),
        ("division", {"vat": USCC[:-1] + "A", "country": "CN"}, {}),
        (
            "website",
            {"email": "a@firm.example", "is_company": True},
            {"website": "http://firm.example"},
        ),
        ("website", {"email": "a@qq.com", "is_company": True}, {}),
        ("website", {"email": "a@gmial.com", "is_company": True}, {}),
    ],
)
def test_says(kind, values, expected):
    assert said(kind, **values) == expected


def test_places_need_agreement():
    learnt = LearntPlace("zip", "CN-粤", 200, 1.0, "深圳市", 200, 1.0)
    values = {"zip": "518000", "country": "CN", "places": (learnt,)}
    assert said("zip_place", **values) == {"state": "CN-粤", "city": "深圳市"}
    assert said("zip_place", city="深圳", **values) == {"state": "CN-粤"}
    assert said("zip_place", city="上海", **values) == {}
    assert said("zip_place", **{**values, "country": "DE"}) == {}
    few = Values(places=(LearntPlace("zip", "CN-粤", 6, 1.0),))
    assert KINDS["zip_place"](few)[0].confidence < 0.8


def test_contact_takes_the_address_as_a_whole():
    firm = Values(name="Firm", street="A 1", city="B", country="DE", lang="de_DE")
    contact = {"is_contact": True, "company": firm}
    assert said("company", **contact) == {
        "street": "A 1",
        "city": "B",
        "country": "DE",
        "lang": "de_DE",
    }
    assert said("company", city="C", lang="x", **contact) == {"country": "DE"}
    assert said("company", city="C", lang="x", state="CN-粤", **contact) == {}


def test_twins_must_agree():
    one, two = Values(phone="+49 30 901820"), Values(phone="+49 30 901821")
    assert said("twins", twins=(one, one)) == {"phone": "+49 30 901820"}
    assert said("twins", twins=(one, two)) == {}
    assert said("twins", twins=(one,), phone="1") == {}
    there = Values(street="Ring 1", country="DE")
    assert said("twins", twins=(there,), country="DE") == {"street": "Ring 1"}, "only what changes"


def test_stray_characters_are_seen():
    assert visible(" A\u200b  b ") == "␣A▯ ␣b␣"
    assert visible("王 伟") == "王 伟"


def test_one_suggestion_a_field():
    found = suggestions(Values(name=" ＪＯＨＮ SMITH ", country="DE"))
    assert [s.kind for s in found if "name" in s.values] == ["spaces"]
    assert suggestions(Values(name=" x ", phone="030 901820", country="DE"), ["phone"])
