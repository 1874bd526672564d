from odoo.exceptions import AccessError, UserError

from .test_match_scan import MatchScanCase

BIRDS = ("Falken", "Reiher", "Amsel", "Drossel", "Kranich", "Milan", "Sperber", "Zeisig")
TRADES = ("Bau", "Möbel", "Technik")


class TestMatchLearning(MatchScanCase):
    """Trial, learning from decisions and the most useful questions of a duplicate rule."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = cls.make_user("administrator")
        names = [f"{bird} {trade}" for bird in BIRDS for trade in TRADES]
        for number, name in enumerate(names, 10):
            cls.twins.append((cls.make_like(name, number), cls.make_like(f"{name} GmbH", number)))
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        self.scan()
        self.found = self.Pair.search([("rule_id", "=", self.rule.id)])

    def decide(self):
        """Call every third pair no duplicate, the others duplicates."""
        different = self.found[::3]
        different.action_different()
        (self.found - different).action_same()

    def test_trial_shows_examples_and_stores_no_pair(self):
        before = self.env["customer.match.pair"].search_count([])
        action = self.rule.action_try()
        trial = self.env["customer.match.trial"].browse(action["res_id"])
        self.assertEqual(trial.customer_count, 2 * len(self.twins) + 1)
        self.assertTrue(trial.line_ids)
        self.assertTrue(all(line.why for line in trial.line_ids))
        self.assertEqual(self.env["customer.match.pair"].search_count([]), before)

    def test_train_needs_decisions_of_both_kinds(self):
        with self.assertRaises(UserError):
            self.rule.action_train()

    def test_train_shows_quality_and_activates(self):
        self.assertGreaterEqual(len(self.found), 20)
        self.decide()
        action = self.rule.action_train()
        training = self.env["customer.match.training"].browse(action["res_id"])
        self.assertEqual(training.decision_count, len(self.found))
        self.assertTrue(training.line_ids)
        self.assertTrue(all(0 <= line.precision <= 1 for line in training.line_ids))
        before = self.rule._settings()
        training.action_activate()
        self.assertEqual(self.rule._settings().to_json(), training.settings)
        self.rule.action_forget()
        self.assertEqual(self.rule._settings(), before)

    def test_ask_offers_undecided_pairs_once(self):
        first = self.rule.action_ask()["domain"][0][2]
        self.assertTrue(first)
        offered = self.env["customer.match.pair"].browse(first)
        self.assertEqual(set(offered.mapped("state")), {"open"})
        offered.action_different()
        second = self.rule.action_ask()["domain"][0][2]
        self.assertFalse(set(first) & set(second))

    def test_learning_is_for_administrators(self):
        rule = self.rule.with_user(self.steward)
        self.decide()
        with self.assertRaises(AccessError):
            rule.action_train()
        with self.assertRaises(AccessError):
            rule.action_forget()
