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
            partner: partner._customer_audit_texts(names)
            for partner in (self.sudo() if becoming else customers)
        }
        result = super().write(vals)
        if becoming:
            customers |= self._customer_audited()
        rows = []
        for partner in customers:
            rows += partner._customer_audit_changes(before[partner])
        Audit._note("write", rows)
        return result

    def _customer_audited(self):
        """The customers and contacts of customers among these."""
        return self.sudo().filtered(lambda p: p.commercial_partner_id.customer_rank > 0)

    @api.model
    def _customer_audit_names(self, vals) -> list[str]:
        listed = self.env["customer.field.guard"]._names()
        audited = frozenset().union(*(listed[kind] for kind in ("finance", "personal", "audit")))
        return [n for n in vals if n in audited and self._fields[n].type not in UNREADABLE]

    def _customer_audit_texts(self, names) -> dict[str, str]:
        return {name: self._customer_audit_text(self._fields[name]) for name in names}

    def _customer_audit_text(self, field) -> str:
        """The value of a field as people read it."""
        value = self[field.name]
        if field.relational:
            return ", ".join(value.mapped("display_name"))
        if field.type == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if field.type == "selection":
            labels = dict(field._description_selection(self.env))
            return labels.get(value, value) or ""
        if field.type == "html":
            return html2plaintext(value or "")
        return "" if value is False or value is None else str(value)

    def _customer_audit_changes(self, before):
        """Rows of what became of the values ``before``, by field."""
        after = self._customer_audit_texts(before)
        changed = [name for name in before if before[name] != after[name]]
        if self.commercial_partner_id != self:
            # what a contact only has from its company is noted there
            inherited = set(self._commercial_fields())
            changed = [name for name in changed if name not in inherited]
        about = self.env["customer.audit"]._row(self) if changed else {}
        return [
            {
                **about,
                "field_name": name,
                "old_value": before[name][:LONGEST],
                "new_value": after[name][:LONGEST],
            }
            for name in changed
        ]
