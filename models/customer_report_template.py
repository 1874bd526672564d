from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..engine.report.definition import DefinitionError, parse
from .customer_report_source import MODELS

STEWARD = "customer_master.group_steward"


class CustomerReportTemplate(models.Model):
    """A report that can be made again and again: what a row is, columns, groups, and the
    conditions that are there at first."""

    _name = "customer.report.template"
    _inherit = "customer.report.conditions"
    _description = "Report Template"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    description = fields.Char(translate=True, string="What It Is For")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [
            ("customer", "A customer"),
            ("contact", "A contact person"),
            ("sales", "The sales to a customer"),
            ("sales_category", "The sales to a customer in a product category"),
            ("duplicate", "A possible duplicate"),
            ("issue", "A data issue"),
        ],
        string="One Row Is",
        required=True,
        default="customer",
    )
    use = fields.Selection(
        [
            ("figures", "All"),
            ("created", "New in the period"),
            ("ordered", "Ordered in the period"),
            ("inactive", "Did not order in the period"),
            ("open", "Have an open balance"),
        ],
        string="Which Customers",
        required=True,
        default="figures",
    )
    column_ids = fields.One2many("customer.report.column", "template_id", copy=True)
    group_ids = fields.Many2many(
        "res.groups",
        "customer_report_template_group_rel",
        "template_id",
        "group_id",
        string="Who May Use It",
        domain=lambda self: [
            ("privilege_id", "=", self.env.ref("customer_master.privilege_customer_master").id)
        ],
        help="Empty: all roles. It shows everybody only what he may read anyway.",
    )
    paper = fields.Selection(
        [("a4", "A4"), ("letter", "Letter")],
        required=True,
        default="a4",
    )
    landscape = fields.Boolean()
    layout = fields.Selection(
        [("table", "Rows in a table"), ("blocks", "Each row as a block")],
        required=True,
        default="table",
        help="Of the PDF. Blocks have all values below each other, with their labels: for cards "
        "with many fields.",
    )
    header = fields.Char(translate=True, string="Page Header")
    logo = fields.Boolean(string="Company Logo", default=True)
    chart = fields.Selection([("bar", "Bars"), ("line", "Line"), ("pie", "Pie")])
    problem = fields.Char(compute="_compute_problem")

    @api.depends("kind")
    def _compute_report_model(self):
        for template in self:
            template.report_model = MODELS.get(template.kind, "res.partner")

    @api.depends("kind", "chart", "column_ids")
    def _compute_problem(self):
        """What can't be shown of it to this user."""
        Builder = self.env["customer.report.builder"]
        for template in self:
            try:
                plan = Builder._plan(template._definition(), template._conditions())
                template.problem = "\n".join(plan.left_out) or False
            except UserError as error:
                template.problem = error.args[0]

    @api.constrains("kind", "chart", "column_ids")
    def _check_definition(self):
        for template in self:
            try:
                template._definition()
            except UserError as error:
                raise ValidationError(error.args[0]) from None

    def copy_data(self, default=None):
        values = super().copy_data(default)
        if not (default or {}).get("name"):
            for template, vals in zip(self, values, strict=True):
                vals["name"] = self.env._("%s (copy)", template.name)
        return values

    # -- the definition ------------------------------------------------------------------------

    def _definition_values(self) -> dict:
        """The template as plain values in the language of the user."""
        self.ensure_one()
        return {
            "title": self.name or "",
            "kind": self.kind or "",
            "use": self.use or "",
            "paper": self.paper or "",
            "layout": self.layout or "",
            "landscape": self.landscape,
            "header": self.header or "",
            "logo": self.logo,
            "chart": self.chart or "",
            "columns": [column._definition_values() for column in self.column_ids.sorted()],
        }

    def _definition(self):
        return self._parsed(self._definition_values())

    @api.model
    def _parsed(self, values):
        """
        :raise UserError: the values make no report; it says why
        """
        try:
            return parse(values)
        except DefinitionError as error:
            raise UserError(self._sentence(error)) from None

    @api.model
    def _sentence(self, error) -> str:
        sentences = {
            "no_definition": self.env._("This is no report template."),
            "no_columns": self.env._("Please add a column that is not a group."),
            "many_columns": self.env._("A report has at most %s columns.", error.detail),
            "empty_column": self.env._("Please choose the field or figure of each column."),
            "path": self.env._("“%s” is no name of a field.", error.detail),
            "levels": self.env._("Please number the groups 1st, 2nd, 3rd, each only once."),
            "first_total": self.env._(
                "The first column holds the names of the totals, so it can't have a total itself. "
                "Please move another column before it."
            ),
            "chart": self.env._(
                "A chart needs a group, and a column with “In the Chart” that is no group."
            ),
            "word": self.env._("“%s” is not known here.", error.detail),
            "number": self.env._("“%s” must be a number within its limits.", error.detail),
        }
        return sentences[error.code]

    # -- using -----------------------------------------------------------------------------------

    def action_generate(self):
        """Ask for the conditions of a report of this template."""
        self.ensure_one()
        self.check_access("read")
        return self.env["customer.report.run"]._action_new(default_template_id=self.id)

    @api.model
    def _check_steward(self):
        if not self.env.su and not self.env.user.has_group(STEWARD):
            raise AccessError(self.env._("Report templates are for data stewards."))
