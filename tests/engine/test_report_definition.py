import unittest
from datetime import date

from ...engine.report import Column
from ...engine.report.definition import DefinitionError, parse
from ...engine.report.period import PERIODS, PeriodError, bounds
from ...engine.report.totals import counted, table

NAME = {"path": "name"}


class TestDefinition(unittest.TestCase):
    def refused(self, code, **values):
        with self.assertRaises(DefinitionError) as caught:
            parse({"kind": "customer", "columns": [NAME], **values})
        self.assertEqual(caught.exception.code, code)

    def test_defaults(self):
        definition = parse({"kind": "customer", "columns": [NAME]})
        self.assertEqual(definition.use, "figures")
        self.assertEqual([column.path for column in definition.shown], ["name"])
        self.assertIsNone(definition.drawn)

    def test_words_that_are_not_known(self):
        self.refused("word", kind="invoice")
        self.refused("word", columns=[{"measure": "unlink"}])
        self.refused("word", columns=[{**NAME, "total": "product"}])
        self.refused("word", paper=["a4"])
        self.refused("word", title={"a": 1})

    def test_paths_are_names_and_nothing_else(self):
        for path in ("name;drop", "__class__()", "a..b", "name or 1", "a.b.c.d.e.f", "é"):
            self.refused("path", columns=[{"path": path}])

    def test_numbers(self):
        for value in (-1, 101, "many", 1e400, True, [], "1" * 5000):
            self.refused("number", columns=[{**NAME, "width": value}])

    def test_structure(self):
        self.refused("no_columns", columns=[])
        self.refused("no_columns", columns="name")
        self.refused("no_definition", columns=["name"])
        self.refused("empty_column", columns=[{"label": "x"}])
        self.refused("many_columns", columns=[NAME] * 61)
        self.refused("levels", columns=[NAME, {"path": "city", "group": 2}])
        self.refused("levels", columns=[NAME] + [{"path": "city", "group": 1}] * 2)
        self.refused("no_columns", columns=[{"path": "city", "group": 1}])
        self.refused("first_total", columns=[{"measure": "revenue", "total": "sum"}])
        self.refused("chart", chart="pie")
        with self.assertRaises(DefinitionError):
            parse(["kind"])

    def test_groups_in_their_order(self):
        columns = [{"path": "b", "group": 2}, NAME, {"path": "a", "group": 1}]
        definition = parse({"kind": "customer", "columns": columns})
        self.assertEqual([column.path for column in definition.groups], ["a", "b"])


class TestPeriod(unittest.TestCase):
    def test_presets(self):
        today = date(2024, 2, 29)
        expected = {
            "all": (None, None),
            "this_month": (date(2024, 2, 1), date(2024, 2, 29)),
            "last_month": (date(2024, 1, 1), date(2024, 1, 31)),
            "this_quarter": (date(2024, 1, 1), date(2024, 3, 31)),
            "last_quarter": (date(2023, 10, 1), date(2023, 12, 31)),
            "this_year": (date(2024, 1, 1), date(2024, 12, 31)),
            "last_year": (date(2023, 1, 1), date(2023, 12, 31)),
            "last_30": (date(2024, 1, 31), today),
            "last_90": (date(2023, 12, 2), today),
            "last_365": (date(2023, 3, 2), today),
            "dates": (None, None),
        }
        self.assertEqual({period: bounds(period, today) for period in PERIODS}, expected)
        self.assertEqual(bounds("last_month", date(2024, 1, 5))[0], date(2023, 12, 1))
        self.assertEqual(bounds("this_month", date(2024, 12, 5))[1], date(2024, 12, 31))

    def test_dates(self):
        today, early, late = date(2024, 1, 1), date(2023, 1, 1), date(2023, 6, 1)
        self.assertEqual(bounds("dates", today, early, late), (early, late))
        self.assertEqual(bounds("dates", today, early), (early, None))
        for start, end, code in (
            (late, early, "order"),
            (date.min, early, "years"),
            (early, date.max, "years"),
        ):
            with self.assertRaises(PeriodError) as caught:
                bounds("dates", today, start, end)
            self.assertEqual(caught.exception.code, code)


class TestTotals(unittest.TestCase):
    columns = (
        Column("Name"),
        Column("Sum", "money", total="sum"),
        Column("Average", "number", total="average"),
        Column("Count", "text", total="count"),
        Column("Least", "integer", total="min"),
        Column("Most", "integer", total="max"),
    )

    def rows(self, data, label="Total"):
        counts = counted(labels for labels, _cells in data)
        return list(table(data, self.columns, counts, label))

    def test_groups_and_figures_of_data_rows(self):
        rows = self.rows(
            [
                (("A", "x"), ("a", 1.0, 1, "t", 1, 1)),
                (("A", "x"), ("b", 2.0, 3, None, 4, 4)),
                (("A", "y"), ("c", None, 8, "t", None, None)),
                (("B", "y"), ("d", 4.0, None, "t", 2, 2)),
            ]
        )
        self.assertEqual(
            [(row.kind, row.level, row.cells[0]) for row in rows],
            [
                ("group", 1, "A (3)"), ("group", 2, "x (2)"), ("data", 2, "a"), ("data", 2, "b"),
                ("subtotal", 2, "x"), ("group", 2, "y (1)"), ("data", 2, "c"), ("subtotal", 2, "y"),
                ("subtotal", 1, "A"), ("group", 1, "B (1)"), ("group", 2, "y (1)"),
                ("data", 2, "d"), ("subtotal", 2, "y"), ("subtotal", 1, "B"), ("total", 0, "Total"),
            ],
        )  # fmt: skip
        figures = {(row.kind, row.cells[0]): row.cells[1:] for row in rows}
        self.assertEqual(figures["subtotal", "x"], (3.0, 2.0, 1, 1, 4))
        # the average of A is of its rows, and not of the averages 2 and 8
        self.assertEqual(figures["subtotal", "A"], (3.0, 4.0, 2, 1, 4))
        self.assertEqual(figures["total", "Total"], (7.0, 4.0, 3, 1, 4))

    def test_nothing_to_add_up_divides_by_nothing(self):
        self.assertEqual([row.cells for row in self.rows([])], [("Total", 0, None, 0, None, None)])
        self.assertEqual(self.rows([], label=""), [])

    def test_rows_are_taken_one_by_one(self):
        def endless():
            while True:
                yield (), ("a", 1, 1, "t", 1, 1)

        rows = table(endless(), self.columns, {}, "Total")
        self.assertEqual([next(rows).kind for _ in range(3)], ["data"] * 3)
