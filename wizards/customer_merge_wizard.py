from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.customer_merge import Group
from ..models.customer_operation_preview import html_list

DRAFT = -1  # the line of a group that is looked at before it is planned


class CustomerMergeWizard(models.TransientModel):
    """Merge the selected contacts: which one is kept, and what happens, before it happens."""

    _name = "customer.merge.wizard"
    _description = "Merge Contacts"

    partner_ids = fields.Many2many(
        "res.partner",
        string="Contacts",
        required=True,
        context={"active_test": False},
    )
    master_id = fields.Many2one(
        "res.partner",
        string="Keep",
        required=True,
        domain="[('id', 'in', partner_ids)]",
        help="The contact that stays. The others are archived and lead to it.",
    )
    blocked = fields.Char(compute="_compute_preview")
    preview = fields.Html(compute="_compute_preview", sanitize=False)

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        ids = self.env.context.get("active_ids")
        if self.env.context.get("active_model") == "res.partner" and ids:
            partners = self.env["res.partner"].browse(ids).exists()
            values["partner_ids"] = [Command.set(partners.ids)]
            # the oldest active one, which other systems are likely to know
            values["master_id"] = partners.sorted(lambda p: (not p.active, p.id))[:1].id
        return values

    @api.depends("partner_ids", "master_id")
    def _compute_preview(self):
        self.env["customer.operation"]._check_kind("merge")
        merge = self.env["customer.merge"].sudo()
        for wizard in self:
            master = wizard.master_id._origin
            sources = wizard.partner_ids._origin - master
            wizard.blocked, wizard.preview = False, False
            if master and sources:
                group = Group(DRAFT, master.id, tuple(sorted(sources.ids)))
                reasons = merge._blocked([group])
                wizard.blocked = reasons.get(DRAFT, False)
                wizard.preview = wizard._preview_html(merge._preview([group], reasons)[0])

    def _preview_html(self, told):
        parts = [html_list(self.env._("Please note"), told["warnings"])]
        parts.append(
            html_list(
                self.env._("Moves to the kept contact"),
                [f"{row['label']}: {row['count']}" for row in told["moves"]],
            )
        )
        parts.append(
            html_list(
                self.env._("Stays with the old contact"),
                [f"{row['label']}: {row['count']}" for row in told["collisions"]],
            )
        )
        taken = [
            f"{row['label']}: {row['kept']}"
            for row in told["values"]
            if row["kept"] and row["from"] != told["master"]
        ]
        parts.append(html_list(self.env._("Taken over from the others"), taken))
        return Markup("").join(parts)

    def action_merge(self):
        """Merge and open the contact that was kept.

        :raise UserError: the reason why it is not possible
        """
        self.ensure_one()
        Operation = self.env["customer.operation"]
        operation = Operation.browse(
            Operation.customer_plan_merge(
                [{"master": self.master_id.id, "members": self.partner_ids.ids}]
            )
        )
        operation.action_do()
        line = operation.line_ids
        if line.state != "done":
            raise UserError(line.reason)
        return self.master_id.get_formview_action()
