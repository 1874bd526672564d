def post_init_hook(env):
    """Prepare the search for duplicates among the customers that are there, in the background."""
    env.ref("customer_master.ir_cron_match_fill")._trigger()


def uninstall_hook(env):
    """Take away the fields that administrators' own dimensions added to contacts.

    They are manual fields, so no external id of this addon leads to them.
    """
    dimensions = env["customer.dimension"].with_context(active_test=False).search([])
    dimensions._remove_partner_field()
