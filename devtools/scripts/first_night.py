"""Run in Odoo's shell on a new demo database: what the scheduled search for duplicates finds."""
# ruff: noqa: F821 (env comes from the shell)

rule = env.ref("customer_master.customer_match_rule_default")
scan = env["customer.match.scan"]._begin(rule)
scan._work()
env.cr.commit()
