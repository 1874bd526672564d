from functools import partial

from odoo import Command, api, models

from ..engine.access.policy import READ_PERSONAL
from .marker import Marker

# actions of which one is needed to touch a contact at all; which fields is judged in write()
TOUCH = ("write", "write_finance", "invoice_contact", "claim", "reassign")
OPERATIONS = {"create": ("create", *TOUCH), "write": TOUCH, "unlink": ("unlink",)}
INVOICE = "invoice"
# a write that renames: core gives accounts their new holder by the way
RENAMING = Marker("customer_renaming")


class ResPartner(models.Model):
    """The matrix of roles, enforced on customers and their contacts, whatever other groups the
    user has. What the system does by itself runs as superuser and is never refused."""

    _inherit = "res.partner"

    @api.model
    def _has_field_access(self, field, operation):
        # asked at every access to a field
        if (
            operation == "read"
            and not self.env.su
            and field.name in self.env["customer.field.guard"]._names()["personal"]
            and field.name in self._customer_hidden()
        ):
            return False
        return super()._has_field_access(field, operation)

    @api.model
    def _customer_hidden(self):
        personal = self.env["customer.field.guard"]._names()["personal"]
        if personal:
            Access = self.env["customer.access"]
            if not Access._guarded() or not READ_PERSONAL.isdisjoint(Access._roles()):
                personal = frozenset()
        return personal | super()._customer_hidden()

    def _check_access(self, operation):
        result = super()._check_access(operation)
        Access = self.env["customer.access"]
        if result or operation not in OPERATIONS or not any(self._ids) or not Access._guarded():
            return result
        refused = Access._refused(self, *OPERATIONS[operation])
        if refused:
            return refused, partial(self._customer_access_error, operation, refused)
        return None

    @api.model
    def _customer_access_error(self, operation, customers):
        names = ", ".join(customers.sudo()[:5].mapped("display_name"))
        if operation == "unlink":
            sentence = self.env._("Your role may not delete customers: %s", names)
        else:
            sentence = self.env._("Your role may not change these customers: %s", names)
        return self.env["customer.audit"]._refusal(sentence, customers, names)

    # -- fields ----------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        if self.env["customer.access"]._guarded():
            for vals in vals_list:
                self._customer_check_children(vals)
            for partner, vals in zip(partners, vals_list, strict=True):
                partner._customer_check_created(vals)
        return partners

    def _customer_check_created(self, vals):
        Access = self.env["customer.access"]
        if not Access._relations(self):
            return
        if self.commercial_partner_id != self or self.parent_id:
            # a contact of a customer is a part of it
            actions = ("write", "invoice_contact") if self.type == INVOICE else ("write",)
            if Access._refused(self, *actions):
                raise self._customer_access_error("write", self.sudo().commercial_partner_id)
        elif Access._refused(self, "create"):
            sentence = self.env._("Your role may not add customers.")
            raise self.env["customer.audit"]._refusal(sentence, self)
        self._customer_check_fields(vals, created=True)

    def write(self, vals):
        Access = self.env["customer.access"]
        if not Access._guarded():
            return super().write(vals)
        before = Access._relations(self)
        self._customer_check_children(vals)
        self.browse([partner.id for partner in before])._customer_check_fields(vals)
        renamed = RENAMING.on(self) if "name" in vals else self
        result = super(ResPartner, renamed).write(vals)
        if {"customer_rank", "customer_is_customer", "parent_id"} & vals.keys():
            made = [p.id for p in Access._relations(self) if p not in before]
            self.browse(made)._customer_check_became(vals)
        return result

    def _customer_check_children(self, vals):
        """Customers and contacts of customers that are moved below another contact: the ORM
        does that as superuser."""
        ids = set()
        for command in vals.get("child_ids") or ():
            if command[0] == Command.SET:
                ids.update(command[2])
            elif command[0] != Command.CREATE:
                ids.add(command[1])
        Access = self.env["customer.access"]
        children = self.browse([i for i in ids if i]).exists()
        if refused := Access._refused(children, "write", "invoice_contact"):
            raise self._customer_access_error("write", refused)

    def _customer_check_became(self, vals):
        """Contacts that became customers, or contacts of one, by this write."""
        Access = self.env["customer.access"]
        for partner in self:
            action = "write" if partner.parent_id else "create"
            if Access._refused(partner, action):
                raise self._customer_access_error("write", partner)

    def _customer_check_fields(self, vals, created=False):
        """Refuse values that the user's roles may not write on these customers.

        :raise AccessError: names the fields
        """
        if not self:
            return
        Access = self.env["customer.access"]
        guards = self.env["customer.field.guard"]._names()
        finance = guards["finance"] & vals.keys()
        if created:
            finance = {name for name in finance - guards["at_entry"] if vals[name]}
        if finance and (refused := Access._refused(self, "write_finance")):
            raise self._customer_field_error(finance, refused)
        rest = set() if created else vals.keys() - guards["finance"] - {"user_id"}
        invoicing = self.filtered(lambda p: p.parent_id and p.type == INVOICE)
        if rest:
            refused = Access._refused(self - invoicing, "write")
            refused |= Access._refused(invoicing, "write", "invoice_contact")
            if refused:
                raise self._customer_field_error(rest, refused)
        if "user_id" in vals and not created:
            self._customer_check_salesperson(vals["user_id"])

    def _customer_check_salesperson(self, user_id):
        Access = self.env["customer.access"]
        changed = self.filtered(lambda p: p.sudo().user_id.id != (user_id or False))
        actions = ("reassign", "claim") if user_id == self.env.uid else ("reassign",)
        if refused := Access._refused(changed, *actions):
            raise self._customer_field_error({"user_id"}, refused)

    @api.model
    def _customer_field_error(self, names, customers):
        labels = [self._fields[name]._description_string(self.env) for name in sorted(names)]
        shown = ", ".join(customers.sudo()[:5].mapped("display_name"))
        sentence = self.env._(
            "Your role may not change %(fields)s of %(customers)s.",
            fields=", ".join(labels),
            customers=shown,
        )
        return self.env["customer.audit"]._refusal(sentence, customers, shown)


class ResPartnerBank(models.Model):
    _inherit = "res.partner.bank"

    def _check_access(self, operation):
        result = super()._check_access(operation)
        Access = self.env["customer.access"]
        if result or operation == "read" or not any(self._ids) or not Access._guarded():
            return result
        refused = Access._refused(self.sudo().partner_id.sudo(False), "bank")
        accounts = self.filtered(lambda account: account.sudo().partner_id in refused)
        if accounts:
            return accounts, partial(self._customer_bank_error, refused)
        return None

    def write(self, vals):
        if RENAMING.said(self.env) and vals.keys() == {"acc_holder_name"}:
            # whoever may rename the customer may do this
            return super(ResPartnerBank, self.sudo()).write(vals)
        result = super().write(vals)
        if "partner_id" in vals:
            self.check_access("write")
        return result

    @api.model
    def _customer_bank_error(self, customers):
        names = ", ".join(customers.sudo()[:5].mapped("display_name"))
        sentence = self.env._("Your role may not change bank accounts of customers: %s", names)
        return self.env["customer.audit"]._refusal(sentence, customers, names)


class ResPartnerCategory(models.Model):
    _inherit = "res.partner.category"

    @api.model_create_multi
    def create(self, vals_list):
        tags = super().create(vals_list)
        if any("partner_ids" in vals for vals in vals_list):
            tags._customer_check_tagged(tags.sudo().partner_ids.sudo(False))
        return tags

    def write(self, vals):
        before = self.sudo().partner_ids if "partner_ids" in vals else None
        result = super().write(vals)
        if before is not None:
            after = self.sudo().partner_ids
            self._customer_check_tagged(((before - after) | (after - before)).sudo(False))
        return result

    def _customer_check_tagged(self, partners):
        """Tags given from their side are given to customers all the same."""
        Access = self.env["customer.access"]
        if partners and Access._guarded() and (refused := Access._refused(partners, "write")):
            raise partners._customer_access_error("write", refused)
