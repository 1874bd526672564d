from odoo import api, fields, models
from odoo.fields import Domain

STEPS = 8  # next steps that are shown
CONTACTS = 12
FILES = 8
CONTACT_KINDS = ["mail", "call", "meeting", "task"]


class CustomerProfile(models.AbstractModel):
    """How the customer is reached: contacts, the last contact, the next steps, files."""

    _inherit = "customer.profile"

    @api.model
    def _contact_figures(self, customer) -> list[dict]:
        last, day = customer.customer_last_contact, customer.customer_next_contact
        late = bool(day and day < fields.Date.context_today(self))
        return [
            self._figure(
                "last_contact",
                self.env._("Last Contact"),
                last and self._day(last),
                "date",
                timeline=CONTACT_KINDS,
            ),
            self._figure(
                "next_contact",
                self.env._("Next Contact"),
                day and fields.Date.to_string(day),
                "date",
                level="danger" if late else None,
                steps=True,
            ),
        ]

    @api.model
    def _section_steps(self, customer) -> dict:
        """What is planned, the most urgent first: activities on the customer and its contacts,
        and on its orders and invoices."""
        Activity = self.env["mail.activity"]
        domain = Domain.OR(
            Domain("res_model", "=", model) & Domain("res_id", "in", records)
            for model, records in self._documents(customer).items()
        )
        activities = Activity.search(domain, limit=STEPS)
        today = fields.Date.context_today(self)
        titles = self._titles(activities)
        return {
            "can_plan": self.env["mail.activity"].has_access("create")
            and customer.has_access("write"),
            "rows": [
                {
                    "id": activity.id,
                    "label": activity.summary or activity.activity_type_id.name or "",
                    "type": activity.activity_type_id.name or "",
                    "icon": activity.icon or "fa-tasks",
                    "date": fields.Date.to_string(activity.date_deadline),
                    "late": activity.date_deadline < today,
                    "today": activity.date_deadline == today,
                    "user": activity.user_id.sudo().name or "",
                    "mine": activity.user_id == self.env.user,
                    "can_do": activity.can_write,
                    "model": activity.res_model,
                    "record": activity.res_id,
                    "on": titles.get((activity.res_model, activity.res_id), "")
                    if (activity.res_model, activity.res_id) != ("res.partner", customer.id)
                    else "",
                }
                for activity in activities
            ],
        }

    @api.model
    def _titles(self, activities) -> dict:
        """Names of the records of activities."""
        titles = {}
        for model, some in activities.grouped("res_model").items():
            for record in self.env[model].browse(some.mapped("res_id")):
                titles[model, record.id] = record.sudo().display_name
        return titles

    @api.model
    def _documents(self, customer) -> dict:
        """What belongs to a customer, by model: queries, or ids."""
        documents = {"res.partner": self._family(customer).ids}
        for model in ("sale.order", "account.move"):
            if self._may_read(model):
                documents[model] = self.env[model]._search(self._of(customer), order="id")
        return documents

    @api.model
    def _section_contacts(self, customer) -> dict:
        """Contact persons and addresses, with what they are there for."""
        domain = Domain("commercial_partner_id", "=", customer.id) & Domain("id", "!=", customer.id)
        Partner = customer.with_context(active_test=True)
        names = ["name", "type", "function", "phone", "email"]
        readable = [name for name in names if self._may_read("res.partner", name)]
        found = Partner.search_fetch(domain, readable, limit=CONTACTS, order="type, name, id")
        addressed = self._may_read("res.partner", "contact_address")
        kinds = dict(Partner._fields["type"]._description_selection(self.env))
        rows = [{name: contact[name] or "" for name in readable} for contact in found]
        for contact, row in zip(found, rows, strict=True):
            kind = kinds.get(row.pop("type"), "")
            role = row.get("function")
            row.update(
                id=contact.id,
                name=contact.name or addressed and self._address(contact) or "",
                role=role or kind,
                # a contact is what everybody with a function is
                kind=kind if role and contact.type != "contact" else "",
            )
        return {
            "count": len(found) if len(found) < CONTACTS else Partner.search_count(domain),
            "domain": list(domain),
            "rows": rows,
        }

    @api.model
    def _section_files(self, customer) -> dict:
        """Files on the customer and its contacts."""
        Attachment = self.env["ir.attachment"]
        domain = Domain("res_model", "=", "res.partner")
        domain &= Domain("res_id", "in", self._family(customer).ids)
        found = Attachment.search_fetch(
            domain, ["name", "mimetype", "create_date", "file_size"], limit=FILES, order="id desc"
        )
        return {
            "count": len(found) if len(found) < FILES else Attachment.search_count(domain),
            "domain": list(domain),
            "rows": [
                {
                    "id": file.id,
                    "name": file.name,
                    "mimetype": file.mimetype or "",
                    "size": file.file_size,
                    "date": fields.Datetime.to_string(file.create_date),
                }
                for file in found
            ],
        }
