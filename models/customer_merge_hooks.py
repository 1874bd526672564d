from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

# whose overrides are known: what they do, the set-based steps do
KNOWN = {
    "_update_foreign_keys": {"base"},
    "_update_reference_fields": {"base", "account"},
    "_log_merge_operation": {"base", "mail"},
    # Enterprise's own merge calls core's; account's guard is one of our checks
    "_merge_method": {"base", "customer_master", "account", "data_merge"},
}
GROUP = "customer_merge_group"
GUARD = "customer_merge_guard"


class CustomerMerge(models.AbstractModel):
    """What other addons add to core's merge is run for the groups that it concerns."""

    _inherit = "customer.merge"

    @api.model
    def _hook_addons(self, method, model="base.partner.merge.automatic.wizard"):
        """Names of the addons that override ``method`` in a way of their own."""
        classes = type(self.env[model]).__mro__
        addons = {
            cls.__module__.split(".")[2]
            for cls in classes
            if method in vars(cls) and cls.__module__.startswith("odoo.addons.")
        }
        return addons - KNOWN[method]

    def _hook_tables(self, addons):
        """Tables of the models that ``addons`` define, with their columns that are contacts."""
        tables = {}
        for column in self._columns():
            if column.kind == "fk" and column.model in self.env:
                if self.env[column.model]._original_module in addons:
                    tables.setdefault(column.table, []).append(column)
        return tables

    def _merge_with_hooks(self, groups):
        """Let overrides of ``_update_foreign_keys`` do their part, before the rest moves."""
        addons = self._hook_addons("_update_foreign_keys") | self._hook_addons(
            "_update_reference_fields"
        )
        if not addons:
            return
        tables = self._hook_tables(addons)
        lines = self._lines_of(groups)
        concerned = self._lines_with_rows(tables, lines)
        Operation = self.env["customer.operation"]
        Wizard = self.env["base.partner.merge.automatic.wizard"].sudo()
        Partner = Wizard.env["res.partner"].with_context(active_test=False)
        for group in groups:
            if group.line not in concerned:
                continue
            for table, columns in tables.items():
                for column in columns:
                    Operation._remember_rows(
                        table, column.name, dict.fromkeys(group.members, group.line)
                    )
            wizard = Wizard.with_context(**{GROUP: group})
            sources, master = Partner.browse(group.sources), Partner.browse(group.master)
            wizard._update_foreign_keys(sources, master)
            wizard._update_reference_fields(sources, master)
            # references were moved by now and are journaled as such
            Operation._journal_rows(ignored=[c.name for cs in tables.values() for c in cs])
            self.env.invalidate_all()

    def _lines_with_rows(self, tables, lines):
        columns = [column for own in tables.values() for column in own]
        if not columns:
            return set()
        return {
            lines[row[0]]
            for row in self.env.execute_query(
                SQL(" UNION ").join(
                    SQL(
                        "SELECT t.%s FROM %s t WHERE t.%s = ANY(%s)",
                        column.sql_name,
                        column.sql_table,
                        column.sql_name,
                        list(lines),
                    )
                    for column in columns
                )
            )
        }

    def _move_group(self, group):
        """Move the references of one group, where core's method would, inside of a hook."""
        rows = [(source, group.master, group.line) for source in group.sources]
        self.env.flush_all()
        self._set_map(rows)
        columns = self._columns()
        self._skip_beforehand(columns, group.sources)
        self._move(columns, rows)
        self.env.invalidate_all(flush=False)

    def _log_with_hooks(self, groups):
        if not self._hook_addons("_log_merge_operation"):
            return
        Partner = self.env["res.partner"].with_context(active_test=False)
        for group in groups:
            wizard = self.env["base.partner.merge.automatic.wizard"].sudo()
            wizard.with_context(**{GROUP: group})._log_merge_operation(
                Partner.browse(group.sources), Partner.browse(group.master)
            )

    def _check_hooks(self, groups):
        """Guards that other addons have put into ``_merge_method``."""
        if not self._hook_addons("_merge_method", "res.partner"):
            return {}
        blocked = {}
        Partner = self.env["res.partner"].with_context(active_test=False, **{GUARD: True}).sudo()
        for group in groups:
            try:
                with self.env.cr.savepoint():
                    Partner._merge_method(
                        Partner.browse(group.master), Partner.browse(group.sources)
                    )
            except (UserError, ValidationError) as error:
                blocked[group.line] = str(error)
        return blocked


class Base(models.AbstractModel):
    _inherit = "base"

    def _merge_method(self, destination, source):
        """The end of the chain of guards, which account's one calls.

        :return: what Enterprise's deduplication expects
        """
        parent = getattr(super(), "_merge_method", None)
        return parent(destination, source) if parent else {}
