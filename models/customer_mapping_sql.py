import re

from odoo import api, models
from odoo.tools import SQL, Query

from ..engine.mapping.transform import (
    date_argument,
    join_argument,
    number_argument,
    table_argument,
)

SCHEMA = "customer_master"
# functions behind the views: who may read a view calls its function, but can't name it
ROWS = "customer_master_rows"
NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
MAX_COLUMN = 63  # bytes of an identifier
_DATES = {"%Y": "YYYY", "%m": "MM", "%d": "DD", "%y": "YY"}


def column_name(place):
    """The name of the column for a place in a record: ``address_city`` for ``address.city``."""
    name = re.sub(r"\W+", "_", place).strip("_") or "_"
    return f"_{name}" if not name.isidentifier() else name


class NotInView(ValueError):
    """A line that no column of a view can be: ``code`` says why."""


class CustomerMappingSql(models.AbstractModel):
    """Lines of a mapping as columns of a query."""

    _name = "customer.mapping.sql"
    _description = "Query of a Mapping"

    @api.model
    def _select(self, lines, company):
        """The query that gives the customers of ``company``, a column for each line.

        :raise NotInView: for a line that can't be one; its second argument is the line
        """
        env = self.with_company(company).with_context(lang=company.partner_id.lang or "en_US").env
        partner = env["res.partner"].sudo()
        columns = []
        for line in lines:
            try:
                name = SQL.identifier(column_name(line.column))
                columns.append(SQL("%s AS %s", self._column(partner, line), name))
            except NotInView as problem:
                raise NotInView(str(problem), line) from None
        return SQL(
            """SELECT %s FROM res_partner AS c
                WHERE c.active AND c.customer_rank > 0 AND c.commercial_partner_id = c.id
                  AND (c.company_id IS NULL OR c.company_id = %s)""",
            SQL(", ").join(columns),
            company.id,
        )

    def _column(self, partner, line):
        if len(column_name(line.column).encode()) > MAX_COLUMN:
            raise NotInView("long")
        path = partner.env["customer.mapping.path"]._parse(line.field) if line.field else None
        if line.field and path is None:
            raise NotInView("gone")
        if line.transform == "constant":
            return SQL("%s::text", line.argument)
        value = self._value(partner, "c", path.fields, 1) if path else SQL("NULL::text")
        value = self._transformed(value, line, bool(path and path.levels))
        if line.default:
            value = SQL("COALESCE(NULLIF((%s)::text, ''), %s)", value, line.default)
        return value

    def _value(self, model, alias, path, depth):
        """The value of a path from the table ``alias`` of ``model`` on; lists are arrays."""
        field, rest = path[0], path[1:]
        if not field.relational:
            return self._stored(model, alias, field.name)
        other = model.env[field.comodel_name]
        names = rest or (other._fields[other._rec_name or "name"],)
        below = f"t{depth}"
        query = Query(model.env, below, SQL.identifier(other._table))
        value = self._value_in(query, other, below, names, depth)
        if field.type == "many2one":
            here = self._stored(model, alias, field.name)
            query.add_where(SQL("%s = %s", SQL.identifier(below, "id"), here))
            return SQL("(%s)", query.select(value))
        self._restrict(query, model, alias, field, other, below)
        if any(one.type in ("one2many", "many2many") for one in rest):
            raise NotInView("lists")
        query.order = SQL.identifier(below, "id")
        return SQL("ARRAY(%s)", query.select(SQL("(%s)::text", value)))

    def _value_in(self, query, model, alias, path, depth):
        """As ``_value``; a field that is stored elsewhere joins its table to ``query``."""
        if not path[0].relational:
            return self._stored(model, alias, path[0].name, query)
        return self._value(model, alias, path, depth + 1)

    def _restrict(self, query, model, alias, field, other, below):
        """Only the records that ``field`` holds, those that are in use."""
        if not field.store and field.type == "many2many":
            raise NotInView("computed")
        here = SQL.identifier(alias, "id")
        if field.type == "many2many":
            query.add_where(
                SQL(
                    "%s IN (SELECT %s FROM %s WHERE %s = %s)",
                    SQL.identifier(below, "id"),
                    SQL.identifier(field.column2),
                    SQL.identifier(field.relation),
                    SQL.identifier(field.column1),
                    here,
                )
            )
        elif field.inverse_name and other._fields[field.inverse_name].column_type:
            query.add_where(SQL("%s = %s", SQL.identifier(below, field.inverse_name), here))
        else:
            raise NotInView("computed")
        if other._active_name:
            query.add_where(SQL("%s", SQL.identifier(below, other._active_name)))

    def _stored(self, model, alias, name, query=None):
        field = model._fields[name]
        if not field.store and not (field.related and query):
            raise NotInView("computed")
        try:
            return model.sudo()._field_to_sql(alias, name, query)
        except ValueError:
            raise NotInView("computed") from None

    # -- changes of values -----------------------------------------------------------------

    def _transformed(self, value, line, is_list):
        kind = line.transform
        if kind == "join" and is_list:
            return SQL("array_to_string(%s, %s)", value, join_argument(line.argument))
        if kind in ("", "split", "join"):
            return value
        if is_list or kind not in _CHANGES:
            raise NotInView("change")
        return _CHANGES[kind](value, line.argument)


def _date(value, argument):
    pattern = date_argument(argument)
    if not pattern:
        return SQL("(%s)::date", value)
    parts = re.split("(%.)", pattern)
    if any(part not in _DATES for part in parts[1::2]) or '"' in pattern:
        raise NotInView("change")
    written = "".join(_DATES.get(part) or (part and f'"{part}"') for part in parts)
    return SQL("to_char(%s, %s)", value, written)


def _number(value, argument):
    mark, decimals = number_argument(argument)
    if not mark and decimals is None:
        return value
    number = SQL("(%s)::numeric", value)
    if decimals is not None:
        number = SQL("round(%s, %s)", number, decimals)
    return SQL("replace((%s)::text, '.', %s)", number, mark or ".")


def _table(value, argument):
    table: dict[str, str] = {}
    for old, new in table_argument(argument):
        table.setdefault(new.casefold(), old)
    cases = SQL(" ").join(SQL("WHEN %s THEN %s", new, old) for new, old in table.items())
    return SQL("CASE lower((%s)::text) %s ELSE (%s)::text END", value, cases, value)


_CHANGES = {
    "upper": lambda value, _argument: SQL("upper((%s)::text)", value),
    "lower": lambda value, _argument: SQL("lower((%s)::text)", value),
    "trim": lambda value, _argument: SQL(
        "btrim(regexp_replace((%s)::text, %s, ' ', 'g'))", value, r"\s+"
    ),
    "date": _date,
    "number": _number,
    "table": _table,
}
