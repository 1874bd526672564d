import pytest
from customer_master.engine.mapping import Line, Mapping, ValueProblem, signature, suggest
from customer_master.engine.mapping.transform import make_transform
from customer_master.engine.mapping.words import country_code, parts, truth
from hypothesis import given
from hypothesis import strategies as st

KNOWN = ["id", "ref", "name", "is_company", "vat", "phone", "email", "website", "street", "city",
         "state_id", "zip", "country_id", "user_id", "customer_contact_name",
         "customer_contact_phone", "customer_contact_email", "comment"]  # fmt: skip


def fields(header, rows=()):
    rows = rows or [[""] * len(header)]
    return [one.field for one in suggest(header, rows, KNOWN)]


class TestSuggest:
    def test_chinese_headers(self):
        header = ["客户编号", "客户名称*", "统一社会信用代码", "联系人", "手机（必填）", "电话",
                  "邮箱", "网址", "省份", "城市", "详细地址", "邮编", "业务员", "备注"]  # fmt: skip
        assert fields(header) == ["ref", "name", "vat", "customer_contact_name",
                                  "customer_contact_phone", "phone", "email", "website", "state_id",
                                  "city", "street", "zip", "user_id", "comment"]  # fmt: skip

    def test_traditional_headers(self):
        assert fields(["客戶名稱", "統一編號", "電話", "郵遞區號"]) == [
            "name",
            "vat",
            "phone",
            "zip",
        ]

    def test_english_headers(self):
        header = ["Customer No.", "Company Name", "VAT Number", "E-Mail", "ZIP", "Country_Code",
                  "billingAddress", "Customer City"]  # fmt: skip
        assert fields(header) == ["ref", "name", "vat", "email", "zip", "country_id", "street",
                                  "city"]  # fmt: skip

    def test_a_mobile_without_a_person_is_a_phone(self):
        assert fields(["名称", "电话", "手机"]) == ["name", "phone", "phone"]

    def test_by_values(self):
        rows = [
            "深圳鑫龙实业有限公司 a@b.example 13800138000 518000 CN www.a.com 2020-01-02".split(),
            "上海华瑞贸易有限公司 c@d.example 13900139000 200000 CN www.c.com 2021-03-04".split(),
        ]
        assert fields([f"F{n}" for n in range(7)], rows) == [
            "name", "email", "phone", "zip", "country_id", "website", ""
        ]  # fmt: skip

    def test_dates_are_no_phones(self):
        rows = [["19700131", "31.01.1970", "2020/1/2"], ["19801224", "24.12.1980", "2021/3/4"]]
        assert fields(["A", "B", "C"], rows) == ["", "", ""]

    def test_unknown_columns_stay_out(self):
        assert fields(["Name", "Colour of the door"], [["A", "blue"]] * 5) == ["name", ""]

    def test_a_field_is_given_once(self):
        assert fields(["Name", "Company Name"]) == ["name", ""]

    @given(st.lists(st.text(max_size=20), min_size=1, max_size=8), st.data())
    def test_any_table(self, header, data):
        row = data.draw(st.lists(st.text(max_size=30), min_size=len(header), max_size=len(header)))
        found = fields(header, [row])
        assert len(found) == len(header)
        given_ = [one for one in found if one and one != "phone"]
        assert len(given_) == len(set(given_))

    def test_signature_knows_no_order(self):
        assert signature(["a", "b"]) == signature(["b ", "a"]) != signature(["a", "c"])


class TestTransform:
    @pytest.mark.parametrize(
        ("kind", "argument", "value", "expected"),
        [
            ("upper", "", "gmbh", "GMBH"),
            ("title", "", "o'NEIL and sons", "O'Neil And Sons"),
            ("split", "/ 2", "a / b / c", "b"),
            ("split", "- -1", "a-b-c", "c"),
            ("split", "/ 9", "a/b", ""),
            ("split", ",", "a,b", "a"),
            ("table", "是 = yes\n否 = no", "是", "yes"),
            ("table", "是 = yes", "other", "other"),
            ("constant", "VIP", "", "VIP"),
            ("date", "", "2024年3月5日", "2024-03-05"),
            ("date", "dd.mm.yyyy", "05.03.2024", "2024-03-05"),
            ("number", "", "1,234.50", "1234.5"),
            ("number", "", "1.234,50", "1234.5"),
            ("number", "", "￥12,000 元", "12000"),
            ("number", ",", "1,5", "1.5"),
            ("number", "", "1.5", "1.5"),
            ("", "", "  x ", "x"),
        ],
    )
    def test_values(self, kind, argument, value, expected):
        assert make_transform(kind, argument)(value) == expected

    @pytest.mark.parametrize(("kind", "value"), [("date", "soon"), ("number", "many")])
    def test_unreadable(self, kind, value):
        with pytest.raises(ValueProblem):
            make_transform(kind)(value)

    @pytest.mark.parametrize(
        ("kind", "argument"), [("split", ""), ("split", "/ 0"), ("table", "x"), ("number", "'")]
    )
    def test_bad_arguments(self, kind, argument):
        with pytest.raises(ValueProblem):
            make_transform(kind, argument)

    @given(st.floats(-1e12, 1e12).map(lambda number: round(number, 2)))
    def test_numbers_of_any_country(self, number):
        english = f"{number:,.2f}"
        german = english.translate(str.maketrans(",.", ".,"))
        assert float(make_transform("number", ".")(english)) == number
        assert float(make_transform("number", ",")(german)) == number


class TestMapping:
    def test_row(self):
        mapping = Mapping(
            [Line("name", "Name", required=True), Line("phone", "Tel"), Line("phone", "Mobile"),
             Line("city", "City", default="Bonn"), Line("comment", "", "constant", "from a fair")],
            ["City", "Name", "Tel", "Mobile"],
        )  # fmt: skip
        row = mapping.map_row(["", " A\u00a0 B ", "", "2"])
        assert row.values == {"name": "A B", "phone": "2", "city": "Bonn", "comment": "from a fair"}
        assert not row.problems
        [problem] = mapping.map_row(["", "", "1", ""]).problems
        assert (problem.code, problem.column) == ("missing", "Name")

    def test_a_bad_value_is_told_with_its_column(self):
        mapping = Mapping([Line("since", "Since", "date")], ["Since"])
        [problem] = mapping.map_row(["soon"]).problems
        assert (problem.code, problem.field, problem.value) == ("date", "since", "soon")

    def test_a_column_that_is_not_there(self):
        with pytest.raises(KeyError):
            Mapping([Line("name", "Name")], ["Nom"])


class TestWords:
    def test_truth(self):
        assert [truth(word) for word in ("是", "YES", "公司", "个人", "0", "perhaps")] == [
            True, True, True, False, False, None
        ]  # fmt: skip

    def test_countries_and_parts(self):
        assert (country_code("U.K."), country_code("中國"), country_code("x")) == ("GB", "CN", "")
        assert parts("a, b；c、a") == ["a", "b", "c"]
