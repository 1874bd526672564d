import re

from lxml import etree

from odoo import api, models

# attributes of views that hold expressions on fields
EXPRESSIONS = {"invisible", "readonly", "required", "column_invisible", "context", "domain"}
SHOWING = {"field", "filter", "label"}


class Base(models.AbstractModel):
    """Views without the fields that their user may not read: the web client would not open them."""

    _inherit = "base"

    @api.model
    def _customer_hidden(self) -> frozenset[str]:
        """Names of fields that are kept from the user otherwise than by groups."""
        return frozenset()

    @api.model
    def get_view(self, view_id=None, view_type="form", **options):
        result = super().get_view(view_id, view_type, **options)
        hidden = {
            model: names
            for model in result["models"]
            if (names := self.env[model]._customer_hidden())
        }
        if hidden:
            arch = etree.fromstring(result["arch"])
            self._customer_without(arch, self._name, hidden)
            result["arch"] = etree.tostring(arch, encoding="unicode")
        return result

    @api.model
    def _customer_without(self, node, model, hidden):
        """Take the fields ``hidden``, names by model, and what depends on them out of ``node``, a
        part of a view of ``model``."""
        names = hidden.get(model, ())
        for child in list(node.iterchildren(etree.Element)):
            if names and _is_about(child, names):
                _remove(child)
                continue
            if names:
                _without_names(child, names)
            field = self.env[model]._fields.get(child.get("name")) if child.tag == "field" else None
            inner = field.comodel_name if field and field.relational and len(child) else model
            self._customer_without(child, inner, hidden)


def _is_about(node, names):
    """Whether a node shows, or groups by, one of the fields."""
    if node.get("for" if node.tag == "label" else "name") in names and node.tag in SHOWING:
        return True
    told = node.get("context", "") if node.tag == "filter" else ""
    told += " ".join(value for name, value in node.attrib.items() if name.startswith("t-"))
    return any(re.search(rf"\brecord\.{name}\b|'{name}[':]", told) for name in names)


def _without_names(node, names):
    """Let expressions take the fields as empty."""
    word = re.compile(rf"(?<![\w.'\"])(?:{'|'.join(names)})(?![\w'\"])")
    for attribute in EXPRESSIONS.intersection(node.attrib):
        node.set(attribute, word.sub("False", node.get(attribute)))


def _remove(node):
    """Take out a node, and keep the text behind it."""
    before, parent = node.getprevious(), node.getparent()
    if node.tail and before is not None:
        before.tail = (before.tail or "") + node.tail
    elif node.tail:
        parent.text = (parent.text or "") + node.tail
    parent.remove(node)
