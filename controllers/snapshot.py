from werkzeug.wsgi import wrap_file

from odoo import http
from odoo.http import request


class SnapshotDownload(http.Controller):
    @http.route(
        "/customer_master/snapshot/<int:snapshot_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def download(self, snapshot_id):
        """The file of a snapshot, piece by piece.

        :raise AccessError: the user is no administrator
        """
        snapshot = request.env["customer.snapshot"].browse(snapshot_id).exists()
        if not snapshot:
            raise request.not_found()
        snapshot.action_download()
        headers = [
            ("Content-Type", "application/gzip"),
            ("Content-Length", str(int(snapshot.size))),
            ("Content-Disposition", http.content_disposition(snapshot.file_name)),
            ("X-Content-Type-Options", "nosniff"),
        ]
        # it is sent when this request's transaction is over, so it is opened here
        pieces = wrap_file(request.httprequest.environ, snapshot._open())
        return request.make_response(pieces, headers)
