from odoo import models
from odoo.tools import SQL

from .customer_audit import SILENT

# what of a merged contact may stand in the audit of the customer that was kept
PERSONAL = ("name", "email", "phone", "street", "street2", "website", "vat", "ref")


class ResPartner(models.Model):
    """A deleted contact leaves no personal value behind.

    Match keys, pairs and issues go with it by their foreign keys; here is what has none.
    """

    _inherit = "res.partner"

    def unlink(self):
        Audit = self.env["customer.audit"]
        rows = []
        if Audit._on():
            for partner in self._customer_audited():
                row = {**Audit._row(partner), "partner_id": None}
                if not partner.is_company:
                    row["partner_name"] = _masked(partner.name or "")
                rows.append(row)
        # not before the right to delete them is checked
        self.check_access("unlink")
        if not SILENT.said(self.env):
            self._customer_forget()
        # else an operation takes back what it made, and still needs its values
        result = super().unlink()
        Audit._note("unlink", rows)
        return result

    def _customer_forget(self):
        """Delete the values of these contacts from the audit, the journal of operations, rows of
        imports and comparisons with snapshots. To be extended by models that keep others."""
        self._customer_forget_in_audit()
        lines = SQL(
            """SELECT id FROM customer_operation_line WHERE partner_id = ANY(%(ids)s)
                UNION SELECT line_id FROM customer_operation_line_source_rel
                       WHERE partner_id = ANY(%(ids)s)""",
            ids=list(self.ids),
        )
        # with what they gave to the customer into which they were merged
        self.env.cr.execute(
            SQL(
                """DELETE FROM customer_operation_value v USING customer_operation_line l
                    WHERE l.id = v.line AND l.id IN (%s)
                      AND (v."table" = 'res_partner_bank' OR v."table" = 'res_partner'
                           AND (v.row_id = ANY(%s) OR v.row_id = l.partner_id))""",
                lines,
                list(self.ids),
            )
        )
        self.env["customer.operation.line"].flush_model(["values", "conflicts", "partner_id"])
        self.env.cr.execute(
            SQL(
                """UPDATE customer_operation_line SET "values" = NULL, conflicts = NULL
                    WHERE id IN (%s) AND num_nonnulls("values", conflicts) > 0""",
                lines,
            )
        )
        self.env["customer.operation.line"].invalidate_model(["values", "conflicts"])
        self.env["customer.import.row"].flush_model(["cells", "partner_id"])
        self.env.cr.execute(
            SQL(
                """UPDATE customer_import_row SET cells = '[""]', reason = NULL
                    WHERE partner_id = ANY(%s)""",
                list(self.ids),
            )
        )
        self.env["customer.import.row"].invalidate_model()
        self.env["customer.snapshot.difference"].flush_model(["partner_id"])
        self.env.cr.execute(
            SQL(
                "DELETE FROM customer_snapshot_difference WHERE partner_id = ANY(%s)",
                list(self.ids),
            )
        )
        self.env["customer.snapshot.difference"].invalidate_model()

    def _customer_forget_in_audit(self):
        Audit = self.env["customer.audit"]
        Audit._forget(SQL("a.partner_id = ANY(%s)", list(self.ids)))
        merged = self.sudo().filtered("customer_merged_into_id")
        if merged:
            names = [name for name in PERSONAL if name in self._fields]
            values = {value for partner in merged for value in partner.read(names)[0].values()}
            Audit._forget_values(
                SQL(
                    "a.partner_id = ANY(%s) AND (a.old_value = ANY(%s) OR a.new_value = ANY(%s))",
                    list(merged.customer_merged_into_id.ids),
                    *[[value for value in values if isinstance(value, str)]] * 2,
                )
            )


def _masked(name):
    """A name of which only the initials are left."""
    return " ".join(word[0] + "*" * (len(word) - 1) for word in name.split())
