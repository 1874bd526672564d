from odoo import models
from odoo.exceptions import UserError


class CustomerIntakeService(models.AbstractModel):
    _inherit = "customer.intake.service"

    def _undo(self, lines):
        imports = self.env["customer.import"].sudo()
        imports = imports.search([("operation_id", "in", lines.operation_id.ids)])
        imports.write({"state": "undone"})
        return super()._undo(lines)


class CustomerOperation(models.Model):
    _inherit = "customer.operation"

    def _check_undoable(self):
        running = (
            self.env["customer.import"]
            .sudo()
            .search_count([("operation_id", "in", self.ids), ("state", "=", "running")], limit=1)
        )
        if running:
            raise UserError(self.env._("The import is still running. Please pause it first."))
        return super()._check_undoable()
