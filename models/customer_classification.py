from odoo import api, models

from .customer_merge_values import ASSIGNED_TABLES


class CustomerClassification(models.AbstractModel):
    """The service that classifies many customers, by hand."""

    _name = "customer.classification"
    _description = "Classification of Many Customers"

    @api.model
    def _classify(self, partners, values):
        """Write ``values`` to ``partners`` as an operation.

        :return: the operation, done
        """
        partners.check_access("write")
        operation = self.env["customer.operation"].sudo()
        operation = operation.create(
            {
                "name": self.env._("Classification of %s customers", len(partners)),
                "kind": "classification",
                "customer_count": len(partners),
            }
        )
        lines = self.env["customer.operation.line"].sudo()
        lines = lines.create(
            [{"operation_id": operation.id, "partner_id": partner.id} for partner in partners]
        )
        line_of = {line.partner_id.id: line.id for line in lines}
        operation._remember_rows("res_partner", "id", line_of)
        for table in ASSIGNED_TABLES:
            operation._remember_rows(table, "partner_id", line_of)
        partners.write(values)
        operation._journal_rows()
        operation._set_lines({line.id: ("done", False) for line in lines})
        operation._finish()
        return operation

    def _undo(self, lines):
        """Give the customers of ``lines`` back what they had."""
        allowed = lines.partner_id.sudo(False)._filtered_access("write")
        refused = lines.filtered(lambda line: line.partner_id.id not in allowed.ids)
        refused.reason = self.env._("You may not change this customer.")
        lines -= refused
        Operation = self.env["customer.operation"]
        merge = self.env["customer.merge"]
        conflicts = merge._without_derived(Operation._restore(lines))
        lines.partner_id._customer_settle()
        states = {}
        for line in lines:
            line.conflicts = conflicts.get(line.id) or False
            reason = merge._told_conflicts(conflicts.get(line.id))
            states[line.id] = ("undone", reason)
        Operation._set_lines(states)
