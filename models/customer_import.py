from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..engine.mapping.encoding import ENCODINGS
from .customer_import_row import OUTCOMES

# what a person sets, the rest follows
SETTINGS = {"name", "file", "file_name", "encoding", "delimiter", "sheet", "mapping_id",
            "mapping_line_ids", "policy", "existing", "matching", "private"}  # fmt: skip
OPEN = ("draft", "mapped", "checked")  # states in which settings can be changed
STARTED = ("running", "paused", "done")
KEEP_DAYS = 30  # drafts that nobody came back to


class CustomerImport(models.Model):
    """A file of customers on its way in: read, checked, done in the background, undone.

    What is done is in the other files of this model: ``_file`` reads it, ``_work`` runs the
    slices, ``_match`` finds the customers, ``_resolve`` the values, ``_write`` writes.
    """

    _name = "customer.import"
    _description = "Customer Import"
    _order = "id desc"

    name = fields.Char(required=True, default=lambda self: self.env._("New Import"))
    state = fields.Selection(
        [
            ("draft", "File"),
            ("mapped", "Columns"),
            ("running", "Running"),
            ("paused", "Paused"),
            ("checked", "Checked"),
            ("done", "Done"),
            ("failed", "Stopped"),
            ("undone", "Undone"),
        ],
        string="Status",
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
    )
    # a check does everything and takes it back
    checking = fields.Boolean(readonly=True, copy=False)
    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, default=lambda self: self.env.user
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    file = fields.Binary(required=True, attachment=True, copy=False)
    file_name = fields.Char(copy=False)
    checksum = fields.Char(readonly=True, index=True, copy=False)
    encoding = fields.Selection([(code, code.upper()) for code in ENCODINGS])
    delimiter = fields.Selection(
        [(",", "Comma"), (";", "Semicolon"), ("\t", "Tab"), ("|", "Vertical bar")],
        string="Separator",
    )
    sheet = fields.Char()
    sheet_names = fields.Char(string="Sheets", readonly=True, copy=False)
    header = fields.Json(readonly=True, copy=False)
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    mapping_id = fields.Many2one("customer.mapping", ondelete="restrict", copy=False)
    mapping_line_ids = fields.One2many(related="mapping_id.line_ids", readonly=False)
    policy = fields.Selection(
        [
            ("both", "Add new customers and update existing ones"),
            ("create", "Only add new customers"),
            ("update", "Only update existing customers"),
        ],
        string="What to Do",
        required=True,
        default="both",
    )
    existing = fields.Selection(
        [("fill", "Fill blanks only"), ("overwrite", "Overwrite what is there")],
        string="Existing Values",
        required=True,
        default="fill",
    )
    matching = fields.Boolean(
        string="Recognise Similar Customers",
        default=True,
        help="By name, address, phone and so on, besides the columns that identify a customer.",
    )
    private = fields.Boolean(
        string="This Company Only", help="New customers are seen by users of this company only."
    )
    # mapping and settings as they were when the work began
    plan = fields.Json(readonly=True, copy=False)
    statistics = fields.Binary(attachment=False, readonly=True, copy=False)
    # number of rows by outcome, of an import or a check that is finished
    counts = fields.Json(readonly=True, copy=False)
    row_ids = fields.One2many("customer.import.row", "import_id", readonly=True)
    row_count = fields.Integer(string="Rows", readonly=True, copy=False)
    progress = fields.Integer(compute="_compute_counts")
    create_count = fields.Integer(string="New", compute="_compute_counts")
    update_count = fields.Integer(string="Updated", compute="_compute_counts")
    unchanged_count = fields.Integer(string="Unchanged", compute="_compute_counts")
    review_count = fields.Integer(string="To Decide", compute="_compute_counts")
    decided_count = fields.Integer(compute="_compute_counts")
    skipped_count = fields.Integer(string="Skipped", compute="_compute_counts")
    rejected_count = fields.Integer(string="Rejected", compute="_compute_counts")
    twin_id = fields.Many2one("customer.import", compute="_compute_twin_id")
    twin_text = fields.Char(compute="_compute_twin_id")
    operation_id = fields.Many2one(
        "customer.operation", readonly=True, copy=False, ondelete="set null", index="btree_not_null"
    )
    started_on = fields.Datetime(readonly=True, copy=False)
    finished_on = fields.Datetime(readonly=True, copy=False)
    problem = fields.Char(readonly=True, copy=False)

    def _compute_counts(self):
        Row = self.env["customer.import.row"]
        # what is finished is not counted again for each list
        counts = {
            record.id: {**dict.fromkeys(OUTCOMES, 0), **(record.counts or {})} for record in self
        }
        unfinished = self.filtered(lambda r: r.state in ("running", "paused", "failed"))
        for record, outcome, count in Row._read_group(
            [("import_id", "in", unfinished.ids)], ["import_id", "outcome"], ["__count"]
        ):
            counts[record.id][outcome] = count
        decided = dict(
            Row._read_group(
                [
                    ("import_id", "in", self.ids),
                    ("outcome", "in", ("ambiguous", "repeated")),
                    ("decision", "!=", False),
                ],
                ["import_id"],
                ["__count"],
            )
        )
        for record in self:
            own = counts.get(record.id) or dict.fromkeys(OUTCOMES, 0)
            total = sum(own.values())
            record.progress = int(100 * (1 - own["waiting"] / total)) if total else 0
            record.create_count = own["create"]
            record.update_count = own["update"]
            record.unchanged_count = own["unchanged"]
            record.skipped_count = own["skipped"]
            record.rejected_count = own["rejected"]
            record.review_count = own["ambiguous"] + own["repeated"]
            record.decided_count = decided.get(record, 0)

    @api.depends("checksum", "state")
    def _compute_twin_id(self):
        for record in self:
            twin = record._twins()[:1]
            record.twin_id = twin
            record.twin_text = twin and self.env._(
                "The same file was imported on %(when)s by %(who)s.",
                when=fields.Datetime.context_timestamp(record, twin.started_on).strftime(
                    "%Y-%m-%d %H:%M"
                ),
                who=twin.user_id.name,
            )

    def _twins(self):
        """Other imports of the same content that were begun."""
        if not self.checksum or not self._origin:
            return self.browse()
        return self.search(
            [
                ("checksum", "=", self.checksum),
                ("id", "!=", self._origin.id),
                ("state", "in", STARTED),
                ("checking", "=", False),
            ]
        )

    # -- access ----------------------------------------------------------------------------

    def _check_settings(self, names):
        """Refuse what people may not set, or not any more."""
        if self.env.su:
            return
        if names - SETTINGS:
            raise AccessError(self.env._("Only the settings of an import can be changed by hand."))
        if names - {"name"} and any(record.state not in OPEN for record in self):
            raise UserError(self.env._("This import has begun; its settings can't be changed."))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_settings(vals.keys() - {"row_ids"})
        records = super().create(vals_list)
        for record in records:
            record._read_file({})
        return records

    def write(self, vals):
        self._check_settings(vals.keys())
        result = super().write(vals)
        if not self.env.su and {"file", "encoding", "delimiter", "sheet"} & vals.keys():
            for record in self:
                record._read_file(vals)
        elif not self.env.su and vals.keys() - {"name"}:
            self.filtered(lambda r: r.state == "checked").sudo().state = "mapped"
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_running(self):
        if any(record.state == "running" for record in self):
            raise UserError(self.env._("Please pause the import before you delete it."))

    @api.autovacuum
    def _gc_forgotten(self):
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=KEEP_DAYS)
        self.search([("state", "in", OPEN), ("write_date", "<", limit)]).unlink()

    # -- actions ---------------------------------------------------------------------------

    def action_next(self):
        """Saving has read the file already."""
        self.check_access("read")

    def action_check(self):
        """Find out, in the background, what an import would do with each row."""
        self._start(checking=True)

    def action_import(self):
        """Import the file in the background.

        :raise UserError: the same file was imported before, see :meth:`action_import_again`
        """
        for record in self:
            if twin := record._twins()[:1]:
                raise UserError(
                    self.env._(
                        "%s Use “Import Again” if you want that.", record.twin_text or twin.name
                    )
                )
        self._start(checking=False)

    def action_import_again(self):
        """Import a file that was imported before."""
        self._start(checking=False)

    def action_import_decided(self):
        """Import the rows that were decided since."""
        self._start_decided()

    def action_pause(self):
        """Stop after the slice that is being worked on."""
        self.check_access("write")
        self.filtered(lambda r: r.state == "running").sudo().state = "paused"

    def action_resume(self):
        """Go on where it was paused or stopped."""
        self.check_access("write")
        for record in self.filtered(lambda r: r.state in ("paused", "failed") and r.plan):
            record.sudo().write({"state": "running", "problem": False})
        self._wake()

    def action_undo(self):
        """Take back all changes of this import that nobody has changed since."""
        self.check_access("write")
        for record in self:
            if not record.operation_id:
                raise UserError(self.env._("There is nothing to undo in “%s”.", record.name))
            record.operation_id.sudo(False).action_undo()

    def action_open_rows(self):
        """The rows with the outcomes of the context key ``outcomes``."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "customer_master.customer_import_row_action"
        )
        domain = [("import_id", "=", self.id)]
        wanted = [one for one in self.env.context.get("outcomes") or () if one in OUTCOMES]
        if wanted:
            domain.append(("outcome", "in", wanted))
        return {**action, "domain": domain, "context": {}}

    def action_download(self):
        """The file with what became of each row."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/customer_master/import/{self.id}/result",
            "target": "self",
        }
