"""Search: a pattern matches exactly where the folded query is in the folded name, in every script,
and never misses."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from customer_master.engine.normalize import clean, fold, search_patterns, search_text
from customer_master.engine.normalize.pinyin import pinyin_lines
from customer_master.engine.normalize.trigram import encode
from hypothesis import given, settings
from hypothesis import strategies as st

PROFILE = settings(derandomize=True, max_examples=600, deadline=None)
COMPANY = "深圳鑫龙实业有限公司"
# Few characters, so that hits are frequent; capitals that stand in units, and neighbours in the
# code chart.
CLOSE = st.text(alphabet="aAnNpPbc0 1-.é深圳鑫龙鑬一丁𠀀𠀁한アЖж％", max_size=8)
MIXED = CLOSE | st.text(
    alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
    | st.sampled_from("NPBCDFnpbc1 "),
    max_size=8,
)


def like(pattern: str, text: str) -> bool:
    """PostgreSQL's ``text LIKE '%' || pattern || '%'``."""
    return re.search(".*".join(map(re.escape, pattern.split("%"))), text, re.DOTALL) is not None


def found(query: str, text: str) -> bool:
    return all(any(like(pattern, text) for pattern in word) for word in search_patterns(query))


def plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in fold(text)).split())


@PROFILE
@given(MIXED, MIXED, st.data())
def test_encoding_has_no_false_and_no_missed_hit(text, other, data):
    text, other = clean(text), clean(other)
    start = data.draw(st.integers(0, len(text)))
    part = text[start : data.draw(st.integers(start, len(text)))]
    for query in (part, other):
        assert (encode(query) in encode(text)) == (plain(query) in plain(text))


def test_units_cover_all_letters_and_differ():
    codes = {encode(chr(code)) for code in range(0x4E00, 0xA000)}
    assert len(codes) == 0xA000 - 0x4E00
    assert {len(code) for code in codes} == {5}
    assert all(re.fullmatch("N[A-MO-Z]{4}", code) for code in codes)
    assert re.fullmatch("P[A-MO-Z]{5}", encode("𠮷")) and encode("𠮷") != encode("𠮸")
    # One ideograph gives pg_trgm three trigrams, in any locale.
    assert encode("鑫").isascii() and encode("鑫").isalnum()


NAMES = (
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20)
    | CLOSE
    | st.text(alphabet="深圳鑫龙重庆行长（）·&.'’%_\\-  O'BriénÄß123+() م𠮷🍜\n", max_size=20)
)


@PROFILE
@given(NAMES, st.data())
def test_every_part_of_a_name_finds_it(name, data):
    name = clean(name)
    start = data.draw(st.integers(0, len(name)))
    part = name[start : data.draw(st.integers(start, len(name)))]
    if part and part[0].isalnum() and part[-1].isalnum():
        text = search_text([name])
        for query in (part, part.upper(), part.lower(), part.replace(" ", "\u3000")):
            if clean(query.casefold()) == clean(part.casefold()):
                assert found(query, text), (query, search_patterns(query), text)


@PROFILE
@given(st.text(max_size=30))
def test_patterns_are_safe_for_like(query):
    for word in search_patterns(query):
        assert word
        for pattern in word:
            assert re.fullmatch(r"[A-Za-z0-9 %]+", pattern)
            assert pattern.strip("% ") == pattern


def test_text_of_a_chinese_company():
    lines = search_text([COMPANY], ["9111-0000"], ["+86 755 8714 2919"]).split("\n")
    assert lines == [
        encode(COMPANY),
        "shenzhenxinlongshiyeyouxiangongsi",
        "szxlsyyxgs",
        "9111 0000",
        "91110000",
        "8675587142919",
    ]


@pytest.mark.parametrize(
    "query",
    [
        "深",
        "深圳",
        "龙实",
        "鑫龙 公司",
        "公司 鑫龙",
        "深圳%公司",
        "shenzhen",
        "XinLong",
        "szxl",
        "91110000",
        "0755-8714",
        "２９１９",
        "０７５５－８７１４　２９１９",
        "+86 (755) 8714",
        "0086 755 8714 2919",
        "755 8714 2919",
        "　",
        "%",
        "---",
    ],
)
def test_found(query):
    assert found(query, search_text([COMPANY], ["9111-0000"], ["+86 755 8714 2919"]))


@pytest.mark.parametrize(
    "query",
    [
        "圳鑫实",
        "深龙",
        "公司%深圳",
        "szlx",
        "gongsiszxl",
        "gongsi%9112",
        "0755-8715",
        "鑫龙 上海",
        "1386",
        "N鑫",
    ],
)
def test_not_found(query):
    text = search_text(["深圳鑫龙"], ["9111-0000"], ["+86 755 8714 2919"])
    assert not found(query, text)


def test_latin_names():
    assert search_text(["Müller & Söhne GmbH"]) == "muller sohne gmbh"
    assert search_text(["Coca-Cola"]) == "coca cola\ncocacola"
    text = search_text(["Jean O'Brien", "Straße, Ltd."])
    for query in ("obrien", "O’BRIEN", "o brien", "STRASSE", "brien jean", "straße,", "Ltd."):
        assert found(query, text), query
    assert not found("brien straße x", text)
    assert found("coca-cola", search_text(["CocaCola Ltd"]))


def test_digits_of_any_script_are_digits():
    assert found("12", search_text(["شركة ١٢"])) and found("١٢", search_text(["Studio 12"]))


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("重庆", ["chongqing", "cq"]),
        ("中国银行", ["zhongguoyinhang", "zgyh"]),
        ("重慶銀行", ["chongqingyinhang", "cqyh"]),
        ("厦门", ["xiamen", "xm"]),
        ("成都", ["chengdu", "cd"]),
        ("会计", ["kuaiji", "kj"]),
        ("绿地", ["lvdi", "ld"]),
        ("五金行", ["wujinhang", "wjh"]),
        ("鑫行", ["xinhang", "xh", "xinxing", "xx"]),
        ("朝阳", ["chaoyang", "cy", "zhaoyang", "zy"]),
        ("曾国藩", ["zengguofan", "zgf"]),
        ("上海abc科技", ["shanghaiabckeji", "shabckj"]),
        ("元博云（中山）", ["yuanboyunzhongshan", "ybyzs"]),
        ("müller 3m", []),
        ("アニメ", []),
        ("", []),
    ],
)
def test_pinyin(name, pinyin):
    lines = pinyin_lines(name)
    assert lines == pinyin


def test_second_readings_stay_few():
    assert len(pinyin_lines("长乐行会区查盛")) == 8  # four readings, each with its initials
    assert found("changle", search_text(["长乐"])) and found("zhang", search_text(["长"]))
    assert found("shanghaiabc", search_text(["上海ＡＢＣ科技"]))
    assert found("lü", search_text(["绿地"])) and found("lv", search_text(["绿地"]))


def test_phones_of_one_field():
    text = search_text(
        [],
        (),
        [
            "0755-87142919 / 138 0013 8000",
            "0755-1234567转8001",
            "+44 (0)20 7946 0958",
            "0086 10 1234",
            "n/a",
        ],
    )
    assert text.split("\n") == [
        "075587142919",
        "13800138000",
        "07551234567",
        "442079460958",
        "86101234",
    ]
    assert found("+44 (0)20 7946-0958", "442079460958")
    assert found("020 7946 0958", "442079460958")


def test_patterns():
    assert search_patterns("") == search_patterns("  ") == search_patterns("% -") == []
    assert search_patterns("ABC abc Éa") == [["abc"], ["ea"]]
    assert search_patterns("a%b") == [["a%b"]]
    assert search_patterns("S.A.") == [["s a"]]  # not "sa", which is everywhere
    assert search_patterns("0755-8714 2919") == [["0755 8714%2919", "075587142919", "75587142919"]]
    assert search_patterns("12") == [["12"]]
    assert len(search_patterns(" ".join(f"w{i}" for i in range(100)))) == 20


def test_length_is_bounded_and_codes_have_room():
    text = search_text(["深圳鑫" * 300, "重庆" * 200], ["ABC-1"], ["13800138000"])
    assert len(text) <= 2000
    assert text.endswith("abc 1\nabc1\n13800138000")


def test_empty_values_and_equal_lines():
    assert search_text([]) == search_text(["", "---"], [""], [""]) == ""
    assert search_text(["Abc", "abc", "ABC."], ["abc"]) == "abc"


def test_engine_loads_without_odoo_and_without_dictionaries():
    root = Path(__file__).resolve().parents[2]
    code = (
        "import sys, types\n"
        "package = types.ModuleType('addon')\n"
        "package.__path__ = [sys.argv[1]]\n"
        "sys.modules['addon'] = package\n"
        "import addon.engine.normalize as n\n"
        "n.search_text(['Latin only'])\n"
        "assert 'pypinyin' not in sys.modules, 'pypinyin'\n"
        "assert not any(name.split('.')[0] == 'odoo' for name in sys.modules), 'odoo'\n"
        "n.search_text(['深圳'])\n"
        "assert 'pypinyin' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code, str(root)], check=True)
