"""Which customer a record of another kind belongs to: evidence, how sure it makes, the decision.

Nothing here knows where records and customers come from: both are texts by kind.
"""

from .decide import Decision, Found, decide
from .evidence import KINDS, Candidate, Line, forms, likeness, record_of
from .judge import Agreement, Judgement, judge

__all__ = [
    "KINDS",
    "Agreement",
    "Candidate",
    "Decision",
    "Found",
    "Judgement",
    "Line",
    "decide",
    "forms",
    "judge",
    "likeness",
    "record_of",
]
