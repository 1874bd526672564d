from dataclasses import replace

from odoo import models

from ..engine.matching.values import PART, unpack


class CustomerLink(models.AbstractModel):
    """What is known of the candidates, and which of them a record may get."""

    _inherit = "customer.link"

    def _completed(self, rule, asked, found, kinds):
        """Candidates with their values; without those that the record may not get."""
        ids = {c for own in found for one in own.values() for c in (one.id, one.customer)}
        partners = self.env["res.partner"].search_fetch(
            [("id", "in", list(ids))],
            ["company_id", "is_company", "customer_rank", "ref", "vat", "email", "phone", "name",
             "street", "zip", "city"],
        )  # fmt: skip
        seen = {partner.id: partner for partner in partners}
        packed = self.env["customer.match.key"]._packed(seen)
        known = {i: self._forms(unpack(text)) for i, text in packed.items()}
        there = {}
        if "external_id" in kinds:
            there = self._ids_there(rule, [("partner_id", "in", list(ids))])
        barred = set(rule.sudo().placeholder_ids.ids)
        to_contact, field = rule.sudo().to_contact, rule.sudo().field_name
        completed = []
        for one, own in zip(asked, found, strict=True):
            kept = []
            for candidate in own.values():
                target = candidate.id if to_contact else candidate.customer
                partner, customer = seen.get(target), seen.get(candidate.customer)
                if not partner or not customer or customer.customer_rank <= 0:
                    continue
                if barred & {target, customer.id} or not self._fits(one, partner, field):
                    continue
                values = dict(known.get(customer.id, {}))
                for kind, extra in candidate.forms.items():
                    values[kind] = values.get(kind, frozenset()) | extra
                if customer.id in there:
                    values["external_id"] = frozenset(there[customer.id])
                if customer.ref or partner.ref:
                    values["ref"] = frozenset(filter(None, (customer.ref, partner.ref)))
                kept.append(
                    replace(candidate, id=target, forms=values, texts=self._typed(customer))
                )
            completed.append(kept)
        return completed

    def _forms(self, values):
        """Forms of what is stored of a customer."""
        return {
            kind: frozenset(filter(None, own))
            for kind, own in (
                ("tax_id", (values.tax_id.lstrip("!"),)),
                ("email", (values.email,)),
                ("email_domain", (values.domain,)),
                ("phone", values.phones.split(PART)),
                ("name", (values.name,)),
                ("street", (values.street,)),
                ("zip", (values.zip,)),
                ("city", (values.city,)),
                ("country", (values.country.casefold(),)),
            )
        }

    def _typed(self, partner):
        names = {"tax_id": "vat", "ref": "ref", "email": "email", "phone": "phone", "name": "name",
                 "street": "street", "zip": "zip", "city": "city"}  # fmt: skip
        typed = {kind: partner[name] or "" for kind, name in names.items()}
        return {**typed, "email_domain": typed["email"].partition("@")[2]}

    def _fits(self, one, partner, field):
        """Whether the record may get ``partner``: of its company, and not itself."""
        company = partner.company_id.sudo().id
        if company and one.company is not None and company != one.company:
            return False
        record = one.record
        if record._name == "res.partner":
            if partner == record or (field == "parent_id" and not partner.is_company):
                return False
        return True
