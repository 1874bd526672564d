"""Conditions as Odoo writes them, operators first: a tree that can be told."""

from typing import NamedTuple


class Node(NamedTuple):
    """``&`` or ``|`` of several parts, or ``!`` of one.

    Parts are nodes, and leaves (path, operator, value).
    """

    operator: str
    parts: tuple


def tree(domain) -> Node:
    """All of the conditions, as a node ``&``.

    :raise ValueError: it is no list of conditions
    """
    stack = []
    for token in reversed(domain):
        if token == "!":
            stack.append(Node("!", (_taken(stack),)))
        elif token in ("&", "|"):
            left, right = _taken(stack), _taken(stack)
            stack.append(_joined(token, (left, right)))
        elif isinstance(token, list | tuple) and len(token) == 3:
            stack.append(tuple(token))
        else:
            raise ValueError(f"no condition: {token!r}")
    return _joined("&", tuple(reversed(stack)))


def _taken(stack):
    if not stack:
        raise ValueError("an operator without conditions")
    return stack.pop()


def _joined(operator, parts) -> Node:
    """Parts that are joined in the same way already are taken apart."""
    flat = []
    for part in parts:
        same = isinstance(part, Node) and part.operator == operator
        flat += part.parts if same else (part,)
    return Node(operator, tuple(flat))
