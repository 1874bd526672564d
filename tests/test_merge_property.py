from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .merge_case import MergeCase

SIZE = 6
ONE = st.integers(0, SIZE - 1)
SOME = st.lists(ONE, max_size=4)
PAIRS = st.lists(st.tuples(ONE, ONE), max_size=4)
WORLD = st.fixed_dictionaries(
    {
        "contacts": SOME,
        "orders": PAIRS,
        "invoices": SOME,
        "users": st.lists(ONE, max_size=1),
        "tags": st.lists(st.tuples(ONE, st.integers(0, 2)), max_size=6),
        "attachments": SOME,
        "messages": SOME,
        "followers": PAIRS,
        "banks": st.lists(st.tuples(ONE, st.integers(0, 1)), max_size=4),
        "payment_terms": st.lists(st.tuples(ONE, st.integers(0, 1)), max_size=4),
    }
)
MERGES = st.lists(st.lists(ONE, min_size=2, max_size=3, unique=True), min_size=1, max_size=3)


class TestMergeProperty(MergeCase):
    """Whatever was merged, undoing it in any legal order leaves what was there before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tags = cls.make_tag("A") | cls.make_tag("B") | cls.make_tag("C")
        cls.companies = cls.env.company | cls.env["res.company"].create({"name": "Second"})
        cls.terms = cls.env["account.payment.term"].create([{"name": "X"}, {"name": "Y"}])

    def test_undone_is_as_before(self):
        self.merged = self.refused = 0
        self.undone_is_as_before()
        self.assertGreater(self.merged, self.refused)

    @settings(
        max_examples=12,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(world=WORLD, merges=MERGES, choice=st.randoms(use_true_random=False))
    def undone_is_as_before(self, world, merges, choice):
        with self.env.cr.savepoint() as savepoint:
            customers = self.populate(world)
            last = self.last_message()
            before = self.checksums(last)
            done = []
            for indexes in merges:
                group = self.env["res.partner"].concat(*(customers[n] for n in indexes))
                operation = self.plan(group)
                operation.action_do()
                self.env.invalidate_all()
                if operation.state == "done":
                    done.append((operation, set(indexes)))
                    self.merged += 1
                else:
                    self.refused += 1
            while done:
                free = [
                    n
                    for n, (_op, touched) in enumerate(done)
                    if not any(touched & later for _later, later in done[n + 1 :])
                ]
                operation, _touched = done.pop(choice.choice(free))
                operation.action_undo()
                self.env.invalidate_all()
                self.assertEqual(operation.state, "undone", operation.line_ids.mapped("reason"))
            self.assertUndone(before, last)
            savepoint.rollback()
        self.env.invalidate_all(flush=False)
        self.env.registry.clear_cache()

    def populate(self, world):
        customers = [self.make_customer(f"Customer {n}") for n in range(SIZE)]
        for n in world["contacts"]:
            self.make_contact(f"Contact {n}", parent_id=customers[n].id)
        for n, invoiced in world["orders"]:
            self.env["sale.order"].create(
                {"partner_id": customers[n].id, "partner_invoice_id": customers[invoiced].id}
            )
        for n in world["invoices"]:
            self.env["account.move"].create(
                {"move_type": "out_invoice", "partner_id": customers[n].id}
            )
        for n in world["users"]:
            self.make_user(login="cm_random", partner_id=customers[n].id)
        for n, tag in world["tags"]:
            customers[n].category_id |= self.tags[tag]
        for n in world["attachments"]:
            self.env["ir.attachment"].create(
                {"name": "a", "raw": b"x", "res_model": "res.partner", "res_id": customers[n].id}
            )
        for n in world["messages"]:
            customers[n].message_post(body="Hello")
        for n, follower in world["followers"]:
            customers[n].message_subscribe(customers[follower].ids)
        for n, number in set(world["banks"]):
            self.env["res.partner.bank"].create(
                {"acc_number": f"DE{number}", "partner_id": customers[n].id}
            )
        for n, number in world["payment_terms"]:
            customers[n].with_company(self.companies[number]).property_payment_term_id = self.terms[
                number
            ]
        self.env.flush_all()
        return customers
