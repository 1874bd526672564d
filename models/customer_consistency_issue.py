from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

MENDED = ("replace", "unarchive")


class CustomerConsistencyIssue(models.Model):
    """A document whose customers disagree, or that uses a customer who is none any more. Found
    anew every night; an ignored one stays so until another customer is concerned."""

    _name = "customer.consistency.issue"
    _description = "Documents That Disagree"
    _order = "date desc, id desc"

    kind = fields.Selection(
        [
            ("order_delivery", "Order: delivery to another customer"),
            ("order_invoice", "Order: invoice address of another customer"),
            ("order_invoiced", "Invoice: not to the customer of the order"),
            ("invoice_delivery", "Invoice: delivery to another customer"),
            ("payment", "Payment: for the invoice of another customer"),
            ("merged", "Merged customer still used"),
            ("archived", "Archived customer still used"),
        ],
        string="What Disagrees",
        required=True,
        readonly=True,
    )
    res_model = fields.Char(string="Kind of Document", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="ID of the Document", model_field="res_model", required=True, readonly=True
    )
    field_name = fields.Char(required=True, readonly=True)
    name = fields.Char(string="Document", readonly=True)
    date = fields.Date(readonly=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer There",
        readonly=True,
        ondelete="cascade",
        index=True,
        context={"active_test": False},
    )
    expected_id = fields.Many2one(
        "res.partner",
        string="Should Be",
        readonly=True,
        ondelete="cascade",
        index=True,
        context={"active_test": False},
    )
    company_id = fields.Many2one("res.company", readonly=True, ondelete="cascade")
    way = fields.Selection(
        [
            ("replace", "The customer is replaced"),
            ("unarchive", "The customer is taken back from the archive"),
            ("locked", "Please unlock the order first"),
            ("posted", "It is posted: please set it back to draft, or reverse it"),
            ("reconciled", "Please look at it in Accounting and take the reconciliation back"),
        ],
        string="How It Is Mended",
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [("open", "Open"), ("ignored", "Ignored")],
        string="Status",
        required=True,
        readonly=True,
        default="open",
    )

    _key = models.UniqueIndex("(kind, res_model, res_id, field_name)")
    _list_idx = models.Index("(state, date DESC, id DESC)")

    @api.depends("name")
    def _compute_display_name(self):
        for issue in self:
            issue.display_name = issue.name or str(issue.id)

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("Issues can be ignored or solved only."))
        return super().write(vals)

    # -- finding ---------------------------------------------------------------------------

    def action_refresh(self):
        """Look at all documents now.

        :raise AccessError: the user's role does not check documents
        """
        self.browse().check_access("write")
        self.sudo()._refresh()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    @api.model
    def _refresh(self):
        """Find anew what disagrees, in a few statements however many documents there are."""
        self.env.flush_all()
        # two at once would both insert what is new
        self.env.cr.execute("LOCK TABLE customer_consistency_issue IN SHARE ROW EXCLUSIVE MODE")
        queries = self.env["customer.consistency.check"]._queries()
        self.env.cr.execute(
            SQL(
                """
                CREATE TEMP TABLE customer_consistency_found ON COMMIT DROP AS
                SELECT DISTINCT ON (kind, res_model, res_id, field_name) * FROM (%s) AS
                       f(kind, res_model, res_id, field_name, partner_id, expected_id, company_id,
                         name, date, way);
                ANALYZE customer_consistency_found;
                DELETE FROM customer_consistency_issue i
                 WHERE NOT EXISTS (
                       SELECT FROM customer_consistency_found f
                        WHERE (f.kind, f.res_model, f.res_id, f.field_name)
                              = (i.kind, i.res_model, i.res_id, i.field_name));
                INSERT INTO customer_consistency_issue AS old
                       (kind, res_model, res_id, field_name, partner_id, expected_id, company_id,
                        name, date, way, state, create_date, write_date)
                SELECT f.*, 'open', now() AT TIME ZONE 'utc', now() AT TIME ZONE 'utc'
                  FROM customer_consistency_found f
                    ON CONFLICT (kind, res_model, res_id, field_name)
                       DO UPDATE SET partner_id = excluded.partner_id,
                                     expected_id = excluded.expected_id,
                                     company_id = excluded.company_id, name = excluded.name,
                                     date = excluded.date, way = excluded.way,
                                     state = CASE WHEN (old.partner_id, old.expected_id)
                                                       = (excluded.partner_id, excluded.expected_id)
                                                  THEN old.state ELSE 'open' END
                                 WHERE (old.partner_id, old.expected_id, old.name, old.way,
                                        old.date) IS DISTINCT FROM
                                       (excluded.partner_id, excluded.expected_id, excluded.name,
                                        excluded.way, excluded.date);
                DROP TABLE customer_consistency_found;
                """,
                SQL(" UNION ALL ").join(SQL("(%s)", query) for query in queries),
            )
        )
        self.env.invalidate_all(flush=False)

    # -- decisions -------------------------------------------------------------------------

    def action_fix(self):
        """Mend these documents, with one's own rights, and show what was done.

        :raise AccessError: the user's role does not link
        """
        self.env["customer.operation"]._check_kind("link")
        self.check_access("write")
        able = self.filtered(lambda issue: issue.state == "open" and issue.way in MENDED)
        able = able.sudo()._there()
        if not able:
            raise UserError(
                self.env._("None of these can be mended here. What helps is said beside each.")
            )
        operation = able._fix()
        return operation.get_formview_action()

    def _fix(self):
        Link = self.env["customer.link"].sudo()
        lines = {}
        for issue in self:
            record, target, field = issue._change()
            # several documents of one archived customer are mended at once
            key = (record._name, record.id, field)
            if key not in lines:
                lines[key] = issue._operation_line(Link, record, field, target)
        name = self.env._("%s documents mended", len(self))
        operation = Link._plan("link", name, list(lines.values()))
        operation._start(operation._lines("planned"), undoing=False)
        return operation

    def _there(self):
        """Those whose document is not deleted meanwhile; the others are forgotten."""
        there = {
            model: self.env[model].browse(own.mapped("res_id")).exists()
            for model, own in self.grouped("res_model").items()
        }
        gone = self.filtered(lambda issue: issue.res_id not in there[issue.res_model]._ids)
        left = self - gone
        gone.unlink()
        return left

    @api.model
    def _forget_mended(self, lines):
        """Forget the issues that ``lines`` of operations have mended, now or in the background."""
        done = [
            (values["model"], values["id"], values["field"])
            for line in lines
            if line.state == "done" and "rule" not in (values := line.values)
        ]
        if not done:
            return
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM customer_consistency_issue i
                 USING unnest(%s::text[], %s::int[], %s::text[]) AS d(model, id, field)
                 WHERE (i.res_model, i.res_id, i.field_name) = (d.model, d.id, d.field)
                       AND i.way = 'replace'
                    OR d.field = 'active' AND i.way = 'unarchive' AND i.partner_id = d.id
                """,
                *map(list, zip(*done, strict=True)),
            )
        )
        self.env.invalidate_all()

    def _change(self):
        """(record, new value, field) of the change that mends it."""
        if self.way == "unarchive":
            return self.partner_id, True, "active"
        return self.env[self.res_model].browse(self.res_id), self.expected_id, self.field_name

    def _operation_line(self, Link, record, field, target):
        if field == "active":
            line = Link._line(record, field, self.partner_id)
            line["values"]["new"] = True
            return line
        return {**Link._line(record, field, target), "subject": self.name}

    def action_ignore(self):
        """Leave the document as it is."""
        self.check_access("write")
        self.sudo().state = "ignored"

    def action_reopen(self):
        self.check_access("write")
        self.sudo().state = "open"

    def action_open_record(self):
        """Open the document."""
        self.ensure_one()
        self.check_access("read")
        record = self.env[self.res_model].browse(self.res_id)
        record.check_access("read")
        return record.get_formview_action()


class CustomerLink(models.AbstractModel):
    _inherit = "customer.link"

    def _do(self, lines):
        result = super()._do(lines)
        self.env["customer.consistency.issue"].sudo()._forget_mended(lines)
        return result
