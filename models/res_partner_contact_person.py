from odoo import fields, models
from odoo.exceptions import ValidationError

from .res_partner_entry import MANUAL

# entry field: field of the contact person
PERSON = {
    "customer_contact_name": "name",
    "customer_contact_function": "function",
    "customer_contact_phone": "phone",
    "customer_contact_email": "email",
}
OF_PERSON = {own: name for name, own in PERSON.items()}
PERSONAL = {"type": "contact", "is_company": False}


def entry_field(label):
    return fields.Char(
        string=label,
        compute="_compute_customer_contact",
        inverse="_inverse_customer_contact",
        readonly=False,
    )


class ResPartner(models.Model):
    """The contact person on the entry form of a company, made together with it."""

    _inherit = "res.partner"

    customer_contact_name = entry_field("Contact Person")
    customer_contact_function = entry_field("Job Position of the Contact")
    customer_contact_phone = entry_field("Phone of the Contact")
    customer_contact_email = entry_field("Email of the Contact")

    def _compute_customer_contact(self):
        # always empty: these only carry what is typed until the person is made
        for partner in self:
            for name in PERSON:
                partner[name] = False

    def _customer_drafts(self, vals):
        drafts = super()._customer_drafts(vals)
        person = {target: vals[name] for name, target in PERSON.items() if vals.get(name)}
        if person and drafts.is_company:
            person = {**PERSONAL, **person, "parent_id": drafts, "country_id": drafts.country_id}
            drafts += self.browse().new(person)
        return drafts

    def _inverse_customer_contact(self):
        persons = []
        for partner in self.filtered("is_company"):
            values = {target: partner[name] for name, target in PERSON.items() if partner[name]}
            if not values:
                continue
            if not values.get("name"):
                raise ValidationError(
                    self.env._("Please enter the name of the contact person of %s.", partner.name)
                )
            persons.append({**PERSONAL, **values, "parent_id": partner.id})
        if not persons:
            return
        # defaults and demands of the customer's entry are not those of a contact person
        context = {
            key: value
            for key, value in self.env.context.items()
            if not key.startswith("default_") and key not in ("res_partner_search_mode", MANUAL)
        }
        created = self.env(context=context)["res.partner"].create(persons)
        if self.env.context.get(MANUAL):
            created._customer_check_entry()
