"""Who gets which customers when a salesperson leaves, or hands some over."""

from collections.abc import Collection, Iterable, Sequence


def share(
    customers: Iterable[int],
    rules: Sequence[tuple[Collection[int], int]],
    rest: Sequence[int],
) -> dict[int, int]:
    """The new owner of each customer; those who stay are left out.

    :param customers: ids, in the order in which they are dealt out
    :param rules: (ids of customers that fit, their new owner); the first that fits counts
    :param rest: owners among whom the others are shared evenly: none, they stay; one gets all
    """
    owners: dict[int, int] = {}
    dealt = 0
    for customer in customers:
        owner = next((owner for fitting, owner in rules if customer in fitting), None)
        if owner is None and rest:
            owner = rest[dealt % len(rest)]
            dealt += 1
        if owner is not None:
            owners[customer] = owner
    return owners
