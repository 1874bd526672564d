from odoo import api, fields, models
from odoo.exceptions import UserError

STATES = [
    ("planned", "Planned"),
    ("done", "Done"),
    ("blocked", "Not Possible"),
    ("failed", "Failed"),
    ("undone", "Undone"),
]


class CustomerOperationLine(models.Model):
    """What an operation does to one customer, or to one group of duplicates."""

    _name = "customer.operation.line"
    _description = "Part of an Operation"
    _order = "operation_id, id"

    operation_id = fields.Many2one(
        "customer.operation", required=True, readonly=True, ondelete="cascade", index=True
    )
    kind = fields.Selection(related="operation_id.kind")
    operation_state = fields.Selection(
        related="operation_id.state", string="State of the Operation"
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        context={"active_test": False},
    )
    source_ids = fields.Many2many(
        "res.partner",
        "customer_operation_line_source_rel",
        "line_id",
        "partner_id",
        string="Merged",
        readonly=True,
        context={"active_test": False},
    )
    subject = fields.Char(
        string="Record", readonly=True, help="The order, invoice or other record that was linked."
    )
    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, default="planned", index=True
    )
    reason = fields.Char(readonly=True, help="Why it was not done, or what was left as it is.")
    # of a merge: field name -> id of the member whose value was picked by hand; of a correction:
    # {"old": raw values when it was planned, "new": those to write}
    values = fields.Json(readonly=True)
    # what could not be taken back, see ``_restore``
    conflicts = fields.Json(readonly=True)

    @api.depends("partner_id")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.partner_id.display_name or str(line.id)

    def action_undo(self):
        """Take back this part of the operation alone.

        :raise AccessError: the user's role may not do operations of this kind
        """
        for operation, lines in self.grouped("operation_id").items():
            checked = operation._checked()
            checked._check_undoable()
            lines = lines.sudo()
            if lines.filtered(lambda line: line.state != "done"):
                raise UserError(self.env._("There is nothing to undo in this part."))
            checked._service()._undo(lines)
            checked.write({"undone_by_id": self.env.uid, "undone_on": fields.Datetime.now()})
            checked._finish()
