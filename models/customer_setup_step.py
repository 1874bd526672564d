from odoo import api, fields, models
from odoo.exceptions import UserError


class CustomerSetupStep(models.Model):
    """Something to do after the installation. Each leads to its screen; whether it is done is seen
    from what is there, or said by hand."""

    _name = "customer.setup.step"
    _description = "Step of the Setup"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    description = fields.Char(translate=True)
    sequence = fields.Integer(default=10, aggregator=None)
    icon = fields.Char()
    # by its XML id: an action may go away with an upgrade
    action = fields.Char(required=True)
    # the name of a method below
    check = fields.Char()
    ticked = fields.Boolean(string="Done by Hand")
    done = fields.Boolean(compute="_compute_done")

    @api.depends("ticked")
    def _compute_done(self):
        for step in self:
            check = getattr(self.sudo(), f"_is_done_{step.check}", None) if step.check else None
            step.done = step.ticked or bool(check and check())

    def action_open(self):
        """Open the screen of the step."""
        self.ensure_one()
        self.check_access("read")
        action = self.env.ref(self.action, raise_if_not_found=False)
        if not action:
            raise UserError(self.env._("This screen is no longer there."))
        return self.env["ir.actions.actions"]._for_xml_id(self.action)

    def action_tick(self):
        """Say that it is done, or not."""
        for step in self:
            step.ticked = not step.ticked

    # -- whether a step is done ------------------------------------------------------------

    @api.model
    def _is_done_roles(self):
        """Somebody besides the two who have one by the installation."""
        viewer = self.env.ref("customer_master.group_viewer")
        users = self.env["res.users"].search([("all_group_ids", "in", viewer.ids)], limit=3)
        return bool(users - self.env.ref("base.user_admin") - self.env.ref("base.user_root"))

    @api.model
    def _is_done_rules(self):
        return self._changed_by_hand("customer.quality.rule")

    @api.model
    def _is_done_categories(self):
        return self._changed_by_hand("customer.category")

    @api.model
    def _changed_by_hand(self, model):
        records = self.env[model].with_context(active_test=False)
        by_hand = [("write_uid", "!=", self.env.ref("base.user_root").id)]
        return bool(records.search_count(by_hand, limit=1))

    @api.model
    def _is_done_scan(self):
        return self._is_there("customer.match.scan", [("state", "=", "done")])

    @api.model
    def _is_done_check(self):
        return self._is_there("customer.quality.run", [("state", "=", "done")])

    @api.model
    def _is_done_regularly(self):
        return self._is_there("customer.cleanup") or self._is_there("customer.snapshot.plan")

    @api.model
    def _is_done_system(self):
        return self._is_there("customer.system")

    @api.model
    def _is_there(self, model, domain=()):
        return bool(self.env[model].search_count(list(domain), limit=1))
