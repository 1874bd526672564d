"""Groups, subtotals and totals: added up once, so that whatever shows a report shows the same."""

from collections import Counter

from .table import Row


class Sums:
    """The figures of one group, from its data rows."""

    def __init__(self, columns):
        self._columns = columns
        self._added = [(at, column.total) for at, column in enumerate(columns) if column.total]
        self._counts = [0] * len(columns)
        self._values = [None] * len(columns)

    def add(self, cells):
        for at, total in self._added:
            value = cells[at]
            if value is None:
                continue
            self._counts[at] += 1
            known = self._values[at]
            if known is None:
                self._values[at] = value
            elif total in ("sum", "average"):
                self._values[at] = known + value
            elif total == "min":
                self._values[at] = min(known, value)
            elif total == "max":
                self._values[at] = max(known, value)

    def cells(self, label) -> tuple:
        """The cells of the row that tells these figures. An average of nothing is blank."""
        return (label, *(self._figure(at) for at in range(1, len(self._columns))))

    def _figure(self, at):
        column, count = self._columns[at], self._counts[at]
        if not column.total:
            return None
        if column.total == "count":
            return count
        if column.total == "average":
            return self._values[at] / count if count else None
        if column.total == "sum":
            return self._values[at] if count else 0
        return self._values[at]


def counted(groups) -> Counter:
    """How many data rows each group has, by the tuple of its labels and of those around it.

    :param groups: for each data row the tuple of the labels of its groups, outermost first
    """
    counts = Counter()
    for labels in groups:
        for level in range(1, len(labels) + 1):
            counts[labels[:level]] += 1
    return counts


def table(rows, columns, counts, total_label):
    """Yield the rows of a report with their groups and totals.

    :param rows: (labels of the groups, cells) of each data row, in the order of the groups
    :param counts: as of ``counted()``
    :param total_label: what the first cell of the last row says, "" for no such row
    """
    blank = (None,) * (len(columns) - 1)
    whole = Sums(columns)
    open_labels, open_sums = (), []
    for labels, cells in rows:
        same = _common(open_labels, labels)
        yield from _closed(open_labels, open_sums, same)
        del open_sums[same:]
        for level in range(same, len(labels)):
            open_sums.append(Sums(columns))
            count = counts[labels[: level + 1]]
            yield Row("group", level + 1, (f"{labels[level]} ({count})", *blank))
        open_labels = labels
        for sums in (whole, *open_sums):
            sums.add(cells)
        yield Row("data", len(labels), cells)
    yield from _closed(open_labels, open_sums, 0)
    if total_label:
        yield Row("total", 0, whole.cells(total_label))


def _common(left, right):
    """In how many groups both are."""
    same = 0
    while same < min(len(left), len(right)) and left[same] == right[same]:
        same += 1
    return same


def _closed(labels, sums, down_to):
    """The subtotals of groups that end, innermost first."""
    for level in range(len(sums), down_to, -1):
        yield Row("subtotal", level, sums[level - 1].cells(labels[level - 1]))
