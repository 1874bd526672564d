"""What the web client asks the server for when it shows a view.

Follows ``getFieldsSpec`` and ``extractFieldsFromArchInfo`` of Odoo's relational model.
"""

from lxml import etree

COUNT_LIMIT = 10001  # DEFAULT_COUNT_LIMIT of the client, plus one
PAGE = 80
# fieldDependencies of the widgets that lists of contacts use
DEPENDENCIES = {
    "customer_name": ("customer_badges",),
    "list_activity": (
        "activity_exception_decoration",
        "activity_exception_icon",
        "activity_state",
        "activity_summary",
        "activity_type_icon",
        "activity_type_id",
    ),
}


def view(env, model: str, kind: str, xml_id: str) -> tuple[etree._Element, dict]:
    """Arch of a view as this user gets it, and the fields of the model."""
    answer = env[model].get_views([(env.ref(xml_id).id, kind)])
    return etree.fromstring(answer["views"][kind]["arch"]), {
        name: info["fields"] for name, info in answer["models"].items()
    }


def specification(arch, models: dict, model: str, shown: bool = False) -> dict:
    """The specification of ``web_read`` for the fields of a view.

    :param shown: without the columns that are hidden unless the user asks for them (the client
        reads those too)
    """
    spec: dict = {}
    fields = models[model]
    for node in arch.iter("field"):
        if any(parent.tag == "field" for parent in _ancestors(node, arch)):
            continue
        if shown and node.get("optional") == "hide":
            continue
        names = (node.get("name"), *DEPENDENCIES.get(node.get("widget"), ()))
        for name in filter(fields.__contains__, names):
            _add(spec, name, node, models, fields[name])
    return spec


def _add(spec: dict, name: str, node, models: dict, field: dict) -> None:
    if field["type"] == "properties":
        return
    entry = spec.setdefault(name, {})
    if field["type"] in ("many2one", "reference"):
        hidden = node.get("column_invisible") in ("1", "True") or node.get("invisible") == "1"
        entry["fields"] = {} if hidden else {"display_name": {}}
    elif field["type"] in ("one2many", "many2many"):
        if (node.get("widget") or "").startswith("many2many_tags"):
            color = "'color'" in (node.get("options") or "")
            entry["fields"] = {"display_name": {}, **({"color": {}} if color else {})}
        elif len(node) and field["relation"] in models:
            inner = entry.setdefault("fields", {})
            for sub_view in node:
                inner.update(specification(sub_view, models, field["relation"]))


def _ancestors(node, top):
    for parent in node.iterancestors():
        if parent is top:
            return
        yield parent
