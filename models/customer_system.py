import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

_CODE = re.compile(r"[a-z][a-z0-9_]{0,31}")


class CustomerSystem(models.Model):
    """Another system that has customers of its own: a shop, an ERP, another Odoo."""

    _name = "customer.system"
    _description = "System"
    _order = "sequence, id"
    _code_unique = models.Constraint("UNIQUE(code)", "There is a system with this code already.")

    name = fields.Char(required=True)
    code = fields.Char(
        required=True,
        copy=False,
        help="Short name by which programs call this system: small letters, digits, underscores.",
    )
    active = fields.Boolean(default=True)
    # the first one is believed most where two systems say different things
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", help="Only customers of this company and of all companies are exchanged."
    )
    external_ids = fields.One2many("customer.external.id", "system_id", string="Known Customers")
    external_count = fields.Integer(compute="_compute_external_count")

    @api.constrains("code")
    def _check_code(self):
        for system in self:
            if not _CODE.fullmatch(system.code):
                raise ValidationError(
                    self.env._(
                        "“%s”: a code has small letters, digits and underscores, and begins with "
                        "a letter.",
                        system.code,
                    )
                )

    def _compute_external_count(self):
        counts = dict(
            self.env["customer.external.id"]._read_group(
                [("system_id", "in", self.ids)], ["system_id"], ["__count"]
            )
        )
        for system in self:
            system.external_count = counts.get(system, 0)
