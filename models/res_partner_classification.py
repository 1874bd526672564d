from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command, Domain
from odoo.tools import SQL

# A customer keeps a category that is archived, and it counts: it could come back.
ARCHIVED_TOO = {"active_test": False}


def dimension_field(code: str, label: str):
    """The many2one on contacts of a dimension that the addon ships.

    It follows ``customer_category_ids``, which is what is stored by hand and by rule; writing
    it is turned into commands on that field, see :meth:`ResPartner._customer_fold_dimensions`.
    """
    return fields.Many2one(
        "customer.category",
        string=label,
        compute="_compute_customer_dimensions",
        store=True,
        readonly=False,
        index="btree_not_null",
        copy=False,
        domain=f"[('dimension_id.code', '=', '{code}')]",
        ondelete="set null",
    )


class ResPartner(models.Model):
    """Categories of a customer, and the column of each exclusive dimension."""

    _inherit = "res.partner"

    customer_category_ids = fields.Many2many(
        "customer.category",
        "customer_category_res_partner_rel",
        "partner_id",
        "category_id",
        string="Categories",
        context=ARCHIVED_TOO,
    )
    customer_region_id = dimension_field("region", "Region")
    customer_size_id = dimension_field("size", "Size")
    customer_type_id = dimension_field("type", "Customer Type")
    customer_multi_category_ids = fields.Many2many(
        "customer.category",
        string="Needs and More",
        context=ARCHIVED_TOO,
        compute="_compute_customer_multi_category_ids",
        inverse="_inverse_customer_multi_category_ids",
        domain="[('dimension_id.exclusive', '=', False)]",
        help="Categories of the dimensions of which a customer can have several.",
    )

    @api.depends("customer_category_ids")
    def _compute_customer_dimensions(self):
        for name in ("customer_region_id", "customer_size_id", "customer_type_id"):
            self._compute_customer_dimension_field(name)

    def _compute_customer_dimension_field(self, name):
        """Set the column ``name`` of a dimension from the categories."""
        dimensions = self.env["customer.dimension"]._partner_fields()
        dimension_id = next((i for i, field in dimensions.items() if field == name), None)
        for partner in self:
            # without access to a category the column must still be right
            partner[name] = partner.sudo().customer_category_ids.filtered(
                lambda category: category.dimension_id.id == dimension_id
            )[:1]

    @api.depends("customer_category_ids")
    def _compute_customer_multi_category_ids(self):
        for partner in self:
            partner.customer_multi_category_ids = partner.customer_category_ids.filtered(
                lambda category: not category.exclusive
            )

    def _inverse_customer_multi_category_ids(self):
        changes = defaultdict(lambda: self.browse())
        for partner in self:
            wanted = partner.customer_multi_category_ids
            present = partner.customer_category_ids.filtered(lambda c: not c.exclusive)
            changes[wanted - present, present - wanted] |= partner
        for (added, removed), partners in changes.items():
            if added or removed:
                partners.customer_category_ids = [
                    *(Command.unlink(category.id) for category in removed),
                    *(Command.link(category.id) for category in added),
                ]

    @api.constrains("customer_category_ids")
    def _check_customer_exclusive_categories(self):
        for partner in self:
            seen = {}
            for category in partner.customer_category_ids.filtered("exclusive"):
                other = seen.setdefault(category.dimension_id, category)
                if other != category:
                    raise ValidationError(
                        self.env._(
                            "%(customer)s can't be both “%(one)s” and “%(other)s”: a customer "
                            "has only one category of “%(dimension)s”.",
                            customer=partner.display_name,
                            one=other.name,
                            other=category.name,
                            dimension=category.dimension_id.name,
                        )
                    )

    @api.model
    def _customers_with_several(self, dimension, limit):
        """At most ``limit`` customers that have more than one category of ``dimension``."""
        rows = self.env.execute_query(
            SQL(
                """SELECT rel.partner_id
                     FROM customer_category_res_partner_rel rel
                     JOIN customer_category category ON category.id = rel.category_id
                    WHERE category.dimension_id = %s
                 GROUP BY rel.partner_id
                   HAVING count(*) > 1
                    LIMIT %s""",
                dimension.id,
                limit,
            )
        )
        return self.browse(row[0] for row in rows)

    # -- writing through the columns -------------------------------------------------------

    @api.model
    def _customer_fold_dimensions(self, vals):
        """Turn values of dimension columns in ``vals`` into commands on the categories."""
        columns = self.env["customer.dimension"]._partner_fields()
        named = {i: field for i, field in columns.items() if field in vals}
        if not named:
            return vals
        vals = dict(vals)
        commands = list(vals.get("customer_category_ids") or [])
        Category = self.env["customer.category"].sudo().with_context(active_test=False)
        for dimension_id, field in named.items():
            chosen = vals.pop(field)
            if chosen and Category.browse(chosen).dimension_id.id != dimension_id:
                raise ValidationError(
                    self.env._(
                        "“%(category)s” is no category of “%(dimension)s”.",
                        category=Category.browse(chosen).display_name,
                        dimension=self.env["customer.dimension"].browse(dimension_id).name,
                    )
                )
            others = Category.search(Domain("dimension_id", "=", dimension_id))
            commands += [Command.unlink(i) for i in others.ids if i != chosen]
            if chosen:
                commands.append(Command.link(chosen))
        vals["customer_category_ids"] = commands
        return vals

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._customer_fold_dimensions(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._customer_fold_dimensions(vals))
