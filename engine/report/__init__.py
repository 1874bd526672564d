"""Reports: a table with groups, subtotals and totals, and what writes it as XLSX and CSV."""

from .table import DEPTH, NUMBERS, POINTS, Chart, Column, Report, Row, Words

__all__ = ["DEPTH", "NUMBERS", "POINTS", "Chart", "Column", "Report", "Row", "Words"]
