"""The matrix of role, action and customer.

One table says it all: what the models enforce, what the tests try, and what the manual shows.
"""

from collections.abc import Iterable

# in the order of the manual; "none" holds no role of this addon
ROLES = ("none", "viewer", "sales", "finance", "steward", "administrator")
# what a customer is to the user: the owner is its salesperson
OWN, UNASSIGNED, COLLEAGUES = "own", "unassigned", "colleagues"
RELATIONS = (OWN, UNASSIGNED, COLLEAGUES)
ALL = frozenset(RELATIONS)
MINE = frozenset((OWN, UNASSIGNED))
NOTHING: frozenset[str] = frozenset()

# action: role: the customers with which it may do it; a role that is not named may not
_MATRIX = {
    "read": dict.fromkeys(ROLES, ALL),
    "create": {"sales": ALL, "steward": ALL, "administrator": ALL},
    "write": {"sales": MINE, "steward": ALL, "administrator": ALL},
    "write_finance": {"finance": ALL, "steward": ALL, "administrator": ALL},
    "note": {"sales": MINE, "finance": ALL, "steward": ALL, "administrator": ALL},
    "submit": {"sales": MINE, "finance": ALL, "steward": ALL, "administrator": ALL},
    "invoice_contact": {"sales": MINE, "finance": ALL, "steward": ALL, "administrator": ALL},
    "bank": {"finance": ALL, "administrator": ALL},
    "claim": {"sales": frozenset((UNASSIGNED,)), "steward": ALL, "administrator": ALL},
    "reassign": {"steward": ALL, "administrator": ALL},
    "unlink": {"administrator": ALL},
    "export": {"steward": ALL, "administrator": ALL},
    "approve": {"steward": ALL, "administrator": ALL},
    # in bulk; each is an operation, and whoever may do it may undo it
    "classify": {"sales": MINE, "steward": ALL, "administrator": ALL},
    "correct": {"steward": ALL, "administrator": ALL},
    "merge": {"steward": ALL, "administrator": ALL},
    "hand_over": {"steward": ALL, "administrator": ALL},
    "import": {"steward": ALL, "administrator": ALL},
    "restore": {"steward": ALL, "administrator": ALL},
    "link": {"steward": ALL, "administrator": ALL},
}
ACTIONS = tuple(_MATRIX)
# roles that read personal data; for which contacts they see is decided elsewhere
READ_PERSONAL = frozenset(("sales", "steward", "administrator"))


def allowed(roles: Iterable[str], action: str, relation: str) -> bool:
    """Whether one of ``roles`` may do ``action`` with a customer that is ``relation`` to the
    user.

    Actions: "read"; "create" a customer; "write" its values but for finance fields;
    "write_finance"; "note", to add notes, files and activities, and "submit" for approval, which
    whoever may change any value may do; "invoice_contact", to add and change contacts for
    invoices; "bank", its accounts; "claim", to become its salesperson; "reassign", to give it
    another one; "unlink"; "export", to take it out as a file; "approve" or reject it. In bulk,
    and undo it: "classify"; "correct" as suggested; "merge" duplicates; "hand_over" to other
    salespersons; "import" from a file; "restore" from a snapshot; "link" documents and contacts
    to it.

    :raise KeyError: no such action
    """
    row = _MATRIX[action]
    return any(relation in row.get(role, NOTHING) for role in roles)


def reach(roles: Iterable[str], action: str) -> frozenset[str]:
    """The relations for which ``allowed`` holds."""
    roles = tuple(roles)
    return frozenset(relation for relation in RELATIONS if allowed(roles, action, relation))
