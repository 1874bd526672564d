"""Rows of a CSV file: its delimiter found, its quotes checked."""

import csv
import io
from collections import Counter
from collections.abc import Iterator

from .problems import FileProblem

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_LINES = 50
MAX_VALUE = 32_767  # characters, as in a cell of Excel


def detect_delimiter(text: str) -> str:
    """One of ``DELIMITERS``: the one that splits the most lines alike."""
    first, _break, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and first.strip()[4:] in DELIMITERS:
        return first.strip()[4:]
    best, best_score = ",", 0.0
    sample = text[: 1 << 16]
    for delimiter in DELIMITERS:
        sizes: Counter = Counter()
        try:
            for number, row in enumerate(csv.reader(io.StringIO(sample), delimiter=delimiter)):
                if any(row):
                    sizes[len(row)] += 1
                if number >= _SAMPLE_LINES:
                    break
        except csv.Error:
            continue
        size, count = max(sizes.items(), key=lambda item: (item[0] > 1, item[1]), default=(1, 0))
        if size > 1:
            # lines of one width tell more than the width
            score = count / sum(sizes.values()) + min(size, 20) / 100
            if score > best_score:
                best, best_score = delimiter, score
    return best


def csv_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """(number of the row in the file, cells) of all rows that are not empty.

    :raise FileProblem: a quote that is never closed, or a value without end
    """
    first = text.partition("\n")[0].strip()
    skipped = first.lower() == f"sep={delimiter}"
    reader = csv.reader(
        io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter, strict=True
    )
    try:
        for number, row in enumerate(reader, 1):
            if max(map(len, row), default=0) > MAX_VALUE:
                raise FileProblem("long_value", line=reader.line_num)
            if any(map(str.strip, row)) and not (skipped and number == 1):
                yield number, row
    except csv.Error as error:
        code = "long_value" if "field limit" in str(error) else "quotes"
        raise FileProblem(code, line=reader.line_num) from None
