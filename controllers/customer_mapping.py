from odoo import http
from odoo.http import content_disposition, request


class CustomerMappingController(http.Controller):
    """Mappings as files; access is that of the mapping."""

    @http.route("/customer_master/mapping/<int:mapping_id>/file", type="http", auth="user")
    def file(self, mapping_id):
        """A mapping as JSON."""
        mapping = request.env["customer.mapping"].browse(mapping_id).exists()
        if not mapping or not mapping.has_access("read"):
            raise request.not_found()
        headers = [
            ("Content-Type", "application/json; charset=utf-8"),
            ("Content-Disposition", content_disposition(f"{mapping.name}.json")),
            ("X-Content-Type-Options", "nosniff"),
        ]
        return http.Response(mapping._file_content(), headers=headers)
