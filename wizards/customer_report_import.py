from odoo import fields, models


class CustomerReportImport(models.TransientModel):
    """Takes a report template from a file."""

    _name = "customer.report.import"
    _description = "Import of a Report Template"

    file = fields.Binary(required=True, attachment=False)
    file_name = fields.Char()

    def action_import(self):
        """Make the template and show it.

        :raise UserError: the file can't be used; it says why
        """
        self.ensure_one()
        template = self.env["customer.report.template"]._from_file(self.file)
        return {
            "type": "ir.actions.act_window",
            "res_model": template._name,
            "res_id": template.id,
            "views": [(False, "form")],
        }
