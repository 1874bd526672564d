from collections import defaultdict

from odoo import api, fields, models, tools
from odoo.fields import Command, Domain
from odoo.tools import SQL

from ..engine.classification import Target, plan_change
from .res_partner_classification import ARCHIVED_TOO

# model that carries the rules: (all values, those of them that a rule gave)
ASSIGNED = {
    "customer.category": ("customer_category_ids", "customer_rule_category_ids"),
    "res.partner.category": ("category_id", "customer_rule_tag_ids"),
}
SLICE = 1000
CURSOR = "customer_master.assign_after"


class ResPartner(models.Model):
    """Categories and tags that rules assign: at create and write, nightly, and on demand."""

    _inherit = "res.partner"

    customer_rule_category_ids = fields.Many2many(
        "customer.category",
        "customer_category_rule_res_partner_rel",
        "partner_id",
        "category_id",
        string="Categories by Rule",
        context=ARCHIVED_TOO,
        readonly=True,
        copy=False,
    )
    customer_rule_tag_ids = fields.Many2many(
        "res.partner.category",
        "customer_tag_rule_res_partner_rel",
        "partner_id",
        "category_id",
        string="Tags by Rule",
        readonly=True,
        copy=False,
    )

    # -- when ------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        partners._customer_assign()
        return partners

    def write(self, vals):
        result = super().write(vals)
        columns = self.env["customer.dimension"]._partner_fields().values()
        written = set(vals)
        chosen = {vals[name] for name in columns if vals.get(name)}
        if not written.isdisjoint(columns):
            written.add("customer_category_ids")
        for model, (field, by_rule) in ASSIGNED.items():
            if field in written:
                linked = {
                    command[1]
                    for command in vals.get(field) or ()
                    if isinstance(command, list | tuple) and command[0] == Command.LINK
                }
                if model == "customer.category":
                    linked |= chosen
                self._customer_forget_marks(field, by_rule, linked)
            if written & self._customer_rule_triggers(model):
                self._customer_assign([model])
        return result

    def _customer_forget_marks(self, field, by_rule, linked):
        """What was taken away by hand is no longer there by rule; what was chosen by hand
        (``linked``, ids) is there by hand from now on."""
        for partner in self.sudo():
            gone = partner[by_rule].filtered(
                lambda value, now=partner[field]: value not in now or value.id in linked
            )
            if gone:
                partner[by_rule] -= gone

    # -- which rules -----------------------------------------------------------------------

    @api.model
    @tools.ormcache("model")
    def _customer_rule_list(self, model):
        """Usable rules of ``model`` in order of precedence.

        :return: tuple of (id, exclusive dimension id or None, domain list, contact fields that
            the domain reads)
        """
        rules = []
        for record in self.env[model]._customer_rules():
            literal = record._customer_rule_literal()
            dimension = record.dimension_id if model == "customer.category" else None
            names = {
                condition.field_expr.split(".")[0]
                for condition in Domain(literal).iter_conditions()
            }
            rules.append(
                (
                    record.id,
                    dimension.id if dimension and dimension.exclusive else None,
                    literal,
                    tuple(sorted(names)),
                )
            )
        return tuple(rules)

    @api.model
    @tools.ormcache("model")
    def _customer_rule_triggers(self, model):
        """Fields of contacts whose change can change what the rules of ``model`` give."""
        read = {
            name
            for *_rule, literal, _names in self._customer_rule_list(model)
            for condition in Domain(literal).iter_conditions()
            for name in self._customer_fields_of_path(condition.field_expr)
        }
        if not read:
            return frozenset()
        return frozenset(
            self._customer_fields_behind(read)
            | {"customer_rank", "is_company", "parent_id", ASSIGNED[model][0]}
        )

    @api.model
    def _customer_fields_of_path(self, path):
        """Fields of contacts in ``path``, such as both of ``commercial_partner_id.city``."""
        model = self
        for name in path.split("."):
            if model._name == self._name:
                yield name
            field = model._fields.get(name)
            if not field or not field.relational:
                return
            model = self.env[field.comodel_name]

    @api.model
    def _customer_fields_behind(self, names):
        """``names`` and all fields of contacts that the computed ones among them depend on."""
        found, ahead = set(), set(names)
        while ahead:
            name = ahead.pop()
            found.add(name)
            for path in self.pool.field_depends.get(self._fields.get(name), ()):
                ahead.update(set(self._customer_fields_of_path(path)) - found)
        return found

    def _customer_matches(self, rules):
        """Ids of the rules that hold for each partner of ``self``: {partner id: [rule id]}.

        A rule reads few fields with few different values, so it is judged once for each
        combination of values, not once a customer.
        """
        matches = defaultdict(list)
        groups_by_fields = {}
        # rules share fields, and reading a value costs more than all the rest
        values = {
            name: [partner[name] for partner in self]
            for name in {name for *_rule, names in rules for name in names}
        }
        for rule_id, _dimension, literal, names in rules:
            groups = groups_by_fields.get(names)
            if groups is None:
                groups = groups_by_fields[names] = defaultdict(list)
                for position, partner_id in enumerate(self.ids):
                    groups[tuple(values[name][position] for name in names)].append(partner_id)
            first = {ids[0]: ids for ids in groups.values()}
            for partner in self.browse(first).filtered_domain(Domain(literal)):
                for partner_id in first[partner.id]:
                    matches[partner_id].append(rule_id)
        return matches

    # -- what changes ----------------------------------------------------------------------

    def _customer_assignment_changes(self, model, only=None):
        """What the rules of ``model`` would change on the customers of ``self`` now.

        :param only: id of the one rule to look at, all where empty
        :return: {partner id: engine.classification.Change}, those with a change only
        """
        rules = self._customer_rule_list(model)
        customers = self.sudo().with_context(active_test=False).filtered("customer_is_customer")
        if not rules or not customers:
            return {}
        field, by_rule = ASSIGNED[model]
        targets = {rule_id: Target(rule_id, dimension) for rule_id, dimension, *_x in rules}
        exclusive = {}
        if model == "customer.category":
            exclusive = {
                category.id: category.dimension_id.id
                for category in customers[field]
                if category.exclusive
            }
        matches = customers._customer_matches(rules)
        changes = {}
        for customer in customers:
            change = plan_change(
                customer[field].ids,
                customer[by_rule].ids,
                matches.get(customer.id, ()),
                targets,
                exclusive,
            )
            if change and (not only or only in change.add | change.remove):
                changes[customer.id] = change
        return changes

    def _customer_assign(self, models_=tuple(ASSIGNED), only=None):
        """Let the rules give the customers of ``self`` their categories and tags.

        :param models_: whose rules
        :param only: id of the one rule to use, all where empty
        :return: ids of the customers that changed
        """
        changed = set()
        for model in models_:
            changes = self._customer_assignment_changes(model, only)
            if changes:
                self._customer_store_assignment(model, changes)
                changed.update(changes)
        return changed

    def _customer_store_assignment(self, model, changes):
        """Store planned changes set-wise: derived data, so no chatter and no write hooks."""
        added = [(p, t) for p, change in changes.items() for t in change.add]
        removed = [(p, t) for p, change in changes.items() for t in change.remove]
        customers = self.browse(changes).sudo()
        names = ASSIGNED[model]
        customers.flush_recordset(names)
        for name in names:
            field = self._fields[name]
            table = SQL.identifier(field.relation)
            columns = SQL.identifier(field.column1), SQL.identifier(field.column2)
            if removed:
                self.env.cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE (%s, %s) IN (SELECT * FROM unnest(%s, %s))",
                        table,
                        *columns,
                        *map(list, zip(*removed, strict=True)),
                    )
                )
            if added:
                self.env.cr.execute(
                    SQL(
                        """INSERT INTO %s (%s, %s)
                           SELECT * FROM unnest(%s, %s)
                               ON CONFLICT DO NOTHING""",
                        table,
                        *columns,
                        *map(list, zip(*added, strict=True)),
                    )
                )
        customers.invalidate_recordset(names, flush=False)
        customers.modified(names)

    # -- nightly ---------------------------------------------------------------------------

    @api.model
    def _cron_customer_assign(self):
        """Look at all customers, in slices that are committed one by one.

        A run that is out of time goes on behind the last customer that it looked at.
        """
        for model in ASSIGNED:
            self.env[model]._customer_update_rule_errors()
        params = self.env["ir.config_parameter"].sudo()
        done = int(params.get_param(CURSOR, 0))
        partners = self.with_context(active_test=False)
        remaining = partners.search_count(self._customer_domain() & Domain("id", ">", done))
        while batch := partners.search(
            self._customer_domain() & Domain("id", ">", done), order="id", limit=SLICE
        ):
            batch._customer_assign()
            done = batch[-1].id
            remaining = max(remaining - len(batch), 0)
            if not self.env["ir.cron"]._commit_progress(len(batch), remaining=remaining):
                break
            self.env.invalidate_all()
        # written once, since every write of a parameter empties the caches of all processes
        params.set_param(CURSOR, done if batch and remaining else 0)
