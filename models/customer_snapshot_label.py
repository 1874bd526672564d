import json

from odoo import api, models
from odoo.tools import SQL, format_list, html2plaintext

SLICE = 10_000  # values put into words in one statement
# types whose stored value is what people see
PLAIN = ("char", "text", "integer", "float", "monetary", "date", "datetime", "many2one_reference")


class CustomerSnapshotDifference(models.Model):
    """Values in words, each different one once."""

    _inherit = "customer.snapshot.difference"

    @api.model
    def _label(self, comparison):
        """Give the differences of ``comparison`` the names of their fields, and their values in
        the words of the language of its user."""
        user = comparison.user_id
        env = self.with_context(
            lang=user.lang, active_test=False, allowed_company_ids=user.company_ids.ids
        ).env
        labels = {}
        for (name,) in self.env.execute_query(
            SQL(
                """SELECT DISTINCT field_name FROM customer_snapshot_difference
                    WHERE comparison_id = %s AND field_name IS NOT NULL""",
                comparison.id,
            )
        ):
            labels[name] = comparison._field_label(name)
            field = env["res.partner"]._fields.get(name)
            if not field or field.type not in PLAIN or field.company_dependent:
                for side in ("old", "new"):
                    self._label_values(env, comparison, name, field, side)
        if labels:
            self.env.cr.execute(
                SQL(
                    """UPDATE customer_snapshot_difference d SET field_label = l.label
                         FROM unnest(%s::text[], %s::text[]) AS l(name, label)
                        WHERE d.comparison_id = %s AND d.field_name = l.name""",
                    list(labels),
                    list(labels.values()),
                    comparison.id,
                )
            )

    @api.model
    def _drop_unseen(self, comparison):
        """Drop differences in companies that the user does not work for."""
        names = [n for n, f in self.env["res.partner"]._fields.items() if f.company_dependent]
        self.env.cr.execute(
            SQL(
                """DELETE FROM customer_snapshot_difference
                    WHERE comparison_id = %s AND field_name = ANY(%s)
                      AND coalesce(old, '') = coalesce(new, '')""",
                comparison.id,
                names,
            )
        )
        return self.env.cr.rowcount

    def _label_values(self, env, comparison, name, field, side):
        value = SQL.identifier(f"{side}_value")
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT %s FROM customer_snapshot_difference
                    WHERE comparison_id = %s AND field_name = %s AND %s IS NOT NULL""",
                value,
                comparison.id,
                name,
                value,
            )
        )
        values = [row[0] for row in rows]
        texts = self._texts(env, field, values)
        for start in range(0, len(values), SLICE):
            self.env.cr.execute(
                SQL(
                    """UPDATE customer_snapshot_difference d SET %s = w.text
                         FROM unnest(%s::jsonb[], %s::text[]) AS w(value, text)
                        WHERE d.comparison_id = %s AND d.field_name = %s AND d.%s = w.value""",
                    SQL.identifier(side),
                    [json.dumps(value) for value in values[start : start + SLICE]],
                    texts[start : start + SLICE],
                    comparison.id,
                    name,
                    value,
                )
            )

    def _texts(self, env, field, values):
        """Words for raw values of ``field``, as the snapshot has them."""
        if not field:
            return [format_list(env, sorted(value)) for value in values]
        if field.company_dependent:
            return self._company_texts(env, field, [json.loads(value) for value in values])
        if field.type == "many2many":
            ids = {target for value in values for target in value}
            names = self._names_of(env, field, ids)
            return [format_list(env, sorted(names[i] for i in value)) for value in values]
        if field.type == "one2many":
            return [
                format_list(env, [str(row.get("acc_number") or row.get("id")) for row in value])
                for value in values
            ]
        return self._simple_texts(env, field, values)

    def _simple_texts(self, env, field, values):
        if field.type == "many2one":
            names = self._names_of(env, field, set(values))
            return [names[value] for value in values]
        if field.type == "selection":
            known = dict(field._description_selection(env))
            return [str(known.get(value, value)) for value in values]
        if field.type == "boolean":
            return [env._("Yes") if value else env._("No") for value in values]
        if field.type == "html":
            return [html2plaintext(value) for value in values]
        return [str(value) for value in values]

    def _company_texts(self, env, field, values):
        """Values by company; the company is named where there are several."""
        companies = env.companies.sudo()
        flat = sorted({v for value in values for v in value.values() if v is not None}, key=str)
        words = dict(zip(flat, self._simple_texts(env, field, flat), strict=True))
        return [
            format_list(
                env,
                [
                    f"{company.name}: {words.get(value[str(company.id)], '')}"
                    if len(companies) > 1
                    else words.get(value[str(company.id)], "")
                    for company in companies
                    if str(company.id) in value
                ],
            )
            for value in values
        ]

    def _names_of(self, env, field, ids):
        """``{id: name}``; what is gone has its number."""
        records = env[field.comodel_name].sudo().browse(ids).exists()
        names = {record.id: record.display_name or "" for record in records}
        return {i: names.get(i) or env._("No. %s (deleted)", i) for i in ids}
