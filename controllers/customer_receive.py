import json
import time
from datetime import UTC, datetime

from odoo import http
from odoo.http import request

from ..engine.outbox.signature import Refused, verify
from ..models.customer_system_receive import MOST

LARGEST = 1_000_000  # bytes of a body
TYPES = ("customer.upsert", "customer.archive", "customer.merge", "customer.delete")


class CustomerReceive(http.Controller):
    """Messages by the Standard Webhooks 1.0 specification, signed by a secret of the system."""

    @http.route(
        "/customer_master/receive/<string:code>",
        type="http",
        auth="none",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def receive(self, code):
        """One record in ``data``, or a list of them as :meth:`customer.system.receive` takes it.

        Answers 200 when it was done, 4xx when it can't be, which is final but for 401 and 429.
        """
        length = request.httprequest.content_length
        if length is None or length > LARGEST:
            return self._answer(411 if length is None else 413, "size")
        # kept: the request is done anew where another one of the system was faster
        body = request.httprequest.get_data()
        system = request.env["customer.system"].sudo().search([("code", "=", code)])
        secrets = system._secrets("signing") if system.user_id.active else []
        try:
            message = verify(request.httprequest.headers, body, secrets, time.time())
        except Refused as refused:
            system._note_refused_message(refused.code)
            # the same answer whether there is such a system or not: the audit has the reason
            return self._answer(401, "signature")
        try:
            payload = json.loads(body)
            records = self._records(payload, message)
        except (ValueError, RecursionError):
            return self._answer(400, "body")
        answers = system._receive(records)
        status = 422 if all(one["status"] == "rejected" for one in answers) else 200
        return self._answer(status, answers=answers)

    def _records(self, payload, message):
        """The records in a message; one without key, action or time has those of the message.

        :raise ValueError: it is no message
        """
        if not isinstance(payload, dict) or payload.get("type") not in TYPES:
            raise ValueError("type")
        data = payload.get("data")
        if isinstance(data, dict):
            keys = {message: data}
        elif isinstance(data, list) and 0 < len(data) <= MOST:
            keys = {f"{message}:{number}": record for number, record in enumerate(data)}
        else:
            raise ValueError("data")
        stamp = request.httprequest.headers["webhook-timestamp"]
        sent = datetime.fromtimestamp(int(stamp), UTC).isoformat()
        own = {
            "action": payload["type"].partition(".")[2],
            "changed_on": payload.get("timestamp") or sent,
        }
        return [
            {"key": key, **own, **record} if isinstance(record, dict) else record
            for key, record in keys.items()
        ]

    def _answer(self, status, problem="", answers=()):
        content = {"problem": problem} if problem else {"answers": answers}
        return request.make_json_response(content, status=status)
