"""Records of other systems and fields of customers, one mapping for both directions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from ..normalize.text import clean
from .expression import compile_expression
from .mapping import Line, MappedRow, RowProblem
from .outward import make_outward
from .path import get, has, parse_path, put
from .problems import ValueProblem
from .transform import ALWAYS, make_transform, split_argument
from .values import as_text, is_blank

IN, OUT, BOTH = "in", "out", "both"


@dataclass(frozen=True)
class RenderedRow:
    """What another system gets, and what is wrong with it."""

    record: dict
    problems: list[RowProblem] = field(default_factory=list)


class _Step:
    def __init__(self, line: Line):
        self.line = line
        self.path = parse_path(line.column) if line.column else ()
        expression = line.transform == "expression"
        self.run = compile_expression(line.argument) if expression else None


def _text_of(run, record, text):
    return as_text(run(text, record))


def _value_of(run, record, value):
    return run(value, record)


class Exchange:
    """Lines made ready for records.

    A line whose field stands in a list of the customer (``levels`` > 0) has a list of values.

    :raise ValueProblem: a transform that can't be used; PathProblem: a path that is none
    """

    def __init__(self, lines: Sequence[Line]):
        self._in = [
            (_Step(line), make_transform(line.transform, line.argument))
            for line in lines
            if line.field and line.direction != OUT
        ]
        self.out_lines = [line for line in lines if line.direction != IN and line.column]
        self._out = [
            (_Step(line), make_outward(line.transform, line.argument)) for line in self.out_lines
        ]
        self._parts = self._joined_parts()

    def _joined_parts(self) -> dict[int, tuple[str, list[int]]]:
        """Lines that take parts of one text put it together again: {first line: (separator,
        lines in the order of the parts)}; the others of them: no lines."""
        found: dict[tuple[str, str], list[tuple[int, int]]] = {}
        for at, (step, _work) in enumerate(self._out):
            if step.line.transform == "split":
                separator, part = split_argument(step.line.argument)
                if part > 0:
                    found.setdefault((step.line.column, separator), []).append((part, at))
        parts = {}
        for (_column, separator), places in found.items():
            if len(places) > 1:
                first = min(at for _part, at in places)
                parts |= {at: (separator, []) for _part, at in places}
                parts[first] = (separator, [at for _part, at in sorted(places)])
        return parts

    # -- in --------------------------------------------------------------------------------

    def receive(self, record: dict) -> MappedRow:
        """What a record says of a customer; the first line with a value counts for a field."""
        values: dict[str, str] = {}
        many: dict[str, list[dict[str, str]]] = {}
        problems: list[RowProblem] = []
        missing: dict[str, RowProblem] = {}
        blanks: set[str] = set()
        for step, work in self._in:
            line = step.line
            raw = get(record, step.path) if step.path else None
            if step.run:
                work = partial(_text_of, step.run, record)
            blank = True
            for place, text in self._texts(line, raw, work, problems):
                blank = False
                if not line.levels:
                    values.setdefault(line.field, text)
                    break
                name, _dot, rest = line.field.partition(".")
                rows = many.setdefault(name, [])
                rows += [{} for _ in range(place + 1 - len(rows))]
                rows[place].setdefault(rest, text)
            if blank and line.required:
                missing[line.field] = RowProblem("missing", line.field, line.column)
            elif blank and step.path and has(record, step.path):
                blanks.add(line.field)
        problems += [one for name, one in missing.items() if name not in values]
        # what could not be read is no blank
        filled = {*values, *many, *(problem.field for problem in problems)}
        empty = frozenset(name for name in blanks if name not in filled)
        return MappedRow(values, problems, many, empty)

    def _texts(self, line: Line, raw, work, problems):
        """(place in the list, text) of values that are not blank."""
        listed = raw if isinstance(raw, list) else [raw]
        if line.levels and line.transform == "join" and not isinstance(raw, list):
            listed = self._text(line, raw, work, problems).splitlines() or [None]
            work = str
        elif not line.levels and isinstance(raw, list):
            listed = ["\n".join(as_text(one) for one in raw if not is_blank(one))]
        for place, one in enumerate(listed):
            if isinstance(one, list):
                one = "\n".join(as_text(inner) for inner in one if not is_blank(inner))
            if isinstance(one, dict):
                problems.append(RowProblem("nested", line.field, line.column))
            elif text := self._text(line, one, work, problems):
                yield place, text

    def _text(self, line: Line, raw, work, problems) -> str:
        text = "\n".join(map(clean, as_text(raw).splitlines())) if raw is not None else ""
        try:
            text = work(text) if text or line.transform in ALWAYS else ""
        except ValueProblem as problem:
            problems.append(RowProblem(problem.code, line.field, line.column, text))
            return ""
        return text or line.default

    # -- out -------------------------------------------------------------------------------

    def render(self, values: Sequence) -> RenderedRow:
        """The record of a customer.

        :param values: one for each of ``out_lines``: a JSON value, or a list of them for each
            level of the line
        """
        record: dict = {}
        problems: list[RowProblem] = []
        known = {line.field: one for line, one in zip(self.out_lines, values, strict=True)}
        for at, (step, work) in enumerate(self._out):
            line = step.line
            if step.run:
                work = partial(_value_of, step.run, known)
            separator, places = self._parts.get(at, ("", None))
            if places:
                texts = [as_text(self._written(self._out[n], values[n], [])) for n in places]
                value = separator.join(texts).strip() if any(texts) else None
            elif places is None:
                value = self._written((step, work), values[at], problems)
            else:
                continue  # written with the first of them
            if is_blank(value) and line.required:
                problems.append(RowProblem("missing", line.field, line.column))
            put(record, step.path, value, keep=True)
        return RenderedRow(record, problems)

    def _written(self, step_work, value, problems):
        step, work = step_work
        line = step.line
        if isinstance(value, list) and line.transform != "join":
            return [self._written(step_work, one, problems) for one in value]
        try:
            if not is_blank(value) or line.transform in ALWAYS:
                value = work(value)
        except ValueProblem as problem:
            problems.append(RowProblem(problem.code, line.field, line.column, as_text(value)))
            value = None
        return (line.default or None) if is_blank(value) else value
