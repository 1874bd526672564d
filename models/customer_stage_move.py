from odoo import api, fields, models
from odoo.tools import SQL

from .customer_stage import STAGES


class CustomerStageMove(models.Model):
    """A customer went from one stage of its life to another. Nobody edits these."""

    _name = "customer.stage.move"
    _description = "Change of Stage"
    _order = "date desc, id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
        context={"active_test": False},
    )
    date = fields.Datetime(
        string="When", required=True, readonly=True, default=fields.Datetime.now, index=True
    )
    from_stage = fields.Selection(STAGES, string="From", readonly=True)
    to_stage = fields.Selection(STAGES, string="To", readonly=True)
    manual = fields.Boolean(string="By Hand", readonly=True)
    user_id = fields.Many2one(
        "res.users", string="By", readonly=True, context={"active_test": False}
    )

    def action_open_partner(self):
        """Open the customer."""
        self.ensure_one()
        self.check_access("read")
        return self.partner_id.get_formview_action()

    @api.model
    def _log(self, moves, manual=False):
        """
        :param moves: tuples (customer id, stage before, stage now)
        :param manual: by the user
        """
        if not moves:
            return
        self.env.cr.execute(
            SQL(
                """INSERT INTO customer_stage_move (partner_id, from_stage, to_stage, date, manual,
                          user_id, create_uid, create_date, write_uid, write_date)
                   SELECT partner_id, from_stage, to_stage, %(now)s, %(manual)s, %(user)s,
                          %(uid)s, %(now)s, %(uid)s, %(now)s
                     FROM unnest(%(partners)s::int[], %(before)s::varchar[], %(after)s::varchar[])
                       AS u(partner_id, from_stage, to_stage)""",
                partners=[partner for partner, _before, _after in moves],
                before=[before or None for _partner, before, _after in moves],
                after=[after or None for _partner, _before, after in moves],
                now=fields.Datetime.now(),
                manual=manual,
                user=self.env.uid if manual else None,
                uid=self.env.uid,
            )
        )
        self.invalidate_model(flush=False)
