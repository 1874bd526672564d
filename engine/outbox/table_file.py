"""Records in files for systems that read files."""

import csv
import io
import json
import os
import tempfile
from collections.abc import Mapping, Sequence

from .envelope import compact

HEADER = ("id", "key", "changed_on", "action", "retired")


def json_lines(records: Sequence[Mapping]) -> bytes:
    return b"".join(compact(record) + b"\n" for record in records)


def csv_table(records: Sequence[Mapping], columns: Sequence[str]) -> bytes:
    """A table with a header, in UTF-8 with a mark that spreadsheets look for.

    :param columns: first parts of the paths of the mapping; lists and nested values are JSON
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*HEADER, *columns])
    for record in records:
        data = record["data"]
        head = [record[name] for name in HEADER[:-1]]
        values = [_cell(data.get(column)) for column in columns]
        writer.writerow([*head, " ".join(record["retired"]), *values])
    return text.getvalue().encode("utf-8-sig")


def write_whole(path: str, content: bytes) -> None:
    """Write a file that appears under its name when it is complete.

    :raise OSError: it can't be written; nothing is left of it
    """
    handle, part = tempfile.mkstemp(prefix=".customers-", suffix=".part", dir=os.path.dirname(path))
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(part, 0o640)
        os.replace(part, path)
    except BaseException:
        os.unlink(part)
        raise


def _cell(value: object) -> object:
    if value is None or value is False:
        return ""
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    return value
