"""What other systems send: reading it, and whose value counts."""

from .decide import CONFLICT, KEEP, TAKE, Origin, decide
from .known import Known, is_known, note, says_new
from .message import ACTIONS, Incoming, MessageProblem, read_key, read_message
from .persons import Identity, match_persons, repeated

__all__ = [
    "ACTIONS",
    "CONFLICT",
    "KEEP",
    "TAKE",
    "Identity",
    "Incoming",
    "Known",
    "MessageProblem",
    "Origin",
    "decide",
    "is_known",
    "match_persons",
    "note",
    "read_key",
    "read_message",
    "repeated",
    "says_new",
]
