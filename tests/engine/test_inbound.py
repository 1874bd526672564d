from datetime import datetime, timedelta

import pytest
from customer_master.engine.inbound import (
    CONFLICT,
    KEEP,
    TAKE,
    MessageProblem,
    Origin,
    decide,
    read_message,
)

NOW = datetime(2026, 5, 4, 12)
GOOD = {"id": "7", "key": "k", "data": {"name": "A"}}


def judged(policy, origin=None, **how):
    values = {"blank": False, "changed_there": True, "changed_on": NOW, **how}
    return decide(policy, origin=origin, system=1, order={1: 2, 2: 1, 3: 3}, **values)


@pytest.mark.parametrize(
    ("policy", "origin", "how", "expected"),
    [
        ("overwrite", Origin(0, NOW), {}, TAKE),
        ("keep", None, {}, KEEP),
        ("fill", None, {}, KEEP),
        ("fill", None, {"blank": True}, TAKE),
        ("newest", None, {}, TAKE),
        ("newest", Origin(0, NOW - timedelta(1)), {}, TAKE),
        ("newest", Origin(0, NOW + timedelta(1)), {}, CONFLICT),
        ("newest", Origin(1, NOW + timedelta(1)), {}, TAKE),
        ("newest", Origin(0, NOW - timedelta(1)), {"changed_there": False}, KEEP),
        ("priority", Origin(0, NOW), {}, CONFLICT),
        ("priority", Origin(2, NOW), {}, KEEP),
        ("priority", Origin(3, NOW + timedelta(1)), {}, TAKE),
    ],
)
def test_whose_value_counts(policy, origin, how, expected):
    assert judged(policy, origin, **how) == expected


def test_message():
    one = read_message({**GOOD, "id": 7, "changed_on": "2026-05-04T13:00:00+02:00"}, NOW)
    assert (one.id, one.action, one.changed_on) == ("7", "upsert", datetime(2026, 5, 4, 11))
    assert read_message({**GOOD, "changed_on": "2026-05-04T11:00:00.9Z"}, NOW).changed_on.hour == 11


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (None, "object"),
        ([], "object"),
        ({}, "key"),
        ({**GOOD, "key": {}}, "key"),
        ({**GOOD, "id": True}, "id"),
        ({**GOOD, "id": "x" * 256}, "id"),
        ({**GOOD, "id": 10**5000}, "id"),
        ({**GOOD, "id": "a\0"}, "id"),
        ({**GOOD, "action": ["upsert"]}, "action"),
        ({**GOOD, "changed_on": 5}, "changed_on"),
        ({**GOOD, "changed_on": "soon"}, "changed_on"),
        ({**GOOD, "changed_on": "0001-01-01T00:00:00+23:00"}, "changed_on"),
        ({**GOOD, "changed_on": "2027-01-01"}, "future"),
        ({**GOOD, "retired": "8"}, "retired"),
        ({**GOOD, "retired": [{}]}, "retired"),
        ({**GOOD, "data": []}, "data"),
        ({**GOOD, "data": [1]}, "data"),
        ({**GOOD, "data": {"name": "x" * 100_001}}, "large"),
        ({**GOOD, "data": {"name": "a\0"}}, "text"),
        ({**GOOD, "data": {"name": "\ud800"}}, "text"),
        ({**GOOD, "data": {"name": float("nan")}}, "text"),
    ],
)
def test_what_is_no_message(raw, code):
    with pytest.raises(MessageProblem) as error:
        read_message(raw, NOW)
    assert error.value.code == code
