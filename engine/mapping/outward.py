"""What is done to a value on its way out: the other direction of ``transform``."""

from collections.abc import Callable
from datetime import date

import phonenumbers

from ..normalize.phone import normalize_phone
from ..normalize.text import clean
from .expression import compile_expression
from .problems import ValueProblem
from .transform import (
    date_argument,
    join_argument,
    number_argument,
    phone_argument,
    split_argument,
    table_argument,
    title,
)
from .values import as_text, is_blank


def make_outward(kind: str, argument: str = "") -> Callable:
    """A function from a customer's value, never blank, to what another system gets.

    :raise ValueProblem: the argument can't be used; the function raises it for values
    """
    if kind in ("upper", "lower", "title", "trim"):
        work = {"upper": str.upper, "lower": str.lower, "title": title, "trim": clean}[kind]
        return lambda value: work(value) if isinstance(value, str) else value
    if kind == "constant":
        return lambda _value: argument
    if kind == "expression":
        run = compile_expression(argument)
        return lambda value: run(value, {})
    makers = {
        "phone": _phone,
        "date": _date,
        "number": _number,
        "join": _join,
        "table": _table,
        "split": _split,
    }
    if kind in makers:
        return makers[kind](argument)
    assert not kind, kind
    return lambda value: value


def _split(argument: str) -> Callable:
    # parts of one text are put together where all of them are known, see ``exchange``
    split_argument(argument)
    return lambda value: value


def _join(argument: str) -> Callable:
    separator = join_argument(argument)
    return lambda value: (
        separator.join(as_text(one) for one in value if not is_blank(one))
        if isinstance(value, list)
        else value
    )


def _table(argument: str) -> Callable:
    table: dict[str, str] = {}
    for old, new in table_argument(argument):
        # of two values with one meaning the first is what others get
        table.setdefault(new.casefold(), old)
    return lambda value: table.get(as_text(value).casefold(), value)


def _phone(argument: str) -> Callable:
    country, form = phone_argument(argument)

    def work(value):
        found = normalize_phone(as_text(value), country)
        if not found.valid:
            return value  # written by a person as it is: better than nothing
        if form == "e164":
            return found.e164
        if form == "digits":
            return found.e164.removeprefix("+")
        if form != "national":
            return found.value
        return phonenumbers.format_number(
            phonenumbers.parse(found.value), phonenumbers.PhoneNumberFormat.NATIONAL
        )

    return work


def _date(argument: str) -> Callable:
    pattern = date_argument(argument)

    def work(value):
        try:
            day = date.fromisoformat(as_text(value)[:10])
        except ValueError:
            raise ValueProblem("date", as_text(value)) from None
        return day.strftime(pattern) if pattern else day.isoformat()

    return work


def _number(argument: str) -> Callable:
    mark, decimals = number_argument(argument)

    def work(value):
        try:
            number = float(value)
        except (TypeError, ValueError):
            raise ValueProblem("number", as_text(value)) from None
        if not mark and decimals is None:
            return int(number) if number.is_integer() and abs(number) < 1e15 else number
        text = as_text(number) if decimals is None else f"{number:.{decimals}f}"
        return text.replace(".", mark or ".")

    return work
