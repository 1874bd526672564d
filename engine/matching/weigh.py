"""Weights of evidence in bits, and the score of a pair.

Fellegi and Sunter (1969): the log of m/u for each level, added up. Two things are different here.

*Two alternatives to "the same".* A pair that is not the same customer is either two strangers,
whose
agreements are accidents, or two that belong together (branches, a family, tenants of a house, a
contact and the company). Against strangers everything counts that is rare, and the larger the
list, the more strangers there are: -log2(n). Against relatives a shared phone, mailbox or house
counts next to nothing, however rare, and the size of the list does not matter. The score is what
stands against both together: -log2(2^-stranger + 2^-related), so one threshold holds for any size,
and evidence of shared contacts is capped by itself. How frequent duplicates are in this list moves
both (``Statistics.density``).

*Rarity.* Agreement in a rare name tells more: a share of the -log2(frequency) of the words that
agree is added against strangers (Winkler 2000, tf-idf of names).
"""

from dataclasses import dataclass

import numpy as np

from .compare import Comparison
from .levels import EXTRA_PREFIX
from .settings import EXACT, Settings, Weight, fields_of
from .statistics import Statistics

VETOED = -50.0
_NONE = Weight()


@dataclass(frozen=True)
class _Field:
    stranger: np.ndarray
    related: np.ndarray
    rarity: np.ndarray


@dataclass(frozen=True)
class Scores:
    """``total`` of each pair in bits, and what stands against each hypothesis."""

    total: np.ndarray
    stranger: np.ndarray
    related: np.ndarray


class Weigher:
    """Settings as arrays that are indexed by levels."""

    def __init__(self, settings: Settings, statistics: Statistics):
        self.settings = settings
        self.size_bits = -float(np.log2(max(statistics.size, 2)))
        self.density = statistics.density
        self.fields = {
            name: _field(settings, name, levels) for name, levels in fields_of(settings).items()
        }

    def score(self, comparison: Comparison) -> Scores:
        """Scores of compared pairs, without vetoes."""
        base = self.settings.base
        stranger = np.full(len(comparison), base[0] + self.size_bits + self.density, np.float32)
        related = np.full(len(comparison), base[1] + self.density, np.float32)
        for name, field in self.fields.items():
            levels = comparison.levels.get(name)
            if levels is None:
                continue
            stranger += field.stranger[levels]
            related += field.related[levels]
            if name in ("name", "person"):
                stranger += field.rarity[levels] * comparison.name_bits
            elif name == "address":
                stranger += field.rarity[levels] * comparison.place_bits
        return Scores(-np.logaddexp2(-stranger, -related), stranger, related)


def _field(settings: Settings, name: str, levels: tuple[str, ...]) -> _Field:
    weights = settings.weights.get(name)
    if weights is None and name.startswith(EXTRA_PREFIX):
        weights = settings.weights[EXTRA_PREFIX]
    found = [_NONE] * len(levels)
    if name not in settings.off:
        found = [_NONE] + [(weights or {}).get(level, _NONE) for level in levels[1:]]
        number = name.removeprefix(EXTRA_PREFIX)
        if number != name and settings.extras[int(number)].how == EXACT:
            found[2] = found[3]  # similar is different
    return _Field(
        *(
            np.array([getattr(weight, part) for weight in found], np.float32)
            for part in ("stranger", "related", "rarity")
        )
    )
