from datetime import datetime, timedelta

from customer_master.engine.inbound import is_known, note, says_new
from customer_master.engine.inbound.known import MOST
from hypothesis import given
from hypothesis import strategies as st

START = datetime(2026, 1, 1)
MINUTE = timedelta(minutes=1)


def at(minutes):
    return START + minutes * MINUTE


class TestKnown:
    def test_what_was_replaced_was_there_until_then(self):
        known = note(note(None, {"city": "Ulm"}, at(0)), {"city": "Bonn"}, at(10))
        assert is_known(known, "city", "Bonn", at(99))
        assert is_known(known, "city", "Ulm", at(10))
        assert not is_known(known, "city", "Ulm", at(11))
        assert not is_known(known, "city", "Kiel", at(5))
        assert not is_known(known, "zip", "1", at(5))
        assert not is_known(None, "city", "Ulm", at(5))

    def test_an_echo_does_not_become_the_newest(self):
        known = note(note(None, {"city": "Ulm"}, at(0)), {"city": "Bonn"}, at(10))
        assert note(known, {"city": "Ulm"}, at(9)) == known
        assert note(known, {"city": "Bonn"}, at(11)) == known
        again = note(known, {"city": "Ulm"}, at(11))
        assert is_known(again, "city", "Ulm", at(99)) and not is_known(
            again, "city", "Bonn", at(12)
        )

    def test_not_the_newest(self):
        known = note(note(None, {"city": "Kiel"}, at(9)), {"city": "Bonn"}, at(10), newest=False)
        assert is_known(known, "city", "Kiel", at(99))
        assert is_known(known, "city", "Bonn", at(10)) and not is_known(
            known, "city", "Bonn", at(11)
        )
        assert is_known(note(None, {"city": "Bonn"}, at(10), newest=False), "city", "Bonn", at(99))

    def test_blanks(self):
        assert not says_new(None, "city", False, at(0)), "nobody knows that it had one"
        known = note(None, {"city": "Ulm"}, at(0))
        assert says_new(known, "city", False, at(1))
        known = note(known, {"city": False}, at(1))
        assert not says_new(known, "city", None, at(2))
        assert not says_new(known, "city", [], at(2))
        assert says_new(known, "city", "Ulm", at(2))

    def test_lists_have_no_order(self):
        assert is_known(note(None, {"tags": [3, 1]}, at(0)), "tags", [1, 3], at(1))

    @given(st.lists(st.tuples(st.sampled_from("abcdefg"), st.integers(0, 60), st.booleans())))
    def test_it_stays_small_and_has_what_was_noted(self, said):
        known = None
        for value, minutes, newest in said:
            before = known
            known = note(known, {"name": value}, at(minutes), newest)
            assert is_known(known, "name", value, at(minutes))
            entries = known["name"]
            assert len(entries) <= MOST
            assert [until for _one, until in entries].count(None) == 1 and entries[0][1] is None
            assert before is None or before is not known
