from dataclasses import dataclass
from datetime import datetime

import numpy as np

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..engine.matching.cluster import clusters
from ..engine.matching.compare import Comparer
from ..engine.matching.levels import EXTRA_PREFIX, FIELDS
from ..engine.matching.scan import score_pairs
from ..engine.matching.settings import VETOES, Settings, SettingsError, settings_from_json
from ..engine.matching.table import make_table
from ..engine.matching.weigh import Weigher
from .customer_assignment_mixin import domain_literal


@dataclass(frozen=True, eq=False)  # each one is itself, and cached
class EntryRule:
    """What the check of one customer needs of a rule, kept in memory between requests."""

    id: int
    domain: Domain
    on_entry: str
    certain: float
    cross_company: bool
    settings: Settings
    scanned_on: datetime | bool


class CustomerMatchRule(models.Model):
    """How duplicates are found among some customers, and what happens when one is entered."""

    _name = "customer.match.rule"
    _inherit = "customer.cached"
    _description = "Duplicate Rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [("all", "Companies and persons"), ("company", "Companies"), ("person", "Persons")],
        string="Customers",
        required=True,
        default="all",
    )
    domain = fields.Char(string="Condition", help="Customers that the rule looks at; all if empty.")
    field_ids = fields.Many2many(
        "customer.match.field",
        string="Evidence",
        default=lambda self: self.env["customer.match.field"].search([]),
        help="What is compared. Evidence that is not ticked counts neither for nor against.",
    )
    suggest = fields.Float(
        string="Suggest From",
        default=lambda self: Settings().suggest,
        digits=(6, 1),
        help="Pairs with this score or a higher one are shown. Each point doubles the odds that "
        "the two are the same.",
    )
    certain = fields.Float(
        string="Certain From",
        default=lambda self: Settings().certain,
        digits=(6, 1),
        help="Pairs from this score on may be merged without looking at each.",
    )
    on_entry = fields.Selection(
        [
            ("warn", "Warn"),
            ("block", "Ask for a reason"),
            ("log", "Only note it"),
        ],
        required=True,
        default="warn",
        help="What happens when a customer is entered by hand who may exist already.",
    )
    cross_company = fields.Boolean(
        string="Across Companies",
        help="Also compare customers of different companies of this database. A user sees such "
        "a pair only with access to both companies.",
    )
    veto_tax_id = fields.Boolean(string="Different Valid Tax IDs", default=True)
    veto_kind = fields.Boolean(string="A Person and a Company", default=True)
    veto_branch = fields.Boolean(string="Branches of One Group", default=True)
    veto_generation = fields.Boolean(string="Junior and Senior", default=True)
    weights = fields.Json(string="Learnt Weights", readonly=True, copy=False)
    # frequencies of words, see engine.matching.statistics; scanned_on says which
    statistics = fields.Binary(attachment=False, readonly=True, copy=False)
    scanned_on = fields.Datetime(string="Last Scan", readonly=True, copy=False)
    pair_count = fields.Integer(compute="_compute_pair_count")
    unprepared_count = fields.Integer(
        string="Customers Not Yet Prepared", compute="_compute_unprepared_count"
    )
    problem = fields.Char(compute="_compute_problem")
    scan_ids = fields.One2many("customer.match.scan", "rule_id", string="Scans")

    def _compute_pair_count(self):
        counts = dict(
            self.env["customer.match.pair"]._read_group(
                [("rule_id", "in", self.ids), ("state", "=", "open")], ["rule_id"], ["__count"]
            )
        )
        for rule in self:
            rule.pair_count = counts.get(rule, 0)

    def _compute_unprepared_count(self):
        self.unprepared_count = self.env["customer.match.key"]._count_missing()

    @api.constrains("suggest", "certain", "weights", "field_ids")
    def _check_settings(self):
        for rule in self:
            try:
                rule._make_settings()
            except SettingsError as error:
                raise ValidationError(
                    self.env._(
                        "The rule “%(name)s” can't be used: %(problem)s",
                        name=rule.name,
                        problem=error,
                    )
                ) from None

    @api.depends("domain")
    def _compute_problem(self):
        for rule in self:
            try:
                rule._condition()
                rule.problem = False
            except Exception as error:  # a domain fails in many ways
                rule.problem = self._cannot_use(rule, error)

    @api.constrains("domain")
    def _check_domain(self):
        for rule in self:
            try:
                rule._condition()
                self.env["res.partner"].sudo().search(rule._partner_domain(), limit=1)
            except Exception as error:  # a domain fails in many ways; each is the administrator's
                raise ValidationError(self._cannot_use(rule, error)) from error

    def _cannot_use(self, rule, error):
        return self.env._(
            "The condition of the rule “%(name)s” can't be used: %(problem)s",
            name=rule.name,
            problem=error,
        )

    def _condition(self) -> Domain:
        """The further condition; fails in many ways where it can't be used."""
        if (self.domain or "").strip() in ("", "[]"):
            return Domain.TRUE
        condition = Domain(domain_literal(self.env, self.domain))
        condition.validate(self.env["res.partner"].sudo())
        return condition

    def _partner_domain(self) -> Domain:
        """The active customers that the rule looks at. None, where its condition can't be used
        any more, since a field has gone with an addon: customers must be saved all the same."""
        self.ensure_one()
        domain = self.env["res.partner"]._customer_domain()
        if self.kind != "all":
            domain &= Domain("is_company", "=", self.kind == "company")
        try:
            return domain & self._condition()
        except (ValueError, SyntaxError, TypeError):
            return Domain.FALSE

    def _settings(self) -> Settings:
        """The rule as settings of the engine.

        :raise SettingsError: it can't be used
        """
        self.ensure_one()
        return self._cached_settings(self.id)

    @api.model
    @tools.ormcache("rule_id")
    def _cached_settings(self, rule_id):
        return self.browse(rule_id).sudo()._make_settings()

    def _make_settings(self) -> Settings:
        extras = self.env["customer.match.field"].search([("field_id", "!=", False)], order="id")
        taking_part = set(self.field_ids.mapped("code"))
        off = [name for name in FIELDS if name not in taking_part and self._is_evidence(name)]
        off += [
            f"{EXTRA_PREFIX}{number}"
            for number, extra in enumerate(extras)
            if extra not in self.field_ids
        ]
        return settings_from_json(
            {
                "off": off,
                "extras": [{"name": e.field_id.name, "how": e.how} for e in extras],
                "vetoes": [veto for veto in VETOES if self[f"veto_{veto}"]],
                "suggest": self.suggest,
                "certain": self.certain,
                **(
                    {"weights": self.weights["weights"], "base": self.weights["base"]}
                    if self.weights
                    else {}
                ),
            }
        )

    @api.model
    def _is_evidence(self, name) -> bool:
        """Whether administrators can switch the evidence ``name``; the rest always counts."""
        return bool(
            self.env["customer.match.field"].sudo().search_count([("code", "=", name)], limit=1)
        )

    @api.model
    @tools.ormcache()
    def _entry_rules(self) -> tuple[EntryRule, ...]:
        """The active rules in their order."""
        return tuple(
            EntryRule(
                rule.id,
                rule._partner_domain(),
                rule.on_entry,
                rule.certain,
                rule.cross_company,
                rule._settings(),
                rule.scanned_on,
            )
            for rule in self.sudo().search([("active", "=", True)])
        )

    @api.model
    def _rule_for(self, partner) -> EntryRule | None:
        """The first rule whose customers ``partner``, stored or not, would be among."""
        for rule in self._entry_rules():
            if partner.filtered_domain(rule.domain):
                return rule
        return None

    def _engine_statistics(self):
        """Frequencies of words in the list of the rule, from its last scan."""
        self.ensure_one()
        return self.env["customer.match.key"]._statistics(self.id, self.scanned_on)

    def _cluster_labels(self, packed, different) -> list[int]:
        """For each of a few customers the number of the first one of its group.

        :param different: pairs of numbers of those that a steward called different
        """
        settings, statistics = self._settings(), self._engine_statistics()
        comparer = Comparer(make_table(packed), statistics)
        pairs = np.stack(np.triu_indices(len(packed), 1), axis=1).astype(np.int32)
        scores, vetoed = score_pairs(
            comparer,
            Weigher(settings, statistics),
            pairs,
            np.array(different, np.int32).reshape(-1, 2),
        )
        return clusters(len(packed), pairs, scores, settings.suggest, vetoed > 0).tolist()

    # -- actions ---------------------------------------------------------------------------

    def action_scan(self):
        """Begin a scan of all customers of the rule and show its progress."""
        self.ensure_one()
        self._check_domain()
        scan = self.env["customer.match.scan"]._begin(self)
        return {
            "type": "ir.actions.act_window",
            "res_model": "customer.match.scan",
            "res_id": scan.id,
            "views": [(False, "form")],
        }

    def action_try(self):
        """Show what the rule would suggest."""
        self.ensure_one()
        return self.env["customer.match.trial"]._action_try(self)

    def action_open_pairs(self):
        self.ensure_one()
        return {
            **self.env["ir.actions.actions"]._for_xml_id(
                "customer_master.customer_match_pair_action"
            ),
            "domain": [("rule_id", "=", self.id)],
        }
