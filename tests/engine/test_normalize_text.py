"""Text: what must go, what must stay, and what folds together."""

import re
import unicodedata

import pytest
from customer_master.engine.normalize import clean, fold, half_width, has_cjk, normalize_name
from hypothesis import given, settings
from hypothesis import strategies as st

PROFILE = settings(derandomize=True, max_examples=300, deadline=None)
ANY_TEXT = st.text(max_size=40) | st.text(
    alphabet="aeEéß \t\u3000\u00a0\u200b\u200c\u200d\u0301\u3099\ufe0f\ufeff"
    "深か한ا👍🏽❤ＡA<&\ud800\x00",
    max_size=20,
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  深圳　鑫龙\t\n实业 ", "深圳 鑫龙 实业"),
        ("Soci\u00e9te\u0301 Ge\u0301ne\u0301rale", "Société Générale"),
        ("A\u200bB\ufeffC\u00adD\u2060E", "ABCDE"),
        ("\u202etxe.exe\u202c\u2066x\u2069\u200f", "txe.exex"),
        ("\x00Nul\x1b[0m\x7f", "Nul[0m"),
        ("a\u00a0b\u2009c\u2028d\x85e\u3164f", "a b c d e f"),
        ("شركة النور", "شركة النور"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\u200cمی\u200c خواهم\u200d", "می خواهم"),
        ("👨\u200d👩\u200d👧 Family", "👨\u200d👩\u200d👧 Family"),
        ("❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"),
        ("👩🏽\u200d🚀", "👩🏽\u200d🚀"),
        ("<b>Müller & Söhne</b> &amp;", "<b>Müller & Söhne</b> &amp;"),
        ("ＡＢＣ（中国）", "ＡＢＣ（中国）"),
        ("x\ud800y", "xy"),
        ("  plain ascii ", "plain ascii"),
        ("two  spaces", "two spaces"),
        ("", ""),
    ],
)
def test_clean(typed, kept):
    assert clean(typed) == kept
    assert normalize_name(typed) == kept


@PROFILE
@given(ANY_TEXT)
def test_clean_loses_nothing_that_can_be_seen(text):
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned == cleaned.strip() and "  " not in cleaned
    cleaned.encode("utf-8")
    hidden = re.compile(
        "[\u115f\u1160\u2800\u3164\uffa0\u200b-\u200f\u202a-\u202e\u2060-\u206f\u00ad\u061c\ufeff\ufff9-\ufffb]"
    )

    def visible(value):
        value = hidden.sub("", unicodedata.normalize("NFC", hidden.sub("", value)))
        return "".join(
            c for c in value if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cs")
        )

    assert visible(cleaned) == visible(
        re.sub("[\ud800-\udfff\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]", "", text)
    )


def test_half_width_is_ascii_forms_only():
    assert half_width("ＡＢｃ（１２３）　＠～！") == "ABc(123) @~!"
    assert half_width("①㈱ｶﾞ深圳，。、") == "①㈱ｶﾞ深圳,。、"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("MÜLLER", "muller"),
        ("Straße", "strasse"),
        ("STRAẞE", "strasse"),
        ("Æsir Øl", "aesir ol"),
        ("Łódź", "lodz"),
        ("Đặng", "dang"),
        ("Œuvre", "oeuvre"),
        ("Þór Ðani", "thor dani"),
        ("İSTANBUL Iğdır", "istanbul igdir"),
        ("ﬁn", "fin"),
        ("Ǿ", "o"),
        ("ΆΘΗΝΑΣ", "αθηνασ"),
        ("Ёлка Йод", "елка иод"),
        ("e\u0301", "e"),
        ("ＡＢＣ　１", "abc 1"),
        ("深圳鑫龍", "深圳鑫龍"),
        ("がぎ", "がぎ"),
        ("한국", "한국"),
        ("مُحَمَّد", "مُحَمَّد"),
        ("A\u200b\u200dB", "ab"),
        ("", ""),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


@PROFILE
@given(ANY_TEXT)
def test_fold_is_idempotent_and_blind_to_case_and_width(text):
    folded = fold(text)
    assert fold(folded) == folded
    assert fold(half_width(text)) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("深圳", True),
        ("ABC 株式会社", True),
        ("サクラ", True),
        ("삼성", True),
        ("𠮷野家", True),
        ("ﾃｽﾄ", True),
        ("ㄅ", True),
        ("Müller", False),
        ("ＡＢＣ，（）。", False),
        ("Ελλάς", False),
        ("🍜", False),
        ("", False),
    ],
)
def test_has_cjk(text, expected):
    assert has_cjk(text) is expected
