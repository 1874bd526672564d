import json
from datetime import datetime

from odoo import api, fields, models, tools
from odoo.tools import SQL

from ..engine.inbound import Origin
from .origin import origin_of

HERE = 0
JUDGED = ("newest", "priority")  # policies that ask who set a value


class CustomerFieldOrigin(models.Model):
    """Who set which value of a customer, and when: only of customers that other systems know, and
    of fields whose policy asks. Written in SQL only."""

    _name = "customer.field.origin"
    _description = "Origin of Values"
    _log_access = False

    partner_id = fields.Many2one(
        "res.partner", "Contact", required=True, ondelete="cascade", index=True
    )
    # {field: [id of the system, 0 for here; time in UTC as ISO text]}
    origins = fields.Json(required=True)

    _partner_unique = models.Constraint("UNIQUE(partner_id)", "There is a row of this customer.")

    @api.model
    @tools.ormcache()
    def _tracked(self) -> frozenset[str]:
        """Names of the fields whose origin is kept."""
        systems = self.env["customer.system"].sudo()
        systems = systems.search([("active", "=", True), ("inbound_mapping_id", "!=", False)])
        names = set()
        for system in systems:
            if system.policy in JUDGED:
                names.update(self.env["customer.mapping"]._fillable())
            names.update(
                line.field for line in system.policy_ids if line.policy in JUDGED and line.field
            )
        return frozenset(names & self.env["res.partner"]._fields.keys())

    @api.model
    def _of(self, partner_ids) -> dict[int, dict[str, Origin]]:
        rows = self.env.execute_query(
            SQL(
                "SELECT partner_id, origins FROM customer_field_origin WHERE partner_id = ANY(%s)",
                list(partner_ids),
            )
        )
        return {
            partner: {
                name: Origin(system, datetime.fromisoformat(when))
                for name, (system, when) in origins.items()
            }
            for partner, origins in rows
        }

    @api.model
    def _store(self, origins):
        """
        :param origins: ``{customer id: {field: (id of the system, datetime in UTC)}}``
        """
        if not origins:
            return
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO customer_field_origin AS old (partner_id, origins)
                SELECT * FROM unnest(%s::int[], %s::jsonb[])
           ON CONFLICT (partner_id) DO UPDATE SET origins = old.origins || excluded.origins
                """,
                list(origins),
                [
                    json.dumps({name: [one[0], one[1].isoformat()] for name, one in own.items()})
                    for own in origins.values()
                ],
            )
        )


class ResPartner(models.Model):
    """What people and programs change here is noted where other systems know the customer."""

    _inherit = "res.partner"

    def write(self, vals):
        # what a system sends is noted by the intake, with the time of the system
        names = () if origin_of(self.env) else self._customer_tracked(vals)
        linked = self._customer_linked() if names else self.browse()
        if not linked:
            return super().write(vals)
        before = {partner: [partner[name] for name in names] for partner in linked}
        result = super().write(vals)
        now = datetime.utcnow()  # noqa: DTZ003 - times in the database have no zone
        self.env["customer.field.origin"]._store(
            {
                partner.id: {name: (HERE, now) for name in changed}
                for partner, old in before.items()
                if (
                    changed := [
                        name
                        for name, value in zip(names, old, strict=True)
                        if partner[name] != value
                    ]
                )
            }
        )
        return result

    @api.model
    def _customer_tracked(self, vals):
        return list(self.env["customer.field.origin"]._tracked() & vals.keys())

    def _customer_linked(self):
        """Those of these contacts that other systems know, and persons of such customers, in
        superuser mode."""
        rows = self.env.execute_query(
            SQL(
                """SELECT p.id FROM res_partner p
                    WHERE p.id = ANY(%s)
                      AND EXISTS (SELECT 1 FROM customer_external_id
                                   WHERE partner_id IN (p.id, p.parent_id))""",
                list(self.ids),
            )
        )
        return self.sudo().browse([row[0] for row in rows])
