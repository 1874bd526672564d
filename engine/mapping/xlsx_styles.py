"""How numbers of a workbook are meant: as dates, with leading zeros, or as they are."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

GENERAL, DATE, ZEROS = "", "date", "zeros"
_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
# what is no part of the pattern itself: quoted text, escapes, colours and currencies, padding
_ASIDE = re.compile(r'"[^"]*"|\\.|\[(?!h|m|s|hh|mm|ss\])[^\]]*\]|_.|\*.')
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)


@dataclass(frozen=True)
class NumberFormat:
    """``kind`` is GENERAL, DATE or ZEROS; ``width`` of a number with leading zeros."""

    kind: str = GENERAL
    width: int = 0


def number_format(number: int, code: str) -> NumberFormat:
    """The format with this number and, where it is not built in, this code."""
    if number in _BUILT_IN_DATES:
        return NumberFormat(DATE)
    pattern = _ASIDE.sub("", code.split(";")[0]).strip()
    if re.fullmatch("0{2,}", pattern):
        return NumberFormat(ZEROS, len(pattern))
    if pattern.lower() != "general" and re.search("[ymdhs年月日]", pattern.lower()):
        return NumberFormat(DATE)
    return NumberFormat()


def number_text(value: str, how: NumberFormat, epoch_1904: bool) -> str:
    """The number ``value`` of a cell as people read it; dates in ISO form."""
    try:
        number = float(value)
    except ValueError:
        return value
    if how.kind == DATE:
        return _date(number, epoch_1904) or value
    if number.is_integer() and abs(number) < 1e15:
        text = str(int(number))
        return text.zfill(how.width) if how.kind == ZEROS else text
    return repr(number) if "e" in value.lower() else value


def _date(number: float, epoch_1904: bool) -> str:
    try:
        moment = (_EPOCH_1904 if epoch_1904 else _EPOCH) + timedelta(days=number)
    except OverflowError:
        return ""
    moment = (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
    if number < 1:
        return moment.strftime("%H:%M:%S")
    if moment.time() == datetime.min.time():
        return moment.strftime("%Y-%m-%d")
    return moment.strftime("%Y-%m-%d %H:%M:%S")
