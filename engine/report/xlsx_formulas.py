"""Which cells subtotals and totals are over, and the formulas that say so."""

from .table import Row
from .xlsx_names import column_name, quoted

_FUNCTIONS = {"average": 1, "count": 3, "max": 4, "min": 5, "sum": 9}


class Ranges:
    """Follows the rows of a report: where each open group began, on which sheets the data rows are.

    Rows count from 0, as in xlsxwriter.
    """

    def __init__(self):
        self._sheets: list[str] = []
        self._rows: list[list[int]] = []  # the first and last data row of each sheet
        self._begun: dict[int, tuple[int, int]] = {}  # of each level: the sheet, data rows from

    def begin_sheet(self, name: str) -> None:
        self._sheets.append(name)
        self._rows.append([])

    def begin_group(self, level: int) -> None:
        """A heading: the group has what is added from now on."""
        last = self._rows[-1]
        self._begun[level] = (len(self._sheets) - 1, last[1] + 1 if last else 0)

    def add(self, row: int) -> None:
        """A data row."""
        last = self._rows[-1]
        if last:
            last[1] = row
        else:
            last.extend((row, row))

    def formula(self, row: Row, col: int, total: str) -> str:
        """The formula of a subtotal or total in this column, "" where it is over no data row."""
        sheet, first = (0, 0) if row.kind == "total" else self._begun.get(row.level, (0, 0))
        name = column_name(col)
        here = len(self._sheets) - 1
        pieces = []
        for at in range(sheet, here + 1):
            if not self._rows[at]:
                continue
            start, end = self._rows[at]
            start = max(start, first) if at == sheet else start
            if start > end:
                continue
            prefix = "" if at == here else quoted(self._sheets[at]) + "!"
            pieces.append(f"{prefix}{name}{start + 1}:{name}{end + 1}")
        return f"SUBTOTAL({_FUNCTIONS[total]},{','.join(pieces)})" if pieces else ""
