from datetime import datetime

from odoo import models
from odoo.tools import groupby

from ..engine.inbound import note
from .customer_intake import Work
from .customer_mapping import EXTERNAL_ID


class CustomerEndpoint(models.Model):
    """What arrived is what the other system has: when it says so, it says nothing new."""

    _inherit = "customer.endpoint"

    def _note_there(self, records, arrived):
        """Note in the crosswalk what customers are called there, and the values that they have
        there now.

        :param records: ``{message: its record}``
        :param arrived: tuples (message, ``Result``)
        """
        Link = self.env["customer.external.id"]
        system = self.system_id
        ids = {
            result.remote_id: message.res_id
            for message, result in arrived
            if result.remote_id and records[message]["action"] != "delete"
        }
        if ids:
            Link._link(system, ids)
        if not system.inbound_mapping_id or not system.user_id:
            return  # it never says anything
        now = datetime.utcnow()  # noqa: DTZ003 - times in the database have no zone
        messages = {message.res_id: message for message, _result in arrived}
        links = Link._locked(system, messages)
        told = self._values_told(
            {(m := messages[partner]): records[m] for partner in {link[1] for link in links}}
        )
        rows = []
        for link, partner, known, changed_on, archived in links:
            message = messages[partner]
            if records[message]["action"] == "archive":
                active = note(note(None, {"active": True}, now), {"active": False}, now)
                rows.append((link, {**(known or {}), **active}, True))
            elif message in told:
                known = {name: one for name, one in (known or {}).items() if name != "active"}
                # a newer state of theirs may have stood against what we told
                moment = datetime.fromisoformat(records[message]["changed_on"]).replace(tzinfo=None)
                newest = not changed_on or changed_on <= moment
                known = note(known, told[message], now, newest)
                rows.append((link, known, archived and not newest))
        Link._store_known(rows)

    def _values_told(self, records):
        """``{message: values of the customer}`` as they are read when they come back."""
        system = self.system_id._as_bot()
        told = {}
        for version, some in groupby(records, lambda message: message.version_id):
            version = self.env["customer.mapping.version"].browse(version)
            some = [m for m in some if records[m]["action"] in ("upsert", "merge")]
            works = []
            for number, row in enumerate(version._read_back([records[m]["data"] for m in some])):
                texts = {name: text for name, text in row.values.items() if name != EXTERNAL_ID}
                works.append(Work(number=number, texts=texts, blanks=row.blanks))
            system._bring_over(works)
            for message, work in zip(some, works, strict=True):
                told[message] = {**system._blanks(work), **work.vals}
        return told
