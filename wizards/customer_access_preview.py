from odoo import api, fields, models
from odoo.fields import Domain

from ..engine.access.policy import COLLEAGUES, OWN, UNASSIGNED
from ..models.customer_access import GROUPS
from .dialog import dialog


class CustomerAccessPreview(models.TransientModel):
    """What enforcing the matrix of roles would change for each user, before it is switched on."""

    _name = "customer.access.preview"
    _description = "Effect of Enforcing Roles"

    line_ids = fields.One2many("customer.access.preview.line", "preview_id")

    @api.model
    def action_preview(self):
        """Count for every internal user, and show it."""
        self.browse().check_access("create")
        users = self.env["res.users"].sudo()
        users = users.search([("share", "=", False), ("company_ids", "in", self.env.companies.ids)])
        preview = self.create({"line_ids": [(0, 0, self._line(user)) for user in users]})
        return dialog(preview, self.env._("Who May Change How Many Customers"))

    def _line(self, user):
        Access = self.env["customer.access"].with_user(user).sudo(False)
        Partner = self.env["res.partner"].with_user(user).sudo(False)
        # customers of companies that the administrator does not see are not counted
        company = {"allowed_company_ids": (user.company_ids & self.env.companies).ids}
        Partner = Partner.with_context(**company)
        counts = self._counts(Partner, user)
        now = sum(counts.values()) if Partner.has_access("write") else 0
        may = Access._reach("write") if now else frozenset()
        groups = (
            self.env["res.groups"]
            .sudo()
            .concat(*(self.env.ref(GROUPS[role]) for role in Access._roles() if role in GROUPS))
        )
        # a role that another one has in it is not told
        roles = (groups - groups.implied_ids.all_implied_ids - groups.implied_ids).mapped("name")
        return {
            "user_id": user.id,
            "roles": ", ".join(roles),
            "before_count": now,
            "after_count": sum(counts[relation] for relation in may),
            "after_finance": bool(now and Access._reach("write_finance")),
        }

    def _counts(self, partners, user):
        """Customers that the user sees, by what they are to him."""
        customers = partners._customer_domain()
        counts = {
            relation: partners.search_count(customers & Domain("user_id", "=", owner))
            for relation, owner in ((OWN, user.id), (UNASSIGNED, False))
        }
        counts[COLLEAGUES] = partners.search_count(customers) - sum(counts.values())
        return counts


class CustomerAccessPreviewLine(models.TransientModel):
    _name = "customer.access.preview.line"
    _description = "Effect of Enforcing Roles on a User"

    preview_id = fields.Many2one("customer.access.preview", required=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", readonly=True)
    roles = fields.Char(readonly=True)
    before_count = fields.Integer(string="May Change Now", readonly=True)
    after_count = fields.Integer(string="May Change Then", readonly=True)
    after_finance = fields.Boolean(string="Finance Fields", readonly=True)
