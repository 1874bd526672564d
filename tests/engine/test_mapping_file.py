import contextlib
import io
import zipfile

import openpyxl
import pytest
import xlsxwriter
from customer_master.engine.mapping import FileProblem, Options, open_table, xlsx_file
from customer_master.engine.mapping.csv_file import detect_delimiter
from customer_master.engine.mapping.encoding import detect_encoding
from hypothesis import given
from hypothesis import strategies as st

SIMPLE = (
    "客户名称,联系人,手机,地址\n深圳市鑫龙实业有限公司,王芳,13800138000,深圳市南山区科技路1号\n",
    "姓名,电话\n张三,1\n李四,2\n",
    "名称\n上海华瑞贸易有限公司\n",
    "税号,邮编\n91310000,200000\n",
    "编号;公司;备注\n1;北京光明食品集团;重要客户，每月拜访一次\n",
)
TRADITIONAL = (
    "客戶名稱,聯絡人,手機,地址\n臺灣積體電路製造股份有限公司,王小明,0912345678,新竹科學園區力行六路8號\n",
    "姓名,電話\n陳大文,1\n黃美玲,2\n",
    "名稱\n香港電燈有限公司\n",
    "統一編號,電話\n12345678,02-23456789\n",
    "編號;公司;備註\n1;國泰貿易股份有限公司;重要客戶，每月拜訪一次\n",
)
WESTERN = (
    "Name,City\nMüller GmbH,München\n",
    "Société Générale,Orléans\n",
    "Ñandú,España;€ 5\n",
    "Name\nØrsted A/S\nÅngström AB\n",
)


def table(content, **options):
    found = open_table(content, Options(**options))
    return found, [row.cells for row in found.rows]


def workbook(rows, **formats):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet()
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            style = formats.get(f"c{column}") if at else None
            sheet.write(at, column, cell, book.add_format({"num_format": style}) if style else None)
    book.close()
    return stream.getvalue()


def problem(content, **options):
    with pytest.raises(FileProblem) as caught:
        table(content, **options)
    return caught.value


class TestEncoding:
    @pytest.mark.parametrize("text", SIMPLE)
    @pytest.mark.parametrize(
        ("codec", "name"),
        [("gb18030", "gb18030"), ("gbk", "gb18030"), ("utf-8", "utf-8"), ("utf-8-sig", "utf-8"),
         ("utf-16", "utf-16"), ("utf-16-le", "utf-16"), ("utf-16-be", "utf-16")],
    )  # fmt: skip
    def test_simplified(self, text, codec, name):
        assert detect_encoding(text.encode(codec)) == name
        header = table(text.encode(codec))[0].header
        assert header[0] == text.replace(";", ",").partition(",")[0].partition("\n")[0]

    @pytest.mark.parametrize("text", TRADITIONAL)
    def test_traditional(self, text):
        assert detect_encoding(text.encode("big5")) == "big5"
        assert detect_encoding(text.encode("utf-8")) == "utf-8"
        # on a mainland computer traditional characters are saved so
        assert detect_encoding(text.encode("gbk")) == "gb18030"

    @pytest.mark.parametrize("text", WESTERN)
    def test_western(self, text):
        assert detect_encoding(text.encode("cp1252")) == "cp1252"

    def test_broken_utf8_names_the_line(self):
        lines = ["名称,城市", *["深圳市鑫龙实业有限公司,深圳"] * 50]
        content = "\n".join(lines).encode()
        at = content.index("深圳".encode(), 500)
        found = problem(content[: at + 1] + content[at + 2 :])
        assert (found.code, found.details["encoding"]) == ("encoding", "utf-8")
        assert 10 < found.details["line"] < 20

    def test_wrong_choice_is_told(self):
        assert problem(SIMPLE[0].encode("gb18030"), encoding="utf-8").code == "encoding"

    @given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
    def test_any_utf8(self, text):
        content = ("名称,城市\n深圳鑫龙,深圳\n" + text).encode()
        assert detect_encoding(content) == "utf-8"


class TestCsv:
    @pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
    def test_delimiters(self, mark):
        lines = [["Name", "Note", "Sum"], ["A, B", "x", "1,5"], ["C; D", "y", "2,5"]]
        text = "\n".join(mark.join(f'"{cell}"' for cell in line) for line in lines)
        assert detect_delimiter(text) == mark
        assert table(text.encode())[1] == lines[1:]

    def test_decimal_commas_do_not_mislead(self):
        assert detect_delimiter("Name;Sum\nA;1,5\nB;2,5\n") == ";"

    def test_excel_says_the_separator(self):
        found, rows = table(b"sep=;\nName;City\nA;B\n")
        assert (found.header, rows) == (["Name", "City"], [["A", "B"]])

    def test_ragged_rows(self):
        found = open_table(b"a,b,c\n1\n1,2,3,4\n1,2,3,,\n\n1,2\n")
        rows = list(found.rows)
        assert [row.cells for row in rows] == [["1", "", ""], ["1", "2", "3"], ["1", "2", "3"],
                                               ["1", "2", ""]]  # fmt: skip
        assert [row.surplus for row in rows] == [False, True, False, False]

    def test_duplicate_and_missing_headers(self):
        found, _rows = table(b"Phone,,Phone,Phone (2)\n1,2,3,4\n")
        assert found.header == ["Phone", "#2", "Phone (3)", "Phone (2)"]

    def test_title_above_the_header(self):
        text = "2026 年客户清单\n\n客户编号,客户名称,电话\nK1,鑫龙,1\n"
        found, rows = table(text.encode())
        assert (found.header, found.header_row) == (["客户编号", "客户名称", "电话"], 3)
        assert rows == [["K1", "鑫龙", "1"]]

    def test_line_breaks_in_values(self):
        assert table(b'a,b\n"x\ny",2\n')[1] == [["x\ny", "2"]]

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "empty"),
            (b"\xef\xbb\xbf \r\n", "empty"),
            (b"\n\n,,\n", "empty"),
            (b"a,b\n", "no_rows"),
            (b'a,b\n"x,2\n3,4\n', "quotes"),
            (b'a,b\n"x"y,2\n', "quotes"),
            (b"a\n" + b"x" * 40_000, "long_value"),
            (",".join(f"c{n}" for n in range(400)).encode() + b"\n1\n", "too_many_columns"),
        ],
    )
    def test_bad_files(self, content, code):
        assert problem(content).code == code

    def test_columns_of_nothing(self):
        found, rows = table(b"a,b" + b"," * 1_000_000 + b"\n1,2" + b"," * 1_000_000)
        assert (found.header, rows) == (["a", "b"], [["1", "2"]])


class TestKind:
    @pytest.mark.parametrize(
        ("content", "kind"),
        [
            (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
            (b"\x89PNG\r\n\x1a\n", "PNG"),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG"),
            (b"<html><table><tr>", "HTML"),
            (b"<?xml version='1.0'?><a/>", "XML"),
            (b"\x1f\x8b\x08\0", "GZIP"),
            (b"{\\rtf1", "RTF"),
        ],
    )
    def test_other_files(self, content, kind):
        found = problem(content)
        assert (found.code, found.details["type"]) == ("wrong_type", kind)

    def test_old_excel_and_passwords(self):
        ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
        assert problem(ole).code == "old_excel"
        assert problem(ole + "EncryptedPackage".encode("utf-16-le")).code == "protected"

    @pytest.mark.parametrize(
        ("member", "kind"),
        [("word/document.xml", "Word"), ("x.txt", "ZIP"), ("content.xml", "OpenDocument")],
    )
    def test_other_zips(self, member, kind):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr(member, "x")
        assert problem(stream.getvalue()).details["type"] == kind

    def test_a_name_that_begins_like_a_picture(self):
        assert table(b"BMW,City\nx,y\n")[0].header == ["BMW", "City"]


class TestWorkbook:
    def test_values(self):
        content = workbook(
            [["name", "phone", "since", "zip", "sum", "yes", "formula"],
             ["鑫龙", 13800138000, 45000, 512, 1.5, True, "=1+1"]],
            c2="yyyy-mm-dd", c3="000000",
        )  # fmt: skip
        assert table(content)[1] == [
            ["鑫龙", "13800138000", "2023-03-15", "000512", "1.5", "TRUE", "0"]
        ]

    def test_same_as_openpyxl(self):
        rows = [["a", "b"], ["x", "1"], [None, "2"], ["y", None]]
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        stream = io.BytesIO()
        book.save(stream)
        assert table(stream.getvalue())[1] == [["x", "1"], ["", "2"], ["y", ""]]

    def test_escaped_characters(self):
        sheet = (
            "<worksheet><sheetData>"
            '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'
            '<row r="2"><c r="A2" t="inlineStr"><is><t>x_x000D_y_x0000_z_xD800_</t></is></c></row>'
            "</sheetData></worksheet>"
        )
        assert table(_with(workbook([["a"]]), sheet))[1] == [["x\ryz"]]

    def test_sheets(self):
        book = openpyxl.Workbook()
        book.active.title = "Empty"
        book.create_sheet("Hidden").append(["x"])
        book["Hidden"].sheet_state = "hidden"
        for name in ("One", "Two"):
            book.create_sheet(name).append(["Name", name])
            book[name].append(["A", "B"])
        stream = io.BytesIO()
        book.save(stream)
        found, _rows = table(stream.getvalue())
        assert (found.sheets, found.options.sheet) == (["Empty", "One", "Two"], "One")
        assert table(stream.getvalue(), sheet="Two")[0].header == ["Name", "Two"]
        assert problem(stream.getvalue(), sheet="Three").code == "unknown_sheet"

    def test_far_cells_of_nothing(self):
        book = openpyxl.Workbook()
        book.active.append(["Name"])
        book.active.append(["A"])
        book.active.cell(1_000_000, 16_000).number_format = "0.0"
        stream = io.BytesIO()
        book.save(stream)
        assert table(stream.getvalue())[1] == [["A"]]

    def test_declared_entities_are_refused(self):
        evil = '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData/></worksheet>'
        assert problem(_with(workbook([["a"], ["b"]]), evil)).code == "damaged"

    def test_bombs(self):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", b"0" * (64 << 20))
        assert problem(stream.getvalue()).code == "bomb"

    def test_a_size_that_lies(self, monkeypatch):
        content = workbook([["a"], ["b"]])
        monkeypatch.setattr(xlsx_file, "MAX_UNPACKED", 1000)
        assert problem(content).code == "bomb"

    @given(st.integers(0, 3000), st.binary(min_size=1, max_size=20))
    def test_broken_workbooks_are_told(self, at, garbage):
        content = bytearray(workbook([["Name", "City"], ["A", "B"]]))
        content[at : at + len(garbage)] = garbage
        with contextlib.suppress(FileProblem):
            table(bytes(content))


def _with(content, sheet):
    """The workbook with another sheet."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, sheet if "sheet1.xml" in name else old.read(name))
    return stream.getvalue()
