import time
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

RESERVED = timedelta(minutes=3)  # the screen renews it every minute
CANDIDATES = 20  # groups that are tried, where other stewards take some at this very moment


class CustomerMatchPair(models.Model):
    """The queue of the review screen: groups of duplicates, each looked at by one steward.

    A group is the open pairs with the same rule and ``cluster``; a pair without one is a group
    of its own. Groups have no record: on the screen each is named by one of its pairs.
    """

    _inherit = "customer.match.pair"

    reserved_by_id = fields.Many2one(
        "res.users", readonly=True, ondelete="set null", index="btree_not_null"
    )
    reserved_until = fields.Datetime(readonly=True)
    # user id -> when that user put it off, in seconds since 1970
    later = fields.Json(readonly=True)

    @api.model
    def customer_review_next(self, pair_id=False, skipped=()):
        """Reserve the next group of duplicates for this user, and tell all about it.

        :param pair_id: of the group that is wanted, as long as it waits for a decision
        :param skipped: ids of pairs whose groups the user has already
        :return: ``remaining``, how many groups wait for this user, and ``group``, a dict as of
            ``_review_group``, or false where there is none
        :raise AccessError: the user is no data steward
        """
        self.check_access("write")
        remaining, groups = self._review_queue(self._review_ids(skipped))
        wanted = self._review_pairs_of(*self._review_ids([pair_id])) if pair_id else ()
        if wanted:
            groups.insert(0, wanted)
        for pairs in groups:
            if pairs._reserve():
                return {"remaining": remaining, "group": pairs._review_group()}
        return {"remaining": remaining, "group": False}

    @api.model
    def customer_review_keep(self, pair_ids):
        """Renew the reservation of groups that the user still looks at.

        :return: whether all these pairs still wait for this user
        """
        self.check_access("write")
        wanted = self._review_ids(pair_ids)
        pairs = self.search([("id", "in", wanted), ("state", "=", "open")])
        return len(pairs) == len(wanted) and pairs._reserve()

    @api.model
    def customer_review_release(self, pair_ids):
        """Give back what the user reserved, when the screen is left."""
        self.check_access("write")
        pairs = self.sudo().search(
            [("id", "in", self._review_ids(pair_ids)), ("reserved_by_id", "=", self.env.uid)]
        )
        pairs.try_lock_for_update(allow_referencing=True).write(
            {"reserved_by_id": False, "reserved_until": False}
        )
        return True

    def _review_ids(self, value):
        """``value`` as a list of ids, whatever was sent."""
        if not isinstance(value, list | tuple) or any(type(i) is not int for i in value):
            raise ValidationError(self.env._("These pairs are not readable."))
        return list(dict.fromkeys(value))

    # -- the queue -------------------------------------------------------------------------

    def _review_domain(self, state="open"):
        """Pairs of active customers that the user may read."""
        readable = self.env["res.partner"]._search([("active", "=", True)])
        return [
            ("state", "=", state),
            ("left_id", "in", readable),
            ("right_id", "in", readable),
        ]

    def _review_queue(self, skipped=()):
        """The groups that wait for this user: the likeliest first, those put off last.

        :param skipped: ids of pairs whose groups are counted but not returned
        :return: (their number, the first of them as a list of recordsets)
        """
        query = self._search(self._review_domain())
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT pairs, count(*) OVER () FROM (
                    SELECT array_agg(id ORDER BY score DESC, id) AS pairs, max(score) AS score,
                           coalesce(max((later->>%(user)s)::float8), 0) AS put_off
                      FROM customer_match_pair WHERE id IN %(pairs)s
                  GROUP BY rule_id, coalesce(nullif(cluster, 0), -id)
                    HAVING NOT coalesce(bool_or(reserved_by_id <> %(uid)s
                                                AND reserved_until > %(now)s), false)
                ) waiting
                ORDER BY pairs && %(skipped)s::int[], put_off, score DESC, pairs[1]
                LIMIT %(limit)s
                """,
                user=str(self.env.uid),
                uid=self.env.uid,
                pairs=query.subselect(),
                now=fields.Datetime.now(),
                skipped=list(skipped),
                limit=CANDIDATES,
            )
        )
        groups = [pairs for pairs, _count in rows if set(skipped).isdisjoint(pairs)]
        return (rows[0][1] if rows else 0), [self.browse(pairs) for pairs in groups]

    def _review_pairs_of(self, pair_id):
        """The open pairs of the group that has this pair, the likeliest first; none where it is
        decided or the user may not see it."""
        pair = self.search([("id", "=", pair_id), *self._review_domain()])
        if not pair.cluster:
            return pair
        return self.search(
            [
                *self._review_domain(),
                ("rule_id", "=", pair.rule_id.id),
                ("cluster", "=", pair.cluster),
            ]
        )

    def _reserve(self):
        """Take these pairs for this user for some minutes.

        :return: whether nobody else has one of them, or is deciding on it at this moment
        """
        if len(self.try_lock_for_update(allow_referencing=True)) < len(self):
            return False
        if self._taken():
            return False
        self.sudo().write(
            {"reserved_by_id": self.env.uid, "reserved_until": fields.Datetime.now() + RESERVED}
        )
        return True

    def _taken(self):
        """The pairs that another user has."""
        now = fields.Datetime.now()
        return self.sudo().filtered(
            lambda pair: (
                pair.reserved_by_id
                and pair.reserved_by_id.id != self.env.uid
                and pair.reserved_until
                and pair.reserved_until > now
            )
        )

    def _put_off(self):
        """Let this group come last for this user."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """UPDATE customer_match_pair
                      SET later = coalesce(nullif(later, 'null'), '{}')
                                  || jsonb_build_object(%s, %s::float8),
                          reserved_by_id = NULL, reserved_until = NULL
                    WHERE id = ANY(%s)""",
                str(self.env.uid),
                time.time(),
                list(self.ids),
            )
        )
        self.invalidate_recordset(["later", "reserved_by_id", "reserved_until"])
