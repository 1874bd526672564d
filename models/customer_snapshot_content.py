from dataclasses import dataclass

from odoo import api, models
from odoo.tools import SQL

from .night_fields import NIGHT_FIELDS

# what is kept for making a deleted customer anew, and never compared
UNCOMPARED = {
    "create_date", "create_uid", "customer_merged_into_id", "customer_source", "message_bounce",
    "properties_base_definition_id", *NIGHT_FIELDS,
}  # fmt: skip
# what says nothing about the customer
LEFT_OUT = {"id", "signup_type", "write_date", "write_uid"}
BANK_LEFT_OUT = {"create_date", "create_uid", "partner_id", "write_date", "write_uid"}
# counters of documents; only whether there are any tells something
RANKS = ("customer_rank", "supplier_rank")
# rows of text as they are, however psql's formats would quote them: JSON has no such characters
COPY_FORMAT = r"WITH (FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02')"


@dataclass(frozen=True)
class Part:
    """Rows of another table that belong to a contact.

    :param name: of the field of contacts that shows them, or any other name
    :param owner: the column with the id of the contact
    :param value: SQL, what is kept of a row
    :param where: SQL, which rows
    :param target: of a many2many: the column with the id of the other record
    """

    name: str
    table: str
    owner: str
    value: SQL
    where: SQL = SQL("TRUE")
    target: str = ""


class CustomerSnapshot(models.Model):
    """What a snapshot holds: customers with their contacts, one line of JSON each."""

    _inherit = "customer.snapshot"

    @api.model
    def _columns(self) -> dict[str, str]:
        """Stored columns of contacts that don't follow from others, with their types in SQL.

        Pictures and other files are not among them.
        """
        derived = set(self.env["customer.merge"]._derived_fields())
        types = self.env["customer.operation"]._table_columns("res_partner")
        return {
            name: types[name]
            for name, field in self.env["res.partner"]._fields.items()
            if field.store
            and field.column_type
            and field.column_type[0] != "bytea"
            and name in types
            and name not in derived | LEFT_OUT
        }

    @api.model
    def _parts(self) -> list[Part]:
        """What belongs to contacts in other tables. Another addon may add to it."""
        return [
            *self._relation_parts(),
            Part(
                "bank_ids",
                "res_partner_bank",
                "partner_id",
                SQL("to_jsonb(t) - %s", sorted(BANK_LEFT_OUT)),
            ),
            Part(
                "external_ids",
                "ir_model_data",
                "res_id",
                SQL("to_jsonb(t.module || '.' || t.name)"),
                SQL("t.model = 'res.partner'"),
            ),
        ]

    @api.model
    def _relation_parts(self):
        """Many2many fields of contacts; a relation that is a model of its own tells of work
        with the contact, such as chats, and is no data of it."""
        tables = {model._table for model in self.env.registry.values()}
        return [
            Part(
                name,
                field.relation,
                field.column1,
                SQL("to_jsonb(t.%s)", SQL.identifier(field.column2)),
                target=field.column2,
            )
            for name, field in self.env["res.partner"]._fields.items()
            if field.type == "many2many"
            and field.store
            and not field.compute
            and field.relation not in tables
        ]

    @api.model
    def _compared(self) -> list[str]:
        """Names of columns and parts that people know and may give back."""
        fields_ = self.env["res.partner"]._fields
        names = [*self._columns(), *(part.name for part in self._parts())]
        return [
            name
            for name in names
            if name not in UNCOMPARED and (name not in fields_ or not fields_[name].readonly)
        ]

    # -- reading ---------------------------------------------------------------------------

    @api.model
    def _customers(self):
        """SQL: whether the contact ``p`` is a customer or belongs to one."""
        return SQL(
            """(p.customer_rank > 0 OR p.commercial_partner_id IN (
                    SELECT id FROM res_partner WHERE customer_rank > 0))"""
        )

    @api.model
    def _rows(self, where):
        """SQL of the contacts ``p`` that meet ``where``: id, id of the customer, values.

        JSON columns are text in it, so that nothing is left out inside of them.
        """
        columns = self._columns()
        parts = self._parts()
        own = SQL(", ").join(
            SQL("p.%s::text AS %s", SQL.identifier(n), SQL.identifier(n))
            if kind == "jsonb"
            else SQL("p.%s", SQL.identifier(n))
            for n, kind in columns.items()
        )
        joins = SQL(" ").join(
            SQL(
                """LEFT JOIN (SELECT t.%(owner)s AS owner,
                                     jsonb_agg(v.value ORDER BY v.value) AS value
                                FROM %(table)s t CROSS JOIN LATERAL (SELECT %(value)s AS value) v
                               WHERE %(where)s GROUP BY 1) %(alias)s
                       ON %(alias)s.owner = p.id""",
                owner=SQL.identifier(part.owner),
                table=SQL.identifier(part.table),
                value=part.value,
                where=part.where,
                alias=SQL.identifier(f"part{number}"),
            )
            for number, part in enumerate(parts)
        )
        values = SQL(", ").join(
            SQL("%s, %s", part.name, SQL.identifier(f"part{number}", "value"))
            for number, part in enumerate(parts)
        )
        return SQL(
            """
            SELECT p.id, coalesce(p.commercial_partner_id, p.id) AS top,
                   jsonb_strip_nulls(to_jsonb(own)) || jsonb_strip_nulls(jsonb_build_object(%s))
                   AS row
              FROM res_partner p CROSS JOIN LATERAL (SELECT %s) own %s
             WHERE %s
            """,
            values,
            own,
            joins,
            where,
        )

    def _count(self):
        [(contacts, customers)] = self.env.execute_query(
            SQL(
                """SELECT count(*), count(*) FILTER (WHERE p.commercial_partner_id = p.id)
                     FROM res_partner p WHERE %s""",
                self._customers(),
            )
        )
        return {"contacts": contacts, "customers": customers}

    def _copy_out(self, stream):
        """Write a line for each contact to ``stream``."""
        query = SQL("SELECT to_jsonb(line)::text FROM (%s) line", self._rows(self._customers()))
        self._copy(SQL("COPY (%s) TO STDOUT", query), stream)

    def _copy_in(self, stream):
        """Put the lines of ``stream`` into the temporary table ``customer_snapshot_then``."""
        self.env.cr.execute(
            SQL(
                """
                DROP TABLE IF EXISTS customer_snapshot_line, customer_snapshot_then;
                CREATE TEMP TABLE customer_snapshot_line (line jsonb) ON COMMIT DROP
                """
            )
        )
        self._copy(SQL("COPY customer_snapshot_line FROM STDIN"), stream)
        self.env.cr.execute(
            SQL(
                """
                CREATE TEMP TABLE customer_snapshot_then ON COMMIT DROP AS
                SELECT (line->>'id')::int AS id, (line->>'top')::int AS top, line->'row' AS row
                  FROM customer_snapshot_line;
                DROP TABLE customer_snapshot_line;
                CREATE UNIQUE INDEX ON customer_snapshot_then (id);
                ANALYZE customer_snapshot_then
                """
            )
        )

    def _copy(self, command, stream):
        code = self.env.cr.mogrify(command.code, command.params).decode()
        self.env.cr.copy_expert(f"{code} {COPY_FORMAT}", stream)
