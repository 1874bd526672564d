"""Rows as blocks on paper, such as cards: a heading, below it each label with its value."""

from typing import NamedTuple

from .page import Layout, page_size
from .table import Report, Row

SIDE = 2  # labels with their values in a line
_LETTERS = 14.0
_LABEL = 0.36  # of the width of a label with its value


class Line(NamedTuple):
    """A line of a block: a heading over its whole width, or labels and values in turn.

    ``stays`` says that it belongs on a page with the line below it.
    """

    kind: str
    level: int
    texts: tuple[str, ...]
    stays: bool


def lay_out_blocks(report: Report) -> Layout:
    """The layout of a page of blocks, whatever is in them."""
    across, height = page_size(report)
    pair = (across * _LABEL / SIDE, across * (1 - _LABEL) / SIDE)
    return Layout(round(across), height, _LETTERS, pair * SIDE)


def blocks(report: Report, rows: list[Row], shown: list[list[str]]) -> list[Line]:
    """The lines of all rows, of which ``shown`` are the texts of the cells. Subtotals and totals
    have their figures alone."""
    lines = []
    for row, (heading, *texts) in zip(rows, shown, strict=True):
        pairs = [
            (column.label, text)
            for column, text in zip(report.columns[1:], texts, strict=True)
            if row.kind == "data" or (row.kind != "group" and column.total)
        ]
        body = [
            sum(pairs[at : at + SIDE], ()) + ("", "") * max(0, at + SIDE - len(pairs))
            for at in range(0, len(pairs), SIDE)
        ]
        kind = "head" if row.kind == "data" else row.kind
        lines.append(Line(kind, row.level, (heading,), bool(body) or kind == "group"))
        lines += [
            Line("pairs", row.level, texts, at < len(body)) for at, texts in enumerate(body, 1)
        ]
    return lines
