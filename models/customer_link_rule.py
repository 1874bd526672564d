import ast

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..engine.linking import Line

# changing whose customer these belong to would change who somebody is, or how this works
REFUSED = ("ir.", "customer.", "base.", "bus.", "res.users", "res.company", "res.groups")


class CustomerLinkRule(models.Model):
    """Which records of another kind belong to which customer: by what, and what is done then."""

    _name = "customer.link.rule"
    _inherit = "customer.cached"
    _description = "Link Rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=False, help="Try the rule before you switch it on.", copy=False)
    model_id = fields.Many2one(
        "ir.model",
        string="Records",
        required=True,
        ondelete="cascade",
        domain="[('field_id.relation', '=', 'res.partner'), ('field_id.ttype', '=', 'many2one'),"
        " ('transient', '=', False), ('abstract', '=', False)]",
    )
    model = fields.Char(related="model_id.model", string="Name of the Kind", store=True)
    field_id = fields.Many2one(
        "ir.model.fields",
        string="Gets the Customer",
        required=True,
        ondelete="cascade",
        domain="[('model_id', '=', model_id), ('relation', '=', 'res.partner'),"
        " ('ttype', '=', 'many2one'), ('store', '=', True)]",
        help="The field of the record that the customer is written to.",
    )
    field_name = fields.Char(related="field_id.name", string="Name of the Field", store=True)
    domain = fields.Char(string="Condition", help="Only these records; all if empty.")
    placeholder_ids = fields.Many2many(
        "res.partner",
        "customer_link_rule_placeholder_rel",
        string="Also Instead Of",
        help="Customers that stand for nobody in particular, such as “Walk-in Customer”. Records "
        "of theirs are looked at as if they had no customer.",
    )
    line_ids = fields.One2many("customer.link.rule.line", "rule_id", string="Evidence", copy=True)
    action = fields.Selection(
        [("link", "Link the certain ones, suggest the others"), ("suggest", "Suggest only")],
        string="What to Do",
        required=True,
        default="suggest",
    )
    certain = fields.Float(
        string="Least Sureness to Be Certain",
        required=True,
        default=0.95,
        help="Only who is the only customer that is so sure is linked without asking.",
    )
    suggest = fields.Float(string="Least Sureness to Suggest", required=True, default=0.6)
    create_missing = fields.Boolean(
        string="Create Missing Customers",
        help="Where nobody fits, a customer is made of the values of the record first. It needs "
        "a name among the evidence.",
    )
    to_contact = fields.Boolean(
        string="To the Contact Person",
        help="Link to the contact person with this email address, not to the company.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="With the Rights of",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        help="Who changed the rule last. What the rule does by itself, it may do only as they may.",
    )
    suggestion_count = fields.Integer(compute="_compute_suggestion_count")
    problem = fields.Char(compute="_compute_problem")

    _thresholds = models.Constraint(
        "CHECK(suggest > 0 AND suggest <= certain AND certain <= 1)",
        "“Least Sureness to Suggest” must be more than 0 %, and “Least Sureness to Be Certain” not "
        "below it and at most 100 %.",
    )

    def _compute_suggestion_count(self):
        counts = dict(
            self.env["customer.link.suggestion"]._read_group(
                [("rule_id", "in", self.ids), ("state", "=", "open")], ["rule_id"], ["__count"]
            )
        )
        for rule in self:
            rule.suggestion_count = counts.get(rule, 0)

    @api.depends(
        "model", "field_name", "domain", "line_ids.path", "line_ids.kind", "line_ids.system_id"
    )
    def _compute_problem(self):
        for rule in self:
            rule.problem = rule.model and rule.field_name and rule._problem()

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([{**vals, "user_id": self.env.uid} for vals in vals_list])

    def write(self, vals):
        return super().write({**vals, "user_id": self.env.uid})

    @api.constrains("model_id", "field_id", "domain", "line_ids", "active")
    def _check_usable(self):
        for rule in self:
            if problem := rule._problem():
                raise ValidationError(problem)

    @api.onchange("model_id")
    def _onchange_model_id(self):
        found = self.env["ir.model.fields"].search(
            [
                ("model_id", "=", self.model_id.id),
                ("relation", "=", "res.partner"),
                ("ttype", "=", "many2one"),
                ("store", "=", True),
            ]
        )
        self.field_id = found.filtered(lambda field: field.name == "partner_id") or found[:1]
        self.domain = False

    # -- use -------------------------------------------------------------------------------

    def _problem(self):
        """Why the rule can't be used, in a sentence; or ``False``."""
        self.ensure_one()
        rule = self.sudo()
        if rule.model not in self.env:
            return self.env._(
                "The rule “%s” is for records that are not installed any more.", rule.name
            )
        Model = self.env[rule.model]
        if rule.model.startswith(REFUSED) or Model._abstract or Model._transient or not Model._auto:
            return self.env._("The rule “%s”: such records can't be linked.", rule.name)
        field = Model._fields.get(rule.field_name)
        if not field or field.type != "many2one" or field.comodel_name != "res.partner":
            return self.env._(
                "The rule “%s”: the field that gets the customer is not there any more.", rule.name
            )
        try:
            Model.sudo().search(rule._domain(), limit=1)
        except Exception as error:  # a domain fails in many ways; each is the administrator's
            return self.env._(
                "The condition of the rule “%(name)s” can't be used: %(problem)s",
                name=rule.name,
                problem=error,
            )
        if not rule.line_ids:
            return self.env._("The rule “%s” needs evidence: please add a line.", rule.name)
        return next((p for line in rule.line_ids if (p := line._problem())), False)

    def _usable(self):
        """:raise UserError: the rule can't be used, with the reason"""
        if problem := self._problem():
            raise UserError(problem)

    def _nobody(self):
        """Ids that the field of a record without a customer may have."""
        return [False, *self.sudo().placeholder_ids.ids]

    def _domain(self, linked=False) -> Domain:
        """Records of the rule that have no customer yet, or those that have one."""
        rule = self.sudo()
        own = ast.literal_eval(rule.domain) if rule.domain else []
        without = Domain(rule.field_name, "in", rule._nobody())
        return Domain(own) & (~without if linked else without)

    def _records(self, domain=Domain.TRUE, limit=None, order="id", linked=False):
        """Records of the rule as whoever asks sees them."""
        Model = self.env[self.sudo().model]
        return Model.search(self._domain(linked) & Domain(domain), order=order, limit=limit)

    def _as_owner(self):
        """The rule with the rights of who answers for it, in all their companies."""
        user = self.sudo().user_id
        companies = {"allowed_company_ids": user.company_ids.ids, "lang": user.lang}
        return self.with_user(user).with_context(**companies)

    def _engine_lines(self):
        return [
            Line(line.kind, line.logic, line.sure, line._scope()) for line in self.sudo().line_ids
        ]

    def _watched(self):
        """Names of fields of the record whose change makes it worth another look."""
        names = {line.path.split(".")[0] for line in self.line_ids}
        names |= {c.field_expr.split(".")[0] for c in self._domain().iter_conditions()}
        return frozenset(names)

    # -- actions ---------------------------------------------------------------------------

    def action_try(self):
        """Show whom the rule would find for records as they are, without storing anything."""
        self.ensure_one()
        self.check_access("read")
        self._usable()
        return self.env["customer.link.trial"]._action_try(self)

    def action_run(self):
        """Look at all records of the rule now, in the background, and show how far it is."""
        self.ensure_one()
        self.env["customer.link.run"]._begin(self)
        return self.env["ir.actions.actions"]._for_xml_id(
            "customer_master.customer_link_run_action"
        )

    def action_open_suggestions(self):
        self.ensure_one()
        return {
            **self.env["ir.actions.actions"]._for_xml_id(
                "customer_master.customer_link_suggestion_action"
            ),
            "domain": [("rule_id", "=", self.id)],
            "context": {"search_default_open": 1},
        }
