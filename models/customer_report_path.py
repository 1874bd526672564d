from functools import partial
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import html2plaintext

# what a cell can show of a field
KINDS = {
    "char": "text",
    "text": "text",
    "html": "text",
    "selection": "text",
    "many2one": "text",
    "one2many": "text",
    "many2many": "text",
    "reference": "text",
    "integer": "integer",
    "many2one_reference": "integer",
    "float": "number",
    "monetary": "money",
    "date": "date",
    "datetime": "datetime",
    "boolean": "boolean",
}


class Path(NamedTuple):
    """A field that can be shown.

    :param many: its values can be several, which are shown as one text
    :param choices: all values of a selection in their order, which is the one to sort by
    """

    names: tuple[str, ...]
    label: str
    kind: str
    many: bool
    choices: tuple[str, ...] = ()


class CustomerReportPath(models.AbstractModel):
    """Fields by their dotted path: which the user may see, and what is in them."""

    _name = "customer.report.path"
    _description = "Fields of Reports"

    @api.model
    def _resolved(self, model, path) -> tuple[Path | None, str | None]:
        """The field of a path, or a sentence that says why it can't be shown."""
        names, many = path.split("."), False
        field = None
        for name in names:
            Model = self.env.get(model) if model else None
            if Model is None:
                return None, self._nothing_below(field)
            field = Model._fields.get(name)
            if field is None:
                return None, self.env._("There is no field “%s” (any more).", path)
            if not Model.has_access("read") or not self._may_read(Model, field):
                return None, self.env._("You may not see the field “%s”.", path)
            many = many or field.type in ("one2many", "many2many")
            model = field.comodel_name if field.relational else None
        kind = KINDS.get(field.type)
        if kind is None:
            return None, self.env._(
                "The field “%s” can't be shown in a table.", field._description_string(self.env)
            )
        label = field._description_string(self.env)
        choices = field._description_selection(self.env) if field.type == "selection" else ()
        choices = tuple(text for _value, text in choices if not many)
        return Path(tuple(names), label, "text" if many else kind, many, choices), None

    @api.model
    def _may_read(self, Model, field) -> bool:
        return Model._has_field_access(field, "read")

    @api.model
    def _nothing_below(self, field):
        return self.env._(
            "There is nothing behind the field “%s”: please choose it itself.",
            field._description_string(self.env),
        )

    @api.model
    def _values(self, records, path) -> dict:
        """The values of a path for many records, ``{id: value}``: plain, ``None`` for a blank.

        Records on the way that the user may not read are as good as blank.
        """
        below = self._below(records, path.names)
        if not path.many:
            return {key: values[0] if values else None for key, values in below.items()}
        return {key: self._joined(values) for key, values in below.items()}

    @api.model
    def _below(self, records, names) -> dict[int, list]:
        name, *rest = names
        field = records._fields[name]
        # The rights on the field are known here, those on the records by their search: what is
        # stored need not be asked about at each value. What is computed is computed as the user.
        known = records.sudo() if field.store and field.column_type else records
        if not field.relational:
            plain = self._reader(field)
            return {record.id: self._filled(plain(record[name], record)) for record in known}
        reached = known.mapped(name).with_env(records.env)._filtered_access("read")
        below = self._below(reached, rest) if rest else self._names(reached)
        return {
            record.id: [value for i in record[name]._ids for value in below.get(i, ())]
            for record in known
        }

    @api.model
    def _filled(self, value) -> list:
        return [] if value is None or value == "" else [value]

    @api.model
    def _names(self, records):
        return {record.id: self._filled(record.display_name) for record in records}

    @api.model
    def _joined(self, values):
        texts = dict.fromkeys(self._text(value) for value in values)
        return ", ".join(texts) or None

    @api.model
    def _text(self, value) -> str:
        if isinstance(value, bool):
            return self.env._("Yes") if value else self.env._("No")
        return str(value)

    # -- values by the type of the field -----------------------------------------------------

    @api.model
    def _reader(self, field):
        """The function of a value and its record that makes what is shown of a field."""
        if field.type == "selection":
            labels = dict(field._description_selection(self.env))
            return lambda value, record: labels.get(value)
        if field.type in ("integer", "float", "many2one_reference"):
            return lambda value, record: value or 0
        if field.type == "boolean":
            return lambda value, record: value
        special = {
            "html": lambda value, record: html2plaintext(value or "").strip(),
            "datetime": lambda value, record: self._local(value),
            "monetary": partial(self._money, field),
            "reference": lambda value, record: self._named(value),
        }
        return special.get(field.type, lambda value, record: value or None)

    @api.model
    def _local(self, moment):
        """A moment where the user is, without a time zone; ``None`` for none."""
        if not moment:
            return None
        return fields.Datetime.context_timestamp(self, moment).replace(tzinfo=None)

    @api.model
    def _named(self, record):
        return record.display_name if record and record.has_access("read") else None

    @api.model
    def _money(self, field, value, record):
        """An amount in the currency of the current company, at the rate of today."""
        company = self.env.company
        currency = record[field.get_currency_field(record)]
        if value and currency and currency != company.currency_id:
            today = fields.Date.context_today(self)
            return currency._convert(value, company.currency_id, company, today)
        return value or 0.0
