from odoo import api, models
from odoo.tools import SQL

from .customer_timeline import Source

# what an operation of a kind is in the timeline; a hand-over is a change of the salesperson
OF_OPERATIONS = {
    "merge": "merge",
    "import": "import",
    "receive": "import",
    "link": "change",
    "classification": "change",
    "correction": "change",
    "restore": "change",
}


class CustomerTimeline(models.AbstractModel):
    """What became of the customer's record: who looks after it, merges, imports and the like."""

    _inherit = "customer.timeline"

    @api.model
    def _source_created(self, customer):
        query = SQL(
            "SELECT create_date AS date, 'change' AS kind, id FROM res_partner WHERE id = %s",
            customer.id,
        )
        return Source(("change",), query)

    @api.model
    def _rows_created(self, ids):
        partners = self.env["res.partner"].browse(ids)
        source = partners._fields["customer_source"]
        labels = dict(source._description_selection(self.env))
        title = source._description_string(self.env)
        return {
            partner.id: self._row(
                self.env._("Added to the contacts"),
                text=partner.customer_source and f"{title}: {labels.get(partner.customer_source)}",
                user=partner.create_uid.sudo().name,
            )
            for partner in partners
        }

    @api.model
    def _source_owner(self, customer):
        if not self._may_read("customer.ownership"):
            return None
        query = self._select(
            "customer.ownership",
            [("partner_id", "=", customer.id)],
            lambda table: SQL("%s.changed_on", table),
            SQL("'owner'"),
        )
        return Source(("owner",), query)

    @api.model
    def _rows_owner(self, ids):
        changes = self.env["customer.ownership"].browse(ids)
        nobody = self.env._("nobody")
        return {
            change.id: self._row(
                self.env._(
                    "Salesperson: %(new)s, before %(old)s",
                    new=change.new_user_id.sudo().name or nobody,
                    old=change.old_user_id.sudo().name or nobody,
                ),
                user=change.changed_by_id.sudo().name,
            )
            for change in changes
        }

    @api.model
    def _source_operation(self, customer):
        if not self._may_read("customer.operation.line"):
            return None
        Line = self.env["customer.operation.line"]
        query = Line._search(
            [
                ("partner_id", "=", customer.id),
                ("state", "in", ("done", "undone")),
                ("operation_id.kind", "in", list(OF_OPERATIONS)),
            ]
        )
        query.order = None
        # a name of its own, as rules may have joined the operation already
        operation = query.join(query.table, "operation_id", "customer_operation", "id", "done")
        kinds = SQL(" ").join(
            SQL("WHEN %s THEN %s", kind, ours) for kind, ours in OF_OPERATIONS.items()
        )
        select = query.select(
            SQL("%s AS date", SQL.identifier(operation, "done_on")),
            SQL("CASE %s %s END AS kind", SQL.identifier(operation, "kind"), kinds),
            SQL("%s AS id", SQL.identifier(query.table, "id")),
        )
        return Source(tuple(sorted(set(OF_OPERATIONS.values()))), select)

    @api.model
    def _rows_operation(self, ids):
        lines = self.env["customer.operation.line"].browse(ids)
        return {
            line.id: self._row(
                line.operation_id.name,
                line.operation_id,
                state=self.env._("Undone") if line.state == "undone" else None,
                user=line.operation_id.user_id.sudo().name,
            )
            for line in lines
        }

    @api.model
    def _source_stage(self, customer):
        if not self._may_read("customer.stage.move"):
            return None
        query = self._select(
            "customer.stage.move",
            [("partner_id", "=", customer.id)],
            lambda table: SQL("%s.date", table),
            SQL("'stage'"),
        )
        return Source(("stage",), query)

    @api.model
    def _rows_stage(self, ids):
        moves = self.env["customer.stage.move"].browse(ids)
        labels = dict(moves._fields["to_stage"]._description_selection(self.env))
        return {
            move.id: self._row(
                self.env._(
                    "Stage: %(new)s, before %(old)s",
                    new=labels.get(move.to_stage, "-"),
                    old=labels.get(move.from_stage, "-"),
                )
                if move.from_stage
                else self.env._("Stage: %s", labels.get(move.to_stage, "-")),
                user=move.user_id.sudo().name if move.manual else None,
            )
            for move in moves
        }
