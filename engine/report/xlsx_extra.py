"""What an Excel file has beside the rows: page setup, conditions, chart."""

from .table import Report
from .text import width
from .xlsx_cells import Cells, Sheet
from .xlsx_names import quoted
from .xlsx_style import Styles

_PAPERS = {"letter": 1, "a4": 9}
_CHARTS = {"bar": "bar", "line": "line", "pie": "pie"}
_PIXELS = (760, 340)  # of a chart; a bar chart grows with its bars
_BAR = 22
_MARGIN = 90
_WIDEST = 60


def set_up_page(sheet: Sheet, report: Report) -> None:
    """The header stays in sight, and on each printed page."""
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.set_paper(_PAPERS[report.paper])
    if report.landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.outline_settings(symbols_below=True)
    title = report.title.replace("&", "&&")[:200]
    sheet.set_footer(f"&L{title}&R&P / &N")


def add_conditions(sheet: Sheet, report: Report, styles: Styles, cells: Cells) -> None:
    """What the report is, and what it was made for."""
    words = report.words
    lines = [("", report.title), ("", report.header), (words.company, report.company)]
    lines += [(words.made_on, report.made_on), (words.made_by, report.made_by)]
    lines += report.conditions
    lines = [line for line in lines if line[1]]
    widest = max((width(label) for label, _text in lines), default=0)
    sheet.set_column(0, 0, min(widest + 2, _WIDEST))
    sheet.set_column(1, 1, _WIDEST)
    for row, (label, text) in enumerate(lines):
        looks = [styles.bold, styles.wrapped if label else styles.bold]
        sheet.write_whole(row, cells.row(row, (label, text), looks))


def add_chart(book, sheet: Sheet, report: Report, styles: Styles, cells: Cells) -> None:
    """The figures of the chart in two columns, beside them the chart that is drawn of them."""
    chart = report.chart
    figures = styles.of(chart.value_column)
    labels = (chart.label_column, chart.value_column)
    sheet.write_whole(0, cells.row(0, labels, [styles.bold, styles.bold]))
    for row, point in enumerate(chart.points, 1):
        sheet.write_whole(row, cells.row(row, point, [styles.plain, figures]))
    widest = max((width(label) for label, _value in chart.points), default=0)
    sheet.set_column(0, 0, max(16, min(widest + 2, _WIDEST)))
    sheet.set_column(1, 1, 18)
    if chart.points:
        sheet.insert_chart(0, 3, _drawn(book, sheet, report))


def _drawn(book, sheet, report: Report):
    chart, last = report.chart, len(report.chart.points) + 1
    drawn = book.add_chart({"type": _CHARTS[chart.kind]})
    drawn.add_series(
        {
            "name": chart.value_column,
            "categories": f"={quoted(sheet.name)}!$A$2:$A${last}",
            "values": f"={quoted(sheet.name)}!$B$2:$B${last}",
            # A sheet in constant memory is not there any more to be read for them.
            "categories_data": [label for label, _value in chart.points],
            "values_data": [value for _label, value in chart.points],
        }
    )
    drawn.set_title({"name": chart.title, "overlay": False})
    across, down = _PIXELS
    if chart.kind == "bar":
        drawn.set_y_axis({"reverse": True})
        down = max(down, _BAR * len(chart.points) + _MARGIN)
    if chart.kind != "pie":
        drawn.set_legend({"none": True})
    drawn.set_size({"width": across, "height": down})
    return drawn
