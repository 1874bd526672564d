from odoo import models
from odoo.tools import SQL


class CustomerMerge(models.AbstractModel):
    """Bank accounts that are the same, and default values that name a merged customer."""

    _inherit = "customer.merge"

    def _move_banks(self, rows):
        """Accounts of the same number become one: what refers to the one that stayed on the
        merged customer refers to the survivor's from now on."""
        doubles = self.env.execute_query(
            SQL(
                """
                SELECT s.row_id, kept.id, s.line
                  FROM customer_operation_skip s
                  JOIN customer_operation_column c
                       ON c.id = s."column" AND c."table" = 'res_partner_bank'
                  JOIN res_partner_bank bank ON bank.id = s.row_id
                  JOIN res_partner_bank kept ON kept.partner_id = s.survivor
                       AND kept.sanitized_acc_number = bank.sanitized_acc_number
                 WHERE s.line = ANY(%s) AND s.reason = 'collision'
                """,
                list({line for _source, _survivor, line in rows}),
            )
        )
        if doubles:
            self._move(self._columns("res.partner.bank"), doubles, "customer_merge_bank_map")

    def _move_defaults(self, rows):
        """Default values, and values that differ by company, that are a merged customer."""
        Operation = self.env["customer.operation"]
        line_of = {source: line for source, _survivor, line in rows}
        found = self.env.execute_query(
            SQL(
                """SELECT d.id, m.line FROM ir_default d
                     JOIN ir_model_fields f ON f.id = d.field_id
                     JOIN customer_merge_map m ON m.src::text = d.json_value
                    WHERE f.ttype = 'many2one' AND f.relation = 'res.partner'"""
            )
        )
        if found:
            Operation._remember_rows("ir_default", "id", dict(found))
            self.env.cr.execute(
                SQL(
                    """UPDATE ir_default d SET json_value = m.dst::text
                         FROM customer_merge_map m
                        WHERE m.src::text = d.json_value AND d.id = ANY(%s)""",
                    [row[0] for row in found],
                )
            )
            Operation._journal_rows()
        for field in self.env.registry.many2one_company_dependents["res.partner"]:
            self._move_by_company(self.env[field.model_name]._table, field.name, list(line_of))

    def _move_by_company(self, table, name, sources):
        """One column with an id for each company."""
        Operation = self.env["customer.operation"]
        found = self.env.execute_query(
            SQL(
                """SELECT t.id, min(m.line) FROM %(table)s t
                    CROSS JOIN LATERAL jsonb_each_text(t.%(name)s) AS entry
                     JOIN customer_merge_map m ON m.src::text = entry.value
                    WHERE t.%(name)s IS NOT NULL AND NOT (%(own)s AND t.id = ANY(%(src)s))
                 GROUP BY t.id""",
                table=SQL.identifier(table),
                name=SQL.identifier(name),
                own=table == "res_partner",
                src=sources,
            )
        )
        if not found:
            return
        Operation._remember_rows(table, "id", dict(found))
        self.env.cr.execute(
            SQL(
                """
                UPDATE %(table)s t
                   SET %(name)s = (SELECT jsonb_object_agg(
                           entry.key, coalesce(to_jsonb(m.dst), entry.value))
                         FROM jsonb_each(t.%(name)s) AS entry
                    LEFT JOIN customer_merge_map m ON to_jsonb(m.src) = entry.value)
                 WHERE t.id = ANY(%(ids)s)
                """,
                table=SQL.identifier(table),
                name=SQL.identifier(name),
                ids=[row[0] for row in found],
            )
        )
        Operation._journal_rows()
