import json
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from .customer_system_receive import STATUS

TOLD = 6  # values that tell people what was sent
KEEP_DAYS = 90  # in which the same key gives the same answer


class CustomerInboundRecord(models.Model):
    """A record that another system has sent and what became of it; what can't be told, and where
    both sides have changed a value, waits for a steward. Written by the intake only."""

    _name = "customer.inbound.record"
    _description = "Received Record"
    _order = "id desc"
    _rec_name = "external_id"

    system_id = fields.Many2one("customer.system", required=True, readonly=True, ondelete="cascade")
    key = fields.Char(string="Message", required=True, readonly=True)
    external_id = fields.Char(string="ID There", required=True, readonly=True)
    action = fields.Selection(
        [("upsert", "Add or Change"), ("archive", "Archive"), ("merge", "Merge"),
         ("delete", "Delete")],
        string="What", required=True, readonly=True,
    )  # fmt: skip
    changed_on = fields.Datetime(string="Changed There On", required=True, readonly=True)
    status = fields.Selection(
        [("created", "New"), ("updated", "Updated"), ("unchanged", "Unchanged"),
         ("ambiguous", "To Decide"), ("rejected", "Rejected")],
        required=True, readonly=True,
    )  # fmt: skip
    reason = fields.Char(readonly=True)
    state = fields.Selection(
        [("open", "To Decide"), ("decided", "Decided"), ("done", "Done")],
        string="Review", required=True, readonly=True,
    )  # fmt: skip
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        context={"active_test": False},
    )
    # kept only as long as somebody has to decide
    data = fields.Json(readonly=True)
    # ids of customers that it may be
    candidates = fields.Json(readonly=True)
    # {field: value that the system has sent}, where both sides have changed it
    conflicts = fields.Json(readonly=True)
    title = fields.Char(string="What Was Sent", compute="_compute_title")
    comparison = fields.Html(string="Both Values", compute="_compute_comparison", sanitize=False)
    candidate_ids = fields.Many2many(
        "res.partner", string="May Be", compute="_compute_candidate_ids"
    )
    decided_id = fields.Many2one(
        "res.partner",
        string="Chosen Customer",
        domain=[("customer_is_customer", "=", True)],
        ondelete="set null",
        index="btree_not_null",
        help="Empty: the first of those that it may be.",
    )

    _key_unique = models.UniqueIndex("(system_id, key)")
    _open_idx = models.Index("(system_id, id) WHERE state = 'open'")

    def write(self, vals):
        if not self.env.su:
            if vals.keys() - {"decided_id"}:
                raise AccessError(self.env._("Received records can't be changed by hand."))
            if vals.get("decided_id"):
                self.env["res.partner"].browse(vals["decided_id"]).check_access("read")
        return super().write(vals)

    @api.depends("data", "partner_id", "external_id")
    def _compute_title(self):
        for record in self:
            values = list(_texts(record.data or {}))
            customer = record.partner_id.sudo(False)._filtered_access("read").name
            record.title = " · ".join(values[:TOLD]) or customer or record.external_id

    @api.depends("candidates")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_candidate_ids(self):
        wanted = {one for record in self for one in record.candidates or ()}
        partners = self.env["res.partner"].browse(wanted).exists()
        seen = set(partners._filtered_access("read").ids)
        for record in self:
            record.candidate_ids = [one for one in record.candidates or () if one in seen]

    def _differing(self):
        """(contact, field, value that was sent) for each conflict that is still one of values of
        the customer or a contact person of it."""
        Partner = self.env["res.partner"]
        found = []
        for place, value in (self.conflicts or {}).items():
            contact, _slash, name = place.rpartition("/")
            partner = (Partner.browse(int(contact)) if contact else self.partner_id).exists()
            there = partner and self.partner_id in (partner, partner.sudo().parent_id)
            if there and (field := Partner._fields.get(name)):
                found.append((partner, field, value))
        return found

    @api.depends("conflicts", "partner_id")
    @api.depends_context("lang")
    def _compute_comparison(self):
        Partner = self.env["res.partner"]
        for record in self:
            rows = [
                (self._place_label(partner, field), partner._customer_key_text(field.name),
                 record._shown(field, value))
                for partner, field, value in record._differing()
                if Partner._has_field_access(field, "read")
            ]  # fmt: skip
            record.comparison = rows and record._comparison_html(rows)

    def _place_label(self, partner, field):
        label = field._description_string(self.env)
        return f"{partner.name} / {label}" if partner.parent_id else label

    def _shown(self, field, value):
        """A value that was sent as people read it."""
        if field.type == "many2one":
            return self.env[field.comodel_name].browse(value or []).exists().display_name or ""
        if field.type == "many2many":
            return ", ".join(
                self.env[field.comodel_name].browse(value).exists().mapped("display_name")
            )
        return str(value or "")

    def _comparison_html(self, rows):
        head = Markup("<tr><th></th><th>%s</th><th>%s</th></tr>") % (
            self.env._("Here"),
            self.system_id.name,
        )
        body = Markup("").join(
            Markup("<tr><th>%s</th><td>%s</td><td>%s</td></tr>") % row for row in rows
        )
        return Markup(
            '<table class="table table-sm mb-3"><thead>%s</thead><tbody>%s</tbody></table>'
        ) % (head, body)

    # -- storing ---------------------------------------------------------------------------

    @api.model
    def _answers(self, system, keys) -> dict[str, dict]:
        """What the system is told of the records with these keys."""
        rows = self.env.execute_query(
            SQL(
                """SELECT key, status, partner_id, reason FROM customer_inbound_record
                    WHERE system_id = %s AND key = ANY(%s)""",
                system.id,
                keys,
            )
        )
        return {
            key: {"key": key, "status": status, "id": partner or False, "reason": reason or ""}
            for key, status, partner, reason in rows
        }

    @api.model
    def _store(self, system, works):
        """Store what became of ``works``."""
        self._close_settled(system, works)
        self.env.cr.execute(
            SQL(
                """
                UPDATE customer_inbound_record r
                   SET status = v.status, reason = nullif(v.reason, ''), state = v.state,
                       partner_id = nullif(v.partner, 0), candidates = v.candidates::jsonb,
                       conflicts = v.conflicts::jsonb,
                       data = CASE WHEN v.state = 'open' THEN r.data END
                  FROM unnest(%s::int[], %s::text[], %s::text[], %s::text[], %s::int[], %s::text[],
                              %s::text[]) AS v(id, status, reason, state, partner, candidates,
                                               conflicts)
                 WHERE r.id = v.id
                """,
                [work.id for work in works],
                [STATUS[work.outcome] for work in works],
                [self._reason(work) for work in works],
                ["open" if self._waits(work) else "done" for work in works],
                [work.partner for work in works],
                [json.dumps(work.candidates) if work.candidates else None for work in works],
                [
                    json.dumps(conflicts) if (conflicts := work.conflicts) else None
                    for work in works
                ],
            )
        )
        self.invalidate_model()

    def _waits(self, work):
        return work.outcome == "ambiguous" or (
            work.outcome in ("update", "unchanged") and work.conflicts
        )

    def _reason(self, work):
        if not work.conflicts or work.outcome not in ("update", "unchanged"):
            return work.reason
        return self._conflict_sentence(work.conflicts)

    @api.model
    def _close_settled(self, system, works):
        """Records that wait for a decision on values are closed by a newer one of the same."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE customer_inbound_record r SET state = 'done', data = NULL, conflicts = NULL
                 WHERE r.state = 'open' AND r.conflicts IS NOT NULL AND r.system_id = %s
                   AND r.partner_id = ANY(%s)
                """,
                system.id,
                [work.partner for work in works if work.vals],
            )
        )

    @api.autovacuum
    def _gc_old(self):
        limit = fields.Datetime.now() - timedelta(days=KEEP_DAYS)
        self.env.cr.execute(
            SQL(
                """DELETE FROM customer_inbound_record WHERE id IN (
                       SELECT id FROM customer_inbound_record
                        WHERE create_date < %s AND state <> 'open' LIMIT 100000)""",
                limit,
            )
        )
        return self.env.cr.rowcount, self.env.cr.rowcount == 100_000


def _texts(value):
    """Texts of a record, its own before those of what is in it."""
    inner = list(value.values()) if isinstance(value, dict) else value
    yield from (one for one in inner if one and isinstance(one, str))
    for one in inner:
        if isinstance(one, dict | list):
            yield from _texts(one)
