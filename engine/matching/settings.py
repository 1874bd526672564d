"""Settings of the matching: one JSON-able value, validated, with a version.

The shipped weights stand in ``weights.csv``, in bits. They were fitted on generated lists and on
public lists with known truth (regularised logistic regression of the two-hypotheses score of
:mod:`.weigh`), all sets together and each with the same total weight.
"""

import csv
import json
import math
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from .levels import EXTRA, EXTRA_PREFIX, FIELDS

VERSION = 1
VETOES = ("tax_id", "kind", "branch", "generation")
EXACT, FUZZY = "exact", "fuzzy"
MAX_EXTRAS = 8
_FILE = Path(__file__).parent / "weights.csv"
_LIMIT = 60.0  # bits of one weight


class SettingsError(ValueError):
    """Settings that cannot be used; ``path`` says where, the message what is wrong."""

    def __init__(self, path: str, message: str):
        super().__init__(f"{path}: {message}")
        self.path = path


@dataclass(frozen=True)
class Weight:
    """Bits of one level, against each of the two hypotheses; ``rarity``: share of the rarity that
    counts.
    """

    stranger: float = 0.0
    related: float = 0.0
    rarity: float = 0.0


@dataclass(frozen=True)
class ExtraField:
    """A further field of the record: compared as it is, or allowing for typing errors."""

    name: str
    how: str = EXACT


@dataclass(frozen=True)
class Settings:
    """How records are compared and judged.

    :param off: fields that take no part
    :param extras: further fields, in the order of ``Record.extras``
    :param suggest: score in bits from which a pair is shown
    :param certain: score from which it may be merged without being looked at
    :param cap: how many records may share a blocking key
    :param weights: of each field's levels, by field and level
    :param base: bits of every pair against the two hypotheses, before the size of the list
    """

    off: frozenset[str] = frozenset()
    extras: tuple[ExtraField, ...] = ()
    vetoes: frozenset[str] = frozenset(VETOES)
    suggest: float = 0.0
    certain: float = 6.0
    cap: int = 40
    weights: dict[str, dict[str, Weight]] = field(default_factory=lambda: default_weights()[0])
    base: tuple[float, float] = field(default_factory=lambda: default_weights()[1])

    def to_json(self) -> dict[str, Any]:
        """As plain values for JSON."""
        return {
            "version": VERSION,
            "off": sorted(self.off),
            "extras": [{"name": extra.name, "how": extra.how} for extra in self.extras],
            "vetoes": sorted(self.vetoes),
            "suggest": self.suggest,
            "certain": self.certain,
            "cap": self.cap,
            "base": list(self.base),
            "weights": {
                name: {
                    level: [weight.stranger, weight.related, weight.rarity]
                    for level, weight in levels.items()
                }
                for name, levels in self.weights.items()
            },
        }

    def to_text(self) -> str:
        """As JSON, equal settings as equal text."""
        return json.dumps(self.to_json(), sort_keys=True, ensure_ascii=False)


def fields_of(settings: Settings) -> dict[str, tuple[str, ...]]:
    """All fields with their levels, the extra ones last."""
    extras = {f"{EXTRA_PREFIX}{number}": EXTRA for number in range(len(settings.extras))}
    return {**FIELDS, **extras}


@lru_cache(maxsize=1)
def default_weights() -> tuple[dict[str, dict[str, Weight]], tuple[float, float]]:
    """The shipped weights and the base; shared, not to be changed."""
    weights: dict[str, dict[str, Weight]] = {name: {} for name in (*FIELDS, EXTRA_PREFIX)}
    base = (0.0, 0.0)
    with open(_FILE, encoding="utf-8", newline="") as handle:
        for name, level, *bits in list(csv.reader(handle))[1:]:
            weight = Weight(*map(float, bits))
            if name == "base":
                base = (weight.stranger, weight.related)
            else:
                weights[name][level] = weight
    return weights, base


def default_settings(extras: tuple[ExtraField, ...] = ()) -> Settings:
    """The shipped settings, with these extra fields."""
    return replace(Settings(), extras=extras)


def settings_from_json(data: Any) -> Settings:
    """Settings from plain values; what is not given is as shipped.

    :raise SettingsError: naming what cannot be used
    """
    _require(isinstance(data, dict), "settings", "must be an object")
    unknown = set(data) - {
        "version",
        "off",
        "extras",
        "vetoes",
        "suggest",
        "certain",
        "cap",
        "base",
        "weights",
    }
    _require(not unknown, ", ".join(sorted(map(str, unknown))), "unknown setting")
    _require(data.get("version", VERSION) == VERSION, "version", f"must be {VERSION}")
    default = Settings()
    extras = _extras(data.get("extras", []))
    known = set(FIELDS) | {f"{EXTRA_PREFIX}{number}" for number in range(len(extras))}
    suggest = _number(data.get("suggest", default.suggest), "suggest")
    certain = _number(data.get("certain", default.certain), "certain")
    _require(suggest <= certain, "certain", "must not be below suggest")
    cap = data.get("cap", default.cap)
    _require(type(cap) is int and 2 <= cap <= 1000, "cap", "must be a whole number from 2 to 1000")
    base = data.get("base", list(default.base))
    _require(isinstance(base, list | tuple) and len(base) == 2, "base", "must be two numbers")
    return Settings(
        off=_names(data.get("off", []), "off", known),
        extras=extras,
        vetoes=_names(data.get("vetoes", list(VETOES)), "vetoes", set(VETOES)),
        suggest=suggest,
        certain=certain,
        cap=cap,
        weights=_weights(data.get("weights", {}), default.weights, extras),
        base=(_number(base[0], "base"), _number(base[1], "base")),
    )


def settings_from_text(text: str) -> Settings:
    """Settings from JSON text."""
    try:
        data = json.loads(text)
    except ValueError as error:
        raise SettingsError("settings", f"not JSON ({error})") from None
    return settings_from_json(data)


def _require(condition: bool, path: str, message: str) -> None:
    if not condition:
        raise SettingsError(path, message)


def _number(value: Any, path: str) -> float:
    good = isinstance(value, int | float) and not isinstance(value, bool)
    _require(
        good and math.isfinite(value) and abs(value) <= _LIMIT,
        path,
        f"must be a number within ±{_LIMIT:g}",
    )
    return float(value)


def _names(value: Any, path: str, known: set[str]) -> frozenset[str]:
    good = isinstance(value, list | tuple) and all(isinstance(name, str) for name in value)
    _require(good, path, "must be a list of names")
    wrong = set(value) - known
    _require(not wrong, path, f"unknown: {', '.join(sorted(wrong))}")
    return frozenset(value)


def _extras(value: Any) -> tuple[ExtraField, ...]:
    _require(isinstance(value, list | tuple), "extras", "must be a list")
    _require(len(value) <= MAX_EXTRAS, "extras", f"at most {MAX_EXTRAS}")
    extras = []
    for at, entry in enumerate(value):
        path = f"extras[{at}]"
        _require(
            isinstance(entry, dict) and set(entry) <= {"name", "how"},
            path,
            "must have name and how",
        )
        name, how = entry.get("name"), entry.get("how", EXACT)
        _require(isinstance(name, str) and bool(name), path, "must have a name")
        _require(how in (EXACT, FUZZY), path, "how must be exact or fuzzy")
        _require(name not in [extra.name for extra in extras], path, f"{name} twice")
        extras.append(ExtraField(name, how))
    return tuple(extras)


def _weights(
    value: Any, default: dict, extras: tuple[ExtraField, ...]
) -> dict[str, dict[str, Weight]]:
    _require(isinstance(value, dict), "weights", "must be an object")
    levels_of = {**FIELDS, EXTRA_PREFIX: EXTRA}
    levels_of |= {f"{EXTRA_PREFIX}{number}": EXTRA for number in range(len(extras))}
    weights = {name: dict(levels) for name, levels in default.items()}
    for name, levels in value.items():
        path = f"weights.{name}"
        _require(name in levels_of, path, "unknown field")
        _require(isinstance(levels, dict), path, "must be an object")
        own = weights.setdefault(name, dict(default.get(EXTRA_PREFIX, {})))
        for level, bits in levels.items():
            inner = f"{path}.{level}"
            _require(level in levels_of[name][1:], inner, "unknown level")
            good = isinstance(bits, list | tuple) and len(bits) == 3
            _require(good, inner, "must be three numbers: stranger, related, rarity")
            own[level] = Weight(*(_number(bit, inner) for bit in bits))
    return weights
