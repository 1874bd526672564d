from lxml import etree

from odoo import api, models

from .customer_dimension import MANUAL_PREFIX

# the shipped dimension columns, behind which those of an administrator's dimensions are shown
ANCHORS = ("customer_size_id", "customer_type_id", "customer_region_id")


class ResPartner(models.Model):
    """Columns of an administrator's dimensions in the views that show the shipped ones."""

    _inherit = "res.partner"

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type in ("form", "list", "search"):
            self._customer_add_dimensions(arch, view_type)
        return arch, view

    @api.model
    def _customer_add_dimensions(self, arch, view_type):
        """Add a node for each active manual dimension to ``arch``, in place."""
        shown = set(arch.xpath("//field/@name"))
        dimensions = self.env["customer.dimension"].sudo()
        manual = [("field_name", "=like", f"{MANUAL_PREFIX}%")]
        for dimension in dimensions.search(manual, order="id desc"):
            name = dimension.field_name
            if name in shown or name not in self._fields:
                continue
            if view_type == "search":
                self._customer_add_group_by(arch, dimension)
            else:
                self._customer_add_column(arch, view_type, name)

    @api.model
    def _customer_add_column(self, arch, view_type, name):
        anchor = next(
            (node for a in ANCHORS for node in arch.xpath(f"//field[@name='{a}'][1]")), None
        )
        if anchor is None:
            return
        node = etree.Element("field", name=name, options="{'no_create': True}")
        if view_type == "list":
            node.set("optional", "hide")
        elif anchor.get("invisible"):
            node.set("invisible", anchor.get("invisible"))
        anchor.addnext(node)

    @api.model
    def _customer_add_group_by(self, arch, dimension):
        for anchor in arch.xpath("//filter[@name='group_size']"):
            anchor.addnext(
                etree.Element(
                    "filter",
                    name=f"group_{dimension.code}",
                    string=dimension.name,
                    context=f"{{'group_by': '{dimension.field_name}'}}",
                )
            )
