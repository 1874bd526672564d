import json
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from .marker import Marker

AUDIT = "customer_master.audit"
DAYS = "customer_master.audit_days"
DEFAULT_DAYS = 730
SLICE = 10_000  # rows deleted in one transaction
LONGEST = 1000  # characters of a value
# what an operation does is noted as a whole
SILENT = Marker("customer_audit")
KINDS = [
    ("create", "Added"),
    ("write", "Changed"),
    ("unlink", "Deleted"),
    ("operation", "Changed in Bulk"),
    ("export", "Exported"),
    ("print", "Printed"),
    ("refused", "Refused"),
]


class CustomerAudit(models.Model):
    """Who did what with customers. Rows are added by :meth:`_note` alone and never change; they
    go after a time, and the personal values in them when the contact is deleted."""

    _name = "customer.audit"
    _description = "Audit of Customers"
    _order = "id desc"
    _rec_name = "partner_name"
    _log_access = False

    date = fields.Datetime(string="When", required=True, readonly=True, index=True)
    user_id = fields.Many2one("res.users", readonly=True, ondelete="set null", index=True)
    # names are kept for the time when the records are gone
    user_name = fields.Char(readonly=True)
    kind = fields.Selection(KINDS, string="What", required=True, readonly=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        context={"active_test": False},
    )
    partner_name = fields.Char(string="Name of the Customer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True, ondelete="set null")
    field_name = fields.Char(string="Technical Name of the Field", readonly=True)
    field_label = fields.Char(string="Field", compute="_compute_field_label")
    old_value = fields.Text(string="Before", readonly=True)
    new_value = fields.Text(string="After", readonly=True)
    count = fields.Integer(string="Number of Customers", readonly=True)
    operation_id = fields.Many2one(
        "customer.operation", readonly=True, ondelete="set null", index="btree_not_null"
    )
    description = fields.Text(string="Details", readonly=True)
    reason = fields.Text(readonly=True)

    _refused_idx = models.Index("(user_id, date) WHERE kind = 'refused'")

    @api.depends_context("lang")
    @api.depends("field_name")
    def _compute_field_label(self):
        known = self.env["res.partner"]._fields
        for row in self:
            field = known.get(row.field_name)
            row.field_label = field._description_string(self.env) if field else row.field_name

    @api.depends_context("lang")
    @api.depends("kind", "partner_name")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for row in self:
            row.display_name = ": ".join(filter(None, (kinds.get(row.kind), row.partner_name)))

    # pylint: disable=method-required-super,no-raise-unlink
    # -- append only -------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        raise self._append_only()

    def write(self, vals):
        raise self._append_only()

    def unlink(self):
        """Refused to everybody. As superuser, which is how a look-up of personal data deletes
        what it found, the rows stay and only lose their personal values."""
        if not self.env.su:
            raise self._append_only()
        self._forget(SQL("a.id = ANY(%s)", list(self.ids)))
        return True

    def _append_only(self):
        return AccessError(self.env._("Nobody can add, change or delete entries of the audit."))

    # -- adding ------------------------------------------------------------------------------

    @api.model
    def _on(self) -> bool:
        """Whether what happens now is to be noted."""
        if SILENT.said(self.env):
            return False
        return self.env["ir.config_parameter"].sudo().get_param(AUDIT) == "True"

    @api.model
    def _note(self, kind, rows, user=None):
        """Add ``rows``, dictionaries of values, in one statement."""
        if not rows:
            return
        shared = {"kind": kind, "user_id": user.id if user else self.env.uid}
        self.env.cr.execute(self._insert([{**shared, **row} for row in rows]))

    @api.model
    def _insert(self, rows, condition=None) -> SQL:
        """An insertion of rows that meet a condition on ``v``."""
        return SQL(
            """INSERT INTO customer_audit (
                   date, user_id, user_name, kind, partner_id, partner_name, company_id,
                   field_name, old_value, new_value, count, operation_id, description, reason)
               SELECT now() AT TIME ZONE 'UTC', user_id,
                      coalesce(user_name, (SELECT p.name FROM res_users u
                                             JOIN res_partner p ON p.id = u.partner_id
                                            WHERE u.id = v.user_id)), kind,
                      partner_id, partner_name, company_id, field_name, old_value, new_value,
                      coalesce(count, 1), operation_id, description, reason
                 FROM jsonb_to_recordset(%s::jsonb) AS v(
                      user_id int, user_name text, kind text, partner_id int, partner_name text,
                      company_id int, field_name text, old_value text, new_value text, count int,
                      operation_id int, description text, reason text)
                WHERE %s""",
            json.dumps(rows),
            condition or SQL("TRUE"),
        )

    @api.model
    def _row(self, partner) -> dict:
        """The part of a row that tells which customer it is about."""
        return {
            "partner_id": partner.id,
            "partner_name": partner.complete_name or None,
            "company_id": partner.company_id.id or None,
        }

    # -- forgetting --------------------------------------------------------------------------

    @api.model
    def _forget(self, condition):
        """Delete the values of customers from the rows ``a`` that meet ``condition``, and the
        names of persons."""
        self._forget_values(condition)
        self.env.cr.execute(
            SQL(
                """UPDATE customer_audit a SET partner_name = NULL
                    WHERE (%s) AND (SELECT is_company FROM res_partner
                                     WHERE id = a.partner_id) IS NOT TRUE""",
                condition,
            )
        )

    @api.model
    def _forget_values(self, condition):
        self.env.cr.execute(
            SQL(
                """UPDATE customer_audit a SET old_value = NULL, new_value = NULL
                    WHERE (%s) AND num_nonnulls(old_value, new_value) > 0""",
                condition,
            )
        )
        self.invalidate_model()

    @api.model
    def _cron_delete(self):
        """Delete rows that are older than the setting says, slice by slice; 0 keeps them."""
        days = int(self.env["ir.config_parameter"].sudo().get_param(DAYS, DEFAULT_DAYS))
        if days <= 0:
            return
        before = fields.Datetime.now() - timedelta(days=days)
        while True:
            self.env.cr.execute(
                SQL(
                    """DELETE FROM customer_audit WHERE id IN (
                           SELECT id FROM customer_audit WHERE date < %s ORDER BY date LIMIT %s)""",
                    before,
                    SLICE,
                )
            )
            deleted = self.env.cr.rowcount
            left = deleted == SLICE
            if not self.env["ir.cron"]._commit_progress(deleted, remaining=int(left)) or not left:
                return
