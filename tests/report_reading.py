"""Reads the files of reports back, each by a program that is not the addon's, into the same plain
values: text, float, date, or None for what is blank.
"""

import csv
import io
import re
import shutil
import subprocess
import unicodedata
from datetime import date, datetime

from lxml import etree

NUMBERS = ("integer", "number", "money", "percent")
# A PDF gives some characters back as the radicals that look like them.
RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
RADICALS |= str.maketrans("⻰⻉⼾", "龙贝户")
_TRIGGERS = tuple("=+-@")


def squeezed(text: str) -> str:
    """Without what the two ways of writing it have between words, and without emojis."""
    return "".join(char for char in "".join(text.split()) if char < "\U0001f000")


def pdf_pages(content: bytes, *options: str) -> list[str]:
    """The text of each page, as pdftotext has it."""
    *pages, _end = _pdftotext(content, *options).split("\f")
    return pages


def pdf_words(content: bytes) -> list[list[tuple[str, float, float]]]:
    """The words of each page, each with how far from the top of the page it begins and ends."""
    return [
        [(word.text, float(word.get("ymin")), float(word.get("ymax"))) for word in page]
        for page in etree.HTML(_pdftotext(content, "-bbox").encode()).iter("page")
    ]


def _pdftotext(content: bytes, *options: str) -> str:
    if not shutil.which("pdftotext"):
        raise AssertionError("pdftotext is missing (Debian: apt-get install poppler-utils)")
    command = ["pdftotext", *options, "-", "-"]
    made = subprocess.run(command, input=content, capture_output=True, check=True)
    return made.stdout.decode().translate(RADICALS)


def pdf_table(content: bytes, labels: list[str], title: str) -> str:
    """All cells of the table one after the other, squeezed, without what each page repeats: the
    header row above them, the number of the page and the title below.

    :param labels: of the columns
    """
    header, title = squeezed("".join(labels)), squeezed(title)
    pages = [squeezed(page) for page in pdf_pages(content, "-raw")]
    parts = []
    for number, page in enumerate(pages, 1):
        _above, found, rest = page.partition(header)
        inside, below, _foot = rest.rpartition(f"{number}/{len(pages)}{title}·")
        if not (found and below):
            raise AssertionError(f"page {number} lacks its header row or its foot: {page}")
        parts.append(inside)
    return "".join(parts)


def csv_rows(content: bytes, kinds: list[list[str]]) -> list[tuple]:
    """The rows below the header.

    :param kinds: what the cells of each row are
    """
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1:]
    return [
        tuple(map(_of_csv, line, kind)) for line, kind in zip(lines, kinds, strict=True)
    ]  # fmt: skip


def _of_csv(text: str, kind: str):
    if not text:
        return None
    if kind in NUMBERS:
        return float(text)
    if kind == "date":
        return date.fromisoformat(text)
    quoted = text.startswith("'") and text[1:].startswith(_TRIGGERS)
    return text[1:] if quoted else text


def xlsx_rows(sheet: list[tuple]) -> list[tuple]:
    """The rows below the header of a sheet, of the cells that ``spreadsheet`` has read."""
    return [tuple(map(_of_xlsx, row)) for row in sheet[1:]]


def _of_xlsx(value):
    if isinstance(value, datetime):
        return value.date()
    return float(value) if isinstance(value, int | float) else value


def screen_rows(rows: list[list[str]], kinds: list[list[str]], lang) -> list[tuple]:
    """Cells that are shown to people, in the formats of ``lang``."""
    return [
        tuple(_of_screen(text, kind, lang) for text, kind in zip(line, kind, strict=True))
        for line, kind in zip(rows, kinds, strict=True)
    ]


def _of_screen(text: str, kind: str, lang):
    if not text:
        return None
    if kind in NUMBERS:
        digits = re.sub(r"[^\d.-]", "", text.replace(lang.thousands_sep or "", ""))
        return float(digits.strip(".")) / (100 if kind == "percent" else 1)
    if kind == "date":
        return datetime.strptime(text, lang.date_format).date()
    return text
