from odoo import api, models, tools
from odoo.fields import Domain
from odoo.tools import SQL

from .origin import origin_of

NOTED = "customer_master.outbox"
CHILDREN = "child_ids"
# fields of endpoints that decide what is told of whom
DECIDING = frozenset(("filter_domain", "with_personal", "mapping_id", "system_id"))


class CustomerOutbox(models.Model):
    """What changes is noted, and queued at the end of the transaction: one statement for all
    customers and endpoints, in the same transaction as the change."""

    _inherit = "customer.outbox"

    # -- noting ----------------------------------------------------------------------------------

    @api.model
    @tools.ormcache()
    def _watching(self) -> tuple[tuple[int, int, frozenset[str]], ...]:
        """Endpoints that queue: tuples (id, id of the system, fields of contacts whose change may
        change what is sent)."""
        endpoints = self.env["customer.endpoint"].sudo().with_context(active_test=False)
        endpoints = endpoints.search(Domain("state", "!=", "off") | Domain("in_use", "=", True))
        return tuple((e.id, e.system_id.id, e._fields_watched()) for e in endpoints)

    @api.model
    def _note(self, partners, names=None):
        """These contacts have changed.

        :param names: of the fields that were written, ``None`` for any
        """
        watching = self._watching()
        if not watching or not partners:
            return
        origin = origin_of(self.env)
        names = None if names is None else set(names)
        for endpoint, system, watched in watching:
            if names is not None and watched.isdisjoint(names):
                continue
            noted = self.env.cr.precommit.data.setdefault(NOTED, {})
            if not noted:
                self.env.cr.precommit.add(self.sudo().browse()._queue_noted)
            noted.setdefault((system == origin, endpoint), set()).update(partners.ids)

    def _queue_noted(self):
        noted = self.env.cr.precommit.data.pop(NOTED, {})
        pairs: dict[bool, list] = {True: [], False: []}
        for (theirs, endpoint), ids in noted.items():
            pairs[theirs] += [(endpoint, one) for one in ids]
        if pairs[False]:
            self._insert(sorted(pairs[False]))
        if pairs[True]:
            # what a system told us is not told to it, and is not what we have told it last
            self.env["customer.endpoint.customer"]._outdated(sorted(pairs[True]))

    # -- queueing --------------------------------------------------------------------------------

    @api.model
    def _queue(self, endpoint, ids, forced=False):
        """Queue customers for one endpoint.

        :param forced: send them even if nothing has changed
        """
        return self._insert([(endpoint.id, one) for one in sorted(set(ids))], forced)

    def _insert(self, pairs, forced=False) -> int:
        """Queue the customers that contacts belong to, in their order, so that two transactions
        can't wait for each other.

        Where one is waiting already it is locked until this transaction ends: the sender leaves
        it alone until then, and so can't send it without what this transaction has changed.

        :param pairs: tuples (endpoint id, contact id)
        :return: how many were not waiting
        """
        self.flush_model()
        added = self.env.execute_query(
            SQL(
                """
                WITH noted AS (
                    SELECT * FROM unnest(%(endpoints)s::int[], %(ids)s::int[]) AS n(endpoint, id)
                ), wanted AS (
                    SELECT endpoint, id FROM noted
                     UNION
                    SELECT n.endpoint, p.commercial_partner_id
                      FROM noted n JOIN res_partner p ON p.id = n.id
                ), told AS (
                    SELECT w.* FROM wanted w LEFT JOIN res_partner p ON p.id = w.id
                     WHERE p.commercial_partner_id = p.id AND p.customer_rank > 0
                        OR EXISTS (SELECT FROM customer_endpoint_customer k
                                    WHERE k.endpoint_id = w.endpoint AND k.res_id = w.id)
                ), added AS (
                    INSERT INTO customer_outbox AS o (endpoint_id, res_id, state, forced, tries,
                           create_uid, create_date, write_uid, write_date)
                    SELECT endpoint, id, 'waiting', %(forced)s, 0,
                           %(uid)s, clock_timestamp() AT TIME ZONE 'utc',
                           %(uid)s, clock_timestamp() AT TIME ZONE 'utc'
                      FROM told ORDER BY endpoint, id
                        ON CONFLICT (endpoint_id, res_id) WHERE state = 'waiting' %(again)s
                 RETURNING endpoint_id, res_id
                ), locked AS (
                    SELECT o.id FROM customer_outbox o
                      JOIN told ON told.endpoint = o.endpoint_id AND told.id = o.res_id
                     WHERE o.state = 'waiting'
                       AND NOT EXISTS (SELECT FROM added a WHERE a.endpoint_id = o.endpoint_id
                                          AND a.res_id = o.res_id)
                  ORDER BY o.endpoint_id, o.res_id FOR KEY SHARE OF o
                )
                SELECT (SELECT count(*) FROM added), (SELECT count(*) FROM locked)
                """,
                endpoints=[pair[0] for pair in pairs],
                ids=[pair[1] for pair in pairs],
                forced=forced,
                again=SQL("DO UPDATE SET forced = true") if forced else SQL("DO NOTHING"),
                uid=self.env.uid,
            )
        )
        self._wake()
        return added[0][0]

    @api.model
    def _queue_all(self, endpoints, since=None):
        """Queue all customers that endpoints may have, and all that they know.

        :param since: only those that were changed from then on, themselves or a contact of theirs
        :return: how many
        """
        count = 0
        endpoints._check_filter()
        for endpoint in endpoints:
            Partner = endpoint._partners()
            domain = endpoint._customers()
            if since:
                contacts = Partner.with_context(active_test=False)._search(
                    Domain("write_date", ">=", since) & Domain("parent_id", "!=", False)
                )
                domain &= Domain("write_date", ">=", since) | Domain("child_ids", "in", contacts)
            ids = Partner.search(domain).ids
            if not since:
                ids += self.env["customer.endpoint.customer"]._all_known(endpoint)
            count += self._queue(endpoint, ids, forced=True)
        return count

    @api.model
    def _wake(self, at=None):
        """Have the sender run after this transaction."""
        self.env.ref("customer_master.ir_cron_outbox").sudo()._trigger(at)


class CustomerEndpoint(models.Model):
    _inherit = "customer.endpoint"

    def write(self, vals):
        if vals.get("active") is False:
            vals = {**vals, "state": "off"}
        result = super().write(vals)
        if not DECIDING.isdisjoint(vals):
            # whoever is known there may have to be told something else now, or to be archived
            Outbox = self.env["customer.outbox"].sudo()
            for endpoint in self:
                known = self.env["customer.endpoint.customer"]._all_known(endpoint)
                Outbox._queue(endpoint, known)
        return result

    def _fields_watched(self) -> frozenset[str]:
        """Fields of contacts whose change may change what is sent, or whether it is: those of the
        mapping and of the filter, and what these are computed from."""
        self.ensure_one()
        names = {
            "active", "customer_rank", "parent_id", "is_company", "company_id",
            "customer_merged_into_id", "commercial_partner_id",
        }  # fmt: skip
        names |= self.mapping_id._sources()
        names |= {
            condition.field_expr.partition(".")[0]
            for condition in self._customers().iter_conditions()
        }
        found = self._with_sources(names)
        if CHILDREN in found:
            # any value of a contact may be in it
            return frozenset(self.env["res.partner"]._fields)
        return frozenset(found)

    def _with_sources(self, names):
        """``names`` and the names of fields of contacts that they are computed from."""
        known = self.env["res.partner"]._fields
        found, left = set(), [name for name in names if name in known]
        while left:
            name = left.pop()
            if name in found:
                continue
            found.add(name)
            for path in self.env.registry.field_depends.get(known[name], ()):
                source = path.partition(".")[0]
                if source in known:
                    left.append(source)
        return found
