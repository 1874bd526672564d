"""Reports as PDF."""

import base64
import logging
from collections.abc import Iterable
from functools import partial
from itertools import islice

from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import file_open, formatLang
from odoo.tools.mimetypes import guess_mimetype

from ..engine.report import Report, Row, blocks, draw, is_number, lay_out, lay_out_blocks
from ..engine.report.page import MARGIN
from .fonts import missing_font
from .shown import Shown, percent

_logger = logging.getLogger(__name__)

MOST_ROWS = 20_000
MOST_BLOCKS = 2_000  # each of many lines
_REGIONS = {"zh_TW": "TC", "zh_HK": "HK", "ja_JP": "JP", "ko_KR": "KR"}


class CustomerReportPdf(models.AbstractModel):
    """Prints reports; what they hold is decided before."""

    _name = "customer.report.pdf"
    _description = "Customer Report as PDF"

    @api.model
    def _pdf(self, report: Report, rows: Iterable[Row]) -> bytes:
        """The report as PDF. Characters that this server can't print are told on its first page.

        :raise UserError: there are more than ``MOST_ROWS``, or no PDF can be made here
        """
        self = self.with_context(lang=report.lang)
        rows = list(islice(rows, MOST_ROWS + 1))
        if problem := self._problem(len(rows), report.layout):
            raise UserError(problem)
        printer = self.env["ir.actions.report"]
        if printer.get_wkhtmltopdf_state() == "install":
            raise UserError(
                self.env._(
                    "PDF files are made by the program wkhtmltopdf, which this server does not "
                    "have. Ask your administrator to install it, or choose Excel."
                )
            )
        paper = self.env["report.paperformat"].new(
            {
                "format": "A4" if report.paper == "a4" else "Letter",
                "orientation": "Landscape" if report.landscape else "Portrait",
                **{f"margin_{side}": MARGIN for side in ("top", "bottom", "left", "right")},
                "header_line": False,
                "header_spacing": 0,
                "dpi": 96,
            }
        )
        printer = printer.new({"paperformat_id": paper})
        html = self._html(report, rows)
        return printer._run_wkhtmltopdf([html], landscape=report.landscape)

    @api.model
    def _problem(self, count: int, layout: str = "table") -> str:
        """A sentence where so many rows are too many, else "".

        :param count: of rows; where only those with data are counted, there may be more
        """
        most = MOST_BLOCKS if layout == "blocks" else MOST_ROWS
        if count <= most:
            return ""
        most = formatLang(self.env, most, digits=0)
        return self.env._(
            "A PDF has at most %s rows. Choose Excel, or narrow the conditions.", most
        )

    def _html(self, report: Report, rows: list[Row]) -> str:
        """What is printed."""
        shown = Shown(self.env, report.lang, report.words)
        texts = [shown.row(row, report.columns) for row in rows]
        in_blocks = report.layout == "blocks"
        layout = lay_out_blocks(report) if in_blocks else lay_out(report, rows, texts)
        fonts = self._fonts(report.lang)
        values = {
            "report": report,
            "layout": layout,
            "rows": [] if in_blocks else list(zip(rows, texts, strict=True)),
            "blocks": blocks(report, rows, texts) if in_blocks else [],
            "classes": [_classes(column) for column in report.columns],
            "lang": report.lang.replace("_", "-"),
            "fonts": Markup(fonts),
            "css": Markup(_source("pages.css")),
            "script": Markup(_source("pages.js")),
            "logo": self._logo(report.logo),
            "chart": self._chart(report, layout.width, shown, fonts),
            "foot": self._foot(report),
            "warnings": [],
        }
        template = "customer_master.customer_report_pages"
        html = self.env["ir.qweb"]._render(template, values)
        if not missing_font(html):
            return html
        # In English too: in the language of the report nobody may be able to read it.
        warnings = [self.with_context(lang=lang)._font_warning() for lang in ("en_US", report.lang)]
        _logger.warning("%s", warnings[0])
        values["warnings"] = list(dict.fromkeys(warnings))
        return self.env["ir.qweb"]._render(template, values)

    def _font_warning(self) -> str:
        return self.env._(
            "This server has no font for all characters of this report (Chinese, Japanese or "
            "Korean), so they are missing in the PDF. Ask your administrator to install one, "
            "such as the package fonts-noto-cjk, and make the report again."
        )

    @staticmethod
    def _fonts(lang: str) -> str:
        """One for all scripts goes first, in the characters of the reader's region."""
        region = _REGIONS.get(lang, "SC")
        names = (f"Noto Sans CJK {region}", f"Source Han Sans {region}", "Microsoft YaHei")
        names += ("PingFang SC", "WenQuanYi Zen Hei", "Noto Sans", "DejaVu Sans")
        return ", ".join(f"'{name}'" for name in names) + ", sans-serif"

    @staticmethod
    def _logo(logo: bytes | None) -> str:
        if not logo:
            return ""
        kind = guess_mimetype(logo, default="")
        if not kind.startswith("image/"):
            return ""
        return f"data:{kind};base64,{base64.b64encode(logo).decode()}"

    def _chart(self, report: Report, across: int, shown: Shown, fonts: str) -> str:
        chart = report.chart
        if not chart or not chart.points:
            return ""
        figure = shown.figures(report)
        share = partial(percent, self.env, digits=1)
        return Markup(draw(chart, across, figure, share, fonts))  # noqa: S704

    def _foot(self, report: Report) -> str:
        words = report.words
        made = ((words.made_on, report.made_on), (words.made_by, report.made_by))
        parts = [report.title, report.company]
        parts += [f"{label}: {text}" for label, text in made if text]
        return " · ".join(filter(None, parts))


def _classes(column) -> str:
    if is_number(column):
        return "right whole"
    return "" if column.kind == "text" else "whole"


def _source(name: str) -> str:
    with file_open(f"customer_master/reports/{name}") as file:
        return file.read()
