from odoo import http
from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class CustomerImportController(http.Controller):
    """Files of imports; access is that of the import."""

    @http.route("/customer_master/import/<int:import_id>/result", type="http", auth="user")
    def result(self, import_id):
        """The rows of an import with what became of each."""
        record = request.env["customer.import"].browse(import_id).exists()
        if not record or not record.has_access("read"):
            raise request.not_found()
        return self._file(record._result_name(), record._result_file())

    @http.route("/customer_master/import/template", type="http", auth="user")
    def template(self):
        """A table with the usual columns, in the language of the user."""
        records = request.env["customer.import"]
        if not records.has_access("create"):
            raise request.not_found()
        return self._file(records._template_name(), records._template_file())

    def _file(self, name, stream):
        headers = [
            ("Content-Type", XLSX),
            ("Content-Disposition", content_disposition(name)),
            ("X-Content-Type-Options", "nosniff"),
        ]
        return http.Response(stream, headers=headers, direct_passthrough=True)
