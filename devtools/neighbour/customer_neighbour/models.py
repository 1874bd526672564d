from odoo import fields, models


class NeighbourGroup(models.Model):
    _name = "neighbour.group"
    _description = "Group of Partners"

    name = fields.Char(required=True)


class NeighbourTicket(models.Model):
    """Records that belong to a customer, as tickets or repairs do."""

    _name = "neighbour.ticket"
    _inherit = "mail.thread"
    _description = "Ticket"

    name = fields.Char(required=True)
    email = fields.Char()
    partner_id = fields.Many2one("res.partner")


class ResPartner(models.Model):
    _inherit = "res.partner"

    neighbour_code = fields.Char()
    neighbour_level = fields.Selection([("low", "Low"), ("high", "High")])
    neighbour_group_id = fields.Many2one("neighbour.group")
    neighbour_ticket_ids = fields.One2many("neighbour.ticket", "partner_id")
