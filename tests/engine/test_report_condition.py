import unittest

from ...engine.report.condition import Node, tree

A, B, C = ("a", "=", 1), ("b", "=", 2), ("c", "=", 3)


class TestConditionTree(unittest.TestCase):
    def test_trees(self):
        for domain, expected in (
            ([], Node("&", ())),
            ([A], Node("&", (A,))),
            ([A, B], Node("&", (A, B))),
            (["&", A, "&", B, C], Node("&", (A, B, C))),
            (["|", A, "|", B, C], Node("&", (Node("|", (A, B, C)),))),
            (["|", A, B, C], Node("&", (Node("|", (A, B)), C))),
            (["!", "|", A, B, C], Node("&", (Node("!", (Node("|", (A, B)),)), C))),
            ([list(A)], Node("&", (A,))),
        ):
            with self.subTest(domain=domain):
                self.assertEqual(tree(domain), expected)

    def test_what_is_no_list_of_conditions(self):
        for domain in (["&", A], ["!"], ["x"], [1], [("a", "=")]):
            with self.subTest(domain=domain), self.assertRaises(ValueError):
                tree(domain)
