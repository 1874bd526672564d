from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CustomerMappingLine(models.Model):
    """How one field of a customer is filled from a table."""

    _name = "customer.mapping.line"
    _description = "Column"
    _order = "mapping_id, sequence, id"

    mapping_id = fields.Many2one("customer.mapping", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=1000)
    column = fields.Char(help="Name of the column; empty for a value that is the same everywhere.")
    example = fields.Char(readonly=True, copy=False)
    target = fields.Selection(
        "_selection_target", string="Field", help="Empty: the column is not imported."
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
            ("upper", "All capitals"),
            ("lower", "All small letters"),
            ("title", "Capitals at the beginning of words"),
            ("split", "Take a part"),
            ("table", "Replace values"),
            ("constant", "Always the same value"),
            ("date", "Read as a date"),
            ("number", "Read as a number"),
        ],
        string="Change",
    )
    argument = fields.Text(
        string="How",
        help="Take a part: what stands between the parts, a blank and which part, “/ 2”. "
        "Replace values: a line for each, “old = new”. Date: how it is written, “dd.mm.yyyy”. "
        "Number: the decimal mark.",
    )
    default = fields.Char(string="If Blank", help="Taken where the row has no value.")

    @api.model
    def _selection_target(self):
        return list(self.env["customer.mapping"]._targets().items())

    @api.constrains("column", "transform", "default", "target")
    def _check_source(self):
        for line in self:
            if line.target and not (line.column or line.transform == "constant" or line.default):
                raise ValidationError(
                    self.env._("Please name a column, or a value that is the same everywhere.")
                )
