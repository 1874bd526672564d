from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.mapping import Line
from ..engine.mapping.transform import ALWAYS


class CustomerMappingLine(models.Model):
    """Which field of a customer a value of a table or a record is, and what is done to it."""

    _name = "customer.mapping.line"
    _description = "Column"
    _order = "mapping_id, sequence, id"
    _rec_name = "column"

    mapping_id = fields.Many2one("customer.mapping", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=1000)
    kind = fields.Selection(related="mapping_id.kind")
    column = fields.Char(
        help="Name of the column, or place in the record, like address.city, emails[0], "
        "contacts[].email; empty for a value that is the same everywhere."
    )
    example = fields.Char(readonly=True, copy=False)
    # of records a path: country_id.code, child_ids.email
    target = fields.Char(string="Field", help="Empty: the column is not imported.")
    direction = fields.Selection(
        [("both", "Both ways"), ("in", "Only received"), ("out", "Only sent")],
        required=True,
        default="both",
    )
    is_key = fields.Boolean(
        string="Identifies",
        help="An existing customer with the same value here is the customer of the row.",
    )
    required = fields.Boolean(help="A row without a value here is rejected.")
    policy = fields.Selection(
        [
            ("fill", "Fill blanks only"),
            ("overwrite", "Overwrite"),
            ("create", "New customers only"),
        ],
        string="Existing Value",
        help="What happens to the value that an existing customer has. Empty: as the import says.",
    )
    transform = fields.Selection(
        [
            ("trim", "Without needless blanks"),
            ("upper", "All capitals"),
            ("lower", "All small letters"),
            ("title", "Capitals at the beginning of words"),
            ("phone", "Phone number"),
            ("date", "Date"),
            ("number", "Number"),
            ("split", "Take a part"),
            ("join", "Several values in one"),
            ("table", "Replace values"),
            ("constant", "Always the same value"),
            ("expression", "Expression"),
        ],
        string="Change",
    )
    argument = fields.Text(
        string="How",
        help="Take a part: what stands between the parts, a blank and which part, “/ 2”. "
        "Replace values: a line for each, “old = new”. Date: how it is written, “dd.mm.yyyy”. "
        "Number: the decimal mark and how many decimals are sent, “, 2”. Phone number: the country "
        "of numbers without a prefix and how they are sent: “DE e164”, international, national or "
        "digits. Several values: what stands between them. Expression: a formula with value and "
        "record, like value[:3].upper() or record['first'] + ' ' + value.",
    )
    default = fields.Char(string="If Blank", help="Taken where the row has no value.")

    @api.constrains("column", "transform", "default", "target")
    def _check_source(self):
        for line in self:
            if line.target and not (line.column or line.transform in ALWAYS or line.default):
                raise ValidationError(
                    self.env._("Please name a column, or a value that is the same everywhere.")
                )

    @api.constrains("target")
    def _check_target(self):
        known = self.env["customer.mapping"]._targets()
        # lines that are written with their mapping are written by the superuser
        Path = self.env["customer.mapping.path"].sudo(False)
        for line in self.filtered("target"):
            path = line.kind == "record" and Path._parse(line.target)
            # later it may be sent without the user: so it must be his to read
            if line.target not in known and not (path and Path._readable(path)):
                raise ValidationError(
                    self.env._("“%s” is no field that a mapping can have.", line.target)
                )

    def _engine_line(self) -> Line:
        path = self.env["customer.mapping.path"]._parse(self.target)
        return Line(
            self.target or "",
            self.column or "",
            self.transform or "",
            self.argument or "",
            self.default or "",
            self.required,
            self.direction,
            path.levels if path and self.kind == "record" else 0,
        )

    # -- a change makes another version ----------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.mapping_id._lines_changed()
        return lines

    def write(self, vals):
        before = self.mapping_id
        result = super().write(vals)
        if self.mapping_id != before:
            self.check_access("write")
        if vals.keys() - {"example"}:
            (before | self.mapping_id)._lines_changed()
        return result

    def unlink(self):
        mappings = self.mapping_id
        result = super().unlink()
        mappings._lines_changed()
        return result
