"""Places in external records: ``address.city``, ``emails[0]``, ``contacts[].email``.

A record is nested dicts and lists of JSON values. Names that have a dot, a bracket or a quotation
mark in them stand in quotation marks: ``"Tel. No".work``.
"""

import re
from functools import lru_cache

_STEP = re.compile(r'(?:"((?:[^"]|"")+)"|([^."\[\]]+))((?:\[\d{0,2}\])*)(\.|$)')
_PLACE = re.compile(r"\[(\d*)\]")
MAX_STEPS = 10
EACH = -1  # of a list: every element


class PathProblem(ValueError):
    """A path that can't be used."""


@lru_cache(maxsize=4096)
def parse_path(text: str) -> tuple[str | int, ...]:
    """Names of objects, numbers of list elements, and ``EACH``.

    :raise PathProblem: it is none
    """
    steps: list[str | int] = []
    at = 0
    while match := _STEP.match(text, at):
        quoted, plain, places, dot = match.groups()
        steps.append(quoted.replace('""', '"') if quoted else plain.strip())
        steps += [int(number) if number else EACH for number in _PLACE.findall(places)]
        at = match.end()
        if not dot:
            break
    if at != len(text) or not steps or "" in steps or text.endswith(".") or len(steps) > MAX_STEPS:
        raise PathProblem(text)
    return tuple(steps)


def quoted(name: str) -> str:
    """The path of a value with this name in the record itself."""
    if re.fullmatch(r'[^."\[\]\s]([^."\[\]]*[^."\[\]\s])?', name):
        return name
    return '"{}"'.format(name.replace('"', '""'))


def get(record, path: tuple[str | int, ...]):
    """The value at a place, ``None`` where there is none; a list of them for each ``EACH``."""
    for at, step in enumerate(path):
        if step == EACH and not isinstance(step, str):
            if isinstance(record, list):
                return [get(one, path[at + 1 :]) for one in record]
            return []
        if isinstance(step, str):
            record = record.get(step) if isinstance(record, dict) else None
        else:
            known = isinstance(record, list) and step < len(record)
            record = record[step] if known else None
        if record is None and EACH not in path[at + 1 :]:
            return None
    return record


def has(record, path: tuple[str | int, ...]) -> bool:
    """Whether a record says what stands at a place, if only that there is nothing. A list says
    it for its elements."""
    for step in path:
        if step == EACH and not isinstance(step, str):
            return isinstance(record, list)
        if record is None:
            return True
        known = isinstance(record, dict) and step in record
        if not known and not (isinstance(record, list) and not isinstance(step, str)):
            return False
        if isinstance(record, list):
            # one that is too short says that there is no such element
            record = record[step] if step < len(record) else None
        else:
            record = record[step]
    return True


def put(record: dict, path: tuple[str | int, ...], value, keep: bool = False) -> None:
    """Set the value at a place, making the objects and lists on the way; the inverse of ``get``.

    :param value: a list for each ``EACH``
    :param keep: a value that is there and not blank stays
    """
    here: dict | list = record
    for at, step in enumerate(path[:-1]):
        empty: dict | list = {} if isinstance(path[at + 1], str) else []
        if step == EACH and isinstance(here, list):
            here += [{} if isinstance(path[at + 1], str) else [] for _ in value[len(here) :]]
            for one, inner in zip(here, value, strict=False):
                _put_below(one, path[at + 1 :], inner, keep)
            return
        here = _step_into(here, step, empty)
    last = path[-1]
    if last == EACH and isinstance(here, list):
        if not (keep and here):
            here[:] = value
    elif not keep or _at(here, last) in (None, ""):
        _fill(here, last)
        here[last] = value  # type: ignore[index]


def _put_below(here, path, value, keep):
    if isinstance(here, dict):
        put(here, path, value, keep)
    else:
        # a list in a list: as if it were the value of an object
        put({"": here}, ("", *path), value, keep)


def _fill(here, step) -> None:
    if isinstance(here, list):
        here += [None] * (step + 1 - len(here))


def _at(here, step):
    if isinstance(here, dict):
        return here.get(step)
    return here[step] if step < len(here) else None


def _step_into(here, step, empty):
    found = _at(here, step)
    if not isinstance(found, type(empty)):
        _fill(here, step)
        here[step] = found = empty
    return found
