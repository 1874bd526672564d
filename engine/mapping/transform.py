"""What is done to a value on its way in, chosen from a list; the way out is ``outward``."""

import re
from collections.abc import Callable
from datetime import datetime

from ..normalize.phone import normalize_phone
from ..normalize.text import clean, half_width
from .expression import compile_expression
from .problems import ValueProblem
from .values import as_text

# kind: how its argument is called, "" where it has none
TRANSFORMS = {
    "trim": "",
    "upper": "",
    "lower": "",
    "title": "",
    "phone": "country and way of writing",
    "date": "format",
    "number": "decimal mark and number of decimals",
    "split": "separator and number of the part",
    "join": "separator",
    "table": "lines with value = new value",
    "constant": "value",
    "expression": "expression with value and record",
}
ALWAYS = ("constant", "expression")  # done to blank values too
_DATES = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%Y-%m-%d %H:%M:%S",
          "%Y/%m/%d %H:%M:%S")  # fmt: skip
_NOT_NUMBER = re.compile(r"[\s\u00a0¥￥$€£%'’]|元|人")
_NUMBER = re.compile(r"\s*([.,]?)\s*(\d?)\s*")
_PHONE = re.compile(r"\s*([a-z]{2})?\s*(e164|international|national|digits)?\s*", re.I)
_WORDS = {"dd": "%d", "mm": "%m", "yyyy": "%Y", "yy": "%y"}


def make_transform(kind: str, argument: str = "") -> Callable[[str], str]:
    """A function from text to text; values are trimmed in any case.

    :raise ValueProblem: the argument can't be used; the function raises it for values
    """
    if kind in ("upper", "lower", "title"):
        return {"upper": str.upper, "lower": str.lower, "title": title}[kind]
    if kind == "constant":
        return lambda _value: argument
    if kind == "expression":
        run = compile_expression(argument)
        return lambda value: as_text(run(value, {}))
    makers = {
        "phone": _phone,
        "date": _date,
        "number": _number,
        "split": _split,
        "join": _join,
        "table": _table,
    }
    if kind in makers:
        return makers[kind](argument)
    assert kind in ("", "trim"), kind
    return clean


def title(value: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda match: match[0].capitalize(), value)


# -- arguments -----------------------------------------------------------------------------


def split_argument(argument: str) -> tuple[str, int]:
    """(separator, number of the part: from 1, or from -1 backwards)."""
    separator, _space, number = argument.rpartition(" ")
    separator = separator or argument
    part = int(number) if re.fullmatch(r"-?\d{1,2}", number) else 1
    if not separator or not part:
        raise ValueProblem("argument", argument)
    return separator, part


def join_argument(argument: str) -> str:
    """What stands between the values; it may be a blank."""
    return argument or ", "


def table_argument(argument: str) -> list[tuple[str, str]]:
    """(value outside, value of the customer), in the order of the lines."""
    rows = []
    for line in argument.splitlines():
        old, equals, new = half_width(line).partition("=")
        if equals:
            rows.append((old.strip(), new.strip()))
    if not rows:
        raise ValueProblem("argument", argument)
    return rows


def date_argument(argument: str) -> str:
    """A pattern of ``strftime``, or ""."""
    pattern = argument.strip()
    if "%" not in pattern:
        pattern = re.sub(
            "yyyy|yy|mm|dd", lambda match: _WORDS[match[0].lower()], pattern, flags=re.I
        )
    return pattern


def number_argument(argument: str) -> tuple[str, int | None]:
    """(decimal mark or "", number of decimals or ``None``)."""
    match = _NUMBER.fullmatch(argument)
    if not match:
        raise ValueProblem("argument", argument)
    return match[1], int(match[2]) if match[2] else None


def phone_argument(argument: str) -> tuple[str | None, str]:
    """(ISO code of the country of numbers without one, how numbers are written outside)."""
    match = _PHONE.fullmatch(argument)
    if not match:
        raise ValueProblem("argument", argument)
    return match[1].upper() if match[1] else None, (match[2] or "").lower()


# -- ways in -------------------------------------------------------------------------------


def _split(argument: str) -> Callable[[str], str]:
    separator, part = split_argument(argument)

    def work(value):
        parts = [one.strip() for one in value.split(separator)]
        at = part - 1 if part > 0 else len(parts) + part
        return parts[at] if 0 <= at < len(parts) else ""

    return work


def _join(argument: str) -> Callable[[str], str]:
    separator = join_argument(argument)
    # values in a line each, which is how a field with several values takes them
    return lambda value: "\n".join(
        part.strip() for part in value.split(separator.strip() or separator) if part.strip()
    )


def _table(argument: str) -> Callable[[str], str]:
    table = {old.casefold(): new for old, new in table_argument(argument)}
    return lambda value: table.get(half_width(value).casefold(), value)


def _phone(argument: str) -> Callable[[str], str]:
    country, _form = phone_argument(argument)

    def work(value):
        found = normalize_phone(value, country)
        if value and not found.valid:
            raise ValueProblem("phone", value)
        return found.value

    return work


def _date(argument: str) -> Callable[[str], str]:
    pattern = date_argument(argument)
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
    mark, _decimals = number_argument(argument)

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
