"""Survivorship: of the values that duplicates have, the one that the merged customer keeps.

Plain values in, plain values out: what a value means (a text, the number of a record, one value
for each company as a dict) is known by its type alone.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

STRATEGIES = ("complete", "recent", "trusted", "longest", "frequent", "master", "union")


@dataclass(frozen=True)
class Member:
    """One of the duplicates.

    :param values: by field name; ``None``, ``False``, ``""`` and ``{}`` mean that there is none
    :param written: when it was last changed, as a text that sorts by time
    :param sources: names of the systems that know it
    """

    id: int
    values: Mapping[str, object]
    written: str = ""
    sources: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Rule:
    """How the values of ``fields`` are chosen, all of them from one member (an address is never
    mixed from two).

    :param strategy: one of ``STRATEGIES``
    :param sources: for ``trusted``: names of systems, the most trusted one first
    """

    fields: tuple[str, ...]
    strategy: str = "complete"
    sources: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Kept:
    """The value that survives and the member it comes from (``None``: from several)."""

    value: object
    member: int | None


def survive(
    members: Sequence[Member], rules: Iterable[Rule], chosen: Mapping[str, int] | None = None
) -> dict[str, Kept]:
    """The surviving value of every field of ``rules``.

    :param members: the master first
    :param chosen: field name -> id of the member whose value was picked by hand, even where it
        has none
    """
    chosen = chosen or {}
    known = {member.id: member for member in members}
    kept = {}
    for rule in rules:
        picked = [known[chosen[name]] for name in rule.fields if chosen.get(name) in known]
        by_rule = _winner(members, rule)
        for name in rule.fields:
            if chosen.get(name) in known:
                winner = known[chosen[name]]
            elif picked and len(rule.fields) > 1:
                winner = picked[0]  # what belongs together stays together
            else:
                winner = by_rule
            kept[name] = _value(members, winner, name, rule.strategy, name in chosen)
    return kept


def _value(members, winner, name, strategy, by_hand) -> Kept:
    value = winner.values.get(name)
    others = [member.values.get(name) for member in members if member is not winner]
    if isinstance(value, dict) or any(isinstance(other, dict) for other in others):
        return _by_key(winner, name, others, strategy)
    if strategy == "union" and not by_hand:
        texts = dict.fromkeys(
            text.strip()
            for text in (member.values.get(name) for member in members)
            if isinstance(text, str) and text.strip()
        )
        if len(texts) > 1:
            return Kept("\n".join(texts), None)
    return Kept(value, winner.id)


def _by_key(winner, name, others, strategy) -> Kept:
    """One value for each company: gaps of the winner are filled by the others."""
    own = winner.values.get(name) or {}
    merged = {}
    if strategy != "master":
        for other in reversed(others):
            merged.update(_filled_keys(other or {}))
    merged.update(_filled_keys(own))
    merged = {**own, **merged}
    return Kept(merged or None, winner.id if merged == own else None)


def _filled_keys(values):
    return {key: value for key, value in values.items() if not _empty(value)}


def _winner(members, rule) -> Member:
    """The member whose values of the rule's fields survive; the master where none has any."""
    filled = [member for member in members if _completeness(member, rule)]
    if rule.strategy == "master" or not filled:
        return members[0]
    return _CHOICES[rule.strategy](filled, rule)


def _most_complete(members, rule):
    # max() takes the first of equals, and the master stands first
    return max(members, key=lambda member: _completeness(member, rule))


def _most_recent(members, _rule):
    return max(members, key=lambda member: member.written)


def _most_trusted(members, rule):
    order = {name: -position for position, name in enumerate(rule.sources)}
    last = -len(order)
    return max(
        members, key=lambda member: max((order.get(s, last) for s in member.sources), default=last)
    )


def _longest(members, rule):
    return max(
        members,
        key=lambda member: sum(len(str(member.values.get(name) or "")) for name in rule.fields),
    )


def _most_frequent(members, rule):
    def values(member):
        return tuple(str(member.values.get(name) or "") for name in rule.fields)

    counts = Counter(map(values, members))
    return max(members, key=lambda member: counts[values(member)])


def _first(members, _rule):
    return members[0]


_CHOICES = {
    "complete": _most_complete,
    "recent": _most_recent,
    "trusted": _most_trusted,
    "longest": _longest,
    "frequent": _most_frequent,
    "union": _first,
}


def _completeness(member, rule) -> int:
    return sum(not _empty(member.values.get(name)) for name in rule.fields)


def _empty(value) -> bool:
    # 0 is a value of a number, but the number 0 tells no more than none
    return value is None or value is False or value == "" or value == {} or value == 0
