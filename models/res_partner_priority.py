from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine.value.priority import propose
from .marker import Marker
from .res_partner_customer import PRIORITIES
from .value_settings import numbers, priority_mode

PROPOSAL = Marker("customer_priority_proposal")
LIMITS = ("customer_priority_raised", "customer_priority_high", "customer_priority_highest")


class ResPartner(models.Model):
    """The priority that is proposed from value and importance. One that is set by hand wins."""

    _inherit = "res.partner"

    customer_priority_proposed = fields.Selection(
        PRIORITIES,
        string="Proposed Priority",
        readonly=True,
        copy=False,
        help="By the value score in the company where it is the highest, and the importance of "
        "its tags and categories.",
    )
    customer_priority_manual = fields.Boolean(
        string="Priority Set by Hand",
        copy=False,
        help="It is never changed by itself. Untick it to follow the proposals again.",
    )
    customer_priority_differs = fields.Boolean(
        string="Other Priority Proposed",
        compute="_compute_customer_priority_differs",
        search="_search_customer_priority_differs",
    )

    def _init_column(self, column_name):
        result = super()._init_column(column_name)
        if column_name == "customer_priority_manual":
            # what was chosen before there were proposals was chosen by hand
            self.env.cr.execute(
                """SELECT FROM information_schema.columns
                    WHERE table_name = 'res_partner' AND column_name = 'customer_priority'"""
            )
            if self.env.cr.rowcount:
                self.env.cr.execute(
                    """UPDATE res_partner SET customer_priority_manual = true
                        WHERE customer_priority <> '0'"""
                )
        return result

    @api.depends("customer_priority", "customer_priority_proposed")
    def _compute_customer_priority_differs(self):
        for partner in self:
            proposed = partner.customer_priority_proposed
            partner.customer_priority_differs = (
                bool(proposed) and proposed != partner.customer_priority
            )

    def _search_customer_priority_differs(self, operator, value):
        if operator != "in":
            return NotImplemented
        differs = Domain.OR(
            Domain("customer_priority_proposed", "=", key) & Domain("customer_priority", "!=", key)
            for key, _label in PRIORITIES
        )
        return Domain.OR(differs if one else ~differs for one in value)

    # -- by hand ---------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(
            [
                {"customer_priority_manual": True, **vals}
                if vals.get("customer_priority", "0") != "0"
                else vals
                for vals in vals_list
            ]
        )

    def write(self, vals):
        if "customer_priority" in vals and not PROPOSAL.said(self.env):
            vals = {"customer_priority_manual": True, **vals}
        return super().write(vals)

    def action_customer_accept_priority(self):
        """Give these customers the priority that is proposed for them; many as an operation.

        :raise AccessError: the user may not change one of them
        :raise UserError: no other priority is proposed for any
        """
        differing = self.filtered("customer_priority_differs")
        if not differing:
            self.check_access("write")
            raise UserError(self.env._("No other priority is proposed for these customers."))
        changes = [
            (
                PROPOSAL.on(partners),
                {"customer_priority": proposed, "customer_priority_manual": False},
            )
            for proposed, partners in differing.grouped("customer_priority_proposed").items()
        ]
        if len(differing) > 1:
            self.env["customer.classification"]._classify_each(changes)
        else:
            for partners, values in changes:
                partners.write(values)
        return True

    # -- by itself -------------------------------------------------------------------------

    @api.model
    def _customer_refresh_priority(self, ids):
        """Propose priorities for customers anew, and set them where that is wanted."""
        self._customer_store_found([], self._customer_priority_changes(ids))

    @api.model
    def _customer_priority_changes(self, ids) -> dict:
        """What is to be proposed, and the priority to set or ``None``, of the customers among
        ``ids`` for whom something changes."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT p.id, p.customer_priority, p.customer_priority_proposed,
                       p.customer_priority_manual IS TRUE, p.customer_strategic IS TRUE,
                       coalesce((SELECT max(score) FROM customer_value v
                                  WHERE v.partner_id = p.id), 0),
                       coalesce((SELECT sum(tag.customer_importance)
                                   FROM res_partner_res_partner_category_rel rel
                                   JOIN res_partner_category tag ON tag.id = rel.category_id
                                  WHERE rel.partner_id = p.id), 0)
                       + coalesce((SELECT sum(category.importance)
                                     FROM customer_category_res_partner_rel rel
                                     JOIN customer_category category
                                       ON category.id = rel.category_id
                                    WHERE rel.partner_id = p.id), 0)
                  FROM res_partner p WHERE p.id = ANY(%s)
                """,
                list(ids),
            )
        )
        mode, limits = priority_mode(self.env), numbers(self.env, *LIMITS)
        changes = {}
        for partner, priority, proposed, manual, strategic, score, importance in rows:
            wanted = None if mode == "off" else propose(score, importance, strategic, limits)
            setting = mode == "automatic" and not manual and wanted != priority
            if wanted != proposed or setting:
                changes[partner] = (wanted, wanted if setting else None)
        return changes
