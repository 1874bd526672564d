"""Learning from decisions, choosing questions, figures of quality."""

import numpy as np
import pytest
from customer_master.engine.matching.active import choose
from customer_master.engine.matching.compare import Comparison
from customer_master.engine.matching.evaluate import (
    best_quality,
    cluster_quality,
    quality_at,
    quality_table,
    true_pairs,
)
from customer_master.engine.matching.levels import ADDRESS, FIELDS, NAME, PHONE
from customer_master.engine.matching.settings import default_settings, settings_from_text
from customer_master.engine.matching.statistics import Statistics
from customer_master.engine.matching.train import train
from customer_master.engine.matching.weigh import Weigher

STATISTICS = Statistics(10_000, np.zeros(1 << 18, np.int32))
SETTINGS = default_settings()


def _comparison(count, seed=0):
    """Pairs with the same name at one house; half of them with a different phone."""
    levels = {name: np.zeros(count, np.uint8) for name in FIELDS}
    levels["name"][:] = NAME.index("same start")
    levels["address"][:] = ADDRESS.index("same house")
    generator = np.random.default_rng(seed)
    levels["phone"][:] = np.where(
        generator.random(count) < 0.5, PHONE.index("equal"), PHONE.index("different")
    )
    return Comparison(levels, np.full(count, 8, np.float32), np.zeros(count, np.float32))


def test_decisions_move_the_weights_that_were_wrong():
    pairs = _comparison(200)
    # In this list a company at the same house with the same phone is the same, against the default.
    same = pairs.levels["phone"] == PHONE.index("equal")
    found = train(pairs, same, SETTINGS, STATISTICS)
    assert found.learned and found.loss_after < found.loss_before
    score = Weigher(found.settings, STATISTICS).score(pairs).total
    assert ((score > 0) == same).mean() > 0.98
    assert settings_from_text(found.settings.to_text()) == found.settings
    at_zero = next(row for row in found.table if row.threshold == 0)
    assert at_zero.f1 > 0.95


@pytest.mark.parametrize("count", [0, 5, 19])
def test_few_decisions_change_nothing(count):
    pairs = _comparison(count)
    found = train(pairs, np.zeros(count, bool), SETTINGS, STATISTICS)
    assert not found.learned and found.settings == SETTINGS


def test_decisions_that_agree_with_nothing_do_not_make_it_worse():
    pairs = _comparison(60)
    noise = np.random.default_rng(1).random(60) < 0.5
    found = train(pairs, noise, SETTINGS, STATISTICS)
    assert found.loss_after <= found.loss_before


def test_the_doubtful_are_asked_first_and_nothing_twice():
    scores = np.linspace(-20, 20, 401)
    patterns = np.arange(401, dtype=np.uint64)
    chosen = choose(scores, patterns, 20)
    assert len(set(chosen.tolist())) == 20
    assert np.median(np.abs(scores[chosen])) < 2
    asked = np.zeros(401, bool)
    asked[chosen] = True
    again = choose(scores, patterns, 400, asked)
    assert not asked[again].any() and len(again) == 381


def test_one_pattern_is_not_asked_over_and_over():
    scores = np.concatenate([np.zeros(50), np.linspace(0.5, 2, 10)])
    patterns = np.concatenate([np.zeros(50), np.arange(1, 11)]).astype(np.uint64)
    chosen = choose(scores, patterns, 12)
    assert len(set(patterns[chosen].tolist())) >= 8


def test_quality():
    truth = np.array([0, 0, 0, 1, 1, 2])
    assert true_pairs(truth) == 4
    scores = np.array([5.0, 4.0, 3.0, 2.0])
    same = np.array([True, True, False, True])
    at = quality_at(scores, same, 4, 3.5)
    assert (at.precision, at.recall) == (1.0, 0.5)
    best = best_quality(scores, same, 4)
    assert best.threshold == 2.0 and best.f1 == pytest.approx(0.75)
    assert [row.threshold for row in quality_table(scores, same, 4, np.array([1, 2]))] == [1, 2]
    assert cluster_quality(np.array([0, 0, 0, 3, 3, 5]), truth).f1 == 1.0
    assert cluster_quality(np.array([0, 0, 2, 3, 3, 3]), truth).precision == 0.5
    assert best_quality(scores[:0], same[:0], 0).f1 == 0.0
