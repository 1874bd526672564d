from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .customer_approval import APPROVED, AT_ONCE
from .res_partner_entry import MANUAL

STATES = [
    ("draft", "Draft"),
    ("to_approve", "To Approve"),
    ("approved", "Approved"),
    ("rejected", "Approval Rejected"),
]
DECIDED = frozenset(
    (
        "customer_approval_state",
        "customer_approval_reason",
        "customer_approval_asked_by_id",
        "customer_approval_asked_on",
        "customer_approval_user_id",
        "customer_approval_date",
    )
)


class ResPartner(models.Model):
    """Approval of customers that people enter. What other code creates has no state, which is
    as good as approved."""

    _inherit = "res.partner"

    customer_approval_state = fields.Selection(
        STATES,
        string="Approval",
        readonly=True,
        copy=False,
        tracking=True,
        index="btree_not_null",
        help="Empty: approved by policy.",
    )
    customer_approval_reason = fields.Char(
        string="Reason of Rejection", readonly=True, copy=False, tracking=True
    )
    customer_approval_asked_by_id = fields.Many2one(
        "res.users", string="Entered or Changed by", readonly=True, copy=False
    )
    customer_approval_asked_on = fields.Datetime(string="Submitted On", readonly=True, copy=False)
    customer_approval_user_id = fields.Many2one(
        "res.users", string="Decided by", readonly=True, copy=False
    )
    customer_approval_date = fields.Datetime(string="Decided On", readonly=True, copy=False)

    # -- which need approval ---------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self._customer_check_undecided(vals_list)
        partners = super().create(vals_list)
        if self.env.context.get(MANUAL):
            partners._customer_start_approval()
        return partners

    @api.model
    def name_create(self, name):
        result = super().name_create(name)
        if result and not self.env.context.get("import_file"):
            # typed where a customer is to be chosen
            self.browse(result[0])._customer_start_approval()
        return result

    def copy(self, default=None):
        copies = super().copy(default)
        copies._customer_start_approval()
        return copies

    def write(self, vals):
        self._customer_check_undecided([vals])
        Approval = self.env["customer.approval"]
        if not Approval._applies():
            return super().write(vals)
        names = Approval._key_fields() & vals.keys()
        # what is written to a contact may go up to its company
        owners = self.sudo().commercial_partner_id
        before = owners._customer_key_values(names)
        becomes = "customer_is_customer" in vals or (
            "customer_rank" in vals and self.env.context.get(MANUAL)
        )
        others = self.browse([p.id for p in self.sudo() if p.customer_rank <= 0] if becomes else [])
        result = super().write(vals)
        others._customer_start_approval()
        owners._customer_restart_approval(before)
        return result

    @api.model
    def _customer_check_undecided(self, vals_list):
        """Refuse that anybody decides in another way than by the buttons.

        :raise AccessError: the values tell of a decision
        """
        if self.env.su:
            return
        defaults = {f"default_{name}" for name in DECIDED} & self.env.context.keys()
        if defaults or any(DECIDED & vals.keys() for vals in vals_list):
            raise AccessError(
                self.env._("Customers are approved and rejected by the buttons of their form only.")
            )

    def _customer_start_approval(self):
        """These contacts were made customers by the user: they begin as drafts, or are
        submitted at once, where the settings want it."""
        Approval = self.env["customer.approval"]
        if not self or not Approval._applies():
            return
        new = Approval._concerned(self).filtered(lambda p: not p.customer_approval_state)
        new.write(
            {"customer_approval_state": "draft", "customer_approval_asked_by_id": self.env.uid}
        )
        if Approval._param(AT_ONCE):
            new._customer_submit()

    # -- changes of key fields -------------------------------------------------------------

    def _customer_key_values(self, names):
        """``{customer: {field: text}}`` of those of these customers that count as approved."""
        if not names:
            return {}
        customers = self.env["customer.approval"]._concerned(self)
        customers = customers.filtered(lambda p: p.customer_approval_state in APPROVED)
        accounts = customers._customer_accounts() if "bank_ids" in names else {}
        return {
            customer: {
                name: accounts.get(customer.id, "")
                if name == "bank_ids"
                else customer._customer_key_text(name)
                for name in names
            }
            for customer in customers
        }

    def _customer_key_text(self, name):
        value = self[name]
        if self._fields[name].relational:
            return ", ".join(value.mapped("display_name"))
        return str(value) if value else ""

    def _customer_accounts(self):
        """Bank accounts of each customer and its contacts, as texts by the customer's id."""
        found = self.env["res.partner.bank"].sudo()
        found = found.search([("partner_id.commercial_partner_id", "in", self.ids)], order="id")
        return {
            customer.id: ", ".join(
                f"{account.acc_number} {account.bank_id.name or ''}".strip() for account in accounts
            )
            for customer, accounts in found.grouped(
                lambda account: account.partner_id.commercial_partner_id
            ).items()
        }

    def _customer_restart_approval(self, before):
        """Customers whose key values are not those of ``before`` must be approved again."""
        if not before:
            return
        names = next(iter(before.values())).keys()
        notes = {}
        customers = self.browse(customer.id for customer in before)
        for customer, values in customers._customer_key_values(names).items():
            old = before[customer]
            if changes := [name for name in names if old[name] != values[name]]:
                notes[customer] = "\n".join(
                    f"{self._fields[name]._description_string(self.env)}: "
                    f"{old[name] or '–'} → {values[name] or '–'}"
                    for name in sorted(changes)
                )
        if notes:
            self.sudo().browse(c.id for c in notes)._customer_submit(notes)

    # -- submitting and deciding -----------------------------------------------------------

    def _customer_submit(self, notes=()):
        """Ask for approval of these customers, in superuser mode."""
        self.write(
            {
                "customer_approval_state": "to_approve",
                "customer_approval_reason": False,
                "customer_approval_asked_by_id": self.env.uid,
                "customer_approval_asked_on": fields.Datetime.now(),
                "customer_approval_user_id": False,
                "customer_approval_date": False,
            }
        )
        self.env["customer.approval"]._ask(self, dict(notes))

    def action_customer_submit(self):
        """Submit these customers for approval.

        :raise AccessError: the user may not change them
        """
        self.check_access("write")
        found = self._customer_in_states("draft", "rejected")
        if not found:
            raise UserError(self.env._("There is nothing to submit."))
        found._customer_submit()
        return True

    def action_customer_approve(self):
        """Approve these customers.

        :raise AccessError: the user's role does not approve customers
        :raise UserError: none of them waits for approval, or the user entered one of them
        """
        self._customer_check_approver()
        found = self._customer_in_states("draft", "to_approve", "rejected")
        self._customer_decide(found, "approved")
        return True

    def action_customer_reject(self):
        """Ask for the reason of rejecting these customers."""
        self._customer_check_approver()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reject"),
            "res_model": "customer.approval.rejection",
            "view_mode": "form",
            "target": "new",
            "context": {"default_partner_ids": self.ids},
        }

    def _customer_reject(self, reason):
        self._customer_check_approver()
        self._customer_decide(self._customer_in_states("draft", "to_approve"), "rejected", reason)

    def _customer_in_states(self, *states):
        """Those of these customers that are in one of ``states`` now, in superuser mode."""
        return self.sudo().filtered(
            lambda p: p.customer_is_customer and p.customer_approval_state in states
        )

    def _customer_check_approver(self):
        """
        :raise AccessError: the user does not approve customers, or may not change these
        """
        if not self.env["customer.access"]._reach("approve"):
            names = self.env["customer.approval"]._names(self[:1])
            raise AccessError(
                self.env._("Your role does not approve customers. It can be done by %s.", names)
            )
        self.check_access("write")

    def _customer_decide(self, customers, state, reason=False):
        Approval = self.env["customer.approval"]
        if not customers:
            raise UserError(self.env._("None of these customers waits for a decision any more."))
        own = customers.filtered(lambda p: p.customer_approval_asked_by_id == self.env.user)
        if own and state == "approved" and Approval._policy() == "always":
            raise UserError(
                self.env._(
                    "Somebody else must approve what you entered yourself: %(customers)s. It can "
                    "be done by %(names)s.",
                    customers=", ".join(own[:5].mapped("display_name")),
                    names=Approval._names(own[0]),
                )
            )
        customers.write(
            {
                "customer_approval_state": state,
                "customer_approval_reason": reason,
                "customer_approval_user_id": self.env.uid,
                "customer_approval_date": fields.Datetime.now(),
            }
        )
        Approval._close(customers)
