from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import format_list

from ..models.res_partner_assignment import ASSIGNED, SLICE
from .dialog import dialog

SHOWN = 200
# more than this is left to the scheduled job, so that nobody waits in front of the screen
AT_ONCE = 5000


class CustomerAssignmentWizard(models.TransientModel):
    """What the assignment rules would change now, before it is done."""

    _name = "customer.assignment.wizard"
    _description = "Preview of Assignment Rules"

    category_id = fields.Many2one("customer.category", readonly=True)
    tag_id = fields.Many2one("res.partner.category", readonly=True)
    partner_ids = fields.Many2many("res.partner", string="Customers", readonly=True)
    examined_count = fields.Integer(string="Customers Examined", readonly=True)
    changed_count = fields.Integer(string="Customers That Would Change", readonly=True)
    line_ids = fields.One2many("customer.assignment.wizard.line", "wizard_id", readonly=True)
    is_long = fields.Boolean(compute="_compute_is_long")

    @api.depends("examined_count")
    def _compute_is_long(self):
        for wizard in self:
            wizard.is_long = wizard.examined_count > AT_ONCE

    @api.model
    def _action_preview(self, rule=None, partners=None):
        """Make the preview and return the action that shows it.

        :param rule: the category or tag whose rule is looked at; all rules where empty
        :param partners: the customers to look at; all where empty
        """
        wizard = self.create(
            {
                "category_id": rule.id if rule and rule._name == "customer.category" else False,
                "tag_id": rule.id if rule and rule._name == "res.partner.category" else False,
                "partner_ids": [Command.set(partners.ids)] if partners else False,
            }
        )
        wizard._fill()
        return dialog(wizard, self.env._("Preview of Assignment Rules"), dialog_size="large")

    def _rules(self):
        """Pairs of model and id of the one rule (``None`` for all) that is looked at."""
        if self.category_id:
            return [("customer.category", self.category_id.id)]
        if self.tag_id:
            return [("res.partner.category", self.tag_id.id)]
        return [(model, None) for model in ASSIGNED]

    def _slices(self):
        """Recordsets of at most ``SLICE`` customers, by id."""
        Partner = self.env["res.partner"].with_context(active_test=False)
        domain = Partner._customer_domain()
        if self.partner_ids:
            domain &= Domain("id", "in", self.partner_ids.ids)
        last = 0
        while batch := Partner.search(domain & Domain("id", ">", last), order="id", limit=SLICE):
            yield batch
            last = batch[-1].id
            batch.invalidate_recordset()

    def _fill(self):
        examined, changed, lines = 0, set(), []
        for batch in self._slices():
            examined += len(batch)
            for model, only in self._rules():
                changes = batch._customer_assignment_changes(model, only)
                changed.update(changes)
                for partner_id, change in changes.items():
                    if len(lines) < SHOWN:
                        lines.append(self._line(model, partner_id, change))
        self.write(
            {
                "examined_count": examined,
                "changed_count": len(changed),
                "line_ids": [Command.create(values) for values in lines],
            }
        )

    def _line(self, model, partner_id, change):
        def names(ids):
            return format_list(self.env, self.env[model].browse(sorted(ids)).mapped("name"))

        return {
            "partner_id": partner_id,
            "gained": names(change.add),
            "lost": names(change.remove),
        }

    def action_apply(self):
        """Do what the preview showed; for very many customers in the scheduled job."""
        self.ensure_one()
        if self.is_long:
            self.env.ref("customer_master.ir_cron_customer_assign").sudo()._trigger()
            message = self.env._(
                "The rules are being applied in the background. You can go on working."
            )
        else:
            changed = set()
            for batch in self._slices():
                for model, only in self._rules():
                    changed |= batch._customer_assign([model], only)
            message = self.env._("%s customers were changed.", len(changed))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": message,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }


class CustomerAssignmentWizardLine(models.TransientModel):
    _name = "customer.assignment.wizard.line"
    _description = "Customer That a Rule Would Change"

    wizard_id = fields.Many2one(
        "customer.assignment.wizard", required=True, ondelete="cascade", index=True
    )
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    gained = fields.Char(string="Gets", readonly=True)
    lost = fields.Char(string="Loses", readonly=True)
