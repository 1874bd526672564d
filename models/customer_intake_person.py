from collections import defaultdict

from odoo import models

from ..engine.inbound import Identity, match_persons, repeated
from .res_partner_contact_person import PERSON, PERSONAL
from .res_partner_entry import LATER


class CustomerIntake(models.AbstractModel):
    """Contact persons of customers that come in: added and updated, never taken away."""

    _inherit = "customer.intake"

    def _take_contacts(self, works):
        """Add the contact person that the customer's own texts tell of."""
        for work in works:
            texts = {PERSON[name]: work.texts[name] for name in PERSON if work.texts.get(name)}
            if texts:
                work.contacts.insert(0, self._intake_person(work, texts))

    def _place_contacts(self, work):
        """Keep the contacts that are persons of a company, each once; what belongs to nobody
        else is the customer's own."""
        company = work.vals["is_company"]
        for person in work.contacts:
            if person.outcome and not work.outcome:
                work.end(person.outcome, person.reason)
            if not company or not person.vals.get("name"):
                for name in ("phone", "email"):
                    if person.vals.get(name) and not work.vals.get(name):
                        work.vals[name] = person.vals.pop(name)
        work.contacts = [p for p in work.contacts if company and p.vals.keys() - {"function"}]
        again = repeated([self._identity(person.vals) for person in work.contacts])
        for at in reversed(again):
            del work.contacts[at]

    def _identity(self, vals):
        """What tells a contact person with these values, or a stored one, from others."""
        return Identity(
            vals["ref"] or "" if "ref" in vals else "",
            (vals["email"] or "").strip().lower() if "email" in vals else "",
            (vals["name"] if "name" in vals else "") or self._nameless(),
        )

    def _nameless(self):
        return self.env._("Contact Person")

    def _match_contacts(self, works):
        """Set ``partner`` of the contacts that the customers of ``works`` have already, in one
        statement. Archived ones are known too: they stay as they are and come not again."""
        works = [work for work in works if work.contacts]
        if not works:
            return
        Partner = self.env["res.partner"].with_context(active_test=False)
        children = defaultdict(list)
        for child in Partner.search_fetch(
            [("parent_id", "in", [work.partner for work in works])],
            ["name", "email", "ref", "parent_id"],
            order="active DESC, id",
        ):
            children[child.parent_id.id].append(child)
        for work in works:
            known = children[work.partner]
            places = match_persons(
                [self._identity(person.vals) for person in work.contacts],
                [self._identity(child) for child in known],
                (Partner.browse(work.partner).email or "").strip().lower(),
            )
            for person, place in zip(work.contacts, places, strict=True):
                person.partner = 0 if place is None else known[place].id

    def _add_contacts(self, ids):
        """Make the contacts that are new.

        :param ids: ``{work: customer id}``
        :return: ``{work: [contact id]}``
        """
        new = [(work, p) for work in ids for p in work.contacts if not p.partner]
        # core writes to each person what it has from the customer: judged once, after all
        made = LATER.on(self.env["res.partner"]).create(
            [
                {
                    **PERSONAL,
                    "name": self._nameless(),
                    **self._commands(person.vals),
                    "parent_id": ids[work],
                }
                for work, person in new
            ]
        )
        partners = self.env["res.partner"].browse(made.ids)
        partners._customer_refresh_quality(self._intake_source())
        found = defaultdict(list)
        for (work, person), number in zip(new, made.ids, strict=True):
            person.partner = number
            found[work].append(number)
        return found
