from odoo import api, fields, models

from .customer_audit import DAYS as AUDIT_DAYS
from .customer_audit import DEFAULT_DAYS as DEFAULT_AUDIT_DAYS
from .customer_export import DEFAULT_ROWS, ROWS
from .customer_operation_retention import DEFAULT_DAYS, KEEP
from .customer_outbox_transport import FOLDERS
from .customer_report_run import DAYS as REPORT_DAYS
from .customer_report_run import DEFAULT_DAYS as DEFAULT_REPORT_DAYS
from .customer_snapshot_file import FOLDER


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    customer_normalize = fields.Boolean(
        string="Bring Values into One Form",
        help="Trim names, format phones internationally, lower emails, drop trackers from "
        "websites: on entry, import and through the API.",
    )
    customer_require_reach = fields.Boolean(string="Ask for a Phone or an Email")
    customer_require_country = fields.Boolean(string="Ask for the Country")
    customer_entry_kind = fields.Selection(
        [("company", "Company"), ("person", "Person")],
        string="New Customers Are Mostly",
        default="company",
        config_parameter="customer_master.entry_kind",
    )

    customer_guard = fields.Boolean(
        string="Enforce Roles on Customers",
        config_parameter="customer_master.guard_customers",
        help="Who may add, change and delete customers is decided by the roles of Customer Master "
        "alone, whatever other groups a user has. Nothing changes for other contacts.",
    )
    customer_visibility = fields.Selection(
        [("all", "All customers"), ("own", "Their own and unassigned ones")],
        string="Customers That Sales Sees",
        default="all",
        config_parameter="customer_master.visibility",
    )
    customer_audit = fields.Boolean(
        string="Note Who Did What",
        config_parameter="customer_master.audit",
        help="Who changed, exported or printed customers, and who was refused.",
    )
    customer_audit_days = fields.Integer(
        string="Days for Which the Audit Is Kept",
        help="Older entries are deleted. 0 keeps them for ever.",
    )
    customer_export_guard = fields.Boolean(
        string="Limit the Export of Customers",
        config_parameter="customer_master.export_guard",
        help="Only data stewards and administrators export customers.",
    )
    customer_export_rows = fields.Integer(
        string="Customers Exported without a Reason",
        help="Whoever exports more must say why.",
    )
    customer_report_days = fields.Integer(
        string="Days for Which Reports Are Kept",
        help="Older reports are deleted with their files unless their user keeps them. 0 keeps "
        "them for ever.",
    )
    customer_operation_days = fields.Integer(
        string="Days in Which Operations Can Be Undone",
        help="Older values are deleted, the operations stay listed. 0 keeps them for ever.",
    )
    customer_merge_hashed = fields.Selection(
        [
            ("block", "Do not merge"),
            ("leave", "Leave these entries with the old customer"),
        ],
        string="Customers with Entries Secured by a Hash",
        default="block",
        config_parameter="customer_master.merge_hashed",
    )
    customer_merge_locked = fields.Selection(
        [
            ("move", "Merge, the entries get the kept customer"),
            ("leave", "Leave these entries with the old customer"),
            ("block", "Do not merge"),
        ],
        string="Customers with Entries in a Closed Period",
        default="move",
        config_parameter="customer_master.merge_locked",
    )

    customer_snapshot_folder = fields.Char(
        string="Folder for Snapshots",
        config_parameter=FOLDER,
        help="A folder of the server to which Odoo may write, such as one that is copied to "
        "another machine. Without one, snapshots are in Odoo's file store.",
    )

    customer_exchange_folders = fields.Char(
        string="Folders for Files to Other Systems",
        config_parameter=FOLDERS,
        help="Folders of the server, separated by colons. Endpoints write into these and the "
        "folders below them, and nowhere else.",
    )

    # Odoo deletes the parameter of a boolean that is off, which could not be told from a
    # setting that was never made and is on by default
    def _customer_switches(self):
        return {
            "customer_normalize": "customer_master.normalize",
        }

    def _customer_numbers(self):
        """Parameters and defaults of numbers, as 0 would be deleted as well."""
        return {
            "customer_operation_days": (KEEP, DEFAULT_DAYS),
            "customer_audit_days": (AUDIT_DAYS, DEFAULT_AUDIT_DAYS),
            "customer_export_rows": (ROWS, DEFAULT_ROWS),
            "customer_report_days": (REPORT_DAYS, DEFAULT_REPORT_DAYS),
        }

    def _customer_rules(self):
        """Settings that are rules, for who doesn't look for them there."""
        rules = {
            "customer_require_reach": "customer_master.customer_quality_rule_reach",
            "customer_require_country": "customer_master.customer_quality_rule_country",
        }
        return {name: self.env.ref(xml_id, False) for name, xml_id in rules.items()}

    def action_customer_access_preview(self):
        """What enforcing roles would change for whom."""
        return self.env["customer.access.preview"].action_preview()

    @api.model
    def get_values(self):
        params = self.env["ir.config_parameter"].sudo()
        return {
            **super().get_values(),
            **{
                name: params.get_param(key, "1") == "1"
                for name, key in self._customer_switches().items()
            },
            **{name: bool(rule and rule.active) for name, rule in self._customer_rules().items()},
            **{
                name: int(params.get_param(key, default))
                for name, (key, default) in self._customer_numbers().items()
            },
        }

    def set_values(self):
        snapshots = self.env["customer.snapshot"]
        before = snapshots._folder()
        result = super().set_values()
        if snapshots._folder() and snapshots._folder() != before:
            snapshots._checked_folder()
        params = self.env["ir.config_parameter"].sudo()
        for name, key in self._customer_switches().items():
            params.set_param(key, "1" if self[name] else "0")
        for name, rule in self._customer_rules().items():
            if rule and rule.active != self[name]:
                rule.active = self[name]
        for name, (key, _default) in self._customer_numbers().items():
            params.set_param(key, str(max(self[name], 0)))
        return result

    def action_customer_find_snapshots(self):
        """List the snapshots in the folder that this database doesn't know; see there."""
        return self.env["customer.snapshot"].action_find()
