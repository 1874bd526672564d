from odoo import api, fields, models, tools
from odoo.fields import Domain

from ..engine.normalize import fold

FIELDS = ("street", "street2", "zip", "city", "state_id", "country_id", "phone", "email",
          "website", "vat", "company_registry", "ref", "name", "function")  # fmt: skip


class CustomerReferenceColumn(models.Model):
    """A column of a reference file, and the field of customers that it has."""

    _name = "customer.reference.column"
    _description = "Column of a Reference File"
    _order = "id"

    file_id = fields.Many2one(
        "customer.reference.file", required=True, ondelete="cascade", index=True
    )
    name = fields.Char(string="Column", required=True)
    field = fields.Selection("_selection_field", string="Is")

    @api.model
    def _selection_field(self):
        Partner = self.env["res.partner"]
        return [(name, Partner._fields[name]._description_string(self.env)) for name in FIELDS]

    @api.model
    def _fields_of_labels(self) -> dict[str, str]:
        """``{label in small letters: field}`` in all languages of the users."""
        labels = {name: name for name in FIELDS}
        for lang, _name in self.env["res.lang"].get_installed():
            for name, label in self.with_context(lang=lang)._selection_field():
                labels.setdefault(label.casefold(), name)
        return labels

    def _value(self, text):
        """The value of a cell as suggestions have it, or nothing where it is not known."""
        if self.field == "country_id":
            return self._countries().get(fold(text), "")
        if self.field == "state_id":
            return self._states().get(fold(text), "")
        return text

    @api.model
    @tools.ormcache(cache="stable")
    def _countries(self) -> dict[str, str]:
        """ISO codes by code and name, in all languages."""
        return self._names("res.country", self.env["customer.correction"]._country_codes())

    @api.model
    @tools.ormcache(cache="stable")
    def _states(self) -> dict[str, str]:
        """Codes such as "CN-粤" by name, where only one country has a state of that name."""
        return self._names("res.country.state", self.env["customer.correction"]._state_codes())

    def _names(self, model, codes) -> dict[str, str]:
        found: dict[str, set[str]] = {}
        for lang, _name in self.env["res.lang"].get_installed():
            records = self.env[model].sudo().with_context(lang=lang)
            for record in records.search_fetch(Domain.TRUE, ["name"]):
                found.setdefault(fold(record.name), set()).add(codes[record.id])
        for code in codes.values():
            found.setdefault(fold(code), {code})
        return {name: values.pop() for name, values in found.items() if len(values) == 1}
