import unittest
from datetime import date, timedelta
from decimal import Decimal

from customer_master.engine.value import rfm
from customer_master.engine.value.priority import propose
from customer_master.engine.value.stage import STAGES, Periods, past_moves, stage_of
from hypothesis import given
from hypothesis import strategies as st

TODAY = date(2026, 11, 24)
WEIGHTS = st.builds(rfm.Weights, st.integers(1, 5), st.integers(0, 5), st.integers(0, 5))
FIGURES = st.lists(
    st.builds(
        rfm.Figures,
        st.integers(0, 900).map(lambda days: TODAY - timedelta(days=days)),
        st.integers(0, 6),
        st.integers(-50, 500).map(Decimal),
    ),
    max_size=40,
)


class TestRfm(unittest.TestCase):
    def test_fifths(self):
        self.assertEqual(rfm.quintiles(range(10)), [1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
        self.assertEqual(rfm.quintiles([7]), [3])
        self.assertEqual(rfm.quintiles([]), [])
        self.assertEqual(rfm.quintiles([4, 4, 4, 4]), [3, 3, 3, 3])
        self.assertEqual(rfm.quintiles([1, 1, 1, 1, 9]), [3, 3, 3, 3, 5])

    @given(st.lists(st.integers(-9, 9), min_size=1, max_size=60))
    def test_more_is_never_in_a_lower_fifth(self, values):
        fifths = rfm.quintiles(values)
        self.assertTrue(all(1 <= fifth <= 5 for fifth in fifths))
        for (one, fifth), (other, its) in zip(
            sorted(zip(values, fifths, strict=True)),
            sorted(zip(values, fifths, strict=True))[1:],
            strict=False,
        ):
            self.assertLessEqual(fifth, its)
            if one == other:
                self.assertEqual(fifth, its)

    @given(st.lists(st.integers(), min_size=5, max_size=60, unique=True))
    def test_different_values_are_spread_evenly(self, values):
        fifths = rfm.quintiles(values)
        sizes = [fifths.count(fifth) for fifth in range(1, 6)]
        self.assertLessEqual(max(sizes) - min(sizes), 1)

    def test_score(self):
        even = rfm.Weights()
        self.assertEqual(rfm.score(5, 5, 5, even), 100)
        self.assertEqual(rfm.score(1, 1, 1, even), 20)
        self.assertEqual(rfm.score(5, 4, 4, even), 87)  # 86.67
        self.assertEqual(rfm.score(5, 1, 1, rfm.Weights(1, 0, 0)), 100)

    @given(WEIGHTS, st.tuples(*[st.integers(1, 5)] * 3))
    def test_score_is_the_weighted_mean(self, weights, place):
        r, f, m = place
        mean = (weights.recency * r + weights.frequency * f + weights.monetary * m) / weights.total
        self.assertAlmostEqual(rfm.score(*place, weights), 20 * mean, delta=0.5)

    def test_groups(self):
        for place, group in (
            ((5, 5, 5), "champions"),
            ((4, 3, 3), "loyal"),
            ((5, 1, 1), "promising"),
            ((3, 4, 3), "loyal"),
            ((3, 1, 1), "attention"),
            ((1, 5, 5), "at_risk"),
            ((2, 2, 2), "hibernating"),
            ((1, 1, 1), "lost"),
        ):
            with self.subTest(place=place):
                self.assertEqual(rfm.segment(*place), group)

    @given(FIGURES, WEIGHTS)
    def test_who_did_not_order_in_the_period_is_last(self, figures, weights):
        values = rfm.values(figures, weights)
        self.assertEqual(len(values), len(figures))
        for one, value in zip(figures, values, strict=True):
            if not one.orders:
                self.assertEqual((value.r, value.f, value.m, value.segment), (1, 1, 1, "lost"))
        # and takes no place from the others
        recent = [one for one in figures if one.orders]
        self.assertEqual(
            [value for one, value in zip(figures, values, strict=True) if one.orders],
            rfm.values(recent, weights),
        )


class TestStage(unittest.TestCase):
    def stage(self, first=None, last=None, contact=None, periods=None):
        days = [
            None if ago is None else TODAY - timedelta(days=ago) for ago in (first, last, contact)
        ]
        return stage_of(TODAY, *days, periods or Periods(90, 180, 365))

    def test_stages(self):
        self.assertEqual(self.stage(), "potential")
        self.assertEqual(self.stage(contact=1), "potential")
        self.assertEqual(self.stage(0, 0), "new")
        self.assertEqual(self.stage(90, 80), "new")
        self.assertEqual(self.stage(91, 80), "active")
        self.assertEqual(self.stage(500, 180), "active")
        self.assertEqual(self.stage(500, 181), "at_risk")
        self.assertEqual(self.stage(500, 365), "at_risk")
        self.assertEqual(self.stage(500, 366), "lost")

    def test_contact_counts_like_an_order(self):
        self.assertEqual(self.stage(900, 800, 10), "active")
        self.assertEqual(self.stage(900, 800, 200), "at_risk")
        self.assertEqual(self.stage(900, 100, 800), "active")

    def test_other_periods(self):
        self.assertEqual(self.stage(50, 40, periods=Periods(10, 30, 60)), "at_risk")

    @given(st.integers(0, 2000), st.integers(0, 2000), st.integers(1, 400), st.integers(1, 400))
    def test_longer_silence_is_never_better(self, first, silent, at_risk, more):
        periods = Periods(0, at_risk, at_risk + more)
        first = max(first, silent + 1)
        one = STAGES.index(self.stage(first, silent, periods=periods))
        self.assertLessEqual(one, STAGES.index(self.stage(first + 1, silent + 1, periods=periods)))

    def test_past_moves(self):
        orders = [TODAY - timedelta(days=ago) for ago in (700, 300)]
        told = [
            ((TODAY - day).days, before, then)
            for day, before, then in past_moves(orders, TODAY, Periods(90, 180, 365))
        ]
        self.assertEqual(
            told,
            [
                (700, "potential", "new"),
                (609, "new", "active"),
                (519, "active", "at_risk"),
                (334, "at_risk", "lost"),
                (300, "lost", "active"),
                (119, "active", "at_risk"),
            ],
        )

    @given(
        st.lists(st.integers(0, 900), max_size=8),
        st.integers(0, 300),
        st.integers(1, 300),
        st.integers(1, 300),
    )
    def test_past_moves_lead_to_the_stage_of_today(self, ago, new, at_risk, more):
        orders = sorted({TODAY - timedelta(days=days) for days in ago})
        periods = Periods(new, at_risk, at_risk + more)
        moves = past_moves(orders, TODAY, periods)
        stages = ["potential", *(then for _day, _before, then in moves)]
        self.assertEqual([before for _day, before, _then in moves], stages[:-1])
        last = orders[-1] if orders else None
        self.assertEqual(
            stages[-1], stage_of(TODAY, orders[0] if orders else None, last, None, periods)
        )
        self.assertEqual(sorted(moves), moves)


class TestPriority(unittest.TestCase):
    LIMITS = (60, 80, 95)

    def test_limits(self):
        for points, priority in ((0, "0"), (59, "0"), (60, "1"), (80, "2"), (95, "3"), (200, "3")):
            with self.subTest(points=points):
                self.assertEqual(propose(points, 0, False, self.LIMITS), priority)

    def test_importance(self):
        self.assertEqual(propose(60, 20, False, self.LIMITS), "2")
        self.assertEqual(propose(60, -20, False, self.LIMITS), "0")
        self.assertEqual(propose(0, 95, False, self.LIMITS), "3")

    def test_strategic(self):
        self.assertEqual(propose(0, -100, True, self.LIMITS), "3")

    def test_limits_in_any_order(self):
        self.assertEqual(propose(85, 0, False, (95, 60, 80)), "2")
