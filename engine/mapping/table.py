"""A file of any kind as a header and a stream of rows."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from .csv_file import csv_rows, detect_delimiter
from .encoding import decode, detect_encoding
from .headers import known_headers
from .problems import FileProblem
from .sniff import CSV, kind_of
from .xlsx_file import Workbook

MAX_BYTES = 200 << 20
MAX_ROWS = 200_000
MAX_COLUMNS = 300
_TITLES = 10  # rows that may stand above the header
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Options:
    """What a user chose; empty is found out."""

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""


@dataclass(frozen=True)
class Row:
    """``cells`` as many as the header has; ``surplus``: there was a value behind them."""

    number: int
    cells: list[str]
    surplus: bool = False


@dataclass(frozen=True)
class Table:
    """A table that is read once, row by row.

    :param header: names of the columns, each different and not empty
    :param header_row: number of the header in the file
    """

    kind: str
    options: Options
    sheets: list[str]
    header: list[str]
    header_row: int
    rows: Iterator[Row]


def open_table(content: bytes, options: Options = Options()) -> Table:
    """Find out what a file is, and read its header.

    :raise FileProblem: also while the rows are read
    """
    if len(content) > MAX_BYTES:
        raise FileProblem("too_large", limit=MAX_BYTES >> 20)
    kind = kind_of(content)
    sheets: list[str] = []
    if kind == CSV:
        encoding = options.encoding or detect_encoding(content)
        text = decode(content, encoding)
        delimiter = options.delimiter or detect_delimiter(text)
        rows = csv_rows(text, delimiter)
        options = Options(encoding, delimiter)
    else:
        book = Workbook(content)
        sheets = book.sheets
        sheet = options.sheet or _first_filled(book)
        rows = book.rows(sheet)
        options = Options(sheet=sheet)
    first = list(islice(rows, _TITLES))
    if not first:
        raise FileProblem("empty")
    at = _header_at(first)
    number, names = first[at]
    body = chain(first[at + 1 :], rows)
    header = _header(names, [row for _number, row in first[at + 1 :]])
    return Table(kind, options, sheets, header, number, _rows(body, len(header)))


def _first_filled(book: Workbook) -> str:
    return next((name for name in book.sheets if next(book.rows(name), None)), book.sheets[0])


def _header_at(rows: list[tuple[int, list[str]]]) -> int:
    """The row with the names of the columns: a title or a note may stand above."""
    found = [known_headers(row) for _number, row in rows]
    best = max(found)
    return found.index(best) if best >= 2 else 0


def _header(names: list[str], rows: list[list[str]]) -> list[str]:
    """Names of the columns; one that has none, or has it a second time, is numbered."""
    names = [_SPACES.sub(" ", name).strip() for name in names]
    while names and not names[-1]:
        names.pop()
    # a column may lack its name; a single row that is too long is only a mistake
    widths = sorted(_width(row) for row in rows)
    width = max(len(names), widths[(len(widths) - 1) // 2] if widths else 0)
    if width > MAX_COLUMNS:
        raise FileProblem("too_many_columns", limit=MAX_COLUMNS)
    names += [""] * (width - len(names))
    seen: Counter = Counter()
    header = []
    taken = set(names)
    for number, name in enumerate(names, 1):
        name = name or f"#{number}"
        seen[name] += 1
        if seen[name] > 1:
            while f"{name} ({seen[name]})" in taken:
                seen[name] += 1
            name = f"{name} ({seen[name]})"
        header.append(name)
    return header


def _width(row: list[str]) -> int:
    return max((number for number, cell in enumerate(row, 1) if cell.strip()), default=0)


def _rows(rows: Iterable[tuple[int, list[str]]], width: int) -> Iterator[Row]:
    count = 0
    for number, cells in rows:
        count += 1
        if count > MAX_ROWS:
            raise FileProblem("too_many_rows", limit=MAX_ROWS)
        surplus = any(cell.strip() for cell in cells[width:])
        cells = [cell.strip() for cell in cells[:width]]
        yield Row(number, cells + [""] * (width - len(cells)), surplus)
    if not count:
        raise FileProblem("no_rows")
