from odoo import api, fields, models
from odoo.tools import SQL

from .res_partner_entry import LATER, MANUAL

SOURCES = [("manual", "Typed by Hand"), ("import", "Import"), ("other", "Other Programs")]

GONE = {"active", "customer_rank", "parent_id", "type", "is_company"}


class ResPartner(models.Model):
    """The quality of a customer's data, kept up to date by whatever changes it."""

    _inherit = "res.partner"

    customer_completeness = fields.Integer(
        string="Completeness",
        compute="_compute_customer_completeness",
        store=True,
        copy=False,
        aggregator="avg",
        help="How much of what the data quality rules ask for is filled in, in per cent.",
    )
    customer_missing = fields.Char(
        string="What Is Missing", compute="_compute_customer_missing", compute_sudo=True
    )
    # what brought the customer in; it tells where bad data come from
    customer_source = fields.Selection(SOURCES, string="Came By", readonly=True, copy=False)
    customer_issue_count = fields.Integer(
        string="Data Issues", compute="_compute_customer_issue_count"
    )

    def _compute_customer_completeness(self):
        # no dependencies: the fields are those of the rules, see write()
        values = self._customer_judgement().completeness
        for partner in self:
            partner.customer_completeness = values.get(partner, False)

    @api.depends_context("lang")
    def _compute_customer_missing(self):
        problems = self._customer_judgement().problems
        for partner in self:
            names = [problem.field for problem in problems.get(partner, ())]
            labels = [self._fields[name]._description_string(self.env) for name in names]
            partner.customer_missing = ", ".join(labels)

    def _customer_judgement(self):
        """How complete these contacts are, and what they lack."""
        Check = self.env["customer.quality.check"]
        return Check._judge(self.sudo(), Check._asking_rules())

    def _compute_customer_issue_count(self):
        Issue = self.env["customer.quality.issue"].sudo()
        counts = Issue._read_group(
            [("partner_id", "in", self.ids), ("state", "=", "open")], ["partner_id"], ["__count"]
        )
        counts = {partner.id: count for partner, count in counts}
        for partner in self:
            partner.customer_issue_count = counts.get(partner.id, 0)

    # -- keeping up to date ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        source = self._customer_source()
        partners = super().create([{**vals, "customer_source": source} for vals in vals_list])
        partners._customer_refresh_quality(source)
        return partners

    def write(self, vals):
        result = super().write(vals)
        if not self.env["customer.quality.check"]._fields_judged().isdisjoint(vals):
            gone = not GONE.isdisjoint(vals)
            self._customer_refresh_quality(self._customer_source(), gone)
        return result

    @api.model
    def _customer_source(self) -> str:
        context = self.env.context
        if context.get("import_file") or context.get("customer_import"):
            return "import"
        return "manual" if context.get(MANUAL) else "other"

    def _customer_refresh_quality(self, source, gone=False):
        """Judge what was written.

        :param gone: some may be judged no more, which takes their issues away
        """
        told = (
            self
            if gone
            else self.filtered(lambda p: p.sudo().commercial_partner_id.customer_rank > 0)
        )
        if not told or LATER.said(self.env):
            return
        # goes into the UPDATE that writes the other values
        self.env.add_to_compute(self._fields["customer_completeness"], told)
        self.env["customer.outbox"]._note(told, ["customer_completeness"])
        told.invalidate_recordset(["customer_missing", "customer_issue_count"], flush=False)
        self.env["customer.quality.issue"].sudo()._refresh(told, source)

    def _customer_store_completeness(self, judgement=None):
        """Store the completeness of many customers in one statement."""
        values = (judgement or self._customer_judgement()).completeness
        self.env.cr.execute(
            SQL(
                """
                UPDATE res_partner p SET customer_completeness = v.per_cent
                  FROM unnest(%s::int4[], %s::int4[]) AS v(id, per_cent)
                 WHERE p.id = v.id AND p.customer_completeness IS DISTINCT FROM v.per_cent
             RETURNING p.id
                """,
                self.ids,
                [values.get(partner) for partner in self],
            )
        )
        changed = self.browse(row[0] for row in self.env.cr.fetchall())
        self.invalidate_recordset(["customer_completeness"], flush=False)
        self.env["customer.outbox"]._note(changed, ["customer_completeness"])

    def _customer_settle(self, source=None):
        """Bring up to date what is kept of these contacts, after their rows were changed past
        :meth:`write`, or with ``LATER`` in the context.

        :param source: what has changed them, told on new issues
        """
        self.env["customer.match.key"]._refresh(self)
        self._customer_store_completeness()
        self.env["customer.quality.issue"].sudo()._refresh(self, source)

    def action_open_issues(self):
        """The issues of this customer and its contact persons."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "customer_master.customer_quality_issue_action"
        )
        domain = [("partner_id", "child_of", self.id)]
        return {**action, "domain": domain, "context": {}}
