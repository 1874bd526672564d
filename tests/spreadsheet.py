"""Excel files as the tests read them: their cells, and their formulas worked out anew."""

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
from openpyxl.utils import range_boundaries
from openpyxl.utils.escape import unescape

_FORMULA = re.compile(r"=SUBTOTAL\((\d+),(.+)\)")
_PIECE = re.compile(r"(?:'((?:[^']|'')+)'!)?([A-Z]+\d+:[A-Z]+\d+)")
_KNOWN = re.compile(rb"(</f>)<v>[^<]*</v>")


def cells(file, known: bool = True) -> dict[str, list[tuple]]:
    """The cells of each sheet, of formulas the known result, else their text."""
    book = openpyxl.load_workbook(file, data_only=known)
    return {
        sheet.title: [
            tuple(unescape(value) if isinstance(value, str) else value for value in row)
            for row in sheet.iter_rows(values_only=True)
        ]
        for sheet in book
    }


def evaluated(file) -> dict[str, list[tuple]]:
    """The cells with the formulas worked out here, from the cells that they name."""
    sheets = {name: [list(row) for row in rows] for name, rows in cells(file, False).items()}
    formulas = [
        (name, at, col, found)
        for name, rows in sheets.items()
        for at, row in enumerate(rows)
        for col, value in enumerate(row)
        if isinstance(value, str) and (found := _FORMULA.fullmatch(value))
    ]
    places = {(name, at, col) for name, at, col, _found in formulas}
    results = {
        (name, at, col): _subtotal(name, found, sheets, places) for name, at, col, found in formulas
    }
    for (name, at, col), value in results.items():
        sheets[name][at][col] = value
    return {name: [tuple(row) for row in rows] for name, rows in sheets.items()}


def _subtotal(here, found, sheets, places):
    """What SUBTOTAL gives: it leaves out cells that are subtotals themselves."""
    values = []
    for sheet, reference in _PIECE.findall(found[2]):
        name = sheet.replace("''", "'") or here
        left, top, right, bottom = range_boundaries(reference)
        values += [
            sheets[name][row][col]
            for row in range(top - 1, bottom)
            for col in range(left - 1, right)
            if (name, row, col) not in places
        ]
    values = [value for value in values if value is not None]
    numbers = [value for value in values if not isinstance(value, str)]
    return {
        "1": lambda: sum(numbers) / len(numbers),
        "3": lambda: len(values),
        "4": lambda: max(numbers),
        "5": lambda: min(numbers),
        "9": lambda: sum(numbers),
    }[found[1]]()


def recalculated(content: bytes, folder) -> dict[str, list[tuple]]:
    """The cells as LibreOffice works them out: it is given the formulas without their results."""
    if not shutil.which("soffice"):
        raise AssertionError(
            "LibreOffice is missing (Debian: apt-get install libreoffice-calc-nogui)"
        )
    folder = Path(folder)
    source, target = folder / "given.xlsx", folder / "made"
    source.write_bytes(_without_results(content, folder))
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            target,
            source,
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return cells(target / "given.xlsx")


def _without_results(content: bytes, folder: Path) -> bytes:
    given = folder / "content.xlsx"
    given.write_bytes(content)
    emptied = folder / "emptied.xlsx"
    with zipfile.ZipFile(given) as source, zipfile.ZipFile(emptied, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("xl/worksheets/"):
                data = _KNOWN.sub(rb"\1", data)
            target.writestr(name, data)
    return emptied.read_bytes()
