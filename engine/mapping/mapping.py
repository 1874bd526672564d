"""A row of an external table as texts by field."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ..normalize.text import clean
from .problems import ValueProblem
from .transform import ALWAYS, make_transform


@dataclass(frozen=True)
class Line:
    """How one field is filled.

    :param field: of a customer; for records of other systems a path of fields
    :param column: name of the column, or place in the record; "" for a value that is the same
        everywhere
    :param default: where the value is blank
    :param direction: of records: "in", "out" or "both"
    :param levels: lists that the field stands in
    """

    field: str
    column: str = ""
    transform: str = ""
    argument: str = ""
    default: str = ""
    required: bool = False
    direction: str = "both"
    levels: int = 0


@dataclass(frozen=True)
class RowProblem:
    """``code``: ``missing``, ``nested`` (an object where a value is wanted) or one of a
    ``ValueProblem``."""

    code: str
    field: str
    column: str
    value: str = ""


@dataclass(frozen=True)
class MappedRow:
    """Texts that are not blank, by field, and what is wrong.

    :param many: of fields that hold several records: for each of these the texts by the rest of
        the path
    :param blanks: of records: fields that they have, and that are blank
    """

    values: dict[str, str]
    problems: list[RowProblem] = field(default_factory=list)
    many: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    blanks: frozenset[str] = frozenset()


class Mapping:
    """Lines made ready for the columns of a table.

    :raise ValueProblem: a transform that can't be used; KeyError: a column that is not there
    """

    def __init__(self, lines: Sequence[Line], header: Sequence[str]):
        places = {name: at for at, name in enumerate(header)}
        self._steps: list[tuple[Line, int | None, Callable[[str], str]]] = [
            (
                line,
                places[line.column] if line.column else None,
                make_transform(line.transform, line.argument),
            )
            for line in lines
        ]

    def map_row(self, cells: Sequence[str]) -> MappedRow:
        """The first column with a value counts where several fill one field."""
        values: dict[str, str] = {}
        problems = []
        missing: dict[str, Line] = {}
        for line, place, transform in self._steps:
            raw = clean(cells[place]) if place is not None else ""
            try:
                text = transform(raw) if raw or line.transform in ALWAYS else ""
            except ValueProblem as problem:
                problems.append(RowProblem(problem.code, line.field, line.column, raw))
                continue
            text = text or line.default
            if text:
                values.setdefault(line.field, text)
            elif line.required:
                missing[line.field] = line
        problems += [
            RowProblem("missing", name, line.column)
            for name, line in missing.items()
            if name not in values
        ]
        return MappedRow(values, problems)
