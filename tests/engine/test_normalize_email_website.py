"""E-mail and web addresses: one form, nothing lost, nothing invented."""

import pytest
from customer_master.engine.normalize import email_error, normalize_email, normalize_website
from hypothesis import given, settings
from hypothesis import strategies as st

PROFILE = settings(derandomize=True, max_examples=400, deadline=None)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (" A.B@Example.COM ", "a.b@example.com"),
        ("zhang＠QQ。com", "zhang@qq.com"),
        ("zhang@qq｡com", "zhang@qq.com"),
        ("ｚｈａｎｇ＠ｑｑ．ｃｏｍ", "zhang@qq.com"),
        ("Zhang San <A@B.com>", "Zhang San <a@b.com>"),
        ("张三 <A@B.com>", "张三 <a@b.com>"),
        ('"Doe, John" <A@B.com>, X@Y.de', '"Doe, John" <a@b.com>, x@y.de'),
        ("<A@b.com>", "a@b.com"),
        ("a@b.com;C@D.com；e@f.com、g@h.cn;", "a@b.com, c@d.com, e@f.com, g@h.cn"),
        ("a@b.com,c@d.com", "a@b.com, c@d.com"),
        ("mailto:A@B.com.", "a@b.com"),
        ("\u200ba@b.com\u200d", "a@b.com"),
        ("Нет", "Нет"),
        ("N/A", "N/A"),
        ("", ""),
    ],
)
def test_email(typed, value):
    assert normalize_email(typed) == value


@pytest.mark.parametrize(
    "value",
    [
        "",
        "a@b.com",
        "o'brien+tag@mail.example.co.uk",
        "A@B.com; c@d.com",
        "Name <a@b.com>, x@y.de",
        '"Doe, John" <a@b.com>',
        "用户@例子.中国",
        "müller@bücher.de",
        "zhang＠qq。com",
        "x@a-b.museum",
        "a@xn--fsqu00a.xn--0zwm56d",
        "1@163.com",
        "a" * 64 + "@b.com",
    ],
)
def test_email_accepted(value):
    assert email_error(value) is None


@pytest.mark.parametrize(
    "value",
    [
        "a",
        "n/a",
        "a@b",
        "@b.com",
        "a@",
        "a@@b.com",
        "a b@c.com",
        "a..b@c.com",
        ".a@b.com",
        "a.@b.com",
        "a@b..com",
        "a@-b.com",
        "a@b-.com",
        "a@1.2.3.4",
        "a@b.c",
        "a@b,com",
        "John a@b.com",
        "Doe, John <a@b.com>",
        "a@b.com c@d.com",
        "a@b.com <",
        "a@b_c.com",
        "<>",
        "a@b.com, n/a",
        "a" * 65 + "@b.com",
        "a@" + "b" * 64 + ".com",
        "a@" + "b.c" * 90 + ".com",
    ],
)
def test_email_refused(value):
    assert email_error(value) == "email_format"


@PROFILE
@given(st.text(max_size=30) | st.text(alphabet='aB@.,;<> "。＠、-', max_size=30))
def test_email_idempotent(text):
    once = normalize_email(text)
    assert normalize_email(once) == once
    assert email_error(once) == email_error(text)
    if "@" not in text and "＠" not in text and "﹫" not in text:
        assert [c for c in once if not c.isspace()] == [
            c for c in normalize_email(text + " ") if not c.isspace()
        ]


def test_pasted_text_does_not_hang():
    for text in (
        "a." * 50000 + "@",
        "a@" * 20000,
        ", " * 20000 + "a@b",
        "x <" * 20000 + "a@b",
        "a <a@b.co>, " * 2000 + "<",
    ):
        assert email_error(text) == "email_format"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (
            "HTTPS://WWW.Example.COM:8080/Path?B=1&utm_source=x&a=2#Top",
            "https://www.example.com:8080/Path?B=1&a=2#Top",
        ),
        ("http://User:Pass@Example.com/", "http://User:Pass@example.com/"),
        ("www.example.com?", "www.example.com"),
        ("example.com/?fbclid=1&gclid=2&UTM_Medium=3", "example.com/"),
        ("example.com/a?utm%5Fsource=x&id=1", "example.com/a?id=1"),
        ("detail.1688.com/offer/1.html?spm=a26352.1&id=7", "detail.1688.com/offer/1.html?id=7"),
        ("example.com/?ref=a&source=b&from=c", "example.com/?ref=a&source=b&from=c"),
        ("example.com/?b=1&&a=2&", "example.com/?b=1&a=2"),
        ("example.com/?q=utm_source", "example.com/?q=utm_source"),
        ("example.com/?q=a=b&mc_eid=1#?utm_source=2", "example.com/?q=a=b#?utm_source=2"),
        ("ｗｗｗ．ｂａｉｄｕ．ｃｏｍ", "www.baidu.com"),
        ("www。baidu。com/路径", "www.baidu.com/路径"),
        ("中国.CN", "中国.cn"),
        ("  ", ""),
    ],
)
def test_website(typed, value):
    assert normalize_website(typed) == value


@PROFILE
@given(st.text(max_size=40) | st.text(alphabet="aB:/?#&=.@ 。utm_spm", max_size=40))
def test_website_idempotent(text):
    once = normalize_website(text)
    assert normalize_website(once) == once
