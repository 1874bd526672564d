"""A report with all kinds of columns and rows, for the tests of its writers."""

from datetime import date, datetime

from ..engine.report import Chart, Column, Report, Row

COLUMNS = (
    Column("Customer"),
    Column("Orders", "integer", total="sum"),
    Column("Revenue", "money", currency="¥", total="sum"),
    Column("Margin", "percent", digits=1, total="average"),
    Column("Weight", "number", digits=3, total="min"),
    Column("Last order", "date", total="max"),
    Column("Seen", "datetime"),
    Column("VIP", "boolean"),
    Column("Remark", total="count"),
)
SEEN = datetime(2024, 3, 4, 5, 6, 7)
HOSTILE = '=HYPERLINK("https://evil.example","click")'
DATA = {
    "East": {
        "Shanghai": [
            (HOSTILE, 3, 10.5, 0.125, 1.5, date(2024, 1, 2), SEEN, True, "vip"),
            ("深圳市鑫隆实业有限公司", 4, -20.25, 0.3, None, None, None, False, None),
        ],
        "Nanjing": [("<r>O'Neil & <b>Sons</b></r>", 1, 7.0, None, 2.25, None, SEEN, False, "-1")],
    },
    "West": {
        "Chengdu": [("@sum of 😀", 5, 30.0, 0.9, 0.5, date(2025, 1, 2), None, True, "x" * 40_000)]
    },
}
CHART = Chart("bar", "Revenue by region", "Region", "Revenue", (("East", -2.75), ("West", 30.0)))


def _figures(records: list[tuple]) -> tuple:
    """Of a subtotal, told apart from all code of the addon."""

    def known(col):
        return [record[col] for record in records if record[col] is not None]

    margins = known(3)
    return (
        sum(known(1)),
        sum(known(2)),
        sum(margins) / len(margins) if margins else None,
        min(known(4), default=None),
        max(known(5), default=None),
        None,
        None,
        len(known(8)),
    )


def rows() -> list[Row]:
    """Two levels of groups with their subtotals, and the total."""
    made, everybody = [], []
    blank = (None,) * (len(COLUMNS) - 1)
    for region, cities in DATA.items():
        mine = [record for records in cities.values() for record in records]
        made.append(Row("group", 1, (f"{region} ({len(mine)})", *blank)))
        for city, records in cities.items():
            made.append(Row("group", 2, (f"{city} ({len(records)})", *blank)))
            made += [Row("data", 2, record) for record in records]
            made.append(Row("subtotal", 2, (f"Total {city}", *_figures(records))))
        made.append(Row("subtotal", 1, (f"Total {region}", *_figures(mine))))
        everybody += mine
    return [*made, Row("total", 0, ("Total", *_figures(everybody)))]


def report(**changes) -> Report:
    """The report of ``rows``."""
    values = {
        "title": "Sales [Q1]: by region",
        "columns": COLUMNS,
        "conditions": (("Period", "2024-01-01 to 2025-12-31"), ("Tags", "=VIP, 重要")),
        "company": "My Company",
        "made_on": "2025-02-03",
        "made_by": "Mitchell",
        "chart": CHART,
        **changes,
    }
    return Report(**values)
