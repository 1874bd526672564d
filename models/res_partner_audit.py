from odoo import api, fields, models
from odoo.tools import html2plaintext

from .customer_audit import LONGEST

UNREADABLE = ("binary", "json", "one2many", "properties")
BECOMING = {"customer_rank", "customer_is_customer", "parent_id"}


class ResPartner(models.Model):
    """Who added, changed and deleted customers and their contacts goes into the audit."""

    _inherit = "res.partner"

    customer_audit_count = fields.Integer(
        string="Audit",
        compute="_compute_customer_audit_count",
        groups="customer_master.group_steward",
    )

    def _compute_customer_audit_count(self):
        Audit = self.env["customer.audit"]
        for partner in self:
            partner.customer_audit_count = Audit.search_count(
                partner._customer_audit_domain(), limit=1000
            )

    def _customer_audit_domain(self):
        """What was done with these customers: with themselves, their contacts, and in bulk."""
        # ids, with which the database uses the indexes of a large table
        Partner = self.env["res.partner"].with_context(active_test=False).sudo()
        contacts = Partner.search([("commercial_partner_id", "in", self.ids)])
        lines = self.env["customer.operation.line"].search(
            ["|", ("partner_id", "in", self.ids), ("source_ids", "in", self.ids)]
        )
        return [
            "|",
            ("partner_id", "in", [*self.ids, *contacts.ids]),
            ("operation_id", "in", lines.operation_id.ids),
        ]

    def action_open_audit(self):
        """Who did what with this customer.

        :raise AccessError: the user's role may not see it
        """
        self.ensure_one()
        self.env["customer.audit"].check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("customer_master.customer_audit_action")
        return {**action, "domain": self._customer_audit_domain(), "context": {}}

    # -- noting ------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        Audit = self.env["customer.audit"]
        if Audit._on():
            Audit._note("create", [Audit._row(p) for p in partners._customer_audited()])
        return partners

    def write(self, vals):
        Audit = self.env["customer.audit"]
        names = self._customer_audit_names(vals) if Audit._on() else ()
        if not names:
            return super().write(vals)
        customers = self._customer_audited()
        becoming = not BECOMING.isdisjoint(vals)
        before = {
            partner: {name: partner[name] for name in names}
            for partner in (self.sudo() if becoming else customers)
        }
        result = super().write(vals)
        if becoming:
            customers |= self._customer_audited()
        Audit._note("write", self._customer_audit_rows(customers, before))
        return result

    def _customer_audited(self):
        """The customers and contacts of customers among these."""
        return self.sudo().filtered(lambda p: p.commercial_partner_id.customer_rank > 0)

    @api.model
    def _customer_audit_names(self, vals) -> list[str]:
        listed = self.env["customer.field.guard"]._names()
        audited = frozenset().union(*(listed[kind] for kind in ("finance", "personal", "audit")))
        return [n for n in vals if n in audited and self._fields[n].type not in UNREADABLE]

    @api.model
    def _customer_audit_rows(self, customers, before):
        """Rows of what became of the values ``before``, by customer and field."""
        changes = [
            (partner, self._fields[name], old, partner[name])
            for partner in customers
            for name, old in before[partner].items()
            if old != partner[name]
        ]
        # the names of all linked records at once
        linked = {}
        for _partner, field, old, new in changes:
            if field.relational:
                linked[field.comodel_name] = linked.get(field.comodel_name, old) | old | new
        for records in linked.values():
            records.mapped("display_name")
        inherited = set(self._commercial_fields())
        Audit = self.env["customer.audit"]
        return [
            {
                **Audit._row(partner),
                "field_name": field.name,
                "old_value": self._customer_audit_text(field, old),
                "new_value": self._customer_audit_text(field, new),
            }
            for partner, field, old, new in changes
            # what a contact only has from its company is noted there
            if field.name not in inherited or partner.commercial_partner_id == partner
        ]

    @api.model
    def _customer_audit_text(self, field, value) -> str:
        """A value of a field as people read it."""
        if field.relational:
            text = ", ".join(value.mapped("display_name"))
        elif field.type == "boolean":
            text = self.env._("Yes") if value else self.env._("No")
        elif field.type == "selection":
            text = dict(field._description_selection(self.env)).get(value, value) or ""
        elif field.type == "html":
            text = html2plaintext(value or "")
        else:
            text = "" if value is False or value is None else str(value)
        return text[:LONGEST]
