from typing import NamedTuple

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain


class Mode(NamedTuple):
    """A correction rule as it is applied: what is kept in memory of it."""

    id: int
    code: str
    mode: str
    minimum: float


class CustomerCorrectionRule(models.Model):
    """A kind of correction or completion: off, suggested, or made by itself."""

    _name = "customer.correction.rule"
    _description = "Correction Rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    # of the kind in ``engine.quality.suggest``, or of what a provider suggests
    code = fields.Char(required=True, readonly=True, copy=False)
    sequence = fields.Integer(
        default=10, help="Where several rules would change a value, the first one does."
    )
    description = fields.Text(
        string="What It Does", translate=True, readonly=True, help="And when it says nothing."
    )
    mode = fields.Selection(
        [("off", "Off"), ("suggest", "Suggest"), ("automatic", "Correct by Itself")],
        required=True,
        default="suggest",
    )
    minimum = fields.Float(
        string="Sure Enough From",
        required=True,
        default=0.98,
        help="Less sure corrections are only suggested.",
    )

    _code_unique = models.UniqueIndex("(code)", "There is a rule for this already.")

    @api.constrains("minimum")
    def _check_minimum(self):
        for rule in self:
            if not 0.5 <= rule.minimum <= 1:
                raise ValidationError(
                    self.env._("“Sure Enough From” must be between 50 % and 100 %.")
                )

    @api.model
    def _rules(self) -> tuple[Mode, ...]:
        """The rules that are not off, in their order."""
        return tuple(rule for rule in self._rules_cached() if rule.mode != "off")

    @api.model
    @tools.ormcache(cache="stable")
    def _rules_cached(self):
        rules = self.sudo().search(Domain.TRUE)
        return tuple(Mode(rule.id, rule.code, rule.mode, rule.minimum) for rule in rules)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # a kind without a program behind it would do nothing
            raise AccessError(self.env._("Correction rules come with the addons that know them."))
        rules = super().create(vals_list)
        self._changed()
        return rules

    def write(self, vals):
        result = super().write(vals)
        if not {"mode", "minimum", "sequence", "code"}.isdisjoint(vals):
            self._changed()
        return result

    def unlink(self):
        self._changed()
        return super().unlink()

    @api.model
    def _changed(self):
        self.env.registry.clear_cache("stable")
        if not self.env.context.get("install_mode"):
            self.env["customer.quality.run"].sudo()._begin_anew()

    def action_try(self):
        """Show what the rule would change in existing customers, without storing anything."""
        self.ensure_one()
        self.check_access("read")
        return self.env["customer.correction.trial"]._action_try(self)
