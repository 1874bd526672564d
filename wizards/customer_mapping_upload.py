import base64

from odoo import fields, models


class CustomerMappingUpload(models.TransientModel):
    """A mapping from a file that another database has made."""

    _name = "customer.mapping.upload"
    _description = "Mapping from a File"

    file = fields.Binary(required=True, attachment=False)
    file_name = fields.Char()

    def action_load(self):
        """Make the mapping and open it."""
        self.ensure_one()
        content = base64.b64decode(self.with_context(bin_size=False).file)
        mapping = self.env["customer.mapping"]._from_file(content)
        form = self.env.ref("customer_master.customer_mapping_view_form_record")
        return {
            "type": "ir.actions.act_window",
            "res_model": "customer.mapping",
            "res_id": mapping.id,
            "view_mode": "form",
            "views": [(form.id, "form")],
        }
