from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.value.stage import past_moves
from .customer_stage import STAGES

PAST_MONTHS = 12
FIRST = (None, STAGES[0][0])


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
    from_stage = fields.Selection(STAGES, readonly=True)
    to_stage = fields.Selection(STAGES, readonly=True)
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
        :param moves: tuples (customer id, when or ``None`` for now, stage before, stage then)
        :param manual: by the user
        """
        if not moves:
            return
        now = fields.Datetime.now()
        self.env.cr.execute(
            SQL(
                """INSERT INTO customer_stage_move (partner_id, from_stage, to_stage, date, manual,
                          user_id, create_uid, create_date, write_uid, write_date)
                   SELECT partner_id, from_stage, to_stage, coalesce(date, %(now)s), %(manual)s,
                          %(user)s, %(uid)s, %(now)s, %(uid)s, %(now)s
                     FROM unnest(%(partners)s::int[], %(dates)s::timestamp[],
                                 %(before)s::varchar[], %(after)s::varchar[])
                       AS u(partner_id, date, from_stage, to_stage)""",
                partners=[move[0] for move in moves],
                dates=[move[1] for move in moves],
                before=[move[2] or None for move in moves],
                after=[move[3] for move in moves],
                now=now,
                manual=manual,
                user=self.env.uid if manual else None,
                uid=self.env.uid,
            )
        )
        self.invalidate_model(flush=False)

    @api.model
    def _past(self, ids) -> dict[int, list]:
        """How customers that have never moved came to where they are, as their orders tell, so
        that there is something to see from the first night on.

        :return: {customer id: tuples (day, stage before, stage then)}
        """
        rows = self.env.execute_query(
            SQL(
                """SELECT contact.commercial_partner_id,
                          array_agg(DISTINCT doc.date_order::date ORDER BY doc.date_order::date)
                     FROM res_partner contact
                     JOIN sale_order doc ON doc.partner_id = contact.id AND doc.state = 'sale'
                    WHERE contact.commercial_partner_id = ANY(%s)
                      AND NOT EXISTS (SELECT FROM customer_stage_move move
                                       WHERE move.partner_id = contact.commercial_partner_id)
                 GROUP BY contact.commercial_partner_id""",
                list(ids),
            )
        )
        today = fields.Date.context_today(self)
        rules = self.env["customer.stage.rule"]
        usual, periods = rules._usual(), rules._periods_of(ids)
        return {
            partner: past_moves(orders, today, periods.get(partner, usual))
            for partner, orders in rows
        }

    @api.model
    def _log_found(self, moves) -> dict:
        """Log moves that were found, with those of the past months for customers that have never
        moved before.

        :param moves: tuples (customer id, stage before, stage now)
        :return: {customer id: day since which it is in its stage}
        """
        today = fields.Date.context_today(self)
        since = today - relativedelta(months=PAST_MONTHS)
        past = self._past([partner for partner, before, _now in moves if before in FIRST])
        rows, days = [], {}
        for partner, before, stage in moves:
            steps = past.get(partner, [])
            rows += [(partner, *step) for step in steps if step[0] > since]
            last = steps[-1][2] if steps else before
            days[partner] = steps[-1][0] if steps and last == stage else today
            if last and last != stage:  # by a contact, of which the past doesn't tell
                rows.append((partner, None, last, stage))
        self._log(rows)
        return days
