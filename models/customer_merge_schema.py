from collections import defaultdict
from dataclasses import dataclass, replace

from odoo import api, models, tools
from odoo.tools import SQL

# tables whose references stay: they tell of merges, or are kept right in another way
KEPT = (
    # who did what stays with the customer it was done to
    "customer_audit",
    "base_partner_merge_%",
    "customer_operation%",
    "customer_merge_%",
    "customer_import_%",
    "customer_quality_%",
    "customer_snapshot_%",
    "customer_stage_move",
    "customer_value",
    "customer_match_key",
    "customer_match_pair",
    "customer_match_changed",
    # what a rule gave to the merged one is no claim of the survivor
    "customer_category_rule_res_partner_rel",
    "customer_tag_rule_res_partner_rel",
)


@dataclass(frozen=True)
class Unique:
    """A unique index over a column and ``others``, for the rows of ``predicate``."""

    others: tuple[str, ...]
    predicate: str = ""
    nulls_equal: bool = False


@dataclass(frozen=True)
class Column:
    """A column with ids of records that can be merged.

    :param kind: ``fk``, ``m2m`` (one end of a relation), ``pair`` (beside a column with the name
        of a model) or ``ref`` (text of model and id)
    :param key: the column that tells rows apart
    :param model: name of the model that people know the rows by
    :param model_column: of a pair
    :param number: of the column in the journal
    """

    table: str
    name: str
    kind: str
    key: str
    model: str
    model_column: str = ""
    uniques: tuple[Unique, ...] = ()
    number: int = 0

    @property
    def sql_table(self):
        return SQL.identifier(self.table)

    @property
    def sql_name(self):
        return SQL.identifier(self.name)

    @property
    def sql_key(self):
        return SQL.identifier(self.key)


class CustomerMerge(models.AbstractModel):
    """The service that merges customers.

    Set-based: all groups of a batch in a few statements a table. The steps are in the other
    files of this model, :meth:`_do` has their order.
    """

    _name = "customer.merge"
    _description = "Merge of Customers"

    # -- which columns refer to records ----------------------------------------------------

    @api.model
    def _columns(self, model="res.partner"):
        """All columns that refer to records of ``model``, with their numbers in the journal."""
        columns = self._schema(model)
        known = {tuple(row[1:]): row[0] for row in self._column_numbers()}
        missing = [c for c in columns if (c.table, c.name, c.kind, c.key) not in known]
        if missing:
            self.env.cr.execute(
                SQL(
                    """INSERT INTO customer_operation_column ("table", name, kind, key) VALUES %s
                       ON CONFLICT DO NOTHING""",
                    SQL(", ").join(SQL("%s", (c.table, c.name, c.kind, c.key)) for c in missing),
                )
            )
            known = {tuple(row[1:]): row[0] for row in self._column_numbers()}
        return [replace(c, number=known[c.table, c.name, c.kind, c.key]) for c in columns]

    def _column_numbers(self):
        return self.env.execute_query(
            SQL('SELECT id, "table", name, kind, key FROM customer_operation_column')
        )

    @api.model
    @tools.ormcache("model", cache="stable")
    def _schema(self, model) -> tuple[Column, ...]:
        table = self.env[model]._table
        uniques = self._unique_indexes()
        found = [
            *self._foreign_keys(table),
            *(self._pairs() if model == "res.partner" else ()),
            *(self._references() if model == "res.partner" else ()),
        ]
        return tuple(
            replace(
                column,
                uniques=tuple(
                    replace(unique, others=tuple(o for o in unique.others if o != column.name))
                    for unique in uniques.get(column.table, ())
                    if column.name in unique.others
                )
                + column.uniques,
            )
            for column in found
        )

    def _foreign_keys(self, table):
        models_, relations = self._models_by_table()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT t.relname, a.attname,
                       EXISTS (SELECT FROM pg_attribute
                                WHERE attrelid = t.oid AND attname = 'id' AND NOT attisdropped),
                       (SELECT array_agg(attname::text) FROM pg_attribute
                         WHERE attrelid = t.oid AND attnum > 0 AND NOT attisdropped)
                  FROM pg_constraint c
                  JOIN pg_class t ON t.oid = c.conrelid
                  JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = c.conkey[1]
                 WHERE c.contype = 'f' AND c.confrelid = to_regclass(%s)
                   AND cardinality(c.conkey) = 1 AND t.relnamespace = current_schema::regnamespace
                   AND NOT t.relname LIKE ANY(%s)
              ORDER BY 1, 2
                """,
                table,
                list(KEPT),
            )
        )
        for name, column, with_id, names in rows:
            if with_id and column != "id":
                yield Column(name, column, "fk", "id", models_.get(name, name))
            elif not with_id and len(names) == 2:
                key = next(other for other in names if other != column)
                yield Column(name, column, "m2m", key, relations.get((name, column), name))

    def _models_by_table(self):
        """Names of the models of tables, and of those at the other end of relations."""
        tables, relations = {}, {}
        for model in self.env.registry.values():
            if model._abstract:
                continue
            tables.setdefault(model._table, model._name)
            for field in model._fields.values():
                if field.type == "many2many" and field.store and field.relation:
                    relations.setdefault((field.relation, field.column1), field.comodel_name)
                    relations.setdefault((field.relation, field.column2), model._name)
        return tables, relations

    def _stored_fields(self, kind):
        for model in self.env.registry.values():
            for field in model._fields.values() if model._auto and not model._abstract else ():
                if field.type == kind and field.store and not field.compute:
                    if not any(model._table.startswith(kept.rstrip("%")) for kept in KEPT):
                        yield model, field

    def _pairs(self):
        for model, field in self._stored_fields("many2one_reference"):
            uniques = ()
            if model._name == "ir.attachment":
                # pictures and files that are fields: the survivor's own ones win
                uniques = (Unique(("res_model", "res_field"), "res_field IS NOT NULL"),)
            yield Column(
                model._table, field.name, "pair", "id", model._name, field.model_field, uniques
            )

    def _references(self):
        for model, field in self._stored_fields("reference"):
            yield Column(model._table, field.name, "ref", "id", model._name)

    def _unique_indexes(self):
        """Unique indexes on plain columns by table; one on an expression shows itself when it is
        violated, which only the group in question suffers from."""
        found = defaultdict(list)
        for table, names, predicate, index in self.env.execute_query(
            SQL(
                """
                SELECT t.relname, array_agg(a.attname::text ORDER BY k.position),
                       coalesce(pg_get_expr(i.indpred, i.indrelid), ''), to_jsonb(i)
                  FROM pg_index i
                  JOIN pg_class t ON t.oid = i.indrelid
                 CROSS JOIN LATERAL unnest(i.indkey::int[]) WITH ORDINALITY AS k(number, position)
                  JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number
                 WHERE i.indisunique AND i.indexprs IS NULL AND k.position <= i.indnkeyatts
                   AND t.relnamespace = current_schema::regnamespace
              GROUP BY i.indexrelid, i.*, t.relname
                """
            )
        ):
            found[table].append(
                Unique(tuple(names), predicate, bool(index.get("indnullsnotdistinct")))
            )
        return found
