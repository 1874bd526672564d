from odoo import Command
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools.safe_eval import safe_eval

ROLES = ("viewer", "sales", "finance", "steward", "administrator")
# writing without notifications and change history, which nothing here is about
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "no_reset_password": True,
}
# What other addons do that no test of ours can agree with.
CONTRADICTS = {
    "partner_firstname": "it takes blanks out of all names",
    "partner_stage": "it looks for a stage at each new contact, so queries grow",
    "sales_team_security": "salespersons do not see contacts of their colleagues, and a "
    "new salesperson is made a follower, so queries grow",
}


@tagged("post_install", "-at_install", "customer_master")
class CustomerCase(TransactionCase):
    """Users by role and factories. Nothing here needs demo data."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, **QUIET})
        cls.Partner = cls.env["res.partner"]
        cls.Category = cls.env["customer.category"]
        cls.Dimension = cls.env["customer.dimension"]
        cls.china = cls.env.ref("base.cn")
        cls.germany = cls.env.ref("base.de")
        cls.env.company.country_id = cls.china
        cls.region = cls.env.ref("customer_master.customer_dimension_region")
        cls.size = cls.env.ref("customer_master.customer_dimension_size")
        cls.type = cls.env.ref("customer_master.customer_dimension_type")
        cls.need = cls.env.ref("customer_master.customer_dimension_need")

    # -- users -----------------------------------------------------------------------------

    @classmethod
    def make_user(cls, role=None, **values):
        """A user with one role of this addon, or a plain employee."""
        group = f"customer_master.group_{role}" if role else "base.group_user"
        login = values.pop("login", f"cm_{role or 'employee'}")
        return new_test_user(cls.env, login, group, context=QUIET, **values)

    def as_user(self, user, **context):
        """The contacts as ``user`` sees them."""
        return self.Partner.with_user(user).with_context(**context)

    # -- records ---------------------------------------------------------------------------

    @classmethod
    def make_customer(cls, name="Northwind Testers", **values):
        return cls.Partner.create({"name": name, "is_company": True, "customer_rank": 1, **values})

    @classmethod
    def make_contact(cls, name="A Contact", **values):
        """A contact that is no customer."""
        return cls.Partner.create({"name": name, **values})

    @classmethod
    def make_category(cls, dimension, name, **values):
        return cls.Category.create({"dimension_id": dimension.id, "name": name, **values})

    @classmethod
    def make_tag(cls, name, **values):
        return cls.env["res.partner.category"].create({"name": name, **values})

    @classmethod
    def make_dimension(cls, code, **values):
        """A dimension as an administrator adds it; it is exclusive unless told otherwise."""
        return cls.Dimension.create({"name": code.title(), "code": code, **values})

    @classmethod
    def link(cls, *records):
        return [Command.link(record.id) for record in records]

    # -- entry -----------------------------------------------------------------------------

    @classmethod
    def entry_context(cls, user):
        """The context in which ``user`` gets the entry form, as the web client makes it."""
        action = cls.env["ir.actions.act_window"]._for_xml_id(
            "customer_master.customer_entry_action"
        )
        return safe_eval(action["context"], {"uid": user.id})

    def enter(self, user=None, **values):
        """Save the entry form with ``values``, as the web client does, and return the customer."""
        user = user or self.env.user
        Partner = self.as_user(user, **self.entry_context(user))
        defaults = {
            "name": "Entered Ltd",
            "is_company": True,
            "customer_rank": 1,
            "phone": "13800138000",
            "country_id": self.china.id,
        }
        saved = Partner.web_save({**defaults, **values}, {"id": {}, "display_name": {}})
        return self.Partner.browse(saved[0]["id"])

    # -- other addons ----------------------------------------------------------------------

    def skip_beside(self, *modules):
        """Skip what another addon is there to change; for ``./dev test coexist``."""
        Module = self.env["ir.module.module"]
        for name in modules:
            if Module._get(name).state == "installed":
                self.skipTest(f"Beside {name}: {CONTRADICTS[name]}.")

    # -- settings --------------------------------------------------------------------------

    @classmethod
    def set_setting(cls, **values):
        cls.env["res.config.settings"].create(values).execute()
