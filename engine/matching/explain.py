"""Why two records are thought to be the same: rows of evidence that add up to the score."""

from dataclasses import dataclass

import numpy as np

from .compare import Comparer
from .levels import EXTRA_PREFIX
from .settings import Settings, fields_of
from .statistics import Statistics
from .table import make_table
from .values import PART, MatchValues, unpack
from .veto import REASONS, vetoes
from .weigh import Weigher

_VALUE_OF = {
    "person": "name",
    "middle": "name",
    "numbers": "name",
    "form": "mark",
    "generation": "mark",
    "phone": "phones",
    "crowd": "",
    "address": "street",
}


@dataclass(frozen=True)
class Reason:
    """One row of an explanation.

    :param field: a field of ``levels.FIELDS`` or ``extraN``; "list" (how many strangers there
        are) or "related" (what shared contacts cannot tell: it may be a relative or a colleague)
    :param level: what was found, by its name
    :param first, second: the compared values
    """

    field: str
    level: str
    first: str
    second: str
    bits: float


@dataclass(frozen=True)
class Explanation:
    """``score`` in bits is the sum of the rows; ``veto``: why they are never the same, or ""."""

    score: float
    veto: str
    rows: tuple[Reason, ...]


def explain_pair(
    first: str, second: str, settings: Settings, statistics: Statistics, crowd: int | None = None
) -> Explanation:
    """Explain the score of two packed records.

    :param statistics: of the list, from its last scan
    :param crowd: how many different names share their contact, where the scan knows it
    """
    comparer = Comparer(make_table([first, second]), statistics)
    rows = np.array([0]), np.array([1])
    comparison = comparer.compare(*rows)
    if crowd is not None and comparison.levels["crowd"][0]:
        comparison.levels["crowd"][:] = np.digitize(crowd, (1, 2, 3, 5))
    weigher = Weigher(settings, statistics)
    scores = weigher.score(comparison)
    veto = int(vetoes(comparison, comparer.kinds_apart(*rows), settings)[0])
    reasons = []
    values = unpack(first), unpack(second)
    for name, levels in fields_of(settings).items():
        found = comparison.levels.get(name)
        if found is None or not found[0]:
            continue
        level = int(found[0])
        field = weigher.fields[name]
        bits = float(field.stranger[level])
        if name in ("name", "person"):
            bits += float(field.rarity[level] * comparison.name_bits[0])
        elif name == "address":
            bits += float(field.rarity[level] * comparison.place_bits[0])
        texts = (_value(own, name) for own in values)
        reasons.append(Reason(name, levels[level], *texts, round(bits, 2)))
    base = settings.base[0] + weigher.size_bits + weigher.density
    reasons.append(Reason("list", "size", "", "", round(base, 2)))
    total = float(scores.total[0])
    reasons.append(
        Reason("related", "relation", "", "", round(total - float(scores.stranger[0]), 2))
    )
    return Explanation(round(total, 2), REASONS[veto], tuple(reasons))


def _value(values: MatchValues, name: str) -> str:
    if name.startswith(EXTRA_PREFIX):
        parts = values.extras.split(PART)
        number = int(name.removeprefix(EXTRA_PREFIX))
        return parts[number] if number < len(parts) else ""
    if name == "address":
        street = " ".join(part for part in values.street.split(PART) if part)
        return ", ".join(part for part in (street, values.zip, values.city) if part)
    field = _VALUE_OF.get(name, name)
    return getattr(values, field).replace(PART, " ").lstrip("+!").strip() if field else ""
