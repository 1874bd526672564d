from odoo import api, fields, models, tools
from odoo.fields import Domain


class CustomerFieldGuard(models.Model):
    """A field of contacts that only some roles may change, or even see."""

    _name = "customer.field.guard"
    _description = "Guarded Field of Customers"
    _order = "kind, field_id"
    _rec_name = "field_id"

    field_id = fields.Many2one(
        "ir.model.fields",
        required=True,
        domain=[("model", "=", "res.partner")],
        ondelete="cascade",
    )
    kind = fields.Selection(
        [("finance", "Finance"), ("personal", "Personal data")],
        required=True,
        default="finance",
        help="Finance: changed by Finance, Data Steward and Administrator, read by everybody.\n"
        "Personal data: read and changed by Data Steward and Administrator, and on their own "
        "customers by Sales.",
    )

    at_entry = fields.Boolean(
        string="With New Customers",
        help="Whoever adds a customer may fill it in then.",
    )

    _field_unique = models.Constraint("UNIQUE(field_id)", "This field is in the list already.")

    @api.model
    @tools.ormcache()
    def _names(self) -> dict[str, frozenset[str]]:
        """Names of the guarded fields by their kind, and of those free "at_entry"."""
        guards = self.sudo().search_fetch(Domain.TRUE, ["field_id", "kind", "at_entry"])
        names = {
            kind: frozenset(guard.field_id.name for guard in guards if guard.kind == kind)
            for kind in ("finance", "personal")
        }
        free = guards.filtered("at_entry")
        return {**names, "at_entry": frozenset(free.field_id.mapped("name"))}

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()
