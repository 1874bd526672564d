"""Rows of a workbook, read as a stream.

A workbook is a zip file of XML files that anybody may have made: its sizes are checked before
anything is unpacked, declarations of entities are refused, macros and formulas are never looked at
(a formula counts as the value that is stored with it), and only cells with a value take memory.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

from .problems import FileProblem
from .xlsx_styles import NumberFormat, number_format, number_text

MAX_UNPACKED = 1 << 30
MAX_STRINGS = 1 << 28  # characters of all texts
RATIO, RATIO_FROM = 200, 20 << 20
MAX_COLUMNS = 16_384
_CHUNK = 1 << 16
_DAMAGED = (zipfile.BadZipFile, zlib.error, expat.ExpatError, KeyError, IndexError, EOFError,
            NotImplementedError, ValueError, RuntimeError, OSError)  # fmt: skip
_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"}
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


class Workbook:
    """An opened workbook; ``sheets`` are the names of the visible ones.

    :raise FileProblem: it is damaged or a trap
    """

    def __init__(self, content: bytes):
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
            self._check_sizes(len(content))
            self._sheets, self._epoch_1904 = self._read_workbook()
        except FileProblem:
            raise
        except _DAMAGED:
            raise FileProblem("damaged") from None
        self.sheets = list(self._sheets)
        if not self.sheets:
            raise FileProblem("no_sheet")

    def _check_sizes(self, packed: int) -> None:
        members = self._archive.infolist()
        total = sum(member.file_size for member in members)
        if total > MAX_UNPACKED or (total > RATIO_FROM and total > RATIO * packed):
            raise FileProblem("bomb")
        if any(member.flag_bits & 1 for member in members):
            raise FileProblem("protected")

    def rows(self, sheet: str) -> Iterator[tuple[int, list[str]]]:
        """(number of the row in the sheet, cells up to the last filled one) of rows with a value.

        :raise FileProblem: the sheet is damaged or unknown
        """
        if sheet not in self._sheets:
            raise FileProblem("unknown_sheet", sheet=sheet)
        try:
            strings, formats = self._read_strings(), self._read_formats()
            reader = _SheetReader(strings, formats, self._epoch_1904)
            for _chunk in self._parse(self._sheets[sheet], reader):
                yield from reader.take()
        except FileProblem:
            raise
        except _DAMAGED:
            raise FileProblem("damaged") from None

    # -- parts -----------------------------------------------------------------------------

    def _parse(self, name: str, reader) -> Iterator[None]:
        """Feed a member to ``reader``, chunk by chunk."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = reader.start
        parser.EndElementHandler = reader.end
        parser.CharacterDataHandler = reader.text

        def refuse(*_arguments):
            raise FileProblem("damaged")

        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
        limit = self._archive.getinfo(name).file_size
        with self._archive.open(name) as stream:
            while chunk := stream.read(_CHUNK):
                limit -= len(chunk)
                if limit < 0:
                    raise FileProblem("bomb")
                parser.Parse(chunk, False)
                yield
            parser.Parse(b"", True)
            yield

    def _read(self, name: str, reader):
        for _chunk in self._parse(name, reader):
            pass
        return reader

    def _read_workbook(self) -> tuple[dict[str, str], bool]:
        relations = self._read("xl/_rels/workbook.xml.rels", _Elements("Relationship"))
        targets = {row.get("Id"): row.get("Target", "") for row in relations.found["Relationship"]}
        book = self._read("xl/workbook.xml", _Elements("sheet", "workbookPr"))
        sheets = {}
        for row in book.found["sheet"]:
            target = targets.get(row.get("r:id") or row.get("id"), "").lstrip("/")
            path = target if target.startswith("xl/") else f"xl/{target}"
            if row.get("state", "visible") == "visible" and "worksheets/" in path:
                sheets[row.get("name", "")] = path
        epoch = any(row.get("date1904") in ("1", "true", "on") for row in book.found["workbookPr"])
        return sheets, epoch

    def _read_strings(self) -> list[str]:
        if "xl/sharedStrings.xml" not in self._archive.namelist():
            return []
        return self._read("xl/sharedStrings.xml", _StringReader()).strings

    def _read_formats(self) -> list[NumberFormat]:
        if "xl/styles.xml" not in self._archive.namelist():
            return []
        styles = self._read("xl/styles.xml", _StyleReader())
        return [number_format(number, styles.codes.get(number, "")) for number in styles.numbers]


class _Reader:
    def start(self, name: str, attributes: dict) -> None:
        pass

    def end(self, name: str) -> None:
        pass

    def text(self, data: str) -> None:
        pass


class _Elements(_Reader):
    """Attributes of all elements of some names, prefixes left out."""

    def __init__(self, *names: str):
        self.found: dict[str, list[dict]] = {name: [] for name in names}

    def start(self, name, attributes):
        if (found := self.found.get(name.rpartition(":")[2])) is not None:
            found.append(attributes)


class _StyleReader(_Reader):
    """Codes of number formats, and which one each style of a cell has."""

    def __init__(self):
        self.codes: dict[int, str] = {}
        self.numbers: list[int] = []
        self._inside = False

    def start(self, name, attributes):
        name = name.rpartition(":")[2]
        if name == "numFmt":
            self.codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            self.numbers.append(int(attributes.get("numFmtId", 0)))

    def end(self, name):
        if name.rpartition(":")[2] == "cellXfs":
            self._inside = False


class _StringReader(_Reader):
    """Texts that cells refer to by number; readings of Japanese words left out."""

    def __init__(self):
        self.strings: list[str] = []
        self._parts: list[str] | None = None
        self._reading = 0
        self._wanted = False
        self._left = MAX_STRINGS

    def start(self, name, attributes):
        name = name.rpartition(":")[2]
        if name == "si":
            self._parts = []
        elif name == "rPh":
            self._reading += 1
        self._wanted = name == "t" and not self._reading

    def end(self, name):
        name = name.rpartition(":")[2]
        if name == "si":
            self.strings.append(plain("".join(self._parts)))
        elif name == "rPh":
            self._reading -= 1
        self._wanted = False

    def text(self, data):
        if self._wanted and self._parts is not None:
            self._parts.append(data)
            self._left -= len(data)
            if self._left < 0:
                raise FileProblem("bomb")


class _SheetReader(_Reader):
    """Rows of a sheet, to be taken between two chunks."""

    def __init__(self, strings: list[str], formats: list[NumberFormat], epoch_1904: bool):
        self._strings, self._formats, self._epoch = strings, formats, epoch_1904
        self._done: list[tuple[int, list[str]]] = []
        self._row = self._column = 0
        self._cells: dict[int, str] = {}
        self._type = self._style = ""
        self._parts: list[str] = []
        self._wanted = False

    def take(self) -> list[tuple[int, list[str]]]:
        done, self._done = self._done, []
        return done

    def start(self, name, attributes):
        name = name.rpartition(":")[2]
        if name == "c":
            place = attributes.get("r")
            self._column = column_of(place) if place else self._column + 1
            self._type = attributes.get("t", "n")
            self._style = attributes.get("s", "")
            self._parts = []
        elif name == "row":
            self._row = int(attributes.get("r") or self._row + 1)
            self._column = 0
            self._cells = {}
        self._wanted = name in ("v", "t")

    def text(self, data):
        if self._wanted:
            self._parts.append(data)

    def end(self, name):
        name = name.rpartition(":")[2]
        self._wanted = False
        if name == "c" and self._parts:
            if value := self._value("".join(self._parts)).strip():
                if self._column > MAX_COLUMNS:
                    raise FileProblem("damaged")
                self._cells[self._column] = value
        elif name == "row" and self._cells:
            get = self._cells.get
            self._done.append((self._row, [get(n, "") for n in range(1, max(self._cells) + 1)]))
            self._cells = {}

    def _value(self, raw: str) -> str:
        if self._type == "s":
            return self._strings[int(raw)]
        if self._type == "b":
            return "TRUE" if raw.strip() == "1" else "FALSE"
        if self._type == "e":
            return "" if raw in _ERRORS else raw
        if self._type == "n":
            style = int(self._style or 0)
            how = self._formats[style] if style < len(self._formats) else NumberFormat()
            return number_text(raw, how, self._epoch)
        return plain(raw)


def column_of(place: str) -> int:
    """1 for "A7", 27 for "AA7"."""
    number = 0
    for char in place:
        if not "A" <= char <= "Z":
            break
        number = number * 26 + ord(char) - 64
    return number


def plain(text: str) -> str:
    """``text`` without the escapes of Excel for characters that XML can't have."""
    return _ESCAPED.sub(_unescaped, text) if "_x" in text else text


def _unescaped(match: re.Match) -> str:
    # what is no character of a text, such as a zero, goes
    char = chr(int(match[1], 16))
    return char if char in "\t\n\r" or (char >= " " and not "\ud800" <= char <= "\udfff") else ""
