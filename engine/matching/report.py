"""The engine on a file: find pairs, cluster, and tell the quality where the truth is known."""

import csv
import resource
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from .csv_file import CsvFile, read_csv
from .evaluate import best_quality, cluster_quality, quality_at, true_pairs
from .keys import blocking_keys
from .scan import ScanResult, key_matrix, scan
from .settings import Settings, default_settings
from .values import match_values


@dataclass(frozen=True)
class Found:
    """A file and what was found in it."""

    file: CsvFile
    result: ScanResult
    label: np.ndarray
    threshold: float


def match_file(path: Path, decisions: int = 0) -> tuple[dict[str, Any], Found]:
    """(figures, pairs found) of a file with the shipped settings.

    :param decisions: simulate so many answers of a steward, learn from them, tell again
    """
    start = time.perf_counter()
    file = read_csv(path)
    settings = default_settings(file.extras)
    values = [match_values(record) for record in file.records]
    keys = key_matrix((blocking_keys(own) for own in values), len(values))
    packed = [own.pack() for own in values]
    del values
    result = scan(packed, keys, settings)
    label = result.clusters(settings.suggest)
    report: dict[str, Any] = {"rows": len(packed), "candidates": result.candidates}
    report |= _figures(result, label, file.truth, settings)
    report["seconds"] = round(time.perf_counter() - start, 2)
    report["peak_mb"] = peak_mb()
    if decisions and file.truth is not None:
        from .simulate import after_decisions

        report["after_decisions"] = after_decisions(
            packed, keys, settings, result, file.truth, decisions
        )
    return report, Found(file, result, label, settings.suggest)


def _figures(
    result: ScanResult, label: np.ndarray, truth: np.ndarray | None, settings: Settings
) -> dict[str, Any]:
    chosen = result.suggested(settings.suggest)
    figures: dict[str, Any] = {"threshold": settings.suggest, "pairs": int(chosen.sum())}
    if truth is None:
        return figures
    scores = np.where(result.vetoed > 0, -np.inf, result.scores)
    same = truth[result.pairs[:, 0]] == truth[result.pairs[:, 1]]
    total = true_pairs(truth)
    at = quality_at(scores, same, total, settings.suggest)
    best = best_quality(scores, same, total)
    return figures | {
        "precision": round(at.precision, 4),
        "recall": round(at.recall, 4),
        "f1": round(at.f1, 4),
        "best_f1": round(best.f1, 4),
        "best_threshold": round(best.threshold, 2),
        "cluster_f1": round(cluster_quality(label, truth).f1, 4),
    }


def peak_mb() -> int:
    """The most memory that this process had."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1 << 20 if sys.platform == "darwin" else 1 << 10))


def write_pairs(handle: TextIO, found: Found) -> None:
    """The pairs from the threshold on, the best first, as CSV."""
    writer = csv.writer(handle)
    writer.writerow(["id_1", "id_2", "score", "cluster", "name_1", "name_2"])
    result = found.result
    rows = np.flatnonzero(result.suggested(found.threshold))
    for row in rows[np.argsort(-result.scores[rows], kind="stable")].tolist():
        first, second = result.pairs[row].tolist()
        together = found.label[first] == found.label[second]
        writer.writerow(
            [
                found.file.ids[first],
                found.file.ids[second],
                round(float(result.scores[row]), 2),
                found.file.ids[found.label[first]] if together else "",
                found.file.records[first].name,
                found.file.records[second].name,
            ]
        )
