"""Company names and legal forms."""

import pytest
from customer_master.engine.normalize.company_name import (
    numbers_of,
    one_umlaut,
    parse_company,
    words_of,
)
from customer_master.engine.normalize.legal_form import (
    split_branch,
    strip_chinese_form,
    strip_western_form,
)
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("name", "core", "place"),
    [
        ("深圳市鑫龙实业有限公司", "鑫龙实业", "深圳"),
        ("深圳鑫龙實業（集團）股份有限公司", "鑫龙实业", "深圳"),
        ("广东省深圳市鑫龙实业有限责任公司", "鑫龙实业", "深圳"),
        ("鑫龙（深圳）实业有限公司", "鑫龙实业", "深圳"),
        ("阿里巴巴集团控股有限公司", "阿里巴巴", ""),
        ("西安市寶順通貿易(有限公司)", "宝顺通贸易", "西安"),
        ("ＡＢＣ科技有限公司", "abc科技", ""),
        ("好公司", "好公司", ""),
        ("北京饭店", "饭店", "北京"),
    ],
)
def test_chinese_company(name, core, place):
    found = parse_company(name)
    assert (found.core, found.place) == (core, place)


def test_chinese_branch_is_marked_with_its_place():
    branch = parse_company("无锡明卓印刷集团有限公司北京分公司")
    assert branch.core == parse_company("无锡明卓印刷集团有限公司").core == "明卓印刷"
    assert (branch.branch, branch.place) == (True, "北京")
    assert split_branch("明卓公司北京分公司") == ("明卓公司", "北京")


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("Netplexer GmbH & Co. KG", "netplexer"),
        ("GmbH & Co. KG Netplexer", "netplexer"),
        ("Vitaplexer Sp. z o.o.", "vitaplexer"),
        ("SAS Services Maxraum", "service maxraum"),
        ("Müller Werkzeuge AG", "muller werkzeuge"),
        ("MUELLER WERKZEUGE", "muller werkzeuge"),
        ("Kesston Intl. Mfg Co., Ltd", "kesston international manufacturing"),
        ("The Oak Company", "oak"),
        ("J. P. Morgan", "jp morgan"),
        ("Taizhou Kaijie Co., Ltd", "kaijie"),
        ("Growth Fund II", "growth fund 2"),
        ("Limited", "limited"),
    ],
)
def test_western_company(name, core):
    assert parse_company(name).core.replace("services", "service") == core


def test_place_behind_the_form_is_no_part_of_the_name():
    head = parse_company("Servicios Blanco S.L.")
    branch = parse_company("Servicios Blanco S.L. - Madrid")
    assert branch.core == head.core and branch.place == "madrid"
    assert parse_company("Blum Lebensmittel GmbH Köln", "koln").core == "blum lebensmittel"
    assert parse_company("Blum GmbH Lebensmittel", "koln").core == "blum lebensmittel"


def test_classes_of_forms():
    assert strip_western_form(["a", "b", "gmbh", "co", "kg"]) == (["a", "b"], "gmbhkg")
    assert strip_western_form(["gmbh"]) == (["gmbh"], "")
    assert strip_chinese_form("鑫龙股份有限公司") == ("鑫龙", "plc")
    assert strip_chinese_form("公司") == ("公司", "")


def test_numbers_and_words():
    assert numbers_of("fund 02 series 3") == "2,3"
    assert words_of("A. B. Straße d'Or") == ["ab", "strasse", "dor"]
    assert parse_company("Dor S. à r.l.").core == "dor"
    assert one_umlaut("mueller") == "muller" and one_umlaut("blue") == "blue"


@given(st.text(max_size=60))
def test_any_text_gives_a_name(text):
    found = parse_company(text)
    assert isinstance(found.core, str)
    if any(char.isalnum() for char in text):
        assert found.core or found.place or not any("a" <= char <= "z" for char in text.lower())
