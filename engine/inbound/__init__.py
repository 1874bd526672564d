"""What other systems send: reading it, and whose value counts."""

from .decide import CONFLICT, KEEP, TAKE, Origin, decide
from .message import ACTIONS, Incoming, MessageProblem, read_key, read_message

__all__ = [
    "ACTIONS",
    "CONFLICT",
    "KEEP",
    "TAKE",
    "Incoming",
    "MessageProblem",
    "Origin",
    "decide",
    "read_key",
    "read_message",
]
