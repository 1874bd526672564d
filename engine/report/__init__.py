"""Reports: a table with groups, subtotals and totals, and what writes it as XLSX and CSV and lays
it out on paper.
"""

from .blocks import blocks, lay_out_blocks
from .csv import write_csv
from .page import Layout, lay_out
from .svg import draw
from .table import DEPTH, NUMBERS, POINTS, SLICES, Chart, Column, Report, Row, Words
from .text import is_number
from .xlsx import write_xlsx

__all__ = [
    "DEPTH",
    "NUMBERS",
    "POINTS",
    "Chart",
    "Column",
    "Layout",
    "Report",
    "Row",
    "SLICES",
    "Words",
    "blocks",
    "draw",
    "is_number",
    "lay_out",
    "lay_out_blocks",
    "write_csv",
    "write_xlsx",
]
