import json

from odoo import api, fields, models
from odoo.tools import SQL


class CustomerExternalId(models.Model):
    """Crosswalk: which customer is called what in which system.

    A customer can have several in one system, for instance after a merge.
    """

    _name = "customer.external.id"
    _description = "ID in Another System"
    _order = "system_id, external_id"
    _rec_name = "external_id"
    _external_id_unique = models.Constraint(
        "UNIQUE(system_id, external_id)", "Another customer has this ID in the same system."
    )

    system_id = fields.Many2one("customer.system", required=True, ondelete="cascade")
    external_id = fields.Char(string="ID There", required=True)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="partner_id.company_id", store=True, index=True)
    # the newest state that came from the system
    changed_on = fields.Datetime(string="Changed There On", readonly=True, copy=False)
    # what is there as far as we know, see engine.inbound.known; "active" where we archived it
    known = fields.Json(readonly=True, copy=False)
    archived = fields.Boolean(string="Archived There", readonly=True, copy=False)

    @api.model
    def _ids_of(self, system, partner_ids) -> dict[int, list[str]]:
        """What customers are called in a system."""
        self.flush_model()
        return dict(
            self.env.execute_query(
                SQL(
                    """SELECT partner_id, array_agg(external_id ORDER BY id)
                         FROM customer_external_id
                        WHERE system_id = %s AND partner_id = ANY(%s) GROUP BY 1""",
                    system.id,
                    list(partner_ids),
                )
            )
        )

    @api.model
    def _customers_of(self, system, external_ids) -> dict[str, int]:
        """Which customers a system means."""
        self.flush_model()
        return dict(
            self.env.execute_query(
                SQL(
                    """SELECT external_id, partner_id FROM customer_external_id
                        WHERE system_id = %s AND external_id = ANY(%s)""",
                    system.id,
                    list(external_ids),
                )
            )
        )

    @api.model
    def _link(self, system, customers) -> dict[str, int]:
        """Remember what customers are called; what is known already stays as it is.

        :param customers: ``{external id: customer id}``
        :return: ids of the new rows by external id
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO customer_external_id (system_id, external_id, partner_id, company_id,
                                                  create_uid, create_date, write_uid, write_date)
                SELECT %(system)s, v.name, p.id, p.company_id, %(uid)s, now() AT TIME ZONE 'utc',
                       %(uid)s, now() AT TIME ZONE 'utc'
                  FROM unnest(%(names)s::text[], %(ids)s::int[]) AS v(name, id)
                  JOIN res_partner p ON p.id = v.id
           ON CONFLICT (system_id, external_id) DO NOTHING
             RETURNING external_id, id
                """,
                system=system.id,
                uid=self.env.uid,
                names=list(customers),
                ids=list(customers.values()),
            )
        )
        self.invalidate_model()
        return dict(rows)

    @api.model
    def _locked(self, system, partner_ids) -> list[tuple]:
        """(id, customer, known, changed_on, archived) of what customers are called in a system."""
        self.flush_model()
        return self.env.execute_query(
            SQL(
                """SELECT id, partner_id, known, changed_on, archived FROM customer_external_id
                    WHERE system_id = %s AND partner_id = ANY(%s) ORDER BY id FOR UPDATE""",
                system.id,
                list(partner_ids),
            )
        )

    @api.model
    def _store_known(self, rows):
        """:param rows: tuples (id, known, archived)"""
        if not rows:
            return
        self.env.cr.execute(
            SQL(
                """UPDATE customer_external_id l SET known = v.known, archived = v.archived
                     FROM unnest(%s::int[], %s::jsonb[], %s::boolean[]) AS v(id, known, archived)
                    WHERE l.id = v.id""",
                [row[0] for row in rows],
                [json.dumps(row[1]) for row in rows],
                [row[2] for row in rows],
            )
        )
        self.invalidate_model()


class ResPartner(models.Model):
    _inherit = "res.partner"

    customer_external_ids = fields.One2many(
        "customer.external.id",
        "partner_id",
        string="IDs in Other Systems",
        groups="customer_master.group_viewer",
    )
