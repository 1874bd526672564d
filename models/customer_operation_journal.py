from odoo import fields, models
from odoo.tools import SQL


class CustomerOperationColumn(models.Model):
    """A column of a table whose values operations have changed."""

    _name = "customer.operation.column"
    _description = "Journaled Column"
    _log_access = False

    table = fields.Char(required=True)
    name = fields.Char(required=True)
    # fk: a foreign key; m2m: one end of a relation; pair: model and id; ref: "model,id"
    kind = fields.Char(required=True)
    # the column by whose value a row is found again
    key = fields.Char(required=True)

    _column_unique = models.Constraint(
        'UNIQUE("table", name, kind, key)', "This column is known already."
    )


class CustomerOperationCell(models.Model):
    """A reference to a record that an operation replaced by another; written in SQL only.

    Plain numbers, no foreign keys: there are ten of them for each merged customer.
    """

    _name = "customer.operation.cell"
    _description = "Journaled Reference"
    _log_access = False

    line = fields.Integer(required=True)
    column = fields.Integer(required=True)
    row_id = fields.Integer(required=True)
    old = fields.Integer()
    new = fields.Integer()

    _line_idx = models.Index('(line, "column", row_id)')


class CustomerOperationValue(models.Model):
    """What an operation changed in a row of a table; written in SQL only.

    ``op`` tells what happened to the row: (u)pdated, (i)nserted, (d)eleted, or (a)dded, where
    ``new`` is by how much values grew. ``old`` and ``new`` hold the changed values of an updated
    row, else all of the row.
    """

    _name = "customer.operation.value"
    _description = "Journaled Values"
    _log_access = False

    line = fields.Integer(required=True)
    table = fields.Char(required=True)
    row_id = fields.Integer(required=True)
    op = fields.Char(required=True)
    old = fields.Json()
    new = fields.Json()

    _line_idx = models.Index("(line)")


class CustomerOperationSkip(models.Model):
    """A reference that a merge left on the merged record, and why; written in SQL only."""

    _name = "customer.operation.skip"
    _description = "Reference Left by an Operation"
    _log_access = False

    line = fields.Integer(required=True)
    column = fields.Integer(required=True)
    row_id = fields.Integer(required=True)
    source = fields.Integer()
    survivor = fields.Integer()
    # collision, hashed, locked, rule, dimension
    reason = fields.Char(required=True)

    _line_idx = models.Index('(line, "column", row_id)')


class CustomerOperation(models.Model):
    _inherit = "customer.operation"

    def _count_changes(self) -> int:
        """Rows that these operations have changed."""
        lines = self.env["customer.operation.line"].search([("operation_id", "in", self.ids)]).ids
        return self.env.execute_query(
            SQL(
                """SELECT (SELECT count(*) FROM customer_operation_cell WHERE line = ANY(%s))
                        + (SELECT count(*) FROM customer_operation_value WHERE line = ANY(%s))""",
                lines,
                lines,
            )
        )[0][0]
