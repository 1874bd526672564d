import logging
from datetime import timedelta

from odoo import api, fields, models

_logger = logging.getLogger(__name__)

DAYS = 30


class CustomerSegmentCount(models.Model):
    """How many customers a segment had on a day, as its owner sees them."""

    _name = "customer.segment.count"
    _description = "Customers of a Segment by Day"
    _order = "day desc"
    _rec_name = "segment_id"

    segment_id = fields.Many2one(
        "customer.segment", required=True, readonly=True, ondelete="cascade", index=True
    )
    day = fields.Date(required=True, readonly=True)
    count = fields.Integer(string="Customers", readonly=True)

    _day_unique = models.Constraint("UNIQUE(segment_id, day)", "A day is counted once.")


class CustomerSegment(models.Model):
    _inherit = "customer.segment"

    @api.depends("count_ids.count")
    def _compute_growth(self):
        since = fields.Date.context_today(self) - timedelta(days=DAYS)
        counts = self.env["customer.segment.count"].search(
            [("segment_id", "in", self.ids), ("day", ">=", since)], order="day"
        )
        by_segment = counts.grouped("segment_id")
        for segment in self:
            days = by_segment.get(segment, counts.browse())
            segment.growth = days[-1:].count - days[:1].count

    def _note_count(self):
        """Write down how many customers the segment has today."""
        self.ensure_one()
        companies = self.user_id.company_ids.ids
        theirs = self.with_user(self.user_id).with_context(allowed_company_ids=companies)
        try:
            with self.env.cr.savepoint():
                count = theirs.env["res.partner"].search_count(self._members())
        except Exception:  # conditions fail in many ways; one segment must not stop the others
            _logger.info("Segment %s can't be counted", self.id, exc_info=True)
            return
        Count = self.env["customer.segment.count"]
        today = fields.Date.context_today(self)
        noted = Count.search([("segment_id", "=", self.id), ("day", "=", today)])
        if noted:
            noted.count = count
        else:
            Count.create({"segment_id": self.id, "day": today, "count": count})
