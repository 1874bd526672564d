import json

from odoo import api, models


class CustomerCorrection(models.AbstractModel):
    """Reasons of suggestions as sentences."""

    _inherit = "customer.correction"

    @api.model
    def _sentence(self, code, arguments) -> str:
        """The sentence of a reason, in the language of the user.

        :param arguments: as JSON; "country" and "state" are codes
        """
        words = json.loads(arguments or "{}")
        country = self.env["res.country"].browse(self._country_ids().get(words.get("country")))
        words = {"count": "", "city": "", "domain": "", "form": "", "origin": "", **words}
        words["country"] = country.sudo().name or ""
        texts = {**self._texts_of_form(words), **self._texts_of_places(words)}
        return texts.get(code) or self.env._("Another value is proposed.")

    def _texts_of_form(self, words):
        return {
            "spaces": self.env._("Stray spaces or characters that can't be seen."),
            "han_spaces": self.env._("Chinese names have no spaces within."),
            "width": self.env._("Wide letters or digits, as a Chinese keyboard types them."),
            "form": self.env._("In the usual form."),
            "email_domain": self.env._("The part behind the @ looks like a typing error."),
            "phone_prefix": self.env._("The number in international form."),
            "phone_country": self.env._(
                "The number in international form, as one of %(country)s.", **words
            ),
            "email_in_phone": self.env._("An email address stands in the phone number."),
            "phone_in_email": self.env._("A phone number stands in the email address."),
            "website_in_email": self.env._("A website stands in the email address."),
            "email_in_website": self.env._("An email address stands in the website."),
            "tax_id_in_ref": self.env._("A tax ID stands in the reference."),
            "email_in_name": self.env._("An email address stands in the name."),
            "phone_in_name": self.env._("A phone number stands in the name."),
            "zip_in_city": self.env._("The postcode stands in the city."),
            "swapped_job": self.env._("The job stands in the name, and the name in the job."),
            "swapped_company": self.env._("Names of person and company seem to be swapped."),
            "person_in_job": self.env._("The name of the person stands in the job."),
            "is_company": self.env._("The name is that of a company, not of a person."),
            "is_person": self.env._("The name is that of a person, not of a company."),
            "legal_form": self.env._("The legal form is usually written %(form)s.", **words),
            "all_capitals": self.env._("Written in capital letters only."),
            "all_small": self.env._("Written in small letters only."),
            "simplified": self.env._("Simplified characters, as in mainland China."),
            "traditional": self.env._("Traditional characters, as in Hong Kong, Macao and Taiwan."),
        }

    def _texts_of_places(self, words):
        return {
            "country_state": self.env._("The state belongs to %(country)s.", **words),
            "country_tax_id": self.env._("The tax ID is one of %(country)s.", **words),
            "country_phone": self.env._("The phone number is one of %(country)s.", **words),
            "country_domain": self.env._("Email and website are of %(country)s.", **words),
            "country_postcode": self.env._("Postcode and city are in %(country)s.", **words),
            "zip_place": self.env._(
                "%(count)s other customers with this start of the postcode are there.", **words
            ),
            "area_place": self.env._(
                "%(count)s other customers with this area code are there.", **words
            ),
            "uscc": self.env._("The social credit code tells where the company is registered."),
            "city_province": self.env._("%(city)s is in this province.", **words),
            "email_website": self.env._("The email address is at %(domain)s.", **words),
            "company_address": self.env._("The address of its company."),
            "company_country": self.env._("The country of its company."),
            "company_lang": self.env._("The language of its company."),
            "twins": self.env._("Another record, confirmed to be the same customer, has it."),
            "provider": self.env._("According to %(origin)s.", **words),
        }
