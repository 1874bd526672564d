"""How the pictures of dashboard, reports and analysis are reached."""

import base64
import io
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

REGION = "customer_report_template_sales_region"
VIP = "customer_report_template_vip"
PAGE = 1000  # pixels that a page of a PDF is wide


class ReportScenes:
    """To be mixed into :class:`scenes.Scenes`."""

    def dashboard(self):
        self.go("customer-overview", "canvas")

    def dashboard_phone(self):
        self.dashboard()

    def report_generate(self):
        context = self.rpc("res.users", "context_get")
        [template] = self.rpc(
            "customer.report.template", "read", [self.id_of(VIP)], ["name"], context=context
        )
        self.go("customer-report", "div[name=template_id] input")
        self.choose("div[name=template_id] input", template["name"])
        self.page.wait_for("div[name=period] .o_select_menu, div[name=period] select")
        self.page.click("div[name=format] .o_radio_item:nth-child(2) input")
        self.page.wait("document.querySelector('div[name=expected_count]').textContent > 0")

    def report_screen(self):
        self.go(f"customer-reports/{self._report(REGION, 'screen')}", ".o_customer_report_table")

    def reports(self):
        self.go("customer-reports", ".o_data_row")

    def report_schedule(self):
        context = self.rpc("res.users", "context_get")
        [template] = self.rpc(
            "customer.report.template", "read", [self.id_of(REGION)], ["name"], context=context
        )
        values = {
            "name": template["name"],
            "template_id": template["id"],
            "recipient_ids": [[6, 0, [self.id_of("res_users_demo_sales")]]],
            "next_run": "2027-01-04 00:00:00",
            "period": "last_month",
        }
        [schedule] = self.rpc("customer.report.schedule", "create", [values])
        self.undo.append(lambda: self.rpc("customer.report.schedule", "unlink", [schedule]))
        self.go(f"customer-report-schedules/{schedule}", "div[name=recipient_ids] .o_tag")

    def report_template(self):
        self.go(
            f"customer-report-templates/{self.id_of(REGION)}",
            ".o_customer_report_preview .o_customer_report_table",
        )

    def report_pdf(self):
        self._page(REGION, 1)

    def report_pdf_list(self):
        self._page(VIP, 1)

    def analysis_pivot(self):
        self.go("customer-sales", ".o_pivot table td")

    def analysis_graph(self):
        self.go("customer-sales?view_type=graph", ".o_graph_renderer canvas")

    def _report(self, template: str, form: str) -> int:
        """Id of a report that was made of a template."""
        [run] = self.rpc(
            "customer.report.run",
            "create",
            [{"template_id": self.id_of(template), "format": form, "period": "last_365"}],
        )
        self.undo.append(lambda: self.rpc("customer.report.run", "unlink", [run]))
        self.rpc("customer.report.run", "action_generate", [run])
        return run

    def _page(self, template: str, number: int) -> None:
        """Show a page of a PDF."""
        run = self._report(template, "pdf")
        content = self.page.evaluate(
            f"fetch('/web/content/customer.report.run/{run}/file').then(r => r.arrayBuffer())"
            ".then(b => btoa(Array.from(new Uint8Array(b), c => String.fromCharCode(c)).join('')))"
        )
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "report.pdf")
            file.write_bytes(base64.b64decode(content))
            options = ["-png", "-singlefile", "-scale-to-x", str(PAGE), "-scale-to-y", "-1"]
            subprocess.run(
                ["pdftoppm", "-f", str(number), *options, file, Path(folder, "page")], check=True
            )
            picture = Path(folder, "page.png").read_bytes()
        while self.undo:  # before the server's page is left, from which it is asked
            self.undo.pop()()
        self.page.size(*Image.open(io.BytesIO(picture)).size)
        shown = base64.b64encode(picture).decode()
        self.page.open(f"data:text/html,<body style='margin:0'><img src='data:;base64,{shown}'>")
        self.page.wait_for("body > img")
        self.undo.append(self._back)

    def _back(self) -> None:
        """To a page of the server."""
        self.page.open(f"{self.url}/web/login")
        self.page.wait("location.href.startsWith('http') && document.readyState === 'complete'")
