from odoo import api, fields, models
from odoo.tools import SQL


class CustomerQualityStatistic(models.Model):
    """How many issues there were on a day, by company, rule and where they came from: what the
    trend is drawn from."""

    _name = "customer.quality.statistic"
    _description = "Data Quality by Day"
    _order = "date desc, id"

    date = fields.Date(required=True, index=True)
    company_id = fields.Many2one("res.company", ondelete="cascade", index="btree_not_null")
    rule_id = fields.Many2one("customer.quality.rule", ondelete="cascade", index="btree_not_null")
    correction_id = fields.Many2one(
        "customer.correction.rule", ondelete="cascade", index="btree_not_null"
    )
    open_count = fields.Integer(string="Open")
    ignored_count = fields.Integer(string="Ignored")

    @api.model
    def _store(self):
        """Count the issues of today; what was counted earlier today is replaced."""
        today = fields.Date.today()
        self.search([("date", "=", today)]).unlink()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO customer_quality_statistic
                       (date, company_id, rule_id, correction_id, open_count, ignored_count)
                SELECT %s, company_id, rule_id, correction_id,
                       count(*) FILTER (WHERE state = 'open'),
                       count(*) FILTER (WHERE state = 'ignored')
                  FROM customer_quality_issue
                 GROUP BY company_id, rule_id, correction_id
                """,
                today,
            )
        )
