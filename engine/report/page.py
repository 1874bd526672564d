"""How a report is laid out on paper: the size of its pages, of its columns and of its letters.

All is in pixels, ``PER_MM`` of them to a millimetre. The page is laid out wider than the paper at
96 dots an inch: wkhtmltopdf shrinks what is too wide until it fits, with or without its patched Qt,
and so both make the same pages of it.
"""

from dataclasses import dataclass

from .table import Report, Row
from .text import width

PER_MM = 1000 / 190
MARGIN = 10  # mm, on each side
_PAPERS = {"a4": (210, 297), "letter": (215.9, 279.4)}
_SPARE = 0.985  # of the height: what is a hair too high makes an empty page

_LETTERS = (15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.0)  # sizes tried, the largest that suits
_LETTER = 0.58  # width of a letter, as share of its size
_PADDING = 12  # of a cell, left and right together
_TEXT = (10, 44)  # letters that a column of text has at least, where it needs so many, and at most


@dataclass(frozen=True)
class Layout:
    """Of a page within its margins, the columns over its whole width."""

    width: int
    height: int
    letters: float
    columns: tuple[float, ...]


def lay_out(report: Report, rows: list[Row], shown: list[list[str]]) -> Layout:
    """The layout for these rows, of which ``shown`` are the texts of the cells.

    Numbers and dates are never wider than their columns; texts may take several lines.
    """
    across, height = page_size(report)
    needs = _needs(report, rows, shown)
    texts = [column.kind == "text" for column in report.columns]
    for letters in _LETTERS:
        least = [
            _pixels(min(need, _TEXT[0]) if text else need, letters)
            for need, text in zip(needs, texts, strict=True)
        ]
        if sum(least) <= across:
            break
    wanted = [_pixels(need, letters) for need in needs]
    columns = _share(least, wanted, across)
    return Layout(round(across), height, letters, columns)


def page_size(report: Report) -> tuple[float, int]:
    """Width and height within the margins."""
    across, down = _PAPERS[report.paper]
    if report.landscape:
        across, down = down, across
    across, down = (PER_MM * (side - 2 * MARGIN) for side in (across, down))
    return across, int(down * _SPARE)


def _pixels(characters: int, letters: float) -> float:
    return characters * _LETTER * letters + _PADDING


def _needs(report: Report, rows: list[Row], shown: list[list[str]]) -> list[int]:
    """The characters that each column needs."""
    needs = []
    for col, column in enumerate(report.columns):
        label = max((width(word) for word in column.label.split()), default=1)
        lines = (
            width(texts[col])
            for row, texts in zip(rows, shown, strict=True)
            if col or row.kind == "data"  # labels of groups may go on over blank cells
        )
        most = max(lines, default=1)
        if column.kind == "text":
            most = min(most, column.width or _TEXT[1])
            label = min(label, _TEXT[1])
        needs.append(max(most, label, 2))
    return needs


def _share(least: list[float], wanted: list[float], across: float) -> tuple[float, ...]:
    """The whole width: what is left beyond the least goes to those that want more."""
    left = across - sum(least)
    if left <= 0:
        return tuple(across * part / sum(least) for part in least)
    more = [max(want - part, 0) for want, part in zip(wanted, least, strict=True)]
    if sum(more) > left:
        return tuple(p + left * m / sum(more) for p, m in zip(least, more, strict=True))
    full = [part + m for part, m in zip(least, more, strict=True)]
    return tuple(across * part / sum(full) for part in full)
