from collections import Counter, defaultdict

from odoo import api, models, tools
from odoo.fields import Domain

POLICY = "customer_master.approval"  # never, sales or always
AT_ONCE = "customer_master.approval_at_once"
CATEGORIES = "customer_master.approval_categories"
APPROVERS = "customer_master.approval_approvers"
KEY_FIELDS = "customer_master.approval_fields"
ORDERS = "customer_master.approval_orders"
INVOICES = "customer_master.approval_invoices"
DEFAULT_KEY_FIELDS = "name,vat,company_registry,country_id,bank_ids"
# states in which a customer may be used; none is approved by policy
APPROVED = (False, "approved")
ACTIVITY = "customer_master.mail_activity_type_approval"


class CustomerApproval(models.AbstractModel):
    """Which customers need approval, by whom, and what waits for it, as the settings say."""

    _name = "customer.approval"
    _description = "Approval of Customers"

    @api.model
    def _param(self, key, default=False):
        return self.env["ir.config_parameter"].sudo().get_param(key, default)

    @api.model
    def _chosen_ids(self, key) -> list[int]:
        """Ids of a setting that is a list of records."""
        return [int(part) for part in (self._param(key) or "").split(",") if part]

    @api.model
    def _policy(self) -> str:
        return self._param(POLICY, "never")

    @api.model
    def _applies(self) -> bool:
        """Whether what the user enters needs approval. What the system does by itself, which
        runs as superuser, never does."""
        policy = self._policy()
        if self.env.su or policy not in ("sales", "always"):
            return False
        return policy == "always" or not self.env["customer.access"]._reach("approve")

    @api.model
    def _key_fields(self) -> frozenset[str]:
        names = self._param(KEY_FIELDS, DEFAULT_KEY_FIELDS).split(",")
        return frozenset(name for name in names if name in self.env["res.partner"]._fields)

    @api.model
    def _concerned(self, customers):
        """Those of ``customers`` that the settings want approved, in superuser mode."""
        return self._in_categories(customers.sudo().filtered("customer_is_customer"))

    @api.model
    def _in_categories(self, partners):
        if categories := self._chosen_ids(CATEGORIES):
            below = Domain("customer_category_ids", "child_of", categories)
            return partners.filtered_domain(below)
        return partners

    # -- approvers -------------------------------------------------------------------------

    @api.model
    def _approvers(self):
        """Users who are asked: those of the setting, else whoever may approve."""
        group = self.env.ref("customer_master.group_steward").sudo()
        users = group.all_user_ids.filtered(lambda user: user.active and not user.share)
        chosen = users.filtered(lambda user: user.id in self._chosen_ids(APPROVERS))
        return chosen or users

    @api.model
    def _approvers_of(self, customer):
        """The approvers of one customer, in superuser mode."""
        company = customer.company_id
        return self._approvers().filtered(
            lambda user: (
                (not company or company in user.company_ids)
                and user != customer.customer_approval_asked_by_id
            )
        )

    @api.model
    def _ask(self, customers, notes):
        """Give each of ``customers`` to the approver who has the least to do, as an activity.

        :param notes: what has changed, as ``{customer: text}``
        """
        customers = customers.sudo()
        self._close(customers)
        type_id = self.env.ref(ACTIVITY).id
        counts = self.env["mail.activity"].sudo()
        counts = counts._read_group(
            [("activity_type_id", "=", type_id)], groupby=["user_id"], aggregates=["__count"]
        )
        load = Counter({user.id: count for user, count in counts})
        asked = defaultdict(customers.browse)
        for customer in customers:
            if able := self._approvers_of(customer):
                user = min(able, key=lambda user: (load[user.id], user.id))
                load[user.id] += 1
                asked[user, notes.get(customer, "")] |= customer
        for (user, note), group in asked.items():
            group.with_context(lang=user.lang).activity_schedule(
                ACTIVITY, user_id=user.id, note=tools.plaintext2html(note) if note else ""
            )

    @api.model
    def _close(self, customers):
        """Take away what approvers were asked for; the history tells the decision."""
        customers.sudo().activity_unlink([ACTIVITY])

    @api.model
    def _names(self, customer) -> str:
        """Who can approve, for sentences."""
        names = self._approvers_of(customer.sudo())[:5].mapped("name")
        return ", ".join(names) or self.env._("a data steward")

    # -- gate ------------------------------------------------------------------------------

    @api.model
    def _waiting(self, partner, gate):
        """The customer of a document that must wait for approval.

        :param gate: ``ORDERS`` or ``INVOICES``
        """
        customer = partner.sudo().commercial_partner_id
        if self._policy() == "never" or not self._param(gate):
            return customer.browse()
        if not customer.customer_is_customer:
            # a document would make it one, past the approval
            return self._in_categories(customer) if self._applies() else customer.browse()
        return customer.filtered(lambda c: c.customer_approval_state not in APPROVED)

    @api.model
    def _waiting_sentence(self, customer) -> str:
        if not customer.customer_is_customer:
            return self.env._(
                "“%s” is not a customer yet. Please tick “Customer” on its form, so that it can "
                "be approved.",
                customer.display_name,
            )
        if customer.customer_approval_state == "rejected":
            return self.env._(
                "“%(customer)s” was rejected: %(reason)s It can be approved by %(names)s.",
                customer=customer.display_name,
                reason=customer.customer_approval_reason or "",
                names=self._names(customer),
            )
        if customer.customer_approval_state == "draft":
            return self.env._(
                "“%(customer)s” is a draft. Please submit it for approval first; it can be "
                "approved by %(names)s.",
                customer=customer.display_name,
                names=self._names(customer),
            )
        return self.env._(
            "“%(customer)s” is not approved yet. It can be approved by %(names)s.",
            customer=customer.display_name,
            names=self._names(customer),
        )
