import sys
from pathlib import Path

import pytest
from customer_master.engine.access.policy import ACTIONS, ROLES, allowed, reach

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "docs"))

import access_table  # noqa: E402


def test_administrator_may_do_everything_and_nobody_more():
    for action in ACTIONS:
        assert reach(["administrator"], action) == frozenset(("own", "unassigned", "colleagues"))
        for role in ROLES:
            assert reach([role], action) <= reach(["administrator"], action)


def test_roles_add_up():
    assert allowed(["sales", "finance"], "write_finance", "colleagues")
    assert allowed(["sales", "finance"], "write", "own")
    assert not allowed(["sales", "finance"], "write", "colleagues")


def test_unknown_action():
    with pytest.raises(KeyError):
        allowed(["sales"], "fly", "own")


@pytest.mark.parametrize("language", access_table.TEXTS)
def test_the_manual_shows_the_matrix(language):
    assert access_table.page(language).read_text(encoding="utf-8") == access_table.renewed(language)
