from collections.abc import Iterable

from odoo import api, fields, models
from odoo.tools import SQL


class CustomerEndpointCustomer(models.Model):
    """What an endpoint knows of a customer: the last that arrived, or may have.

    Plain numbers of customers, no foreign key: that one is deleted is told as well. Written in
    SQL only.
    """

    _name = "customer.endpoint.customer"
    _description = "Customer Known to an Endpoint"
    _log_access = False

    endpoint_id = fields.Many2one("customer.endpoint", required=True, ondelete="cascade")
    res_id = fields.Integer(required=True)
    state = fields.Selection(
        [
            ("active", "Active"),
            ("archived", "Archived"),
            ("merged", "Merged"),
            ("deleted", "Deleted"),
        ],
        required=True,
    )
    # of what was told last; empty while something is on its way, of which nobody knows yet
    # whether it arrived
    digest = fields.Char()
    sent_on = fields.Datetime()

    _customer_unique = models.Constraint(
        "UNIQUE(endpoint_id, res_id)", "The endpoint knows this customer already."
    )
    _res_id_idx = models.Index("(res_id)")

    @api.model
    def _known(self, endpoint, ids) -> dict[int, tuple[str, str]]:
        """``{customer id: (state, digest)}`` of those of ``ids`` that the endpoint knows."""
        rows = self.env.execute_query(
            SQL(
                """SELECT res_id, state, digest FROM customer_endpoint_customer
                    WHERE endpoint_id = %s AND res_id = ANY(%s)""",
                endpoint.id,
                list(ids),
            )
        )
        return {res_id: (state, digest) for res_id, state, digest in rows}

    @api.model
    def _all_known(self, endpoint) -> list[int]:
        """Ids of all customers that the endpoint knows."""
        query = "SELECT res_id FROM customer_endpoint_customer WHERE endpoint_id = %s"
        return [row[0] for row in self.env.execute_query(SQL(query, endpoint.id))]

    @api.model
    def _retired(self, endpoint, ids) -> dict[int, list[int]]:
        """Customers that were merged into each of ``ids``, directly or not, and that still live
        as far as the endpoint knows."""
        rows = self.env.execute_query(
            SQL(
                """
                WITH RECURSIVE merged AS (
                    SELECT id AS survivor, id FROM unnest(%s::int[]) AS id
                     UNION
                    SELECT merged.survivor, p.id FROM res_partner p
                      JOIN merged ON p.customer_merged_into_id = merged.id
                )
                SELECT merged.survivor, array_agg(merged.id ORDER BY merged.id)
                  FROM merged JOIN customer_endpoint_customer k
                    ON k.res_id = merged.id AND k.endpoint_id = %s
                   AND k.state IN ('active', 'archived')
                 WHERE merged.id <> merged.survivor GROUP BY 1
                """,
                list(ids),
                endpoint.id,
            )
        )
        return dict(rows)

    @api.model
    def _begin(self, endpoint, states: dict[int, str]):
        """Something is about to be sent: from now on nothing is known for sure.

        :param states: what a customer becomes where the endpoint did not know it
        """
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO customer_endpoint_customer AS k (endpoint_id, res_id, state)
                SELECT %s, * FROM unnest(%s::int[], %s::varchar[])
                    ON CONFLICT (endpoint_id, res_id) DO UPDATE SET digest = NULL
                """,
                endpoint.id,
                list(states),
                list(states.values()),
            )
        )

    @api.model
    def _outdated(self, pairs):
        """What was told of customers is not what the other side has any more: it has changed
        them itself.

        :param pairs: tuples (endpoint id, contact id)
        """
        self.env.cr.execute(
            SQL(
                """
                UPDATE customer_endpoint_customer k SET digest = NULL
                 WHERE k.id IN (
                       SELECT o.id FROM customer_endpoint_customer o
                         JOIN res_partner p ON p.commercial_partner_id = o.res_id
                         JOIN unnest(%s::int[], %s::int[]) AS n(endpoint, id)
                           ON n.endpoint = o.endpoint_id AND n.id = p.id
                        WHERE o.digest IS NOT NULL ORDER BY o.id FOR UPDATE OF o)
                """,
                *map(list, zip(*pairs, strict=True)),
            )
        )

    @api.model
    def _arrived(self, endpoint, told: Iterable[tuple[int, str, str | None]]):
        """Messages arrived: tuples (customer, what it is there now, digest)."""
        told = list(told)
        if not told:
            return
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO customer_endpoint_customer AS k
                       (endpoint_id, res_id, state, digest, sent_on)
                SELECT %s, t.*, now() AT TIME ZONE 'utc'
                  FROM unnest(%s::int[], %s::varchar[], %s::varchar[]) AS t
                    ON CONFLICT (endpoint_id, res_id) DO UPDATE
                   SET state = excluded.state, digest = excluded.digest,
                       sent_on = excluded.sent_on
                """,
                endpoint.id,
                *map(list, zip(*told, strict=True)),
            )
        )
