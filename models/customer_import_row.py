from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

OUTCOMES = {
    "waiting": "Not Yet",
    "create": "New",
    "update": "Updated",
    "unchanged": "Unchanged",
    "ambiguous": "To Decide",
    "repeated": "Repeated",
    "skipped": "Skipped",
    "rejected": "Rejected",
}
REVIEWED = ("ambiguous", "repeated")
DECISION = {"decision", "decided_id"}


class CustomerImportRow(models.Model):
    """A row of a file and what became of it. Rows are made and changed by imports; people only
    decide on those that can't be told from others."""

    _name = "customer.import.row"
    _description = "Row of an Import"
    _order = "import_id, number"
    _log_access = False

    import_id = fields.Many2one("customer.import", required=True, readonly=True, ondelete="cascade")
    number = fields.Integer(string="Row", required=True, readonly=True)
    # the cells as texts, in the order of the header
    cells = fields.Json(readonly=True)
    surplus = fields.Boolean(readonly=True)
    title = fields.Char(string="In the File", compute="_compute_title")
    content = fields.Text(compute="_compute_title")
    outcome = fields.Selection(
        [
            ("waiting", "Not Yet"),
            ("create", "New"),
            ("update", "Updated"),
            ("unchanged", "Unchanged"),
            ("ambiguous", "To Decide"),
            ("repeated", "Repeated"),
            ("skipped", "Skipped"),
            ("rejected", "Rejected"),
        ],
        required=True,
        readonly=True,
        default="waiting",
    )
    reason = fields.Char(readonly=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        context={"active_test": False},
    )
    # ids of customers that it may be
    candidates = fields.Json(readonly=True)
    repeats = fields.Integer(readonly=True, help="An earlier row that may be the same customer.")
    candidate_ids = fields.Many2many(
        "res.partner", string="May Be", compute="_compute_candidate_ids"
    )
    decision = fields.Selection(
        [("customer", "It is this customer"), ("new", "It is a new one"), ("skip", "Leave it out")]
    )
    decided_id = fields.Many2one(
        "res.partner",
        string="Chosen Customer",
        domain=[("customer_is_customer", "=", True)],
        ondelete="set null",
        index="btree_not_null",
    )

    _import_idx = models.Index("(import_id, outcome, number)")

    @api.depends("cells")
    def _compute_title(self):
        for row in self:
            cells = row.cells or []
            header = row.import_id.header or []
            filled = [cell for cell in cells if cell]
            row.title = " · ".join(filled[:4])
            row.content = "\n".join(
                f"{name}: {cell}" for name, cell in zip(header, cells, strict=False) if cell
            )

    @api.depends("candidates", "repeats")
    def _compute_candidate_ids(self):
        earlier = self.search_fetch(
            [
                ("import_id", "in", self.import_id.ids),
                ("number", "in", self.mapped("repeats")),
                ("partner_id", "!=", False),
            ],
            ["import_id", "number", "partner_id"],
        )
        customers = {(row.import_id, row.number): row.partner_id.id for row in earlier}
        choices = {
            row: [customers.get((row.import_id, row.repeats)), *(row.candidates or ())]
            for row in self
        }
        wanted = {one for ids in choices.values() for one in ids if one}
        known = self.env["res.partner"].browse(wanted)
        seen = set(known.exists()._filtered_access("read").ids)
        for row, ids in choices.items():
            row.candidate_ids = [one for one in dict.fromkeys(ids) if one in seen]

    @api.depends("number", "import_id")
    def _compute_display_name(self):
        for row in self:
            row.display_name = self.env._("Row %s", row.number)

    def write(self, vals):
        if not self.env.su:
            if vals.keys() - DECISION:
                raise AccessError(self.env._("Only the decision on a row can be changed by hand."))
            if any(row.outcome not in REVIEWED for row in self):
                raise UserError(self.env._("There is nothing to decide in this row."))
            if vals.get("decided_id"):
                self.env["res.partner"].browse(vals["decided_id"]).check_access("read")
                vals = {"decision": "customer", **vals}
        return super().write(vals)

    def action_same(self):
        """It is the likeliest of the customers that it may be."""
        for row in self:
            if not row.candidate_ids:
                raise UserError(self.env._("Please choose the customer of row %s.", row.number))
            row.write({"decision": "customer", "decided_id": row.candidate_ids[0].id})

    def action_new(self):
        self.write({"decision": "new", "decided_id": False})

    def action_skip(self):
        self.write({"decision": "skip", "decided_id": False})
