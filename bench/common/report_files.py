"""The Excel file of a list of customers: by the addon, by Odoo's own export, and by nothing but
xlsxwriter.
"""

import io
import multiprocessing
import tempfile
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

from .databases import environment, start_odoo
from .timing import peak_mb, reset_peak, timed

# 20 columns that core has too
FIELDS = (
    "complete_name is_company street zip city state_id country_id phone email website vat ref "
    "user_id lang create_date write_date customer_rank supplier_rank partner_latitude comment"
).split()
DOMAIN = [("customer_rank", ">", 0), ("parent_id", "=", False)]


def make_template(env) -> int:
    """The template of the list; returns its id."""
    columns = [(0, 0, {"path": name, "sequence": at}) for at, name in enumerate(FIELDS)]
    values = {"name": "Customers", "kind": "customer", "column_ids": columns, "logo": False}
    return env["customer.report.template"].create(values).id


def built(env, template: int, most: int | None = None):
    """The report, its rows not yet read."""
    template = env["customer.report.template"].browse(template)
    conditions = template._conditions()
    return env["customer.report.builder"]._build(template._definition(), conditions, most)


def by_addon(env, template: int) -> None:
    """Reading the rows and writing them."""
    from odoo.addons.customer_master.engine.report import write_xlsx

    made = built(env, template)
    with tempfile.TemporaryFile() as file:
        write_xlsx(made.report, made.rows, file)


def by_worker(env, template: int, partner_ids=()) -> None:
    """All that the worker of the background does: reading, writing, noting the export in the
    audit, keeping the file."""
    env["ir.config_parameter"].sudo().set_param("customer_master.audit", "True")
    values = {"template_id": template, "format": "xlsx", "partner_ids": [(6, 0, partner_ids)]}
    run = env["customer.report.run"].create(values).sudo()
    run.write({"definition": run.template_id._definition_values(), "state": "running"})
    run._finish(run._made(lambda _share: None))


def by_xlsxwriter(rows: list[tuple]) -> None:
    """Writing alone, of rows that are there."""
    import xlsxwriter

    with tempfile.TemporaryFile() as file:
        options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd hh:mm"}
        with xlsxwriter.Workbook(file, options) as book:
            sheet = book.add_worksheet()
            for at, row in enumerate(rows):
                for col, value in enumerate(row):
                    if isinstance(value, bool):
                        sheet.write_boolean(at, col, value)
                    elif isinstance(value, int | float):
                        sheet.write_number(at, col, value)
                    elif isinstance(value, date | datetime):
                        sheet.write_datetime(at, col, value)
                    elif value is not None:
                        sheet.write_string(at, col, value)


def by_core(env) -> int:
    """What the button *Export* of a list does; returns the number of rows."""
    from odoo.addons.web.controllers import export

    partners = env["res.partner"].search(DOMAIN)
    rows = partners.export_data(FIELDS)["datas"]
    with patch.object(export, "request", SimpleNamespace(env=env)):
        columns = [{"name": name, "type": env["res.partner"]._fields[name].type} for name in FIELDS]
        export.ExcelExport().from_data(columns, FIELDS, rows)
    return len(rows)


def memory_added(database: str, conf: Path, template: int) -> float:
    """MB that a process of its own needs more for the file than after a short report."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    child = context.Process(target=_child, args=(there, database, conf, template))
    child.start()
    there.close()
    try:
        return here.recv()
    finally:
        child.join()


def _child(pipe, database: str, conf: Path, template: int) -> None:
    start_odoo(conf)
    with environment(database) as env:
        by_worker(env, template, env["res.partner"].search(DOMAIN, limit=50).ids)
        idle = _now_mb()
        reset_peak()
        by_worker(env, template)
        pipe.send(peak_mb() - idle)


def _now_mb() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise OSError("no VmRSS in /proc/self/status")


def pdf_of(env, template: int, rows: int) -> tuple[float, int]:
    """Seconds for a PDF of so many customers, and its size in bytes."""
    sink = io.BytesIO()

    def make():
        made = built(env, template, most=rows)
        sink.write(env["customer.report.pdf"]._pdf(made.report, made.rows))

    return timed(make), len(sink.getvalue())
