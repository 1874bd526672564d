import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

_CODE = re.compile(r"[a-z][a-z0-9_]{0,31}")
POLICIES = [
    ("newest", "The newest value counts"),
    ("priority", "The system higher in the list counts"),
    ("overwrite", "Always take theirs"),
    ("fill", "Fill blanks only"),
    ("keep", "Keep ours"),
]


class CustomerSystem(models.Model):
    """Another system that has customers of its own: a shop, an ERP, another Odoo."""

    _name = "customer.system"
    _inherit = ["customer.cached", "customer.secret.owner", "customer.intake"]
    _secret_owner = "system_id"
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
    # -- what it sends
    user_id = fields.Many2one(
        "res.users",
        string="Its User",
        copy=False,
        ondelete="restrict",
        help="The user as whom the system logs in to send customers. It needs the role "
        "“Synchronisation” and nothing else.",
    )
    inbound_mapping_id = fields.Many2one(
        "customer.mapping",
        string="Mapping of What It Sends",
        domain=[("kind", "=", "record")],
        ondelete="restrict",
    )
    policy = fields.Selection(
        POLICIES,
        string="Different Values",
        required=True,
        default="newest",
        help="What happens where the system sends another value than the one that is here.",
    )
    policy_ids = fields.One2many("customer.system.policy", "system_id", string="Exceptions")
    matching = fields.Boolean(
        string="Recognise Similar Customers",
        default=True,
        help="By name, address, phone and so on, besides the fields that identify a customer.",
    )
    # who has sent something is locked by it, see receive()
    received_on = fields.Datetime(string="Last Received", readonly=True, copy=False)
    operation_id = fields.Many2one(
        "customer.operation", readonly=True, copy=False, ondelete="set null", index="btree_not_null"
    )
    open_count = fields.Integer(string="To Decide", compute="_compute_open_count")

    _user_unique = models.UniqueIndex(
        "(user_id) WHERE user_id IS NOT NULL", "This user belongs to another system."
    )

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

    def _compute_open_count(self):
        counts = dict(
            self.env["customer.inbound.record"]._read_group(
                [("system_id", "in", self.ids), ("state", "=", "open")], ["system_id"], ["__count"]
            )
        )
        for system in self:
            system.open_count = counts.get(system, 0)

    def action_open_decisions(self):
        """What waits for a decision of a steward."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "customer_master.customer_inbound_record_action"
        )
        return {**action, "domain": [("system_id", "=", self.id)]}


class CustomerSystemPolicy(models.Model):
    """What happens to one field where a system sends another value."""

    _name = "customer.system.policy"
    _inherit = "customer.cached"
    _description = "Values from a System"
    _order = "system_id, id"
    _rec_name = "field"

    system_id = fields.Many2one("customer.system", required=True, ondelete="cascade", index=True)
    field = fields.Selection("_selection_field", required=True)
    policy = fields.Selection(POLICIES, string="Different Values", required=True, default="fill")

    _field_unique = models.Constraint(
        "UNIQUE(system_id, field)", "There is a line of this field already."
    )

    @api.model
    def _selection_field(self):
        labels = self.env["customer.mapping"]._targets()
        return [(name, labels[name]) for name in labels if name in self.env["res.partner"]._fields]
