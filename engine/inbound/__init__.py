"""What other systems send: reading it, and whose value counts."""

from .decide import CONFLICT, KEEP, TAKE, Origin, decide
from .message import ACTIONS, Incoming, MessageProblem, read_key, read_message
from .persons import Identity, match_persons, repeated

__all__ = [
    "ACTIONS",
    "CONFLICT",
    "KEEP",
    "TAKE",
    "Identity",
    "Incoming",
    "MessageProblem",
    "Origin",
    "decide",
    "match_persons",
    "read_key",
    "read_message",
    "repeated",
]
