import itertools

from odoo.exceptions import AccessError

from .common import CustomerCase


class TestVisibility(CustomerCase):
    """Which customers a salesperson sees."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sales = cls.make_user("sales")
        cls.colleague = cls.make_user("sales", login="cm_vis_colleague")
        cls.own = cls.make_customer("Mine", user_id=cls.sales.id)
        cls.free = cls.make_customer("Nobody's")
        cls.theirs = cls.make_customer("Theirs", user_id=cls.colleague.id)
        cls.contact = cls.make_contact("Their Contact", parent_id=cls.theirs.id)
        cls.stranger = cls.make_contact("No Customer", user_id=cls.colleague.id)
        cls.everybody = cls.own + cls.free + cls.theirs + cls.contact + cls.stranger

    def own_only(self):
        self.set_setting(customer_visibility="own")

    def seen(self, user):
        self.env.flush_all()
        partners = self.as_user(user)
        found = partners.search([("id", "in", self.everybody.ids)])
        allowed = self.everybody.with_user(user)._filtered_access("read")
        self.assertEqual(found, partners.browse(allowed.ids) & found)
        self.assertEqual(len(found), len(allowed))
        return found.with_env(self.env)

    def test_all_by_default(self):
        self.assertEqual(self.seen(self.sales), self.everybody)

    def test_own_only(self):
        self.own_only()
        hidden = self.theirs + self.contact
        self.assertEqual(self.seen(self.sales), self.everybody - hidden)
        partners = self.as_user(self.sales)
        self.assertNotIn(self.theirs.id, [i for i, _name in partners.name_search("Theirs")])
        with self.assertRaises(AccessError):
            partners.browse(self.contact.id).read(["email"])
        groups = partners._read_group([("id", "in", self.everybody.ids)], ["user_id"], ["__count"])
        self.assertEqual(dict(groups)[self.colleague.with_env(partners.env)], 1)
        self.theirs.user_id = self.sales
        self.assertEqual(self.seen(self.sales), self.everybody)

    def test_lists_of_customers_hide_the_same(self):
        """Also with a search within the search."""
        self.own_only()
        self.env["sale.order"].create({"partner_id": self.contact.id, "user_id": self.sales.id})
        other = self.make_customer("Hidden", user_id=self.colleague.id)
        self.make_contact("Own Contact of Hidden", parent_id=other.id, user_id=self.sales.id)
        self.env.flush_all()
        partners = self.as_user(self.sales)
        customers = list(self.Partner._customer_domain())
        for more, expected in (
            ([], self.own + self.free + self.theirs),
            ([("child_ids.name", "=", "Their Contact")], self.theirs),
            ([("child_ids.name", "=", "Own Contact of Hidden")], self.Partner),
        ):
            with self.subTest(more=more):
                among = [("id", "in", (self.everybody + other).ids)]
                found = partners.search([*customers, *among, *more])
                self.assertEqual(found.with_env(self.env), expected)

    def test_other_roles_see_all(self):
        self.own_only()
        for role in ("finance", "steward", "administrator", "viewer", None):
            user = self.make_user(role, login=f"cm_vis_{role}")
            with self.subTest(role=role):
                self.assertEqual(self.seen(user), self.everybody)

    def test_customers_on_own_documents(self):
        self.own_only()
        self.env["sale.order"].create({"partner_id": self.contact.id, "user_id": self.sales.id})
        self.assertEqual(self.seen(self.sales), self.everybody)

    def test_every_kind_of_contact(self):
        """The condition in SQL says what the rule says in words, also of odd data."""
        self.own_only()
        owners = {"mine": self.sales.id, "theirs": self.colleague.id, "nobody's": False}
        partners = self.Partner
        for rank, (name, owner), child_rank in itertools.product((0, 1), owners.items(), (0, 1)):
            company = self.make_contact(
                f"{name} {rank}", is_company=True, customer_rank=rank, user_id=owner
            )
            partners += company
            for child_owner in owners.values():
                partners += self.make_contact(
                    "Child",
                    parent_id=company.id,
                    customer_rank=child_rank,
                    user_id=child_owner,
                )
        staff = self.colleague.partner_id + self.env.company.partner_id
        staff.write({"customer_rank": 1, "user_id": self.colleague.id})
        staff_contact = self.make_contact("Of staff", parent_id=self.colleague.partner_id.id)
        ordered = self.make_customer("Ordered", user_id=self.colleague.id)
        address = self.make_contact("Address", parent_id=ordered.id)
        unknown = self.make_customer("No commercial entity", user_id=self.colleague.id)
        self.env["sale.order"].create({"partner_id": ordered.id, "user_id": self.sales.id})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET commercial_partner_id = NULL WHERE id = %s", [unknown.id]
        )
        self.env.invalidate_all()
        self.everybody = partners + staff + staff_contact + ordered + address + unknown
        expected = self.everybody.filtered(
            lambda contact: (
                contact.commercial_partner_id.customer_rank <= 0
                or contact.commercial_partner_id.user_id in (self.sales, self.env["res.users"])
            )
        )
        expected = (expected | staff | ordered) - unknown
        self.assertEqual(self.seen(self.sales), expected.sorted())
        hidden = self.everybody - expected
        self.assertGreater(len(hidden), 8)
        for part in (staff_contact, address, unknown):
            self.assertIn(part, hidden)

    def test_colleagues_and_companies(self):
        self.own_only()
        for partner in (self.colleague.partner_id, self.env.company.partner_id):
            partner.write({"customer_rank": 1, "user_id": self.colleague.id})
            self.assertTrue(partner.with_user(self.sales).read(["name"]))

    def test_no_values_through_other_models(self):
        self.own_only()
        order = self.env["sale.order"].create(
            {"partner_id": self.theirs.id, "user_id": self.colleague.id}
        )
        self.theirs.email = "secret@b.example"
        self.sales.group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
        orders = self.env["sale.order"].with_user(self.sales)
        self.assertIn(order, orders.search([]))
        found = orders.search([("partner_id.email", "=", "secret@b.example")])
        self.assertNotIn(order.id, found.ids)

    def test_named_users(self):
        self.theirs.write(
            {"customer_access": "users", "customer_access_user_ids": self.link(self.sales)}
        )
        viewer = self.make_user("viewer", login="cm_vis_viewer")
        self.assertEqual(self.seen(self.sales), self.everybody)
        self.assertEqual(self.seen(viewer), self.everybody - self.theirs - self.contact)
        self.assertEqual(self.seen(self.colleague), self.everybody)

    def test_team(self):
        self.theirs.customer_access = "team"
        self.assertNotIn(self.theirs, self.seen(self.sales))
        team = self.env["crm.team"].create({"name": "T"})
        for user in (self.sales, self.colleague):
            self.env["crm.team.member"].create({"crm_team_id": team.id, "user_id": user.id})
        self.assertIn(self.theirs, self.seen(self.sales))

    def test_who_says_who_sees(self):
        values = {"customer_access": "team"}
        with self.assertRaises(AccessError):
            self.own.with_user(self.sales).write(values)
        team = self.env["crm.team"].create({"name": "T", "user_id": self.colleague.id})
        self.env["crm.team.member"].create({"crm_team_id": team.id, "user_id": self.sales.id})
        self.own.with_user(self.colleague).write(values)
        self.own.with_user(self.make_user("steward")).write({"customer_access": "role"})
        created = self.as_user(self.sales).create(
            {"name": "N", "customer_rank": 1, "user_id": self.sales.id, **values}
        )
        self.assertEqual(created.customer_access, "team")

    def test_request_access(self):
        self.own_only()
        self.theirs.with_user(self.sales).customer_request_access()
        self.theirs.with_user(self.sales).customer_request_access()  # once is enough
        activity = self.theirs.activity_ids
        self.assertEqual(activity.user_id, self.colleague)
        self.assertIn(self.sales.name, activity.summary)


class TestUserIsMade(CustomerCase):
    def test_inbox_of_a_new_user(self):
        """Nothing of ours reads users while they are made, when they have no groups yet."""
        user = self.make_user("viewer", login="cm_inbox", notification_type="inbox")
        self.assertFalse(user.share)
        other = self.env["res.users"].create(
            {
                "name": "Inbox",
                "login": "cm_inbox_too",
                "notification_type": "inbox",
                "group_ids": [(6, 0, self.env.ref("customer_master.group_viewer").ids)],
            }
        )
        self.env.flush_all()
        self.assertEqual(other.notification_type, "inbox")
