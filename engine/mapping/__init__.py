"""External rows and fields of customers: reading tables safely, suggesting which column is what,
bringing values over. It knows neither Odoo's tables nor its files; imports and exchanges with other
systems use the same mapping.
"""

from .exchange import Exchange, RenderedRow
from .mapping import Line, MappedRow, Mapping
from .path import PathProblem
from .problems import FileProblem, ValueProblem
from .suggest import Suggestion, signature, suggest
from .table import Options, Row, Table, open_table
from .transform import TRANSFORMS

__all__ = [
    "TRANSFORMS",
    "Exchange",
    "FileProblem",
    "Line",
    "MappedRow",
    "Mapping",
    "Options",
    "PathProblem",
    "RenderedRow",
    "Row",
    "Suggestion",
    "Table",
    "ValueProblem",
    "open_table",
    "signature",
    "suggest",
]
