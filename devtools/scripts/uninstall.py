"""Run in Odoo's shell: uninstall the addon as an administrator would."""
# ruff: noqa: F821 (env comes from the shell)

env["ir.module.module"].search([("name", "=", "customer_master")]).button_immediate_uninstall()
