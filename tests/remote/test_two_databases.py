"""Two Odoos that tell each other of their customers by JSON-2, and programs that call them."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import odoorpc
import pytest

from .peers import settle, two_peers

FIELDS = ["name", "ref", "vat", "phone", "email", "street", "city", "zip", "country_id", "active"]
OURS = [("ref", "=like", "T%")]
COUNT = 12
# names that nobody takes for each other
WORDS = {
    "A": ["Anchor", "Birch", "Copper", "Delta", "Ember", "Falcon", "Garnet", "Harbour", "Iris",
          "Juniper", "Kestrel", "Lantern"],
    "B": ["Meadow", "Nimbus", "Orchard", "Pebble", "Quartz", "Raven", "Saffron", "Thistle", "Umber",
          "Velvet", "Willow", "Zenith"],
}  # fmt: skip


@pytest.fixture(scope="module")
def peers():
    with two_peers() as (here, there):
        here.send_to(there)
        there.send_to(here)
        yield here, there
        # what failed in the background is only told there
        for peer in (here, there):
            assert "Traceback" not in peer.log(), peer.log()[-5000:]


def make(peer, kind):
    country = peer.do("res.country", "search", [("code", "=", "DE")])[0]
    return peer.do(
        "res.partner",
        "create",
        [
            {
                "name": f"{word} Ltd", "ref": f"T{kind}{number}", "is_company": True,
                "customer_rank": 1, "city": "Ulm", "street": f"{word} Road {number}",
                "phone": f"+49 {6227 if kind == 'A' else 7031} 7474{number:02}",
                "country_id": country,
            }
            for number, word in enumerate(WORDS[kind])
        ],
    )  # fmt: skip


def customers(peer):
    """``{ref: values}`` of the customers of these tests."""
    rows = peer.do("res.partner", "search_read", [*OURS, ("active", "in", [True, False])], FIELDS)
    found = {row.pop("ref"): row for row in rows}
    assert len(found) == len(rows), "no duplicates"
    return found


def values(peer):
    return {
        ref: {n: v for n, v in row.items() if n != "id"} for ref, row in customers(peer).items()
    }


def assert_equal(here, there):
    assert values(here) == values(there)
    # each one knows what the other one is called there
    for peer, other in ((here, there), (there, here)):
        links = peer.do("customer.external.id", "search_read", [], ["external_id", "partner_id"])
        names = {link["partner_id"][0]: link["external_id"] for link in links}
        others = customers(other)
        for ref, row in customers(peer).items():
            assert names.get(row["id"]) == str(others[ref]["id"]), ref


def test_new_ones_on_both_sides(peers):
    here, there = peers
    make(here, "A")
    make(there, "B")
    settle(here, there)
    assert len(values(here)) == 2 * COUNT
    assert_equal(here, there)


def test_both_are_edited_and_end_equal(peers):
    here, there = peers
    mine = {ref: row["id"] for ref, row in customers(here).items()}
    theirs = {ref: row["id"] for ref, row in customers(there).items()}
    before = (here.messages(), there.messages())

    def edit(peer, ids, sign):
        for number in range(COUNT):
            # the same field of some on both sides, another field of others
            peer.do("res.partner", "write", [ids[f"TA{number}"]], {"city": f"City {sign}{number}"})
            field = "street" if sign == "here" else "zip"
            peer.do("res.partner", "write", [ids[f"TB{number}"]], {field: f"{sign} {number}"})
        peer.do(
            "res.partner", "write", [ids["TB0"]], {"phone" if sign == "here" else "street": False}
        )
        if sign == "there":
            peer.do("res.partner", "write", [ids["TB1"]], {"active": False})

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(edit, peers, (mine, theirs), ("here", "there")))
    settle(here, there)
    assert_equal(here, there)
    rows = values(here)
    assert {row["city"] for ref, row in rows.items() if ref.startswith("TA")} != {"Ulm"}
    assert rows["TB2"]["street"] == "here 2" and rows["TB2"]["zip"] == "there 2"
    assert not rows["TB0"]["phone"] and not rows["TB1"]["active"]
    # each change is a message at most, and none comes of what was received
    for peer, count in zip(peers, before, strict=True):
        assert peer.messages() - count <= 2 * COUNT + 2
    quiet = (here.messages(), there.messages())
    time.sleep(2)
    assert (here.messages(), there.messages()) == quiet, "no ping-pong"


def test_back_and_forth(peers):
    here, there = peers
    mine, theirs = (customers(peer)["TA3"]["id"] for peer in peers)
    for number in range(3):
        here.do("res.partner", "write", [mine], {"city": f"Here {number}"})
        settle(here, there)
        assert customers(there)["TA3"]["city"] == f"Here {number}"
        there.do("res.partner", "write", [theirs], {"city": "Ulm"})
        settle(here, there)
        assert customers(here)["TA3"]["city"] == "Ulm"
    there.do("res.partner", "write", [customers(there)["TB1"]["id"]], {"active": True})
    settle(here, there)
    assert customers(here)["TB1"]["active"]
    here.do("res.partner", "write", [customers(here)["TB1"]["id"]], {"active": False})
    settle(here, there)
    assert not customers(there)["TB1"]["active"]
    there.do("res.partner", "write", [customers(there)["TB1"]["id"]], {"active": True})
    settle(here, there)
    assert_equal(here, there)


def test_odoorpc_calls_receive(peers):
    here, there = peers
    bot = there.login("peer")
    record = {"id": "odoorpc-1", "key": "k1", "data": {"name": "By Program Ltd", "no": "P1"}}
    [answer] = bot.execute("customer.system", "receive", "peer", [record])
    assert (answer["key"], answer["status"], answer["reason"]) == ("k1", "created", "")
    assert bot.execute("customer.system", "receive", "peer", [record]) == [answer]
    changed = {**record, "key": "k2", "data": {**record["data"], "name": "By a Program Ltd"}}
    bad = {"id": "x", "key": "k3", "data": {"no": "P2"}}
    answers = bot.execute("customer.system", "receive", "peer", [changed, bad])
    assert [one["status"] for one in answers] == ["updated", "rejected"]
    assert answers[0]["id"] == answer["id"] and answers[1]["reason"]
    with pytest.raises(odoorpc.error.RPCError):
        bot.execute("customer.system", "receive", "other", [record])
    with pytest.raises(odoorpc.error.RPCError):
        bot.execute("res.partner", "search", [])
    assert (
        there.do("res.partner", "read", [answer["id"]], ["name"])[0]["name"] == "By a Program Ltd"
    )
    assert here.do("res.partner", "search_count", [("ref", "=", "P1")]) == 0, "of the same system"


@pytest.mark.parametrize("round_", range(3))
def test_the_same_at_the_same_moment(peers, round_):
    _here, there = peers
    record = {"id": f"once-{round_}", "key": f"once-{round_}",
              "data": {"name": f"Once Only {round_} Ltd", "no": f"O{round_}"}}  # fmt: skip
    barrier = threading.Barrier(4)

    def call(_number):
        barrier.wait()
        return there.receive([record])

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(call, range(4)))
    assert {status for status, _answer in answers} == {200}, answers
    assert all(answer == answers[0][1] for _status, answer in answers)
    assert answers[0][1][0]["status"] == "created"
    assert there.do("res.partner", "search_count", [("ref", "=", f"O{round_}")]) == 1
