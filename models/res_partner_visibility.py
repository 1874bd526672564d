from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

VISIBILITY = "customer_master.visibility"
RESTRICTED = "customer_master.restricted"  # whether any customer was ever restricted
SEE_ALL = ("finance", "steward", "administrator")
DECIDING = ("commercial_partner_id", "customer_rank", "customer_access", "user_id",
            "customer_access_user_ids", "partner_share")  # fmt: skip

# 0: a customer itself, 1: everybody sees it, 2: a contact of another, which decides
KIND = """CASE WHEN %(contact)s.partner_share IS FALSE THEN 1
               WHEN %(contact)s.commercial_partner_id <> %(contact)s.id THEN 2
               WHEN %(contact)s.customer_rank > 0 THEN 0 ELSE 1 END"""

NO_CUSTOMER = """coalesce(%(contact)s.customer_rank, 0) <= 0
    AND coalesce(%(contact)s.commercial_partner_id, %(contact)s.id) = %(contact)s.id"""


class IrRule(models.Model):
    _inherit = "ir.rule"

    @api.model
    def _compute_domain(self, model_name, mode="read"):
        # no record of ir.rule, which would stop every search of contacts where it is left
        # behind without this code
        domain = super()._compute_domain(model_name, mode)
        if model_name == "res.partner":
            domain &= self.env["customer.access"]._visible_domain()
        elif model_name in ("res.partner.bank", "mail.followers"):
            visible = self.env["customer.access"]._visible_domain()
            if not visible.is_true():
                domain &= Domain("partner_id", "any!", visible)
                if model_name == "mail.followers":
                    domain &= self.env["customer.access"]._followed_domain()
        return domain


class CustomerAccess(models.AbstractModel):
    """Which customers the user may see."""

    _inherit = "customer.access"

    @api.model
    def _own_only(self, roles) -> bool:
        """Whether users with ``roles`` see only their own and unassigned customers."""
        visibility = self.env["ir.config_parameter"].sudo().get_param(VISIBILITY)
        return visibility == "own" and "sales" in roles

    @api.model
    def _visible_domain(self) -> Domain:
        """A domain on contacts. True where nothing is hidden from the user, so that it costs
        nothing then."""
        if not any(self._hiding()):
            return Domain.TRUE

        # core keeps the domain in memory: it must not hold an environment
        def to_sql(model, alias, _query):
            return model.env["customer.access"]._seen_sql(alias)

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _followed_domain(self) -> Domain:
        """A domain on followers: not those of hidden contacts."""

        def to_sql(model, alias, _query):
            return SQL(
                """(%(follower)s.res_model <> 'res.partner'
                    OR EXISTS (SELECT FROM res_partner followed
                                WHERE followed.id = %(follower)s.res_id AND %(seen)s))""",
                follower=SQL.identifier(alias),
                seen=model.env["customer.access"]._seen_sql("followed"),
            )

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _hiding(self) -> tuple[bool, bool]:
        """Why customers may be hidden from the user: since he sees his own only; since some are
        for named users or a team."""
        roles = self._roles()
        if not set(roles).isdisjoint(SEE_ALL):
            return False, False
        restricted = self.env["ir.config_parameter"].sudo().get_param(RESTRICTED)
        return self._own_only(roles), bool(restricted)

    @api.model
    def _seen_sql(self, alias) -> SQL:
        """Whether the user sees the contact of a row."""
        self.env["res.partner"].flush_model(DECIDING)
        return self._visible_sql(SQL.identifier(alias), self.env.uid, *self._hiding())

    @api.model
    def _visible_sql(self, contact, uid, own_only, restricted) -> SQL:
        """A condition on a row of contacts.

        Never hidden: who is no customer, colleagues and companies, and whoever is on a document
        of the user, so that his orders and invoices open.

        Each part of it can be found in an index, since of 100,000 customers few may be one's own,
        and no part is a query for each row, by whose cost the planner would choose badly.
        Contacts on documents are therefore there twice: as an array for the index, and as a list
        that is hashed, for rows that were found in another way.
        """
        documents = SQL("SELECT partner_id FROM res_company UNION ALL %s", self._documents_sql(uid))
        owner = SQL.identifier("owner")
        return SQL(
            """((%(kind)s <> 2 AND %(itself)s)
                OR %(kind)s = 1
                OR (%(kind)s = 2 AND %(contact)s.commercial_partner_id IN (
                    SELECT owner.id FROM res_partner owner
                     WHERE owner.customer_rank > 0 AND %(owner_visible)s
                     UNION ALL
                    SELECT owner.id FROM res_partner owner WHERE %(owner_is_none)s))
                OR (%(contact)s.id IN (%(documents)s)
                    AND %(contact)s.id = ANY(ARRAY(%(documents)s))))""",
            contact=contact,
            kind=SQL(KIND, contact=contact),
            itself=self._customer_visible_sql(contact, uid, own_only, restricted),
            owner_visible=self._customer_visible_sql(owner, uid, own_only, restricted),
            owner_is_none=SQL(NO_CUSTOMER, contact=owner),
            documents=documents,
        )

    @api.model
    def _customer_visible_sql(self, customer, uid, own_only, restricted) -> SQL:
        """A condition on a row of customers, documents aside."""
        theirs = SQL("%s.user_id = %s", customer, uid)
        if own_only:
            theirs = SQL("(%s OR %s.user_id IS NULL)", theirs, customer)
        if not restricted:
            return theirs
        # each subquery is made once, and not for each row
        return SQL(
            """(%(customer)s.user_id = %(uid)s
                OR CASE %(customer)s.customer_access
                   WHEN 'users' THEN %(customer)s.id IN (
                        SELECT partner_id FROM customer_access_user_rel WHERE user_id = %(uid)s)
                        OR %(customer)s.user_id IN (%(led)s)
                   WHEN 'team' THEN %(customer)s.user_id IN (
                        SELECT theirs.user_id FROM crm_team_member mine
                          JOIN crm_team_member theirs ON theirs.crm_team_id = mine.crm_team_id
                         WHERE mine.user_id = %(uid)s AND mine.active AND theirs.active
                         UNION %(led)s)
                   ELSE %(by_role)s END)""",
            customer=customer,
            uid=uid,
            by_role=theirs if own_only else SQL("TRUE"),
            led=SQL(
                """SELECT theirs.user_id FROM crm_team_member theirs
                     JOIN crm_team led ON led.id = theirs.crm_team_id
                    WHERE theirs.active AND led.user_id = %s""",
                uid,
            ),
        )

    @api.model
    def _documents_sql(self, uid) -> SQL:
        """Contacts on documents of a user; to be extended by those of other addons."""
        return SQL(
            """SELECT unnest(ARRAY[o.partner_id, o.partner_invoice_id, o.partner_shipping_id,
                                   p.commercial_partner_id])
                 FROM sale_order o JOIN res_partner p ON p.id = o.partner_id
                WHERE o.user_id = %(uid)s
                UNION ALL
               SELECT unnest(ARRAY[partner_id, commercial_partner_id, partner_shipping_id])
                 FROM account_move
                WHERE invoice_user_id = %(uid)s AND partner_id IS NOT NULL""",
            uid=uid,
        )


class ResPartner(models.Model):
    """Access to a single customer, and asking for it."""

    _inherit = "res.partner"

    customer_access = fields.Selection(
        [
            ("role", "By role"),
            ("team", "The salesperson's team"),
            ("users", "The salesperson and named users"),
        ],
        string="Who Sees It",
        default="role",
        copy=False,
        help="Finance, Data Steward and Administrator always do.",
    )
    customer_access_user_ids = fields.Many2many(
        "res.users",
        "customer_access_user_rel",
        "partner_id",
        "user_id",
        # no domain here: it would be read while users are made, before they have groups
        string="Named Users",
        copy=False,
    )

    # what a search of customers needs of CustomerAccess._visible_sql
    _customer_owner_idx = models.Index("(user_id) WHERE customer_rank > 0")
    _customer_kind_idx = models.Index(
        "(({0})) WHERE customer_rank > 0 AND {0} <> 0".format(KIND % {"contact": "res_partner"})
    )
    _customer_none_idx = models.Index(f"(id) WHERE {NO_CUSTOMER % {'contact': 'res_partner'}}")

    @api.model_create_multi
    def create(self, vals_list):
        self._customer_check_restricting(vals_list, created=True)
        return super().create(vals_list)

    def write(self, vals):
        self._customer_check_restricting([vals])
        return super().write(vals)

    def _customer_check_restricting(self, vals_list, created=False):
        """Only the leader of the salesperson's team, stewards and administrators say who sees a
        customer; whoever enters it may as well.

        :raise AccessError: the user may not
        """
        names = {"customer_access", "customer_access_user_ids"}
        asked = [vals for vals in vals_list if not names.isdisjoint(vals)]
        if not asked:
            return
        if any(vals.get("customer_access") in ("team", "users") for vals in asked):
            params = self.env["ir.config_parameter"].sudo()
            if not params.get_param(RESTRICTED):
                params.set_param(RESTRICTED, "1")
        roles = self.env["customer.access"]._roles()
        if created or self.env.su or not {"steward", "administrator"}.isdisjoint(roles):
            return
        leaders = self.sudo().user_id.crm_team_member_ids.crm_team_id.user_id
        owners = self.sudo().user_id
        if not self or self.env.user not in leaders or len(owners) > 1:
            raise self.env["customer.audit"]._refusal(
                self.env._("Only the team leader or a data steward can say who sees a customer."),
                self,
            )

    def customer_request_access(self):
        """Ask the salespersons of these customers, whom the user can't see, for access: each gets
        an activity.

        :raise AccessError: the user is no employee
        """
        if not self.env.user._is_internal():
            raise AccessError(self.env._("Only employees can ask for access to customers."))
        companies = {False, *self.env.user._get_company_ids()}
        hidden = self.exists() - self.exists()._filtered_access("read")
        for customer in hidden.sudo():
            user = customer.user_id
            asked = customer.activity_ids.filtered(lambda a: a.create_uid == self.env.user)
            if customer.company_id.id not in companies or not user or asked:
                continue
            customer.with_context(lang=user.lang).activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=user.id,
                summary=customer.with_context(lang=user.lang).env._(
                    "%s asks for access to this customer", self.env.user.name
                ),
            )
        return True
