import unittest

from ...engine.report import Column, Report, Row, blocks, lay_out_blocks

COLUMNS = (
    Column("Name"),
    Column("City"),
    Column("Revenue", "money", total="sum"),
    Column("Phone"),
)
ROWS = [
    Row("group", 1, ("East (1)", None, None, None)),
    Row("data", 1, ("Acme", "Wuxi", 1.0, None)),
    Row("subtotal", 1, ("East", None, 1.0, None)),
]


class TestBlocks(unittest.TestCase):
    def test_lines(self):
        shown = [["" if cell is None else str(cell) for cell in row.cells] for row in ROWS]
        lines = blocks(Report("Cards", COLUMNS), ROWS, shown)
        self.assertEqual(
            [(line.kind, line.texts, line.stays) for line in lines],
            [
                ("group", ("East (1)",), True),
                ("head", ("Acme",), True),
                ("pairs", ("City", "Wuxi", "Revenue", "1.0"), True),
                ("pairs", ("Phone", "", "", ""), False),
                ("subtotal", ("East",), True),
                ("pairs", ("Revenue", "1.0", "", ""), False),
            ],
        )

    def test_only_a_name(self):
        (line,) = blocks(Report("Names", COLUMNS[:1]), [Row("data", 0, ("Acme",))], [["Acme"]])
        self.assertEqual((line.kind, line.stays), ("head", False))

    def test_columns_fill_the_page(self):
        for landscape in (False, True):
            layout = lay_out_blocks(Report("Cards", COLUMNS, landscape=landscape))
            self.assertEqual(len(layout.columns), 4)
            self.assertAlmostEqual(sum(layout.columns), layout.width, delta=1)
            self.assertGreater(layout.letters, 10)
