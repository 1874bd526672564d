from odoo import api, fields, models


class ResPartner(models.Model):
    """What changes is told to other systems; how that is going is told on the customer."""

    _inherit = "res.partner"

    customer_sync_state = fields.Selection(
        [("arrived", "Up to Date"), ("waiting", "Being Sent"), ("failed", "Not Sent")],
        string="Other Systems",
        compute="_compute_customer_sync_state",
        groups="customer_master.group_steward",
    )

    def _compute_customer_sync_state(self):
        # not through the rules: the button only says whether there is something to look at
        Message = self.env["customer.outbox"].sudo()
        Known = self.env["customer.endpoint.customer"].sudo()
        domain = [("res_id", "in", self.ids), ("endpoint_id.state", "!=", "off")]
        arrived = {row[0] for row in Known._read_group(domain, ["res_id"])}
        states = {}
        for res_id, state in Message._read_group(domain, ["res_id", "state"]):
            states.setdefault(res_id, set()).add(state)
        for partner in self:
            told = states.get(partner.id, set())
            if "failed" in told:
                partner.customer_sync_state = "failed"
            elif told & {"waiting", "sending", "retry"}:
                partner.customer_sync_state = "waiting"
            else:
                partner.customer_sync_state = "arrived" if partner.id in arrived else False

    def action_open_messages(self):
        """What was told of these customers to other systems."""
        self.env["customer.outbox"].check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "customer_master.customer_outbox_action"
        )
        return {**action, "domain": [("res_id", "in", self.ids)], "context": {}}

    def action_customer_sync_now(self):
        """Send these customers to all endpoints, also where nothing has changed.

        :raise AccessError: the user is no steward, or may not see them
        """
        self.env["customer.outbox"]._check_steward()
        self.check_access("read")
        endpoints = self.env["customer.endpoint"].search([("state", "!=", "off")])
        count = 0
        for endpoint in endpoints:
            count += self.env["customer.outbox"].sudo()._queue(endpoint, self.ids, forced=True)
        return endpoints._told_queued(count)

    # -- noting ------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        self.env["customer.outbox"]._note(partners)
        return partners

    def write(self, vals):
        Outbox = self.env["customer.outbox"]
        if "parent_id" in vals:
            # the customer that loses a contact
            Outbox._note(self.sudo().commercial_partner_id)
        result = super().write(vals)
        Outbox._note(self, vals)
        return result

    def _update_address(self, vals):
        # core copies addresses between parents and children past write()
        result = super()._update_address(vals)
        self.env["customer.outbox"]._note(self, vals)
        return result

    def unlink(self):
        told = self | self.sudo().commercial_partner_id
        result = super().unlink()
        self.env["customer.outbox"]._note(told)
        return result

    def _customer_forget(self):
        result = super()._customer_forget()
        self.env["customer.outbox"].sudo()._forget(self.ids)
        return result

    def _customer_settle(self, source=None):
        result = super()._customer_settle(source)
        self.env["customer.outbox"]._note(self)
        return result

    def _customer_store_assignment(self, model, changes):
        result = super()._customer_store_assignment(model, changes)
        names = [field.name for field in self._fields.values() if field.relational]
        self.env["customer.outbox"]._note(self.browse(changes), names)
        return result


class ResPartnerBank(models.Model):
    """Bank accounts are values of their customer."""

    _inherit = "res.partner.bank"

    @api.model_create_multi
    def create(self, vals_list):
        accounts = super().create(vals_list)
        accounts._customer_note_owners()
        return accounts

    def write(self, vals):
        self._customer_note_owners()
        result = super().write(vals)
        self._customer_note_owners()
        return result

    def unlink(self):
        self._customer_note_owners()
        return super().unlink()

    def _customer_note_owners(self):
        self.env["customer.outbox"]._note(self.sudo().partner_id, ["bank_ids"])


class CustomerMapping(models.Model):
    _inherit = "customer.mapping"

    def _lines_changed(self):
        result = super()._lines_changed()
        # which fields endpoints watch
        self.env["customer.endpoint"]._forget()
        return result
