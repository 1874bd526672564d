from odoo.tests import HttpCase, new_test_user, tagged

from .common import QUIET, CustomerCase

LIST_URL = "/odoo/customer-master"
CHINESE = "zh_CN"


@tagged("post_install", "-at_install", "customer_master")
class TourCase(CustomerCase, HttpCase):
    """Tours in a real browser. What a tour leaves in the database is checked by its test.

    ``lang`` is the language of the users that are made; a tour that runs in several never
    looks at translated text.
    """

    lang = "en_US"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if cls.lang != "en_US":
            lang = cls.env["res.lang"]._activate_lang(cls.lang)
            wizard = cls.env["base.language.install"].create({"lang_ids": lang.ids})
            wizard.lang_install()

    @classmethod
    def make_user(cls, role=None, groups=None, **values):
        """A user with one role of this addon, or with the ``groups`` of others."""
        # the welcome of OdooBot would lie over everything on a phone
        values = {"lang": cls.lang, "odoobot_state": "disabled", **values}
        if groups:
            return new_test_user(cls.env, groups=groups, context=QUIET, **values)
        return super().make_user(role, **values)

    def tour(self, name, user, url=LIST_URL, **options):
        """Run a tour as ``user`` and take what it wrote into this transaction's cache."""
        self.start_tour(url, f"customer_master.{name}", login=user.login, **options)
        self.env.invalidate_all()

    def customer(self, name):
        """The one customer with this name."""
        found = self.Partner.search([("name", "=", name), ("customer_is_customer", "=", True)])
        self.assertEqual(len(found), 1, f"there is one customer {name}")
        return found
