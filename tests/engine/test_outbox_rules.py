"""When to try again, where not to go, what to tell."""

import csv
import io
import json
import re
import socket
from datetime import datetime, timedelta, timezone

import pytest
from customer_master.engine.outbox import (
    TRIES,
    Now,
    action_of,
    cloudevents,
    compact,
    csv_table,
    delay,
    digest,
    is_last,
    json_lines,
    new_keys,
    retry_after,
    standard,
    survivors,
)
from customer_master.engine.outbox.address import Forbidden, is_public, resolve

NOW = datetime(2026, 11, 24, 17, 0, tzinfo=timezone.utc)


def exact(low, high):
    return (low + high) / 2


def test_keys_are_all_different():
    keys = new_keys(500) + new_keys(1) + new_keys(0)
    assert len(set(keys)) == 501
    assert all(re.fullmatch("msg_[0-9a-f]{32}", key) for key in keys)


def test_delays_grow_and_end():
    delays = [delay(tries, 5, exact) for tries in range(1, TRIES)]
    assert delays[:4] == [5, 15, 45, 135]
    assert delays == sorted(delays)
    assert max(delays) == 24 * 3600
    assert timedelta(days=3) < timedelta(seconds=sum(delays)) < timedelta(days=5)
    assert is_last(TRIES) and not is_last(TRIES - 1)
    assert len({delay(3, 5) for _ in range(20)}) > 1
    assert all(36 <= delay(3, 5) <= 54 for _ in range(200))
    assert delay(10_000, 5, exact) == 24 * 3600


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("Tue, 24 Nov 2026 17:02:00 GMT", 120),
        ("Tue, 24 Nov 2026 16:00:00 GMT", 0),
        ("99999999999999999999", 86400),
        ("-5", None),
        ("soon", None),
        ("", None),
        (None, None),
        ("١٢", None),
    ],
)
def test_retry_after(value, seconds):
    assert retry_after(value, NOW) == seconds


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.9.9", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "255.255.255.255", "240.0.0.1", "::1", "::", "fe80::1%eth0",
        "fc00::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::",
        "64:ff9b::7f00:1", "64:ff9b::a00:1", "::127.0.0.1", "not an address",
    ],
)  # fmt: skip
def test_addresses_inside(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111"])
def test_addresses_of_the_internet(address):
    assert is_public(address)


def test_one_address_inside_is_enough():
    def lookup(_host, port, type):
        return [(socket.AF_INET, type, 6, "", (ip, port)) for ip in ("8.8.8.8", "10.0.0.1")]

    with pytest.raises(Forbidden):
        resolve("rebinding.example", 443, False, lookup)
    assert len(resolve("rebinding.example", 443, True, lookup)) == 2


@pytest.mark.parametrize(
    ("now", "action"),
    [
        (Now(True, True), "upsert"),
        (Now(True, True, "merged"), "upsert"),
        (Now(True, True, "active", (7,)), "merge"),
        (Now(True, False), ""),
        (Now(True, False, "active"), "archive"),
        (Now(True, False, "archived"), ""),
        (Now(False, False, "active"), "delete"),
        (Now(False, False, "archived"), "delete"),
        (Now(False, False, "merged"), ""),
        (Now(False, False, "deleted"), ""),
        (Now(False, False), ""),
    ],
)
def test_action(now, action):
    assert action_of(now) == action


def test_survivors_and_loops():
    assert survivors({1: 2, 2: 3}, [1, 2, 4]) == {1: 3, 2: 3, 4: 4}
    assert survivors({1: 2, 2: 1}, [1]) == {1: 2}


RECORD = {
    "id": "42",
    "key": "msg_1",
    "changed_on": "2026-11-24T17:00:00.000000Z",
    "action": "merge",
    "retired": ["7", "8"],
    "data": {"name": '苏州, "鑫龙"', "mails": ["a@b.example"], "none": None},
}


def test_envelopes():
    event = json.loads(standard(RECORD, RECORD["changed_on"]))
    assert (event["type"], event["data"]) == ("customer.merge", RECORD)
    event = json.loads(cloudevents(RECORD, RECORD["changed_on"], "urn:uuid:1"))
    assert {"specversion", "id", "source", "type"} <= event.keys()
    assert event["id"] == "msg_1"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800"])
def test_what_is_not_of_json(value):
    with pytest.raises(ValueError):
        compact({"a": value})


def test_digest_says_what_is_told_and_nothing_else():
    assert digest(RECORD) == digest({**RECORD, "key": "msg_2", "changed_on": ""})
    for name, value in (("action", "upsert"), ("retired", []), ("data", {})):
        assert digest(RECORD) != digest({**RECORD, name: value})


def test_files():
    table = csv_table([RECORD], ["name", "mails", "none"]).decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(table, newline=""))
    assert (row["name"], row["retired"], row["none"]) == ('苏州, "鑫龙"', "7 8", "")
    assert json.loads(row["mails"]) == ["a@b.example"]
    assert [json.loads(line) for line in json_lines([RECORD, RECORD]).splitlines()] == [RECORD] * 2
