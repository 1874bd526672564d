from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ..engine.matching.levels import EXTRA_PREFIX, FIELDS
from ..engine.matching.settings import MAX_EXTRAS

COMPARED_TYPES = ("char", "text", "integer", "date", "selection", "many2one")


class CustomerMatchField(models.Model):
    """Evidence that the matching looks at: shipped with the engine, or any stored field."""

    _name = "customer.match.field"
    _description = "Evidence of Duplicates"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=50)
    code = fields.Char(readonly=True, copy=False)
    field_id = fields.Many2one(
        "ir.model.fields",
        ondelete="cascade",
        domain=[
            ("model", "=", "res.partner"),
            ("store", "=", True),
            ("ttype", "in", COMPARED_TYPES),
        ],
        help="What stands in another record, such as the name of an industry, is compared as it "
        "was when the customer was last saved.",
    )
    how = fields.Selection(
        [("exact", "Equal or different"), ("fuzzy", "Typing errors allowed")],
        string="Comparison",
        default="exact",
        required=True,
    )

    _code_unique = models.Constraint("UNIQUE(code)", "The code of evidence must be unique.")
    _field_unique = models.Constraint("UNIQUE(field_id)", "This field takes part already.")

    @api.constrains("code", "field_id")
    def _check_kind(self):
        for record in self:
            if record.code and record.code not in FIELDS:
                raise ValidationError(self.env._("Unknown evidence: %s", record.code))
            if bool(record.code) == bool(record.field_id):
                raise ValidationError(self.env._("Please choose the field that is compared."))
        if self.search_count([("field_id", "!=", False)]) > MAX_EXTRAS:
            raise ValidationError(
                self.env._("At most %s further fields can be compared.", MAX_EXTRAS)
            )

    @api.model
    @tools.ormcache()
    def _extra_names(self) -> tuple[str, ...]:
        """Names of the further fields of contacts, in the order of the key rows."""
        extras = self.sudo().search([("field_id", "!=", False)], order="id")
        known = self.env["res.partner"]._fields
        return tuple(name for name in extras.mapped("field_id.name") if name in known)

    @api.model
    def _extra_labels(self) -> dict[str, str]:
        """Labels of the further fields by the engine's name for them, such as ``extra0``."""
        extras = self.sudo().search([("field_id", "!=", False)], order="id")
        return {f"{EXTRA_PREFIX}{number}": extra.name for number, extra in enumerate(extras)}

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._after_change(records.filtered("field_id"))
        return records

    def write(self, vals):
        result = super().write(vals)
        self._after_change("field_id" in vals)
        return result

    def unlink(self):
        extra = bool(self.filtered("field_id"))
        result = super().unlink()
        self._after_change(extra)
        return result

    @api.model
    def _fields_gone(self, gone):
        """Fields are going: the database would take the evidence away, but not from the keys."""
        # while the addon itself goes, there are no jobs any more, and soon no columns
        if self.env.ref("customer_master.ir_cron_match_fill", raise_if_not_found=False):
            self.sudo().search([("field_id", "in", gone.ids)]).unlink()

    def _after_change(self, extras_changed):
        self.env.registry.clear_cache()
        if extras_changed:
            self.env["customer.match.key"]._rebuild()
