from odoo import api, models
from odoo.tools import SQL

# around one changed customer; larger neighbourhoods are grouped by the next full scan
MOST_GROUPED = 200


class CustomerMatchPair(models.Model):
    """Groups of duplicates: pairs with the same number belong to one."""

    _inherit = "customer.match.pair"

    @api.model
    def _store_clusters(self, rule, ids, labels):
        """Write the group of each pair whose two customers are in one, none on the others.

        :param ids: ids of customers; ``labels``: the least id of the group of each
        """
        self.env.cr.execute(
            SQL(
                """
                WITH member AS (SELECT * FROM unnest(%s::int[], %s::int[]) AS m(id, label))
                UPDATE customer_match_pair pair
                   SET cluster = CASE WHEN l.label = r.label THEN l.label END
                  FROM member l, member r
                 WHERE pair.rule_id = %s AND l.id = pair.left_id AND r.id = pair.right_id
                """,
                list(map(int, ids)),
                list(map(int, labels)),
                rule.id,
            )
        )
        self.invalidate_model(["cluster"])

    @api.model
    def _regroup(self, rule, ids):
        """Form the groups around some customers anew, from the stored pairs that touch them."""
        touched, ahead = set(), set(ids)
        pairs = self.browse()
        while ahead:
            near = self.sudo().search(
                [
                    ("rule_id", "=", rule.id),
                    ("state", "!=", "different"),
                    "|",
                    ("left_id", "in", list(ahead)),
                    ("right_id", "in", list(ahead)),
                ]
            )
            touched |= ahead
            pairs |= near
            ahead = set((near.left_id | near.right_id).ids) - touched
        if not pairs or len(touched) > MOST_GROUPED:
            return
        members = sorted((pairs.left_id | pairs.right_id).ids)
        packed = self.env["customer.match.key"]._packed(members)
        members = [member for member in members if member in packed]
        row = {member: number for number, member in enumerate(members)}
        different = [
            (row[pair.left_id.id], row[pair.right_id.id])
            for pair in self.sudo().search(
                [
                    ("state", "=", "different"),
                    ("left_id", "in", members),
                    ("right_id", "in", members),
                ]
            )
        ]
        labels = rule._cluster_labels([packed[member] for member in members], different)
        self._store_clusters(rule, members, [members[label] for label in labels])
