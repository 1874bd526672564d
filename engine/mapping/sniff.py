"""What a file is by its content; its name may say anything."""

import io
import zipfile

from .problems import FileProblem

CSV, XLSX = "csv", "xlsx"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# how a file begins: what it is
_BEGINNINGS = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"\x1f\x8b", "GZIP"),
    (b"7z\xbc\xaf", "7Z"),
    (b"Rar!", "RAR"),
    (b"{\\rtf", "RTF"),
    (b"SQLite format 3", "SQLite"),
    (b"\x7fELF", "ELF"),
    (b"MZ", "EXE"),
)
# a member of a zip file: what the file is
_MEMBERS = (
    ("word/document.xml", "Word"),
    ("ppt/presentation.xml", "PowerPoint"),
    ("xl/workbook.bin", "XLSB"),
    ("content.xml", "OpenDocument"),
)


def kind_of(content: bytes) -> str:
    """``CSV`` or ``XLSX``.

    :raise FileProblem: it is neither
    """
    if not content.strip(b"\0\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise FileProblem("empty")
    if content.startswith(_OLE):
        # an encrypted workbook is wrapped into the old format
        wrapped = "EncryptedPackage".encode("utf-16-le") in content
        raise FileProblem("protected" if wrapped else "old_excel")
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        raise FileProblem("wrong_type", type="WEBP")
    for beginning, name in _BEGINNINGS:
        # two letters may as well be those of a name
        telling = len(beginning) > 2 or b"\0" in content[:64]
        if content.startswith(beginning) and telling:
            raise FileProblem("wrong_type", type=name)
    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise FileProblem("wrong_type", type="HTML" if b"<html" in start else "XML")
    return CSV


def _kind_of_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError):
        raise FileProblem("damaged") from None
    if "xl/workbook.xml" in names:
        return XLSX
    for member, name in _MEMBERS:
        if member in names:
            raise FileProblem("wrong_type", type=name)
    raise FileProblem("wrong_type", type="ZIP")
