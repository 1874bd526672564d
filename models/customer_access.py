from odoo import api, models, tools

from ..engine.access.policy import COLLEAGUES, OWN, UNASSIGNED, reach

GUARD = "customer_master.guard_customers"
GROUPS = {
    role: f"customer_master.group_{role}"
    for role in ("viewer", "sales", "finance", "steward", "administrator")
}


class CustomerAccess(models.AbstractModel):
    """Who the user is to customers: roles, and what each customer is to him.

    The matrix itself is ``engine.access.policy``.
    """

    _name = "customer.access"
    _description = "Access to Customers"

    @api.model
    def _guarded(self) -> bool:
        """Whether the matrix is enforced on the user at all."""
        if self.env.su:
            return False
        return self.env["ir.config_parameter"].sudo().get_param(GUARD) == "True"

    @api.model
    def _roles(self) -> tuple[str, ...]:
        """The roles of the user; "none" for who has none."""
        user = self.env.user
        return tuple(role for role, group in GROUPS.items() if user.has_group(group)) or ("none",)

    @api.model
    def _reach(self, action) -> frozenset[str]:
        """The relations in which the user may do ``action``."""
        return self._reach_of(self._roles(), action)

    @api.model
    @tools.ormcache("roles", "action")
    def _reach_of(self, roles, action):
        return reach(roles, action)

    @api.model
    def _relations(self, partners) -> dict:
        """What each customer or contact of one is to the user: ``{partner: relation}``.

        Others are left out, and so is the user's own contact: of those core decides alone.
        """
        own = self.env.user.partner_id.id
        relations = {}
        for partner in partners.sudo():
            owner = partner.commercial_partner_id or partner
            if owner.customer_rank <= 0 or partner.id == own:
                continue
            salesperson = owner.user_id.id
            if not salesperson:
                relation = UNASSIGNED
            else:
                relation = OWN if salesperson == self.env.uid else COLLEAGUES
            relations[partner.sudo(False)] = relation
        return relations

    @api.model
    def _refused(self, partners, *actions):
        """Those of ``partners`` with which the user may do none of ``actions``."""
        may = frozenset().union(*(self._reach(action) for action in actions))
        relations = self._relations(partners)
        return partners.browse(
            [partner.id for partner, relation in relations.items() if relation not in may]
        )
