"""Lists with a known truth through the engine and through splink, on the same normalised values."""

import csv
import json
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from devtools import python_env

from .truth import customer_list

_PEER = Path(__file__).parents[1] / "peers" / "splink_match.py"
_REQUIREMENTS = python_env.REQUIREMENTS.with_name("requirements-splink.txt")
_COLUMNS = "unique_id cluster name phone email street city zip tax_id".split()


@dataclass(frozen=True)
class Found:
    """What one matcher made of a list: F1 of its pairs, seconds from values to scores."""

    f1: float
    seconds: float


def normalised(size: int, seed: int):
    """(rows, their ``MatchValues``) of a made-up list."""
    from odoo.addons.customer_master.engine.matching.record import COMPANY, PERSON, Record
    from odoo.addons.customer_master.engine.matching.values import match_values

    rows = list(customer_list(size, seed=seed))
    return rows, [
        match_values(
            Record(
                name=row["name"],
                kind=COMPANY if row["is_company"] else PERSON,
                **{name: row[name] for name in ("street", "city", "zip", "country")},
                phones=(row["phone"],) if row["phone"] else (),
                email=row["email"],
                website=row["website"],
                tax_id=row["vat"],
                birthdate=row["birthdate"],
            )
        )
        for row in rows
    ]


def by_engine(rows, values) -> Found:
    """With the shipped defaults at their threshold."""
    from odoo.addons.customer_master.engine.matching.evaluate import quality_at, true_pairs
    from odoo.addons.customer_master.engine.matching.keys import blocking_keys
    from odoo.addons.customer_master.engine.matching.scan import key_matrix, scan
    from odoo.addons.customer_master.engine.matching.settings import default_settings

    settings = default_settings()
    keys = key_matrix(map(blocking_keys, values), len(values))
    packed = [value.pack() for value in values]
    start = time.perf_counter()
    result = scan(packed, keys, settings)
    seconds = time.perf_counter() - start
    _names, truth = np.unique([row["cluster"] for row in rows], return_inverse=True)
    kept = result.vetoed == 0
    pairs = result.pairs[kept]
    same = truth[pairs[:, 0]] == truth[pairs[:, 1]]
    found = quality_at(result.scores[kept], same, true_pairs(truth), settings.suggest)
    return Found(found.f1, seconds)


def by_splink(rows, values) -> Found:
    """At the threshold that is best for it, which only the truth tells; clusters included."""
    with tempfile.NamedTemporaryFile("w", suffix=".csv", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        for row, value in zip(rows, values, strict=True):
            writer.writerow(
                [
                    *(row["id"], row["cluster"], value.name, value.phones.partition("|")[0]),
                    *(value.email, value.street, value.city, value.zip, value.tax_id),
                ]
            )
        file.flush()
        python = python_env.ensure(_REQUIREMENTS)
        run = subprocess.run([python, _PEER, file.name], capture_output=True, text=True, check=True)
    answer = json.loads(run.stdout.splitlines()[-1])
    return Found(answer["best_f1"], answer["seconds"])
