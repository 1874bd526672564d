import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.misc import formatLang

from ..engine.merge import Rule

# values that only make sense together
TOGETHER = (("peppol_eas", "peppol_endpoint"),)
TAGS = re.compile(r"<[^>]+>")


class CustomerSurvivorshipRule(models.Model):
    """Which of the values of duplicates survives a merge, for one field of customers."""

    _name = "customer.survivorship.rule"
    _description = "Survivorship Rule"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    field_id = fields.Many2one(
        "ir.model.fields",
        string="Value",
        required=True,
        ondelete="cascade",
        domain=[("model", "=", "res.partner"), ("store", "=", True)],
        help="The street stands for all of the address.",
    )
    strategy = fields.Selection(
        [
            ("complete", "Most complete"),
            ("recent", "Most recently changed customer"),
            ("trusted", "Most trusted source"),
            ("longest", "Longest"),
            ("frequent", "Most frequent"),
            ("master", "That of the customer that is kept"),
            ("union", "All together"),
        ],
        required=True,
        default="complete",
    )
    sources = fields.Char(
        string="Sources in Order of Trust",
        help="The names that external IDs begin with, such as: erp, shop, __import__",
    )

    _field_unique = models.Constraint("UNIQUE(field_id)", "There is a rule for this value already.")

    @api.constrains("strategy", "sources")
    def _check_sources(self):
        for rule in self:
            if rule.strategy == "trusted" and not rule._source_names():
                raise ValidationError(self.env._("Please name the sources in order of trust."))

    @api.depends("field_id")
    def _compute_display_name(self):
        for rule in self:
            rule.display_name = rule.field_id.field_description

    def _source_names(self):
        return tuple(filter(None, (name.strip() for name in (self.sources or "").split(","))))

    @api.model
    def _engine_rules(self, names):
        """Rules of the engine for the fields ``names``: those without a rule of their own by
        the first one that has a value, the master's before all."""
        Partner = self.env["res.partner"]
        strategies = {
            rule.field_id.name: (rule.strategy, rule._source_names())
            for rule in self.sudo().search([("field_id", "!=", False)])
        }
        address = (*Partner._address_fields(), "partner_latitude", "partner_longitude")
        units = [tuple(n for n in unit if n in names) for unit in (address, *TOGETHER)]
        units = [unit for unit in units if unit]
        grouped = {name for unit in units for name in unit}
        units += [(name,) for name in names if name not in grouped]
        return [Rule(unit, *strategies.get(unit[0], ("complete", ()))) for unit in units]

    @api.model
    def _texts(self, groups, kept, rows):
        """A function that tells a raw value of a field as people read it.

        Names of records are read at once for all values.
        """
        Partner = self.env["res.partner"]
        company = str(self.env.company.id)
        names = {}
        wanted = {}
        for row in [*rows.values(), *({n: k.value for n, k in v.items()} for v in kept.values())]:
            for name, value in row.items():
                field = Partner._fields.get(name)
                if field and field.type == "many2one":
                    value = value.get(company) if isinstance(value, dict) else value
                    if value:
                        wanted.setdefault(field.comodel_name, set()).add(value)
        for model, ids in wanted.items():
            records = self.env[model].with_context(active_test=False).browse(ids).exists()
            readable = records._filtered_access("read")
            names[model] = {record.id: record.display_name for record in readable}

        def text(name, value):
            field = Partner._fields[name]
            if field.company_dependent and isinstance(value, dict):
                value = value.get(company)
            if not value:
                return ""
            if field.type == "many2one":
                return names.get(field.comodel_name, {}).get(value, str(value))
            if field.type == "selection":
                options = dict(field._description_selection(self.env))
                return str(options.get(value, value))
            return self._plain_text(field, value)

        return text

    def _plain_text(self, field, value):
        if field.type == "boolean":
            return self.env._("Yes")
        if field.type in ("integer", "float", "monetary"):
            return formatLang(self.env, value, digits=0 if field.type == "integer" else 2)
        return TAGS.sub(" ", str(value)).strip() if field.type == "html" else str(value)
