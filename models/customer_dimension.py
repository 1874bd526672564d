import re

from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError

MANUAL_PREFIX = "x_customer_"
ANALYSIS = "customer.sale.analysis"


class CustomerDimension(models.Model):
    """One way of classifying customers, such as region or size.

    Each customer has at most one category of an *exclusive* dimension; such a dimension has a
    many2one field on contacts, for filters, groups and pivots. Dimensions that the addon ships
    have it in code; an administrator's own get one of Odoo's manual fields.
    """

    _name = "customer.dimension"
    _description = "Customer Dimension"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False, help="Short technical name, such as “channel”.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    exclusive = fields.Boolean(
        string="Only One per Customer",
        default=True,
        help="A customer has at most one category of this dimension. Lists, filters and pivots "
        "then know the dimension as a column of its own.",
    )
    field_name = fields.Char(
        string="Column", readonly=True, copy=False, help="Field of contacts that shows it."
    )
    category_ids = fields.One2many("customer.category", "dimension_id", string="Categories")
    category_count = fields.Integer(compute="_compute_category_count")

    _code_unique = models.Constraint("UNIQUE(code)", "Another dimension has this code already.")

    @api.depends("category_ids")
    def _compute_category_count(self):
        counts = dict(
            self.env["customer.category"]._read_group(
                [("dimension_id", "in", self.ids)], ["dimension_id"], ["__count"]
            )
        )
        for dimension in self:
            dimension.category_count = counts.get(dimension, 0)

    @api.constrains("code")
    def _check_code(self):
        for dimension in self:
            if not re.fullmatch(r"[a-z][a-z0-9_]{0,30}", dimension.code):
                raise ValidationError(
                    self.env._(
                        "“%s” can't be the code of a dimension: use a to z, 0 to 9 and _, and "
                        "begin with a letter.",
                        dimension.code,
                    )
                )

    @api.model
    @tools.ormcache()
    def _partner_fields(self) -> dict[int, str]:
        """Field of contacts for each exclusive dimension, archived ones too: {id: field}."""
        dimensions = self.sudo().with_context(active_test=False).search([("exclusive", "=", True)])
        known = self.env["res.partner"]._fields
        return {d.id: d.field_name for d in dimensions if d.field_name in known}

    @api.model_create_multi
    def create(self, vals_list):
        dimensions = super().create(vals_list)
        self.env.registry.clear_cache("default", "templates")
        dimensions.filtered("exclusive")._add_partner_field()
        return dimensions

    def write(self, vals):
        turned = self.filtered(lambda d: "exclusive" in vals and d.exclusive != vals["exclusive"])
        if turned and vals["exclusive"]:
            turned._check_can_be_exclusive()
        result = super().write(vals)
        self.env.registry.clear_cache("default", "templates")
        if turned:
            if vals["exclusive"]:
                turned._add_partner_field()
            else:
                turned._remove_partner_field()
            turned._recompute_partners()
        if "name" in vals:
            self._rename_partner_field()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self.with_context(active_test=False).category_ids:
            raise UserError(
                self.env._(
                    "A dimension that has categories can't be deleted. Delete its categories "
                    "first, or archive the dimension."
                )
            )

    def unlink(self):
        # a column that was dropped would not come back with the refusal
        self._unlink_except_used()
        self._remove_partner_field()
        self.env.registry.clear_cache("default", "templates")
        return super().unlink()

    def _check_can_be_exclusive(self):
        for dimension in self:
            crowded = self.env["res.partner"]._customers_with_several(dimension, limit=5)
            if crowded:
                raise ValidationError(
                    self.env._(
                        "Some customers have several categories of “%(dimension)s”, so it can't "
                        "be limited to one: %(customers)s…",
                        dimension=dimension.name,
                        customers=", ".join(crowded.mapped("display_name")),
                    )
                )

    def _recompute_partners(self):
        """Fill the column of dimensions that have just become exclusive; empty the shipped one
        of those that no longer are."""
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        for dimension in self:
            field = partners._fields.get(dimension.field_name)
            if field:
                classified = partners.search(
                    [("customer_category_ids.dimension_id", "=", dimension.id)]
                )
                self.env.add_to_compute(field, classified)

    # -- the column on contacts ------------------------------------------------------------

    def _add_partner_field(self):
        """Give each dimension of ``self`` its many2one on contacts, unless it has one."""
        # the registry is set up anew: nothing may be pending on its present fields
        self.env.flush_all()
        model_id = self.env["ir.model"]._get_id
        Field = self.env["ir.model.fields"].sudo()
        for dimension in self:
            if dimension.field_name in self.env["res.partner"]._fields:
                continue
            name = f"{MANUAL_PREFIX}{dimension.code}_id"
            common = {
                "name": name,
                "field_description": dimension.name,
                "ttype": "many2one",
                "relation": "customer.category",
                "copied": False,
            }
            Field.create(
                {
                    **common,
                    "model_id": model_id("res.partner"),
                    "domain": f"[('dimension_id', '=', {dimension.id})]",
                    "on_delete": "set null",
                    "index": True,
                    "store": True,
                    "readonly": False,
                    "depends": "customer_category_ids",
                    "compute": f"self._compute_customer_dimension_field({name!r})",
                }
            )
            Field.create(
                {
                    **common,
                    "model_id": model_id(ANALYSIS),
                    "related": f"partner_id.{name}",
                    "store": False,
                    "readonly": True,
                }
            )
            dimension.field_name = name
        self._rename_partner_field()

    def _rename_partner_field(self):
        """Keep the column's label equal to the dimension's name in every language."""
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        for dimension, columns in self._manual_fields():
            for lang in languages:
                columns.with_context(lang=lang).field_description = dimension.with_context(
                    lang=lang
                ).name

    def _remove_partner_field(self):
        self.env.flush_all()
        for dimension, columns in self._manual_fields():
            dimension.field_name = False
            # those that depend on the others first, which Odoo would keep otherwise
            columns.filtered("related").unlink()
            columns.exists().unlink()

    def _manual_fields(self):
        """Pairs of a dimension and the manual fields that show it, on contacts and their sales."""
        names = [d.field_name for d in self if (d.field_name or "").startswith(MANUAL_PREFIX)]
        manual = (
            self.env["ir.model.fields"]
            .sudo()
            .search([("model", "in", ("res.partner", ANALYSIS)), ("name", "in", names)])
            .grouped("name")
        )
        return [(d, manual[d.field_name]) for d in self if d.field_name in manual]

    def action_open_categories(self):
        self.ensure_one()
        return {
            **self.env["ir.actions.actions"]._for_xml_id(
                "customer_master.customer_category_action"
            ),
            "context": {"default_dimension_id": self.id},
            "domain": [("dimension_id", "=", self.id)],
        }
