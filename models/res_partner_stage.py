from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.value.stage import stage_of
from .customer_stage import STAGES
from .value_settings import contact_counts

CLEARED = ("customer_stage", "customer_stage_date", "customer_stage_manual")


class ResPartner(models.Model):
    """The stage of a customer's life, over all companies together."""

    _inherit = "res.partner"

    # no index: it would cost each night more than the few values save a search
    customer_stage = fields.Selection(
        STAGES,
        copy=False,
        help="Found every night by orders and contacts. One that is set by hand stays.",
    )
    customer_stage_manual = fields.Boolean(
        string="Stage Set by Hand",
        copy=False,
        help="Untick it to have the stage found by itself again.",
    )
    customer_stage_date = fields.Date(string="In This Stage Since", readonly=True, copy=False)
    customer_stage_move_ids = fields.One2many(
        "customer.stage.move", "partner_id", string="Changes of Stage", readonly=True
    )

    # -- by hand ---------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._customer_first_stage(vals) for vals in vals_list])

    @api.model
    def _customer_first_stage(self, vals):
        """``vals`` with the stage that a new customer begins with."""
        first = STAGES[0][0]
        by_mode = self.env.context.get("res_partner_search_mode") == "customer"
        stage = vals.get("customer_stage")
        if stage:
            vals = {"customer_stage_manual": stage != first, **vals}
        elif vals.get("customer_rank", int(by_mode)) > 0 and (
            vals.get("is_company") or not vals.get("parent_id")
        ):
            vals = {**vals, "customer_stage": first}
        else:
            return vals
        return {**vals, "customer_stage_date": fields.Date.context_today(self)}

    def write(self, vals):
        stage = vals.get("customer_stage")
        before = {}
        if stage:
            before = {p.id: p.customer_stage for p in self if p.customer_stage != stage}
        if before:
            today = fields.Date.context_today(self)
            vals = {"customer_stage_manual": True, "customer_stage_date": today, **vals}
        result = super().write(vals)
        moves = [(partner, None, was, stage) for partner, was in before.items()]
        self.env["customer.stage.move"].sudo()._log(moves, manual=True)
        if not vals.get("customer_stage_manual", True):
            customers = self.sudo().filtered("customer_is_customer")
            customers._customer_refresh_stage(customers.ids)
        return result

    # -- by itself -------------------------------------------------------------------------

    @api.model
    def _customer_refresh_stage(self, ids):
        """Find the stages of customers anew, but those that are set by hand; log what moved."""
        self._customer_store_found(self._customer_stage_moves(ids), {})

    @api.model
    def _customer_stage_moves(self, ids) -> list[tuple]:
        """Tuples (customer id, stage now, stage that it should have), where the two differ."""
        self.env.flush_all()
        last_contact = SQL("NULL::timestamp")
        if contact_counts(self.env):
            last_contact = SQL("p.customer_last_contact")
        rows = self.env.execute_query(
            SQL(
                """
                SELECT p.id, p.customer_stage, doc.first::date, doc.last::date, %(contact)s::date
                  FROM res_partner p
                  LEFT JOIN (SELECT contact.commercial_partner_id AS id,
                                    min(doc.date_order) AS first, max(doc.date_order) AS last
                               FROM res_partner contact
                               JOIN sale_order doc ON doc.partner_id = contact.id
                              WHERE contact.commercial_partner_id = ANY(%(ids)s)
                                AND doc.state = 'sale'
                           GROUP BY contact.commercial_partner_id) doc ON doc.id = p.id
                 WHERE p.id = ANY(%(ids)s) AND p.customer_stage_manual IS NOT TRUE
                """,
                contact=last_contact,
                ids=list(ids),
            )
        )
        today = fields.Date.context_today(self)
        rules = self.env["customer.stage.rule"]
        usual, periods = rules._usual(), rules._periods_of(ids)
        moves = []
        for partner, now, *days in rows:
            stage = stage_of(today, *days, periods.get(partner, usual))
            if stage != now:
                moves.append((partner, now, stage))
        return moves

    @api.model
    def _customer_clear_stages(self):
        """Contacts that are customers no more have no stage."""
        self.env.cr.execute(
            SQL(
                """UPDATE res_partner
                      SET customer_stage = NULL, customer_stage_date = NULL,
                          customer_stage_manual = NULL
                    WHERE customer_stage IS NOT NULL
                      AND (customer_rank <= 0 OR (parent_id IS NOT NULL AND NOT is_company))"""
            )
        )
        self.invalidate_model(CLEARED, flush=False)
