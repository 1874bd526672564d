from odoo import http
from odoo.http import content_disposition, request


class ReportTemplateController(http.Controller):
    @http.route(
        "/customer_master/report_template/<int:template_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def download(self, template_id):
        """A report template as a file; access is that of the template."""
        template = request.env["customer.report.template"].browse(template_id).exists()
        if not template or not template.has_access("read"):
            raise request.not_found()
        headers = [
            ("Content-Type", "application/json; charset=utf-8"),
            ("Content-Disposition", content_disposition(f"{template.name}.json")),
            ("X-Content-Type-Options", "nosniff"),
        ]
        return request.make_response(template._file(), headers)
