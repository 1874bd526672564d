from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain

# read by Odoo's own code wherever contacts are used, as the user who is working
NEEDED = {"name", "display_name", "complete_name", "email", "email_formatted", "active", "type",
          "lang", "tz", "is_company", "vat", "ref", "color", "street", "city", "zip",
          "customer_rank", "supplier_rank"}  # fmt: skip


class CustomerFieldGuard(models.Model):
    """A field of contacts that only some roles may change, or even see."""

    _name = "customer.field.guard"
    _inherit = "customer.cached"
    _description = "Guarded Field of Customers"
    _order = "kind desc, field_id"
    _rec_name = "field_id"

    field_id = fields.Many2one(
        "ir.model.fields",
        required=True,
        domain=[("model", "=", "res.partner")],
        ondelete="cascade",
    )
    kind = fields.Selection(
        [("finance", "Finance"), ("personal", "Personal data"), ("audit", "Free, but audited")],
        required=True,
        default="finance",
        help="Finance: changed by Finance, Data Steward and Administrator, read by everybody.\n"
        "Personal data: read by Sales, Data Steward and Administrator only, on all contacts.\n"
        "Free, but audited: changed by whoever may change the customer. The audit notes changes of "
        "all fields in this list.",
    )

    at_entry = fields.Boolean(
        string="With New Customers",
        help="Whoever adds a customer may fill it in then.",
    )

    _field_unique = models.Constraint("UNIQUE(field_id)", "This field is in the list already.")

    @api.constrains("field_id", "kind")
    def _check_field(self):
        for guard in self.filtered(lambda g: g.kind == "personal"):
            field = self.env["res.partner"]._fields.get(guard.field_id.name)
            if guard.field_id.name in NEEDED or field.required or field.relational:
                raise ValidationError(
                    self.env._(
                        "“%s” is needed by all who work with contacts, so it can't be hidden.",
                        guard.field_id.field_description,
                    )
                )

    @api.model
    @tools.ormcache()
    def _names(self) -> dict[str, frozenset[str]]:
        """Names of the guarded fields by their kind, and of those free "at_entry"."""
        guards = self.sudo().search_fetch(Domain.TRUE, ["field_id", "kind", "at_entry"])
        names = {
            kind: frozenset(guard.field_id.name for guard in guards if guard.kind == kind)
            for kind in ("finance", "personal", "audit")
        }
        free = guards.filtered("at_entry")
        return {**names, "at_entry": frozenset(free.field_id.mapped("name"))}
