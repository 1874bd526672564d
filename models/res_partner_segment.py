from contextlib import suppress

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from .customer_segment import FIELD


class ResPartner(models.Model):
    """Segments in which a customer is; they can stand in any conditions on customers."""

    _inherit = "res.partner"

    customer_segment_ids = fields.Many2many(
        "customer.segment",
        string="Segments",
        compute="_compute_customer_segment_ids",
        search="_search_customer_segment_ids",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_customer_segment_ids(self):
        found = {partner_id: [] for partner_id in self.ids}
        these = Domain("id", "in", self.ids)
        Partner = self.with_context(active_test=False)
        for segment in self.env["customer.segment"].search(Domain.TRUE):
            with suppress(AccessError):  # its conditions ask for what this user may not see
                for partner_id in Partner.search(these & segment._members()).ids:
                    found[partner_id].append(segment.id)
        for partner in self:
            partner.customer_segment_ids = self.env["customer.segment"].browse(
                found.get(partner._origin.id, ())
            )

    def _search_customer_segment_ids(self, operator, value):
        Segment = self.env["customer.segment"].with_context(active_test=False)
        if operator in ("any", "any!"):
            segments = Segment.search(value if isinstance(value, Domain) else [("id", "in", value)])
        elif operator == "in":
            segments = Segment.browse(one for one in value if one and isinstance(one, int))
            names = [one for one in value if isinstance(one, str)]
            if names:
                segments |= Segment.search([("name", "in", names)])
        elif operator in ("ilike", "like", "=ilike", "=like"):
            segments = Segment.search([("name", operator, value)])
        else:
            return NotImplemented
        members = self._customer_usable_segments(segments)._members()
        if operator == "in" and False in value:
            every = self.env["customer.segment"].search(Domain.TRUE)
            members |= ~every._members()
        return members

    @api.model
    def _customer_usable_segments(self, segments):
        """Those of ``segments`` that there are.

        :raise AccessError: the user may not use one of them
        """
        segments = segments.exists()
        if segments - segments._filtered_access("read"):
            raise AccessError(
                self.env._("A segment that is used here is not shared with you. Ask its owner.")
            )
        return segments


class CustomerEndpoint(models.Model):
    _inherit = "customer.endpoint"

    def _with_sources(self, names):
        """Where a segment is asked for, so are the fields of its conditions."""
        if FIELD in names:
            conditions = self._customers().map_conditions(
                lambda one: (
                    self.env["customer.segment"].search(Domain.TRUE)._members()
                    if one.field_expr == FIELD
                    else one
                )
            )
            names = {
                *names,
                *(one.field_expr.partition(".")[0] for one in conditions.iter_conditions()),
            } - {FIELD}
        return super()._with_sources(names)
