"""Calls of ``load()`` and other methods, as they stand in a data file."""

PARTNER = "res_partner_demo_"
USER = "res_users_demo_"
EUROPE = "de fr gb es it nl be ch at pl se pt".split()
# What every load needs: external ids of this addon that stay as they are, and nobody is told.
CONTEXT = (
    "{'module': 'customer_master', 'install_module': 'customer_master', 'install_mode': True, "
    "'noupdate': True, 'import_cache': {}, 'tracking_disable': True, "
    "'mail_activity_quick_update': True}"
)


def py(value):
    """``value`` as Python source with single quotes, to stand in an attribute."""
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace("'", "\\'").replace("\t", "\\t")
        return f"'{escaped}'"
    if isinstance(value, list | tuple):
        inner = ", ".join(map(py, value))
        return f"[{inner}]" if isinstance(value, list) else f"({inner},)"
    return repr(value)


def attribute(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def call(model, name, *values, context=CONTEXT):
    """A ``<function>`` with one value, Python source, a line."""
    inner = "".join(
        f'        <value model="{model}" eval="{attribute(value)}"/>\n' for value in values
    )
    head = f'    <function model="{model}" name="{name}" context="{context}">\n'
    return f"{head}{inner}    </function>\n"


def table(rows):
    """``rows`` as source. ``list()``: Odoo refuses what Python makes of a bare list in a loop."""
    return "list([\n" + "".join(f"            {py(row)},\n" for row in rows) + "        ])"


def load(model, columns, rows, each="row"):
    """A call of ``load()``; ``each`` is the source of a row made of ``row``."""
    source = table(rows)
    if each != "row":
        source = f"[{each} for row in {source}]"
    return call(model, "load", py(list(columns)), source)


def team(country):
    """The sales team and salesperson of a country."""
    if country in ("cn", "hk", "mo", "tw"):
        return "china", "sales"
    if country in EUROPE:
        return "europe", "sales2"
    return "overseas", "sales2"
