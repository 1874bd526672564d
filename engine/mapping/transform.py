"""What is done to a value on its way, chosen from a list."""

import re
from collections.abc import Callable
from datetime import datetime

from ..normalize.text import clean, half_width

# kind: how its argument is called, "" where it has none
TRANSFORMS = {
    "upper": "",
    "lower": "",
    "title": "",
    "split": "separator and number of the part",
    "table": "lines with value = new value",
    "constant": "value",
    "date": "format",
    "number": "decimal mark",
}
_DATES = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%Y-%m-%d %H:%M:%S",
          "%Y/%m/%d %H:%M:%S")  # fmt: skip
_NOT_NUMBER = re.compile(r"[\s\u00a0¥￥$€£%'’]|元|人")
_WORDS = {"dd": "%d", "mm": "%m", "yyyy": "%Y", "yy": "%y"}


class ValueProblem(ValueError):
    """A value that can't be brought over: ``code`` says why.

    Codes: ``date``, ``number``, ``argument`` (the transform itself can't be used).
    """

    def __init__(self, code: str, value: str = ""):
        super().__init__(code)
        self.code = code
        self.value = value


def make_transform(kind: str, argument: str = "") -> Callable[[str], str]:
    """A function from text to text; values are trimmed in any case.

    :raise ValueProblem: the argument can't be used; the function raises it for values
    """
    if kind in ("upper", "lower", "title"):
        return {"upper": str.upper, "lower": str.lower, "title": _title}[kind]
    if kind == "split":
        return _split(argument)
    if kind == "table":
        return _table(argument)
    if kind == "constant":
        return lambda _value: argument
    if kind == "date":
        return _date(argument)
    if kind == "number":
        return _number(argument)
    assert not kind, kind
    return clean


def _title(value: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda match: match[0].capitalize(), value)


def _split(argument: str) -> Callable[[str], str]:
    separator, _space, number = argument.rpartition(" ")
    separator = separator or argument
    part = int(number) if re.fullmatch(r"-?\d{1,2}", number) else 1
    if not separator or not part:
        raise ValueProblem("argument", argument)

    def work(value):
        parts = [one.strip() for one in value.split(separator)]
        at = part - 1 if part > 0 else len(parts) + part
        return parts[at] if 0 <= at < len(parts) else ""

    return work


def _table(argument: str) -> Callable[[str], str]:
    table = {}
    for line in argument.splitlines():
        old, equals, new = half_width(line).partition("=")
        if equals:
            table[old.strip().casefold()] = new.strip()
    if not table:
        raise ValueProblem("argument", argument)
    return lambda value: table.get(half_width(value).casefold(), value)


def _date(argument: str) -> Callable[[str], str]:
    pattern = argument.strip()
    if "%" not in pattern:
        pattern = re.sub(
            "yyyy|yy|mm|dd", lambda match: _WORDS[match[0].lower()], pattern, flags=re.I
        )
    patterns = (pattern, *_DATES) if pattern else _DATES

    def work(value):
        for one in patterns if value else ():
            try:
                return datetime.strptime(half_width(value), one).strftime("%Y-%m-%d")
            except ValueError:
                continue
        if value:
            raise ValueProblem("date", value)
        return ""

    return work


def _number(argument: str) -> Callable[[str], str]:
    mark = argument.strip()
    if mark not in ("", ".", ","):
        raise ValueProblem("argument", argument)

    def work(value):
        text = _NOT_NUMBER.sub("", half_width(value))
        if not text:
            return ""
        text = _plain_number(text, mark or _guessed_mark(text))
        try:
            return repr(float(text)) if "." in text else str(int(text))
        except ValueError:
            raise ValueProblem("number", value) from None

    return work


def _plain_number(text: str, mark: str) -> str:
    other = "," if mark == "." else "."
    return text.replace(other, "").replace(mark, ".")


def _guessed_mark(text: str) -> str:
    """The decimal mark: the last one, unless it can only part thousands."""
    last = max(text.rfind(","), text.rfind("."))
    if last < 0:
        return "."
    mark = text[last]
    alone = text.count(mark) == 1 and ("," in text) != ("." in text)
    if text.count(mark) > 1 or (alone and mark == "," and len(text) - last == 4):
        return "." if mark == "," else ","
    return mark
