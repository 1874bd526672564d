"""Fair timing: both sides in turns, medians, new cursors with empty record caches."""

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .databases import environment

MINIMUM_ROUNDS = 5


@dataclass(frozen=True)
class Pair:
    """Seconds (or whatever was measured) of both sides, one a round."""

    core: Sequence[float]
    addon: Sequence[float]

    def medians(self) -> tuple[float, float]:
        return statistics.median(self.core), statistics.median(self.addon)


def timed(work: Callable, *arguments) -> float:
    start = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - start


def alternate(core: Callable[[], float], addon: Callable[[], float], rounds: int) -> Pair:
    """Measure both in turns, the first one changing each round; each warms up once."""
    if rounds < MINIMUM_ROUNDS:
        raise ValueError(f"at least {MINIMUM_ROUNDS} rounds")
    core(), addon()
    found: dict[Callable, list[float]] = {core: [], addon: []}
    for number in range(rounds):
        for side in (core, addon) if number % 2 else (addon, core):
            gc.collect()  # so that none pays for what the other left
            found[side].append(side())
    return Pair(found[core], found[addon])


def fresh(name: str, work: Callable, **kwargs) -> Callable[[], float]:
    """A measure of ``work(env)`` in a new cursor with empty record caches, then rolled back.

    ``work`` can return a function: it is what is timed, after the preparation.
    """

    def measure() -> float:
        with environment(name, **kwargs) as env:
            prepared = work(env)
            env.flush_all()
            env.invalidate_all()
            return timed(prepared)

    return measure


def reset_peak() -> None:
    """Forget how much memory this process has needed so far (Linux)."""
    Path("/proc/self/clear_refs").write_text("5")


def peak_mb() -> float:
    """Memory that this process needed at most since :func:`reset_peak`, in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise OSError("no VmHWM in /proc/self/status")
