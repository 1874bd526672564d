from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class CustomerCategory(models.Model):
    """A value of a dimension, such as “East China” of the dimension Region."""

    _name = "customer.category"
    _description = "Customer Category"
    _inherit = "customer.assignment.mixin"
    _order = "dimension_id, sequence, id"
    _parent_store = True
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True, index="trigram")
    code = fields.Char(copy=False, index="btree_not_null")
    dimension_id = fields.Many2one(
        "customer.dimension", required=True, index=True, ondelete="restrict"
    )
    exclusive = fields.Boolean(related="dimension_id.exclusive")
    parent_id = fields.Many2one(
        "customer.category",
        index=True,
        ondelete="restrict",
        domain="[('dimension_id', '=', dimension_id)]",
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("customer.category", "parent_id", string="Sub-Categories")
    sequence = fields.Integer(
        default=10,
        aggregator=None,
        help="In a dimension with one category per customer, the first matching rule counts.",
    )
    color = fields.Integer(aggregator=None)
    active = fields.Boolean(default=True)
    partner_ids = fields.Many2many(
        "res.partner",
        "customer_category_res_partner_rel",
        "category_id",
        "partner_id",
        string="Customers",
        readonly=True,
        copy=False,
    )
    customer_count = fields.Integer(compute="_compute_customer_count")

    _code_unique = models.UniqueIndex(
        "(dimension_id, code) WHERE code <> ''",
        "Another category of this dimension has this code already.",
    )

    @api.depends("name", "parent_id.name")
    @api.depends_context("formatted_display_name", "lang")
    def _compute_display_name(self):
        """The bare name, since columns, badges and pivots are narrow; drop-downs also show what
        it lies below."""
        for category in self:
            category.display_name = category.name
            if category.parent_id and self.env.context.get("formatted_display_name"):
                category.display_name = f"{category.name} \t --{category.parent_id.name}--"

    def _compute_customer_count(self):
        counts = dict(
            self.env["res.partner"]._read_group(
                [("customer_category_ids", "in", self.ids)],
                ["customer_category_ids"],
                ["__count"],
            )
        )
        for category in self:
            category.customer_count = counts.get(category, 0)

    @api.constrains("parent_id", "dimension_id")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A category can't be placed below itself."))
        for category in self | self.with_context(active_test=False).child_ids:
            if category.parent_id and category.parent_id.dimension_id != category.dimension_id:
                raise ValidationError(
                    self.env._(
                        "“%(parent)s” belongs to another dimension than “%(category)s”.",
                        parent=category.parent_id.name,
                        category=category.name,
                    )
                )

    @api.model
    def _customer_rules(self):
        return super()._customer_rules().filtered("dimension_id.active")

    def write(self, vals):
        if "dimension_id" in vals:
            moved = self.filtered(lambda c: c.dimension_id.id != vals["dimension_id"])
            everybody = self.env["res.partner"].sudo().with_context(active_test=False)
            if everybody.search_count([("customer_category_ids", "in", moved.ids)], limit=1):
                raise UserError(
                    self.env._(
                        "A category that customers have can't move to another dimension. "
                        "Make a new one there and archive this one."
                    )
                )
        return super().write(vals)

    def action_open_customers(self):
        self.ensure_one()
        return {
            **self.env["ir.actions.actions"]._for_xml_id("customer_master.res_partner_action"),
            "domain": [("customer_category_ids", "child_of", self.id)],
            "display_name": self.name,
        }
