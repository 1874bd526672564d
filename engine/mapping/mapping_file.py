"""A mapping as a file that can be carried to another database: JSON, nothing in it is executed."""

import json

FORMAT = "customer_master.mapping"
MAX_BYTES = 1 << 20
MAX_LINES = 500
KINDS = ("table", "record")
# of a line: name and the type that its value must have
LINE = {"column": str, "field": str, "direction": str, "transform": str, "argument": str,
        "default": str, "required": bool, "key": bool, "policy": str}  # fmt: skip


class MappingFileProblem(ValueError):
    """A file that is no mapping.

    Codes: ``large``, ``json``, ``format``, ``lines``, ``line`` (its number in ``detail``).
    """

    def __init__(self, code: str, detail: str = ""):
        super().__init__(code)
        self.code = code
        self.detail = detail


def write_mapping(name: str, kind: str, lines: list[dict]) -> str:
    """The file of a mapping; of its lines only what is not empty."""
    plain = [{key: line[key] for key in LINE if line.get(key)} for line in lines]
    content = {"format": FORMAT, "version": 1, "name": name, "kind": kind, "lines": plain}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def read_mapping(content: bytes) -> tuple[str, str, list[dict]]:
    """(name, kind, lines with all values) of a file.

    :raise MappingFileProblem: it can't be used
    """
    if len(content) > MAX_BYTES:
        raise MappingFileProblem("large")
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise MappingFileProblem("json") from None
    if not isinstance(data, dict) or data.get("format") != FORMAT or data.get("version") != 1:
        raise MappingFileProblem("format")
    name, kind, lines = data.get("name"), data.get("kind"), data.get("lines")
    if not isinstance(name, str) or not name.strip() or kind not in KINDS:
        raise MappingFileProblem("format")
    if not isinstance(lines, list) or len(lines) > MAX_LINES:
        raise MappingFileProblem("lines")
    for number, line in enumerate(lines, 1):
        if not isinstance(line, dict) or any(
            key not in LINE or not isinstance(value, LINE[key]) for key, value in line.items()
        ):
            raise MappingFileProblem("line", str(number))
    return name.strip(), kind, [{key: line.get(key, LINE[key]()) for key in LINE} for line in lines]
