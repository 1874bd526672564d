from odoo import fields, models

from .res_partner_contact_person import PERSON

HELP = (
    "A value that the system had and has no more is removed here too, where its value would be "
    "taken. Otherwise a value that is here is never emptied."
)


class CustomerSystem(models.Model):
    """What a system does not have any more."""

    _inherit = "customer.system"

    take_blanks = fields.Boolean(string="Blanks Too", help=HELP)

    def _blanks(self, work):
        """Values of the fields that a work says are blank, of those that may be."""
        known = self.env["res.partner"]._fields
        lines = {line.field: line.take_blanks for line in self.policy_ids}
        return {
            name: [] if known[name].type == "many2many" else False
            for name in work.blanks
            if name in known and name != "name" and name not in PERSON
            and known[name].type != "boolean" and not known[name].required
            and lines.get(name, self.take_blanks)
        }  # fmt: skip


class CustomerSystemPolicy(models.Model):
    _inherit = "customer.system.policy"

    take_blanks = fields.Boolean(string="Blanks Too", help=HELP)
