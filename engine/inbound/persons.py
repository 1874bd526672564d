"""Which contact person of a customer is which, by what the other system tells of them."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Identity:
    """What tells persons of one customer from each other; "" where it is not known.

    :param ref: what the other system calls the person
    """

    ref: str = ""
    email: str = ""
    name: str = ""


def _by_ref(one: Identity, _shared: str) -> Hashable:
    return one.ref


def _by_both(one: Identity, _shared: str) -> Hashable:
    return one.email and one.name and (one.email, one.name)


def _by_email(one: Identity, shared: str) -> Hashable:
    return one.email if one.email != shared else ""


def _by_name(one: Identity, _shared: str) -> Hashable:
    return one.name


# the surest one first
WAYS: tuple[Callable[[Identity, str], Hashable], ...] = (_by_ref, _by_both, _by_email, _by_name)


def match_persons(
    persons: Sequence[Identity], known: Sequence[Identity], shared: str = ""
) -> list[int | None]:
    """For each of ``persons`` its place in ``known``, or ``None``; nobody is taken twice.

    :param shared: mailbox of the customer, by which no person is known
    """
    places: list[int | None] = [None] * len(persons)
    free = set(range(len(known)))
    for way in WAYS:
        found: dict[Hashable, list[int]] = {}
        for place in sorted(free):
            if key := way(known[place], shared):
                found.setdefault(key, []).append(place)
        for at, one in enumerate(persons):
            if places[at] is None and (key := way(one, shared)):
                fits = [
                    place
                    for place in found.get(key, ())
                    if place in free and not _differ(one.ref, known[place].ref)
                ]
                if fits:
                    places[at] = fits[0]
                    free.discard(fits[0])
    return places


def repeated(persons: Sequence[Identity]) -> list[int]:
    """Places of persons of whom an earlier place tells already."""
    seen: set[Identity] = set()
    found = []
    for at, one in enumerate(persons):
        if one in seen:
            found.append(at)
        seen.add(one)
    return found


def _differ(one: str, other: str) -> bool:
    return bool(one and other and one != other)
