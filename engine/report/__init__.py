"""Reports: a table with groups, subtotals and totals, and what writes it as XLSX and CSV."""

from .csv import write_csv
from .table import DEPTH, NUMBERS, POINTS, Chart, Column, Report, Row, Words
from .xlsx import write_xlsx

__all__ = ["DEPTH", "NUMBERS", "POINTS", "Chart", "Column", "Report", "Row", "Words", "write_csv", "write_xlsx"]
