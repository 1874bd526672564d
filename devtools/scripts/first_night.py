"""Run in Odoo's shell on a new demo database: what the first night finds.

Duplicates, issues of data quality, stages and values, next contacts; without it the screens of a
new demo would be half empty until tomorrow.
"""
# ruff: noqa: F821 (env comes from the shell)

rule = env.ref("customer_master.customer_match_rule_default")
scan = env["customer.match.scan"]._begin(rule)
scan._work()
env.cr.commit()
for name in ("quality_start", "quality_run", "nightly_start", "nightly", "followup"):
    env.ref(f"customer_master.ir_cron_{name}").method_direct_trigger()
env.cr.commit()
