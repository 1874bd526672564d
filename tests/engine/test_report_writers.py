import csv
import io
import math
from datetime import date, datetime
from unittest.mock import patch

import openpyxl
import pytest
from customer_master.engine.report import Chart, Column, Report, Row, write_csv, write_xlsx
from customer_master.engine.report import xlsx as xlsx_module
from customer_master.tests import report_sample as sample
from customer_master.tests import spreadsheet
from hypothesis import given, settings
from hypothesis import strategies as st

TRIGGERS = tuple("=+-@\t\r\n＝＋－＠")


def as_xlsx(report, rows) -> bytes:
    file = io.BytesIO()
    write_xlsx(report, iter(rows), file)
    return file.getvalue()


def as_csv(report, rows) -> list[list[str]]:
    file = io.BytesIO()
    write_csv(report, iter(rows), file)
    assert file.getvalue().startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig"), newline="")))


def first(content, read=spreadsheet.cells):
    return next(iter(read(io.BytesIO(content)).values()))


def expected(rows, report):
    """What is in the cells of Excel for these rows."""
    words = {True: report.words.yes, False: report.words.no}

    def cell(value):
        if isinstance(value, bool):
            return words[value]
        if type(value) is date:
            return datetime(value.year, value.month, value.day)
        if isinstance(value, str) and len(value) > 32_767:
            return value[: 32_767 - len(report.words.cut)] + report.words.cut
        return value

    return [tuple(map(cell, row.cells)) for row in rows]


def close(left, right):
    """The same, numbers but for the last digits, dates and their numbers too."""
    assert len(left) == len(right)
    for one, other in zip(left, right, strict=True):
        assert [_plain(value) for value in one] == [_plain(value) for value in other]


def _plain(value):
    if isinstance(value, datetime):
        # LibreOffice gives seconds with fractions
        value = (value - datetime(1899, 12, 30)).total_seconds() / 86_400
    return round(value, 6) if isinstance(value, int | float) else value


# -- the same rows and totals -----------------------------------------------------------------


def test_xlsx_known_results_are_those_of_the_report():
    report, rows = sample.report(), sample.rows()
    lines = first(as_xlsx(report, rows))
    assert lines[0] == tuple(column.label for column in report.columns)
    close(lines[1:], expected(rows, report))


@pytest.mark.parametrize("sheet_rows", [1_048_576, 9, 6, 5, 4, 3])
def test_xlsx_formulas_give_the_figures_of_the_report(sheet_rows):
    report, rows = sample.report(), sample.rows()
    with patch.object(xlsx_module, "SHEET_ROWS", sheet_rows):
        content = as_xlsx(report, rows)
    sheets = spreadsheet.evaluated(io.BytesIO(content))
    assert [*sheets][-2:] == ["Chart", "Conditions"]
    names = [*sheets][:-2]
    assert len(names) == -(-len(rows) // (sheet_rows - 1))
    header = tuple(column.label for column in report.columns)
    lines = []
    for name in names:
        assert sheets[name][0] == header
        lines += sheets[name][1:]
    close(lines, expected(rows, report))


@pytest.mark.parametrize("sheet_rows", [1_048_576, 5])
def test_libreoffice_gives_the_figures_of_the_report(tmp_path, sheet_rows):
    report, rows = sample.report(), sample.rows()
    with patch.object(xlsx_module, "SHEET_ROWS", sheet_rows):
        content = as_xlsx(report, rows)
    sheets = spreadsheet.recalculated(content, tmp_path)
    lines = [line for name in [*sheets][:-2] for line in sheets[name][1:]]
    close(lines, expected(rows, report))


def test_totals_are_formulas():
    lines = first(as_xlsx(sample.report(), sample.rows()), lambda f: spreadsheet.cells(f, False))
    total = lines[-1]
    assert total[1] == "=SUBTOTAL(9,B4:B13)"
    assert total[3] == "=SUBTOTAL(1,D4:D13)"
    assert total[8] == "=SUBTOTAL(3,I4:I13)"


def test_greatest_of_yes_and_no():
    """Excel knows no greatest text, so it is told."""
    report = Report("x", (Column("Name"), Column("VIP", "boolean", total="max")))
    rows = [Row("data", 0, ("a", True)), Row("data", 0, ("b", False)), Row("total", 0, ("T", True))]
    content = as_xlsx(report, rows)
    assert first(content, spreadsheet.evaluated)[-1] == ("T", "Yes")
    assert as_csv(report, rows)[-1] == ["T", "Yes"]


def test_csv():
    lines = as_csv(sample.report(), sample.rows())
    assert lines[0][:3] == ["Customer", "Orders", "Revenue"]
    assert lines[1] == ["East (3)"] + [""] * 8
    assert lines[3] == [
        "'" + sample.HOSTILE,
        "3",
        "10.50",
        "0.125",
        "1.500",
        "2024-01-02",
        "2024-03-04 05:06:07",
        "Yes",
        "vip",
    ]
    assert lines[4][1:4] == ["4", "-20.25", "0.300"]
    assert lines[7][8] == "'-1"
    assert lines[-1] == ["Total", "13", "27.25", "0.442", "0.500", "2025-01-02", "", "", "3"]


# -- the file itself --------------------------------------------------------------------------


def opened(report=None, rows=None):
    return openpyxl.load_workbook(
        io.BytesIO(as_xlsx(report or sample.report(), rows or sample.rows()))
    )


def test_look_of_the_sheet():
    sheet = opened().worksheets[0]
    assert sheet.title == "Sales Q1 by region"
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:I15"
    levels = [sheet.row_dimensions[row].outlineLevel for row in range(2, 16)]
    assert levels == [0, 1, 2, 2, 1, 1, 2, 1, 0, 0, 1, 2, 1, 0]
    assert sheet["C4"].number_format == '"¥" #,##0.00;-"¥" #,##0.00'
    assert sheet["D4"].number_format == "0.0%"
    assert sheet["F4"].number_format == "yyyy-mm-dd"
    assert sheet["B15"].font.bold
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.column_dimensions["A"].width > sheet.column_dimensions["H"].width


def test_hostile_text_is_text():
    sheet = opened().worksheets[0]
    assert sheet["A4"].value == sample.HOSTILE
    assert sheet["A4"].data_type == "s"
    assert sheet["A4"].quotePrefix
    assert not sheet["A5"].quotePrefix
    assert sheet["A8"].value == "<r>O'Neil & <b>Sons</b></r>"


def test_chart_and_conditions():
    book = opened()
    (chart,) = book["Chart"]._charts
    assert chart.series[0].val.numRef.f == "'Chart'!$B$2:$B$3"
    cells = {row[0]: row[1] for row in book["Conditions"].iter_rows(values_only=True)}
    assert cells["Period"] == "2024-01-01 to 2025-12-31"
    assert cells["Tags"] == "=VIP, 重要"
    assert book["Conditions"]["B6"].data_type == "s"
    assert cells["Made by"] == "Mitchell"


def test_no_rows():
    report = sample.report(chart=None)
    total = Row("total", 0, ("Total", 0, 0.0, None, None, None, None, None, 0))
    lines = first(as_xlsx(report, [total]), spreadsheet.evaluated)
    assert lines[1:] == [("Total", 0, 0, None, None, None, None, None, 0)]
    assert as_csv(report, [])[1:] == []


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("", "Report"),
        ("History", "Report"),
        ("'a'", "a"),
        ("[]:*?/\\", "Report"),
        ("客" * 40, "客" * 31),
        ("😀" * 40, "😀" * 15),
        ("Conditions", "Conditions"),
    ],
)
def test_names_of_sheets(title, name):
    report = Report(title, (Column("Name"),))
    assert opened(report, [Row("data", 0, ("a",))]).sheetnames[0] == name


def test_strange_values():
    kinds = ("number", "integer", "date", "datetime", "percent")
    report = Report("x", (Column("Name"), *(Column(kind, kind) for kind in kinds)))
    row = Row("data", 0, ("a", float("nan"), 10**20, date(1850, 1, 2), datetime.min, float("inf")))
    lines = first(as_xlsx(report, [row]))
    assert lines[1] == ("a", None, str(10**20), "1850-01-02", "0001-01-01T00:00:00", None)
    assert as_csv(report, [row])[1][1:3] == ["", str(10**20)]


def test_not_every_report_can_be():
    with pytest.raises(ValueError, match="at least one column"):
        Report("x", ())
    with pytest.raises(ValueError, match="first column"):
        Report("x", (Column("n", "integer", total="sum"),))
    with pytest.raises(ValueError, match="points"):
        Report("x", (Column("n"),), chart=Chart("bar", "", "", "", (("a", 1.0),) * 61))


# -- whatever is in them ------------------------------------------------------------------------

texts = st.text(st.characters(exclude_categories=()), max_size=40) | st.sampled_from(
    ["_x0041_", "<r></r>", "<r>&</r>", " a ", "a\r\nb", "=1+1", "http://x", "\x00", "\ufffe"]
)


@given(st.lists(texts, min_size=1, max_size=4))
@settings(max_examples=30, deadline=None)
def test_any_text_comes_back(values):
    report = Report("x", tuple(Column(f"c{i}") for i in range(len(values))))
    content = as_xlsx(report, [Row("data", 0, tuple(values))])
    clean = [
        "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in value)
        for value in values
    ]
    lines = first(content)
    found = [value or "" for value in (lines[1] if len(lines) > 1 else [""] * len(values))]
    assert found == clean


@given(st.lists(texts, min_size=1, max_size=4))
@settings(max_examples=30, deadline=None)
def test_no_cell_of_a_csv_file_is_a_formula(values):
    report = Report("x", tuple(Column(value) for value in values))
    for line in as_csv(report, [Row("data", 0, tuple(values))]):
        assert len(line) == len(values)
        assert not any(cell.startswith(TRIGGERS) for cell in line)


figures = st.none() | st.floats(-1e9, 1e9).map(lambda value: round(value, 2))
groups = st.dictionaries(
    st.text(st.characters(categories=("L",)), min_size=1, max_size=5),
    st.lists(st.tuples(figures, figures), min_size=1, max_size=5),
    min_size=1,
    max_size=4,
)


@given(groups, st.sampled_from(["sum", "average", "min", "max", "count"]), st.integers(4, 30))
@settings(max_examples=20, deadline=None)
def test_any_groups_add_up(groups, total, sheet_rows):
    added = {
        "sum": sum,
        "average": lambda known: sum(known) / len(known) if known else None,
        "min": lambda known: min(known, default=None),
        "max": lambda known: max(known, default=None),
        "count": len,
    }[total]

    def figures(records):
        return [added([r[at] for r in records if r[at] is not None]) for at in (0, 1)]

    columns = (Column("Name"), *(Column(name, "number", total=total) for name in "AB"))
    rows, everything = [], []
    for name, records in groups.items():
        rows.append(Row("group", 1, (name, None, None)))
        rows += [Row("data", 1, ("x", *record)) for record in records]
        rows.append(Row("subtotal", 1, (name, *figures(records))))
        everything += records
    rows.append(Row("total", 0, ("Total", *figures(everything))))
    report = Report("x", columns)
    with patch.object(xlsx_module, "SHEET_ROWS", sheet_rows):
        sheets = spreadsheet.evaluated(io.BytesIO(as_xlsx(report, rows)))
    lines = [line for name in [*sheets][:-1] for line in sheets[name][1:]]
    for line, row in zip(lines, rows, strict=True):
        for found, known in zip(line, row.cells, strict=True):
            same = found == known or math.isclose(found, known, rel_tol=1e-9, abs_tol=1e-5)
            assert same, (line, row)
