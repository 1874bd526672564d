from datetime import date, datetime

from odoo import models

from ..engine.mapping import Exchange

NAME = "display_name"
MANY = ("one2many", "many2many")


class CustomerMappingVersion(models.Model):
    """Customers as records of other systems."""

    _inherit = "customer.mapping.version"

    def _render(self, partners, personal=False) -> list[dict]:
        """The external records of customers, in their order; see :meth:`_render_rows`."""
        return [row.record for row in self._render_rows(partners, personal)]

    def _render_rows(self, partners, personal=False) -> list:
        """``RenderedRow`` of each customer: its external record and what is wrong with it.

        Read as the user, in his companies and language; in a number of queries that does not
        depend on how many customers there are. Lines with a field that the user may not read, or
        that is gone, are left out.

        :param personal: with personal data, which is left out too otherwise
        """
        lines, paths = self._out_lines(personal)
        exchange = Exchange(lines)
        tree: dict = {}
        for path in paths:
            here = tree
            for name in path:
                here = here.setdefault(name, {})
        rows = self._plain(partners, tree)
        return [
            exchange.render([_value(rows[partner_id], path) for path in paths])
            for partner_id in partners._ids
        ]

    def _out_lines(self, personal):
        """(lines that write something, the names of the fields of each)."""
        Path = self.env["customer.mapping.path"]
        lines, paths = [], []
        for line in self._engine_lines("out"):
            if not line.column:
                continue
            path = Path._parse(line.field) if line.field else None
            if line.field and (
                path is None or not Path._readable(path) or (not personal and Path._personal(path))
            ):
                continue
            lines.append(line)
            # a record itself is sent as its name
            names = path.names if path else ()
            paths.append((*names, NAME) if path and path.fields[-1].relational else names)
        return lines, paths

    def _plain(self, records, tree):
        """The values of records as JSON has them: ``{id: {field: value}}``, records below them
        in the same form.

        :param tree: ``{field: {field of the records that it leads to: ...}}``
        """
        fields_ = {name: records._fields[name] for name in tree}
        rows = {row["id"]: row for row in records.read(list(tree), load=None)}
        for name, below in tree.items():
            field = fields_[name]
            if not field.relational:
                if field.type not in ("integer", "float", "monetary", "boolean"):
                    for row in rows.values():
                        row[name] = _plain(row[name])
                continue
            many = field.type in MANY
            ids = {one for row in rows.values() for one in (row[name] if many else [row[name]])}
            others = self.env[field.comodel_name].browse(sorted(filter(None, ids)))
            # names of records are shown to everybody who sees that they are meant
            named = others.sudo().read([NAME], load=None) if NAME in below else ()
            values = {row["id"]: row for row in named}
            if rest := {name: tree for name, tree in below.items() if name != NAME}:
                for one, row in self._plain(others._filtered_access("read"), rest).items():
                    values.setdefault(one, {}).update(row)
            for row in rows.values():
                if many:
                    # in the order in which they were added, whatever is in memory
                    row[name] = [values[one] for one in sorted(row[name]) if one in values]
                else:
                    row[name] = values.get(row[name])
        return rows


def _plain(value):
    if isinstance(value, datetime):
        return value.isoformat() + "Z"
    if isinstance(value, date):
        return value.isoformat()
    # what is marked up is text to others
    return str(value) if value else None


def _value(row, path):
    """The value at the end of a path, a list of them for each step with several records."""
    for at, name in enumerate(path):
        row = row.get(name)
        if isinstance(row, list):
            return [_value(one, path[at + 1 :]) for one in row]
        if row is None:
            return None
    return row if path else None
