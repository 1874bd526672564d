"""Corrections and completions of the values of one customer, each with its reason and how sure it
is.

What can't be known is not invented. Every kind is a function in a file of its own that takes
:class:`~.model.Values`, gives :class:`~.model.Suggestion`, never raises, and says nothing more of
its kind about values that have been corrected as it suggested.
"""

from .characters import visible
from .kinds import KINDS, suggestions
from .model import LearntPlace, Suggestion, Values, area_code, zip_key

__all__ = [
    "KINDS",
    "LearntPlace",
    "Suggestion",
    "Values",
    "area_code",
    "suggestions",
    "visible",
    "zip_key",
]
