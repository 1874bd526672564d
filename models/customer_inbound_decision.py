from datetime import datetime

from odoo import models
from odoo.exceptions import AccessError, UserError

from .customer_field_origin import HERE
from .customer_system_intake import Sent
from .origin import Origin

GROUP = "customer_master.group_steward"


class CustomerInboundRecord(models.Model):
    """What a steward decides on what was received."""

    _inherit = "customer.inbound.record"

    def _deciding(self):
        """These records in superuser mode.

        :raise AccessError: the user's role does not decide
        :raise UserError: there is nothing to decide
        """
        self.check_access("read")
        if not self.env.user.has_group(GROUP):
            raise AccessError(self.env._("Your role does not decide what is received."))
        records = self.sudo()
        if not records or any(record.state != "open" for record in records):
            raise UserError(self.env._("This was decided already."))
        return records

    def action_same(self):
        """It is the chosen customer, or the likeliest one."""
        for record in self._deciding():
            # the likeliest one whom the steward may see
            chosen = record.decided_id or record.sudo(False).candidate_ids[:1]
            if record.action == "merge" or record.conflicts or not chosen:
                raise UserError(
                    self.env._("Please choose the customer that “%s” is.", record.external_id)
                )
            record._do_again("customer", chosen.id)

    def action_new(self):
        """It is a customer that is not here yet."""
        for record in self._deciding():
            if record.action == "merge" or record.conflicts:
                raise UserError(self.env._("“%s” is a customer already.", record.external_id))
            record._do_again("new", 0)

    def action_keep(self):
        """Leave everything here as it is, and tell the system so."""
        records = self._deciding()
        for record in records:
            record._insist()
        records._decided()

    def action_take(self):
        """Take the values of the other system, where one may change the customer."""
        for record in self._deciding():
            differing = record._differing()
            if not differing:
                raise UserError(
                    self.env._("“%s” has no value that could be taken.", record.external_id)
                )
            for partner, _field, _value in differing:
                partner.sudo(False).check_access("write")
            record._take(differing)
            record._decided(status="updated")

    def action_merge(self):
        """Open the merge of the customers that are one in the other system."""
        self.ensure_one()
        record = self._deciding()
        if record.action != "merge":
            raise UserError(self.env._("There is nothing to merge in “%s”.", record.external_id))
        record._decided()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "customer_master.customer_merge_wizard_action"
        )
        context = {
            "active_model": "res.partner",
            "active_ids": record.candidates,
            "dialog_size": "extra-large",
        }
        return {**action, "context": context}

    def _decided(self, **values):
        self.write({"state": "decided", "data": False, **values})

    def _sent(self, **values):
        return Sent(
            number=0,
            id=self.id,
            external_id=self.external_id,
            action=self.action,
            changed_on=self.changed_on,
            data=self.data or {},
            **values,
        )

    def _take(self, differing):
        """Write what :meth:`_differing` gives, as a part of what was received from the system
        today, so that it can be undone."""
        system = Origin(self.system_id.id).on(self.system_id)
        work, changes, origins = self._sent(partner=self.partner_id.id), {}, {}
        works = {self.partner_id: work}
        for partner, field, value in differing:
            if partner not in works:
                works[partner] = self._sent(partner=partner.id, is_person=True)
                work.contacts.append(works[partner])
            changes.setdefault(works[partner], {})[field.name] = value
            origin = (system.id, self.changed_on)
            origins.setdefault(partner.id, {})[field.name] = origin
        system._store_changes([work], changes, [])
        work.end("update")
        system._count([work])
        self.env["customer.field.origin"]._store(origins)

    def _insist(self):
        """Tell the system again what it has changed and we have not: that is the newest now."""
        differing = self._differing()
        if not differing:
            return
        now, origins = datetime.utcnow(), {}  # noqa: DTZ003 - times in the database have no zone
        for partner, field, _value in differing:
            origins.setdefault(partner.id, {})[field.name] = (HERE, now)
        self.env["customer.field.origin"]._store(origins)
        for endpoint in self.env["customer.endpoint"].search(
            [("system_id", "=", self.system_id.id), ("state", "!=", "off")]
        ):
            self.env["customer.outbox"]._queue(endpoint, self.partner_id.ids, forced=True)

    def _do_again(self, decision, partner_id):
        """Do a record with what a person has said of it."""
        system = self.system_id._as_bot()
        work = self._sent(decision=decision, decided=partner_id)
        self.env.flush_all()
        system._work([work])
        if work.outcome in ("create", "update", "unchanged") and not work.conflicts:
            self._decided()
        elif work.outcome == "rejected":
            raise UserError(work.reason)
