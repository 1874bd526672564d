def post_init_hook(env):
    """What is made in the background: the keys by which duplicates are found, examples for addons
    that are loaded later, stages and values of the customers that are there."""
    env.ref("customer_master.ir_cron_match_fill")._trigger()
    env.ref("customer_master.ir_cron_link_start")._trigger()
    env["customer.nightly"]._begin()


def uninstall_hook(env):
    """Take away what no external id of this addon leads to: the manual fields that
    administrators' own dimensions added to contacts, settings, and the table of changed customers.

    Files of snapshots in a folder of the server stay: they are backups.
    """
    dimensions = env["customer.dimension"].with_context(active_test=False).search([])
    dimensions._remove_partner_field()
    # core's merge is offered again
    action = env.ref("base.action_partner_merge", raise_if_not_found=False)
    if action:
        action.binding_model_id = env.ref("base.model_res_partner")
    env["ir.config_parameter"].search([("key", "=like", "customer_master.%")]).unlink()
    env["customer.mapping"]._drop_schemas()
    # they would keep the kinds of activities of this addon
    for model in ("customer.care.rule", "customer.followup.plan"):
        env[model].with_context(active_test=False).search([]).unlink()
    # Odoo forgets its notes of foreign keys only with a model of the addon; the keys themselves
    # go with their columns
    env.cr.execute(
        """DELETE FROM ir_model_constraint c USING ir_module_module m
            WHERE m.id = c.module AND m.name = 'customer_master' AND c.type = 'f'"""
    )
    # a table without a model, see customer.match.key
    env.cr.execute("DROP TABLE IF EXISTS customer_match_changed")
