from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.res_partner_customer import PRIORITIES


class CustomerMassClassification(models.TransientModel):
    """Give many customers categories, tags and a priority at once, by hand."""

    _name = "customer.mass.classification"
    _inherit = "customer.selected"
    _description = "Classify Customers"

    partner_ids = fields.Many2many(required=True)
    add_category_ids = fields.Many2many(
        "customer.category",
        "customer_mass_classification_add_rel",
        string="Add Categories",
        help="In a dimension with one category per customer, the new one replaces the old one.",
    )
    remove_category_ids = fields.Many2many(
        "customer.category",
        "customer_mass_classification_remove_rel",
        string="Remove Categories",
    )
    add_tag_ids = fields.Many2many(
        "res.partner.category", "customer_mass_classification_add_tag_rel", string="Add Tags"
    )
    remove_tag_ids = fields.Many2many(
        "res.partner.category",
        "customer_mass_classification_remove_tag_rel",
        string="Remove Tags",
    )
    priority = fields.Selection(PRIORITIES, string="Set Priority")

    def action_apply(self):
        self.ensure_one()
        if not self.partner_ids:
            raise UserError(self.env._("None of the selected contacts is a customer."))
        self._check_one_per_dimension()
        values = {}
        categories = self._category_commands()
        if categories:
            values["customer_category_ids"] = categories
        tags = [Command.unlink(tag.id) for tag in self.remove_tag_ids] + [
            Command.link(tag.id) for tag in self.add_tag_ids
        ]
        if tags:
            values["category_id"] = tags
        if self.priority:
            values["customer_priority"] = self.priority
        if not values:
            raise UserError(self.env._("Please choose what to change."))
        self.env["customer.classification"]._classify(self.partner_ids, values)
        return {"type": "ir.actions.act_window_close"}

    def _check_one_per_dimension(self):
        one = self.add_category_ids.filtered("exclusive")
        for dimension, categories in one.grouped("dimension_id").items():
            if len(categories) > 1:
                raise UserError(
                    self.env._(
                        "A customer has only one category of “%(dimension)s”; please add only "
                        "one of %(categories)s.",
                        dimension=dimension.name,
                        categories=", ".join(categories.mapped("name")),
                    )
                )

    def _category_commands(self):
        replaced = (
            self.env["customer.category"]
            .with_context(active_test=False)
            .search(
                [
                    (
                        "dimension_id",
                        "in",
                        self.add_category_ids.filtered("exclusive").dimension_id.ids,
                    ),
                    ("id", "not in", self.add_category_ids.ids),
                ]
            )
        )
        return [Command.unlink(i) for i in (self.remove_category_ids | replaced).ids] + [
            Command.link(i) for i in self.add_category_ids.ids
        ]
