import re

from odoo import api, fields, models

BACKTICK = "`"


def _plain(text: str) -> str:
    """``text`` without what a formatted display name gives a meaning to."""
    return re.sub("--+", "-", re.sub(r"[`*\t\n]", "", text)).strip()


class ResPartner(models.Model):
    """Identifier tags as badges beside the name."""

    _inherit = "res.partner"

    # identifier tags of the customer, and of the company for a contact person, as a list of
    # {id, name, color, icon}
    customer_badges = fields.Json(compute="_compute_customer_badges", string="Identifiers")

    @api.depends(
        "category_id.customer_is_identifier",
        "category_id.name",
        "category_id.color",
        "category_id.customer_icon",
        "commercial_partner_id.category_id",
    )
    @api.depends_context("lang")
    def _compute_customer_badges(self):
        identifiers = self._customer_identifier_tags()
        for partner in self:
            tags = partner.category_id | partner.commercial_partner_id.category_id
            partner.customer_badges = [
                {
                    "id": tag.id,
                    "name": tag.name,
                    "color": tag.color,
                    "icon": tag.customer_icon or "",
                }
                for tag in identifiers
                if tag in tags
            ]

    @api.model
    def _customer_identifier_tags(self):
        return (
            self.env["res.partner.category"].sudo().search([("customer_is_identifier", "=", True)])
        )

    # Without a dependency on the badges: through it the stored names of partners on invoices would
    # depend on tags, be computed anew with each change of a tag, and go when this addon goes.
    def _compute_display_name(self):
        super()._compute_display_name()
        if not self.env.context.get("formatted_display_name"):
            return
        for partner in self:
            name = partner.display_name
            badges = [_plain(badge["name"]) for badge in partner.customer_badges or ()]
            if badges or BACKTICK in name:
                # a name with backticks must not look like a badge
                partner.display_name = " ".join(
                    [name.replace(BACKTICK, "'"), *(f"`{badge}`" for badge in badges if badge)]
                )

    @api.model
    @api.readonly
    def web_name_search(self, name, specification, domain=None, operator="ilike", limit=100):
        """As core's, which formats the names that it found one by one."""
        formatting = self.with_context(customer_formats_names=True)
        return super(ResPartner, formatting).web_name_search(
            name, specification, domain, operator, limit
        )

    @api.model
    @api.readonly
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        found = super().name_search(name, domain, operator, limit)
        if self.env.context.get("customer_formats_names"):
            # the badges of all at once: two queries in place of two a name
            self.browse([partner_id for partner_id, _name in found]).mapped("customer_badges")
        return found
