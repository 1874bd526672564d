from odoo import api, fields, models
from odoo.tools import format_list
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)
# what :mod:`customer_intake_match` and :mod:`customer_system_actions` say of a record that waits
DOUBTS = (
    _lt("May be a customer that exists already."),
    _lt("Looks like a customer who has another value of what identifies them."),
    _lt("May be one of several customers."),
    _lt("Several customers have this value of what identifies them."),
    _lt("A customer has the same tax ID, but does not look the same."),
    _lt("These are one customer in the other system. Merge them here too?"),
)


class CustomerInboundRecord(models.Model):
    """The reason is stored in the language of the system that sends; who decides reads another."""

    _inherit = "customer.inbound.record"

    why = fields.Char(string="Reason Shown", compute="_compute_why")

    @api.depends("reason", "conflicts")
    @api.depends_context("lang")
    def _compute_why(self):
        stored = {}
        for code, _name in self.env["res.lang"].get_installed():
            env = self.with_context(lang=code).env
            stored |= {env._(doubt): doubt for doubt in DOUBTS}
        for record in self:
            if record.conflicts:
                record.why = record._conflict_sentence(record.conflicts)
            else:
                doubt = stored.get(record.reason)
                record.why = self.env._(doubt) if doubt else record.reason

    @api.model
    def _conflict_sentence(self, conflicts):
        known = self.env["res.partner"]._fields
        names = dict.fromkeys(place.rpartition("/")[2] for place in conflicts)
        labels = [known[name]._description_string(self.env) for name in names if name in known]
        return self.env._("Changed on both sides: %s", format_list(self.env, labels))
