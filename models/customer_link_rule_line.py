from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.linking import KINDS

TEXTS = {"char", "text", "selection", "integer", "many2one", "one2many", "many2many", "html"}


class CustomerLinkRuleLine(models.Model):
    """A field of the record, and what of the customer it is compared with."""

    _name = "customer.link.rule.line"
    _description = "Evidence of a Link Rule"
    _order = "sequence, id"

    rule_id = fields.Many2one("customer.link.rule", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    model = fields.Char(related="rule_id.model")
    path = fields.Char(
        string="Of the Record",
        required=True,
        help="A field of the record, or of what it refers to.",
    )
    kind = fields.Selection(
        [
            ("external_id", "ID in another system"),
            ("tax_id", "Tax ID"),
            ("ref", "Reference"),
            ("email", "Email"),
            ("phone", "Phone"),
            ("email_domain", "Email domain"),
            ("name", "Name"),
            ("street", "Street"),
            ("zip", "Postcode"),
            ("city", "City"),
            ("country", "Country code"),
        ],
        string="Of the Customer",
        required=True,
    )
    # the same ID is another customer in another system
    system_id = fields.Many2one("customer.system", ondelete="restrict", index="btree_not_null")
    logic = fields.Selection(
        [
            ("exact", "The same letter by letter"),
            ("normalised", "The same, however it is written"),
            ("similar", "Alike, by the duplicate rule"),
        ],
        string="Compared",
        required=True,
        default="normalised",
        help="Lines that are compared for likeness count together, as the search for duplicates "
        "does it.",
    )
    sure = fields.Float(
        string="Sure by Itself",
        compute="_compute_sure",
        store=True,
        readonly=False,
        precompute=True,
        help="How sure an agreement in this alone makes. Several add up.",
    )

    _sure_share = models.Constraint(
        "CHECK(sure > 0 AND sure < 1)", "“Sure by Itself” must be between 0 % and 100 %."
    )

    @api.depends("kind")
    def _compute_sure(self):
        for line in self:
            line.sure = KINDS.get(line.kind, 0.5)

    def _scope(self):
        """What stands before an ID among those of all systems."""
        return f"{self.system_id.id}:" if self.kind == "external_id" else ""

    @api.constrains("path", "kind", "logic", "system_id")
    def _check_path(self):
        for line in self:
            if problem := line._problem():
                raise ValidationError(problem)

    def _problem(self):
        """Why the line can't be used, in a sentence; or ``False``."""
        line = self.sudo()
        if line.logic == "similar" and line.kind in ("ref", "external_id"):
            return self.env._("References and IDs are the same or not: they can't be alike.")
        if line.kind == "external_id" and not line.system_id:
            return self.env._("Please choose the system whose IDs “%s” has.", line.path)
        model, field = line.rule_id.model, None
        for name in line.path.split("."):
            field = model in self.env and self.env[model]._fields.get(name)
            if not field:
                return self.env._(
                    "“%(path)s” can't be read: there is no “%(name)s”.", path=line.path, name=name
                )
            model = field.comodel_name
        if field.type not in TEXTS:
            return self.env._("“%s” is neither text nor a reference.", line.path)
        return False
