from odoo import Command
from odoo.exceptions import AccessError

from .test_audit import AuditCase


class TestAuditRefusal(AuditCase):
    """Refusals are noted although what was refused is rolled back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch(guard_customers="True")
        cls.theirs = cls.make_customer("Theirs", user_id=cls.users["steward"].id)

    def refused(self, work, times=1):
        """The rows that refusing ``work(env)`` of a request of its own leaves."""
        before = self.last()
        with self.enter_registry_test_mode():
            for _time in range(times):
                # no assertRaises, which would roll back what is noted as well
                try:
                    with self.registry.cursor() as cr:
                        work(self.env(cr=cr))
                except AccessError:
                    continue
                self.fail("it was not refused")
        self.env.invalidate_all()
        return self.rows(after=before)

    def test_each_refusal(self):
        viewer, sales = self.users["viewer"], self.users["sales"]
        theirs = self.theirs

        def partner(env, user):
            return env["res.partner"].browse(theirs.id).with_user(user)

        for user, work, words in (
            (viewer, lambda env, u: partner(env, u).write({"street": "X"}), "change"),
            (sales, lambda env, u: partner(env, u).write({"street": "X"}), "Street"),
            (sales, lambda env, u: partner(env, u).unlink(), "delete"),
            (sales, lambda env, u: partner(env, u).write({"customer_access": "team"}), "who sees"),
            (
                self.users["steward"],
                lambda env, u: (
                    env["res.partner.bank"]
                    .with_user(u)
                    .create({"acc_number": "1", "partner_id": theirs.id})
                ),
                "bank",
            ),
        ):
            with self.subTest(user=user.login, words=words):
                user.group_ids = [
                    Command.link(self.env.ref("base.group_partner_manager").id),
                ]
                rows = self.refused(lambda env, u=user, w=work: w(env, u))
                self.assertEqual(rows.mapped("kind"), ["refused"])
                self.assertEqual(rows.user_id, user)
                self.assertEqual(rows.partner_id, theirs)
                self.assertIn(words, rows.description)
                self.assertNotIn("Theirs", rows.description)
        self.assertNotEqual(theirs.street, "X")

    def test_a_customer_that_was_never_added(self):
        viewer = self.users["viewer"]
        viewer.group_ids = [Command.link(self.env.ref("base.group_partner_manager").id)]
        rows = self.refused(
            lambda env: (
                env["res.partner"].with_user(viewer).create({"name": "Never", "customer_rank": 1})
            )
        )
        self.assertEqual(rows.mapped("kind"), ["refused"])
        self.assertFalse(rows.partner_id)
        self.assertEqual(rows.partner_name, "Never")

    def test_a_loop_does_not_fill_the_table(self):
        sales = self.users["sales"]

        def write(env):
            env["res.partner"].browse(self.theirs.id).with_user(sales).write({"street": "X"})

        self.assertEqual(len(self.refused(write, times=30)), 1)
        many = self.Partner.create(
            [
                {"name": f"Many {n}", "customer_rank": 1, "user_id": self.users["steward"].id}
                for n in range(60)
            ]
        )

        def write_many(env):
            for customer in env["res.partner"].browse(many.ids).with_user(sales):
                try:
                    customer.write({"street": "X"})
                except AccessError:
                    continue
            raise AccessError(str(many))

        self.assertEqual(len(self.refused(write_many)), 20)

    def test_a_user_gets_so_many_an_hour(self):
        sales = self.users["sales"]
        self.env.cr.execute(
            """INSERT INTO customer_audit (date, user_id, kind, description)
               SELECT now() AT TIME ZONE 'UTC', %s, 'refused', n::text
                 FROM generate_series(1, 200) n""",
            [sales.id],
        )

        def write(env):
            env["res.partner"].browse(self.theirs.id).with_user(sales).write({"street": "X"})

        self.assertFalse(self.refused(write))

    def test_nothing_is_noted_when_off_or_only_asked(self):
        sales = self.users["sales"]

        def ask(env):
            self.assertFalse(
                env["res.partner"].browse(self.theirs.id).with_user(sales).has_access("unlink")
            )
            raise AccessError(str(self.theirs))

        self.assertFalse(self.refused(ask))
        self.switch(audit="False")
        self.assertFalse(
            self.refused(
                lambda env: env["res.partner"].browse(self.theirs.id).with_user(sales).unlink()
            )
        )
