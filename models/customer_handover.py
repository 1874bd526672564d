from collections import defaultdict

import psycopg2

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import UserError

from ..engine.access.handover import share
from .customer_bisect import CONFLICTS, reason_of
from .customer_ownership import OPERATION

# the new salesperson hears of the whole, not of each customer
QUIET = {"mail_auto_subscribe_no_notify": True, "mail_activity_quick_update": True}


class CustomerHandover(models.AbstractModel):
    """The service that gives customers other salespersons."""

    _name = "customer.handover"
    _description = "Hand-Over of Customers"
    _inherit = "customer.operation.values"

    @api.model
    def _share(self, customers, rules, rest):
        """Who gets which of ``customers``.

        :param rules: [(domain on customers, user)]; the first that fits counts
        :param rest: users who share the others evenly
        :return: ``{customer: user}`` of those who get another one
        """
        fitting = [(set(customers._customer_fitting(domain)), user.id) for domain, user in rules]
        owners = share(customers.ids, fitting, rest.ids)
        users = {user.id: user for user in self.env["res.users"].browse(set(owners.values()))}
        return {
            customer: users[owners[customer.id]]
            for customer in customers
            if owners.get(customer.id, customer.user_id.id) != customer.user_id.id
        }

    @api.model
    def _obstacle(self, customer, user):
        """Why ``user`` can't become the salesperson of ``customer``, or nothing."""
        company = customer.company_id.sudo()
        if company and company not in user.sudo().company_ids:
            return self.env._(
                "%(user)s has no access to the company %(company)s.",
                user=user.sudo().name,
                company=company.name,
            )
        return False

    @api.model
    def _hand_over(self, owners, activities):
        """Give each customer its new salesperson; many in the background.

        :param owners: ``{customer: user}``
        :param activities: also the open activities of the old salesperson on them
        :return: the operation
        :raise AccessError: the user's role does not hand over customers
        """
        self.env["customer.operation"]._check_kind("handover")
        if not owners:
            raise UserError(self.env._("None of these customers would get another salesperson."))
        lines = []
        for customer, user in owners.items():
            line = {
                "partner_id": customer.id,
                "values": {
                    "old": customer.user_id.id,
                    "new": user.id,
                    "activities": bool(activities),
                },
            }
            if reason := self._obstacle(customer, user):
                line |= {"state": "blocked", "reason": reason}
            lines.append(line)
        name = self.env._("Hand-over of %s customers", len(lines))
        operation = self._plan("handover", name, lines)
        planned = operation._lines("planned")
        self._notify(planned)
        operation._start(planned, undoing=False)
        return operation

    def _notify(self, lines):
        """Tell the new salespersons once how many customers they get."""
        for user_id, group in lines.grouped(lambda line: line.values["new"]).items():
            if user_id == self.env.uid:
                continue
            user = self.env["res.users"].sudo().browse(user_id)
            env = self.with_context(lang=user.lang).env
            env["mail.thread"].sudo().message_notify(
                partner_ids=user.partner_id.ids,
                subject=env._("New customers for you"),
                body=env._(
                    "%(user)s hands over customers to you: %(count)s.",
                    user=self.env.user.name,
                    count=len(group),
                ),
            )

    # -- service of the operations -----------------------------------------------------------

    def _do(self, lines):
        Operation = self.env["customer.operation"]
        lines = lines.with_context(active_test=False)
        allowed = self._allowed(lines)
        states = {line.id: ("blocked", line.reason) for line in lines - allowed}
        for line in allowed:
            if line.partner_id.user_id.id != line.values["old"]:
                allowed -= line
                states[line.id] = (
                    "blocked",
                    self.env._("The salesperson was changed meanwhile."),
                )
        self._remember(allowed)
        activities = self._activities(allowed)
        Operation._remember_rows("mail_activity", "id", activities)
        for (old, new), group in self._by_owners(allowed).items():
            states.update(self._write_owner(group, old, new))
        moved = defaultdict(list)
        for line in allowed:
            if states[line.id][0] == "done":
                moved[line.values["new"]] += [a for a, own in activities.items() if own == line.id]
        for user_id, ids in moved.items():
            found = self.env["mail.activity"].sudo().with_context(**QUIET).browse(ids)
            found.write({"user_id": user_id})
        Operation._journal_rows()
        Operation._set_lines(states)

    def _by_owners(self, lines):
        return lines.grouped(lambda line: (line.values["old"], line.values["new"]))

    def _family(self, lines, old):
        """The customers of ``lines`` and their contacts that the old salesperson has too."""
        customers = lines.partner_id
        if old:
            customers |= customers.search(
                [("commercial_partner_id", "in", customers.ids), ("user_id", "=", old)]
            )
        return customers

    def _activities(self, lines):
        """``{activity id: line id}`` of the open activities that go with ``lines``."""
        found = {}
        for (old, _new), group in self._by_owners(
            lines.filtered(lambda line: line.values["activities"] and line.values["old"])
        ).items():
            line_of = self._with_family({line.partner_id.id: line.id for line in group})
            activities = self.env["mail.activity"].sudo()
            activities = activities.search_fetch(
                [
                    ("res_model", "=", "res.partner"),
                    ("res_id", "in", list(line_of)),
                    ("user_id", "=", old),
                ],
                ["res_id"],
            )
            found |= {activity.id: line_of[activity.res_id] for activity in activities}
        return found

    def _write_owner(self, lines, old, new):
        """States of ``lines`` after their customers got another owner, together where that is
        possible and else one by one."""
        partners = self._family(lines, old)
        if self.env.uid != SUPERUSER_ID:
            partners = partners.sudo(False)
        partners = partners.with_context(**QUIET, **{OPERATION: lines.operation_id[:1]})
        try:
            with self.env.cr.savepoint():
                partners.write({"user_id": new})
                self.env.flush_all()
        except CONFLICTS:
            raise
        except (UserError, psycopg2.Error) as error:
            if len(lines) == 1:
                return {lines.id: ("failed", reason_of(error))}
            states = {}
            for line in lines:
                states.update(self._write_owner(line, old, new))
            return states
        return {line.id: ("done", False) for line in lines}


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _customer_fitting(self, domain) -> list[int]:
        """Ids of those of these contacts that fit ``domain``."""
        partners = self.with_context(active_test=False)
        return partners.search([("id", "in", self.ids), *domain]).ids
