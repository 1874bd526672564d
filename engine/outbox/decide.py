"""What a receiver is told of a customer: from what is so now, and what it was told before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# what a receiver knows of a customer
KNOWN = ("active", "archived", "merged", "deleted")
AFTER = {"upsert": "active", "merge": "active", "archive": "archived", "delete": "deleted"}


@dataclass(frozen=True)
class Now:
    """How a customer is now, for one receiver.

    :param exists: it is in the database
    :param shared: it is active, a customer, and the receiver may have it
    :param known: one of ``KNOWN``, "" where nothing was ever sent
    :param retired: ids of merged customers of which the receiver still thinks that they live
    """

    exists: bool
    shared: bool
    known: str = ""
    retired: tuple[int, ...] = ()


def action_of(now: Now) -> str:
    """upsert, merge, archive or delete; "" where there is nothing to tell.

    Who leaves what a receiver may have is archived there, with none of its values.
    """
    if now.shared:
        return "merge" if now.retired else "upsert"
    if now.known == "active" or (now.known == "archived" and not now.exists):
        return "archive" if now.exists else "delete"
    return ""


def survivors(merged_into: Mapping[int, int], ids: Iterable[int]) -> dict[int, int]:
    """Into whom each of ``ids`` was merged in the end.

    :param merged_into: id -> id of the customer it was merged into
    """
    found = {}
    for one in ids:
        last, seen = one, {one}
        while (following := merged_into.get(last)) and following not in seen:
            seen.add(following)
            last = following
        found[one] = last
    return found
