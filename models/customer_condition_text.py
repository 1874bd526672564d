from odoo import api, fields, models
from odoo.tools import format_date, format_datetime

from ..engine.report.condition import Node, tree

MOST = 10  # values of a list that are told


class CustomerConditionText(models.AbstractModel):
    """Conditions as people read them: names of fields, words, names of records."""

    _name = "customer.condition.text"
    _description = "Conditions in Words"

    @api.model
    def _text(self, model, domain) -> str:
        """
        :param domain: a list, of the records of a model
        :raise ValueError: it is no list of conditions
        """
        return self._node(self.env[model], tree(domain), outside=True)

    @api.model
    def _node(self, Model, node, outside=False) -> str:
        if not isinstance(node, Node):
            return self._leaf(Model, *node)
        if node.operator == "!":
            return self.env._("not (%s)", self._node(Model, node.parts[0], outside=True))
        if len(node.parts) == 1:
            return self._node(Model, node.parts[0], outside)
        texts = [self._node(Model, part) for part in node.parts]
        if outside and node.operator == "&":
            return "; ".join(texts)
        word = self.env._("and") if node.operator == "&" else self.env._("or")
        text = f" {word} ".join(texts)
        return text if outside else f"({text})"

    @api.model
    def _leaf(self, Model, path, operator, value) -> str:
        field, labels = None, []
        for name in path.split(".") if isinstance(path, str) else ():
            field = Model._fields.get(name) if Model is not None else None
            labels.append(field._description_string(self.env) if field else name)
            comodel = field and field.relational and field.comodel_name
            Model = self.env[comodel] if comodel else None
        label = " > ".join(labels) or str(path)
        if operator in ("any", "not any") and Model is not None:
            return f"{label} {self._words()[operator]} ({self._text(Model._name, list(value))})"
        if value is False and not (field and field.type == "boolean"):
            blank = {"=": self.env._("is not set"), "!=": self.env._("is set")}
            if operator in blank:
                return f"{label} {blank[operator]}"
        return f"{label} {self._words().get(operator, operator)} {self._value(field, value)}"

    @api.model
    def _words(self) -> dict[str, str]:
        contains, lacks = self.env._("contains"), self.env._("does not contain")
        return {
            "=": self.env._("is"),
            "!=": self.env._("is not"),
            ">": self.env._("is greater than"),
            "<": self.env._("is less than"),
            ">=": self.env._("is at least"),
            "<=": self.env._("is at most"),
            "in": self.env._("is one of"),
            "not in": self.env._("is none of"),
            "like": contains,
            "ilike": contains,
            "not like": lacks,
            "not ilike": lacks,
            "child_of": self.env._("is, or is below,"),
            "parent_of": self.env._("is, or is above,"),
            "any": self.env._("with"),
            "not any": self.env._("without"),
        }

    # -- values --------------------------------------------------------------------------------

    @api.model
    def _value(self, field, value) -> str:
        values = value if isinstance(value, list | tuple) else [value]
        texts = self._names(field, values) if field and field.relational else None
        texts = texts or [self._plain(field, one) for one in values]
        return ", ".join(texts[:MOST]) + (", …" if len(texts) > MOST else "")

    @api.model
    def _names(self, field, values):
        """The names of records that the user may read; ``None`` where values are no ids."""
        if not all(isinstance(one, int) and not isinstance(one, bool) for one in values):
            return None
        records = self.env[field.comodel_name].browse(values[: MOST + 1]).exists()
        known = {record.id: record.display_name for record in records._filtered_access("read")}
        return [known.get(key, str(key)) for key in values]

    @api.model
    def _plain(self, field, value) -> str:
        kind = field.type if field else ""
        if isinstance(value, bool):
            return self.env._("Yes") if value else self.env._("No")
        if kind == "selection":
            return dict(field._description_selection(self.env)).get(value, str(value))
        if kind in ("date", "datetime") and isinstance(value, str):
            return self._day(kind, value)
        return str(value)

    @api.model
    def _day(self, kind, value) -> str:
        try:
            if kind == "date" or len(value) <= len("2026-01-31"):
                return format_date(self.env, fields.Date.to_date(value))
            return format_datetime(self.env, fields.Datetime.to_datetime(value))
        except ValueError:  # such as "today -1m"
            return value
