from odoo import fields, models


class CustomerExternalId(models.Model):
    """Crosswalk: which customer is called what in which system.

    A customer can have several in one system, for instance after a merge.
    """

    _name = "customer.external.id"
    _description = "ID in Another System"
    _order = "system_id, external_id"
    _rec_name = "external_id"
    _external_id_unique = models.Constraint(
        "UNIQUE(system_id, external_id)", "Another customer has this ID in the same system."
    )

    system_id = fields.Many2one("customer.system", required=True, ondelete="cascade")
    external_id = fields.Char(string="ID There", required=True)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="partner_id.company_id", store=True, index=True)
