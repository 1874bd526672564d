from datetime import date

import pytest
from customer_master.engine.mapping import Exchange, Line, PathProblem, ValueProblem
from customer_master.engine.mapping.expression import compile_expression
from customer_master.engine.mapping.outward import make_outward
from customer_master.engine.mapping.path import get, parse_path, put, quoted
from customer_master.engine.mapping.transform import make_transform
from hypothesis import given
from hypothesis import strategies as st

WORDS = st.text("abcdefXYZ 中文", min_size=1, max_size=10).map(str.strip).filter(bool)


class TestPath:
    def test_put_then_get(self):
        record = {}
        for path, value in {
            "a.b": 1, "c[1]": 2, "d[].e": [3, 4], "d[].f[]": [[5], []], '"x.y".z': 6, "g[]": [7, 8]
        }.items():  # fmt: skip
            put(record, parse_path(path), value)
            assert get(record, parse_path(path)) == value
        assert record == {
            "a": {"b": 1}, "c": [None, 2], "d": [{"e": 3, "f": [5]}, {"e": 4, "f": []}],
            "x.y": {"z": 6}, "g": [7, 8],
        }  # fmt: skip

    @pytest.mark.parametrize("path", ["", ".", "a.", ".a", "a..b", "a[", "a[]b", '"a', "a[100]"])
    def test_no_paths(self, path):
        with pytest.raises(PathProblem):
            parse_path(path)

    @given(st.text(min_size=1, max_size=10).map(str.strip).filter(bool))
    def test_any_name(self, name):
        record = {}
        put(record, parse_path(quoted(name)), 1)
        assert record == {name: 1}

    @given(st.recursive(st.none() | st.integers() | WORDS, lambda inner: st.lists(inner)
           | st.dictionaries(WORDS, inner)))  # fmt: skip
    def test_get_from_anything(self, record):
        for path in ("a.b", "a[0].b", "a[].b", "a[].b[]"):
            get(record, parse_path(path))


class TestOutward:
    @pytest.mark.parametrize(
        ("kind", "argument", "value", "expected"),
        [
            ("upper", "", "x", "X"),
            ("date", "dd.mm.yyyy", "2026-03-05", "05.03.2026"),
            ("number", ", 2", 1234.5, "1234,50"),
            ("number", "", 3.0, 3),
            ("join", "; ", ["a", "b"], "a; b"),
            ("table", "Y = yes\nJ = yes\nN = no", "yes", "Y"),
            ("table", "Y = yes", "other", "other"),
            ("phone", "e164", "+49 228 123456", "+49228123456"),
            ("phone", "DE national", "+49 228 123456", "0228 123456"),
            ("phone", "digits", "+49 228 123456", "49228123456"),
            ("phone", "", "ask Joe", "ask Joe"),
            ("constant", "odoo", "x", "odoo"),
        ],
    )
    def test_values(self, kind, argument, value, expected):
        assert make_outward(kind, argument)(value) == expected

    @given(st.dates(min_value=date(1000, 1, 1)))
    def test_dates_come_back(self, day):
        for form in ("", "dd.mm.yyyy", "yyyy/mm/dd", "%Y%m%d"):
            text = make_outward("date", form)(day.isoformat())
            assert make_transform("date", form)(text) == day.isoformat()

    @given(st.decimals(-(10**9), 10**9, places=2).map(float))
    def test_numbers_come_back(self, number):
        for form in (". 2", ", 2", ".", ","):
            text = make_outward("number", form)(number)
            assert float(make_transform("number", form)(text)) == number


class TestExchange:
    LINES = (
        Line("name", "name"), Line("country_id.code", "address.country", "upper"),
        Line("city", "address.city", default="Bonn"), Line("email", "mails[0]"),
        Line("child_ids.name", "people[].name", levels=1),
        Line("child_ids.email", "people[].mail", levels=1),
        Line("category_id.name", "tags", "join", ";", levels=1),
        Line("street", "where", "split", "/ 1"), Line("street2", "where", "split", "/ 2"),
    )  # fmt: skip

    @given(st.lists(WORDS, min_size=6, max_size=6), st.lists(st.tuples(WORDS, WORDS), max_size=3),
           st.lists(WORDS, max_size=3))  # fmt: skip
    def test_what_is_sent_can_be_read(self, texts, people, tags):
        name, country, city, mail, one, two = (" ".join(text.split()) for text in texts)
        people = [[" ".join(text.split()) for text in person] for person in people]
        tags = [" ".join(tag.split()) for tag in tags]
        values = [name, country.upper(), city, mail, [p[0] for p in people],
                  [p[1] for p in people], tags, one, two]  # fmt: skip
        exchange = Exchange(self.LINES)
        rendered = exchange.render(values)
        assert not rendered.problems
        row = exchange.receive(rendered.record)
        assert row.values == {
            "name": name, "country_id.code": country.upper(), "city": city, "email": mail,
            "street": one, "street2": two,
        }  # fmt: skip
        assert row.many.get("child_ids", []) == [{"name": n, "email": m} for n, m in people]
        assert [one["name"] for one in row.many.get("category_id", [])] == tags

    def test_problems_are_values(self):
        exchange = Exchange([
            Line("name", "name", required=True), Line("day", "day", "date"), Line("city", "city")
        ])  # fmt: skip
        row = exchange.receive({"day": "soon", "city": {"a": 1}})
        assert {(one.code, one.field) for one in row.problems} == {
            ("missing", "name"), ("date", "day"), ("nested", "city")
        }  # fmt: skip
        assert [one.code for one in exchange.render([None, "soon", "x"]).problems] == [
            "missing", "date"
        ]  # fmt: skip

    def test_blanks(self):
        exchange = Exchange([
            Line("name", "name"), Line("city", "at.city"), Line("zip", "at.zip"),
            Line("email", "mails[0]"), Line("phone", "phones[1]"), Line("lang", "lang"),
            Line("ref", "no", "number"), Line("street", "where", "split", "/ 1"),
            Line("street2", "where", "split", "/ 2"), Line("vat", "vat", default="none"),
            Line("category_id.name", "tags[]", levels=1),
            Line("comment", "a"), Line("comment", "b"),
        ])  # fmt: skip
        row = exchange.receive({
            "name": " ", "at": {"city": None, "zip": "1"}, "mails": [""], "phones": ["1"],
            "no": "x", "where": "Weg 1", "vat": None, "tags": [], "a": None, "b": "text",
        })  # fmt: skip
        assert row.blanks == {"name", "city", "email", "phone", "street2", "category_id.name"}
        assert exchange.receive({"at": None}).blanks == {"city", "zip"}
        assert not exchange.receive({}).blanks

    def test_directions(self):
        exchange = Exchange([Line("a", "a", direction="in"), Line("b", "b", direction="out")])
        assert exchange.receive({"a": "1", "b": "2"}).values == {"a": "1"}
        assert exchange.render(["2"]).record == {"b": "2"}

    def test_expressions(self):
        exchange = Exchange([
            Line("name", "full", "expression", "record['first'] + ' ' + value", direction="in"),
            Line("name", "short", "expression", "value[:3].upper()", direction="out"),
        ])  # fmt: skip
        assert exchange.receive({"first": "Ada", "full": "L"}).values == {"name": "Ada L"}
        assert exchange.render(["Bolt"]).record == {"short": "BOL"}
        [problem] = exchange.receive({"full": "L"}).problems
        assert problem.code == "expression"


class TestExpression:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("value.replace('-', '')", "ab"), ("value if record.get('x') else 'no'", "no"),
            ("f'{value}!'", "a-b!"), ("value.split('-')[1]", "b"), ("len(value) * 2 + 1", 7),
            ("not value or value in ('a-b', 'c')", True), ("max(1, 2) > 1", True),
        ],
    )  # fmt: skip
    def test_results(self, text, expected):
        assert compile_expression(text)("a-b", {}) == expected

    @pytest.mark.parametrize(
        "text",
        [
            "", "value.__class__", "().__class__.__bases__", "__import__('os')", "open('x')",
            "[x for x in value]", "lambda: 1", "value.format(1)", "env", "2 ** 99", "(y := 1)",
            "str.__subclasses__()", "value.encode()", "'x'.join.__self__", "a=1", "1 +" * 600,
            "(" * 500, "f'{value!r:>99999}'", "yield", "import os", "value" + ".upper()" * 120,
            r"'\x00'", r"value + '\ud800'",
        ],
    )  # fmt: skip
    def test_refused(self, text):
        with pytest.raises(ValueProblem, match="argument"):
            compile_expression(text)

    @pytest.mark.parametrize(
        "text",
        [
            "value * 99999999", "'%99999999d' % 1", "value.zfill(999999999)", "1 / 0", "value[999]",
            "record['x']", "99999999999 * 99999999999", "value + 1",
            "'a' * 3", "int('x')", "float('nan')", "float('inf')",
            "value.join('" + "x" * 300 + "')" + ".replace('x', value)" * 12,
        ],
    )  # fmt: skip
    def test_errors_are_values(self, text):
        with pytest.raises(ValueProblem, match="expression"):
            compile_expression(text)("x" * 300, {})

    @given(st.text(max_size=60))
    def test_anything_typed(self, text):
        try:
            compile_expression(text)("abc", {"a": 1})
        except ValueProblem as problem:
            assert problem.code in ("argument", "expression")
