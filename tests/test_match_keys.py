import random
from unittest.mock import patch

from odoo.addons.customer_master.engine.matching.keys import blocking_keys
from odoo.addons.customer_master.engine.matching.values import match_values
from odoo.addons.customer_master.models import customer_match_key

from .common import CustomerCase

NAMES = (
    "深圳市鑫龙科技有限公司", "鑫龙科技(深圳)有限公司", "Müller Maschinenbau GmbH", "Acme Ltd",
    "Robert Zielinski", "王小明", "Ünlü & Söhne AG", "A\tB | C\\t D", "-", "O'Neil Co., Ltd.",
)  # fmt: skip
CITIES = ("深圳", "Köln", "Oslo", "", False)
STREETS = ("Hauptstraße 12", "南山区科技园路8号", "Main Street 5, Apt 3", "", False)
EMAILS = ("info@mueller.example", "a.b@mail.example", "no mail", False)
PHONES = ("+49 30 901820", "0755-87142919", "13800138000", False)
VATS = ("91440300708461136T", "", False)
STEPS = 90


class MatchKeyCase(CustomerCase):
    def key_rows(self, partners=None):
        """{id: (company id, keys, packed)} as stored; of all customers, or of ``partners``."""
        self.env.flush_all()
        self.env.cr.execute("SELECT id, company_id, keys, packed FROM customer_match_key")
        rows = {row[0]: row[1:] for row in self.env.cr.fetchall()}
        return rows if partners is None else {i: rows[i] for i in partners.ids if i in rows}

    def expected_rows(self, partners):
        """What the rows should be, from the database and the engine alone."""
        self.env.invalidate_all()
        Key = self.env["customer.match.key"]
        rows = {}
        for partner in partners.exists():
            if not partner.active or partner.customer_rank <= 0:
                continue
            if partner.parent_id and not partner.is_company:
                continue
            values = match_values(Key._record_of(partner))
            rows[partner.id] = (
                partner.company_id.id or None,
                blocking_keys(values),
                values.pack(),
            )
        return rows

    def assertKeysFresh(self, partners, message=None):
        self.assertEqual(self.key_rows(partners), self.expected_rows(partners), message)


class TestMatchKeysRandom(MatchKeyCase):
    """Stored keys are what a fresh computation gives, whatever happens to customers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.companies = cls.env["res.company"].create([{"name": "KA"}, {"name": "KB"}])
        cls.pool = cls.Partner.browse()

    def values(self, rng):
        return {
            "name": rng.choice(NAMES),
            "is_company": rng.random() < 0.6,
            "customer_rank": rng.choice((0, 1, 1, 3)),
            "street": rng.choice(STREETS),
            "street2": rng.choice((False, "2. OG")),
            "city": rng.choice(CITIES),
            "zip": rng.choice(("50667", "518000", False)),
            "country_id": rng.choice((self.china.id, self.germany.id, False)),
            "phone": rng.choice(PHONES),
            "email": rng.choice(EMAILS),
            "website": rng.choice(("https://www.mueller.example", False)),
            "vat": rng.choice(VATS),
        }

    def sample(self, rng, size=3):
        alive = self.pool.with_context(active_test=False).exists()
        return alive.browse(rng.sample(alive.ids, min(size, len(alive))))

    def step_create(self, rng):
        vals_list = [self.values(rng) for _ in range(rng.randint(1, 4))]
        if self.pool and rng.random() < 0.5:
            # children take their address from the parent, or give a parent its first one
            vals_list[0]["parent_id"] = self.sample(rng, 1).id
        self.pool |= self.Partner.create(vals_list)

    def step_write(self, rng):
        values = self.values(rng)
        del values["customer_rank"]
        names = rng.sample(sorted(values), rng.randint(1, 5))
        self.sample(rng).write({name: values[name] for name in names})

    def step_assign(self, rng):
        for partner in self.sample(rng):
            partner.city = rng.choice(CITIES)
            partner.company_type = rng.choice(("person", "company"))

    def step_rank(self, rng):
        partners = self.sample(rng)
        if rng.random() < 0.5:
            partners.customer_rank = rng.choice((0, 1, 2))
        elif rng.random() < 0.5:
            partners.customer_is_customer = rng.random() < 0.5
        else:
            partners.filtered(lambda p: not p.customer_rank)._increase_rank("customer_rank")

    def step_active(self, rng):
        partners = self.sample(rng)
        if rng.random() < 0.5:
            partners.action_archive()
        else:
            partners.action_unarchive()

    def step_company(self, rng):
        partner = self.sample(rng, 1)
        top = partner
        while top.parent_id:
            top = top.parent_id
        top.company_id = rng.choice((*self.companies.ids, False))

    def step_parent(self, rng):
        child, parent = self.sample(rng, 1), self.sample(rng, 1)
        if rng.random() < 0.3:
            child.parent_id = False
            return
        seen, up = child, parent
        while up:
            seen |= up
            if up == child:
                return
            up = up.parent_id
        child.write({"parent_id": parent.id, "type": rng.choice(("contact", "other"))})

    def step_import(self, rng):
        rows = [
            [rng.choice(NAMES), str(rng.randint(0, 1)), "1", rng.choice(CITIES) or "", phone or ""]
            for phone in rng.sample(PHONES, 2)
        ]
        result = self.Partner.with_context(import_file=True).load(
            ["name", "is_company", "customer_rank", "city", "phone"], rows
        )
        self.assertFalse(result["messages"])
        self.pool |= self.Partner.browse(result["ids"])

    def step_unlink(self, rng):
        self.sample(rng, 1).filtered(lambda p: not p.child_ids).unlink()

    def test_random_changes(self):
        rng = random.Random(3)
        steps = sorted(name for name in dir(self) if name.startswith("step_"))
        for number in range(STEPS):
            name = "step_create" if number < 5 else rng.choice(steps)
            getattr(self, name)(rng)
            if number % 3 == 0 or number == STEPS - 1:
                self.assertKeysFresh(self.pool.exists(), f"after step {number}: {name}")
        gone = set(self.pool.ids) - set(self.pool.exists().ids)
        self.assertFalse(gone & set(self.key_rows()), "rows of deleted customers")


class TestMatchKeys(MatchKeyCase):
    """The rows of single customers, and how they are filled for old ones."""

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("customer_master.ir_cron_match_fill").method_direct_trigger()

    def test_only_customers_have_rows(self):
        customer = self.make_customer()
        person = self.make_customer("Jane Roe", is_company=False)
        others = (
            self.make_contact()
            | self.make_contact("Employee", parent_id=customer.id, customer_rank=1)
            | self.make_customer("Archived", active=False)
            | self.make_customer("Vendor", customer_rank=0, supplier_rank=1)
        )
        self.assertEqual(set(self.key_rows(customer | person)), {customer.id, person.id})
        self.assertFalse(self.key_rows(others))

    def test_addresses_that_core_copies(self):
        parent = self.make_customer("Holding", street="Hauptstraße 1", city="Köln")
        child = self.make_customer("Branch", parent_id=parent.id, type="contact")
        self.assertKeysFresh(parent | child)
        parent.write({"street": "Ringstraße 9", "city": "Bonn"})
        self.assertEqual(child.city, "Bonn")
        self.assertKeysFresh(parent | child, "a company below its parent")
        empty = self.make_customer("No Address")
        self.make_contact("First", parent_id=empty.id, street="Ringstraße 5", city="Bonn")
        self.assertEqual(empty.city, "Bonn")
        self.assertKeysFresh(empty, "the first contact gives its address")

    def test_change_marks_only_what_is_compared(self):
        customer = self.make_customer(phone="+49 30 901820")
        self.assertTrue(self.is_marked(customer), "a new one")
        self.env.cr.execute("DELETE FROM customer_match_changed")
        customer.write({"customer_priority": "2", "comment": "x", "name": customer.name})
        self.assertFalse(self.is_marked(customer))
        customer.phone = "+49 30 901821"
        self.assertTrue(self.is_marked(customer))

    def is_marked(self, customer):
        self.env.flush_all()
        self.env.cr.execute("SELECT id FROM customer_match_changed WHERE id = %s", (customer.id,))
        return bool(self.env.cr.rowcount)

    def test_cron_fills(self):
        customers = self.make_customer("One") | self.make_customer("Two")
        expected = self.key_rows()
        self.env.cr.execute("DELETE FROM customer_match_key")
        self.assertGreaterEqual(self.env["customer.match.key"]._count_missing(), 2)
        self.run_cron()
        self.assertEqual(self.key_rows(), expected)
        self.assertKeysFresh(customers)
        self.assertFalse(self.env["customer.match.key"]._count_missing())

    def test_cron_resumes_where_time_ran_out(self):
        for number in range(5):
            self.make_customer(f"Filled {number}")
        expected = self.key_rows()
        self.env.cr.execute("DELETE FROM customer_match_key")
        progress = []

        def no_time_left(cron, processed=0, *, remaining=None, **kwargs):
            progress.append((processed, remaining))
            return 0

        cron_class = type(self.env["ir.cron"])
        with (
            patch.object(customer_match_key, "SLICE", 2),
            patch.object(cron_class, "_commit_progress", no_time_left),
        ):
            self.env["customer.match.key"]._cron_fill()
            self.assertEqual(len(self.key_rows()), 2)
            self.assertEqual(progress, [(2, len(expected) - 2)])
        with patch.object(customer_match_key, "SLICE", 2):
            self.run_cron()
        self.assertEqual(self.key_rows(), expected)

    def test_extra_field_takes_part(self):
        first = self.make_customer("Alpha Works", ref="K\\t-0815")
        second = self.make_customer("Zulu Mills", ref="k\\t-0815")
        old = self.key_rows(first | second)
        extra = self.env["customer.match.field"].create(
            {
                "name": "Reference",
                "field_id": self.env.ref("base.field_res_partner__ref").id,
            }
        )
        self.assertFalse(self.key_rows(), "all rows are made anew")
        self.run_cron()
        rows = self.key_rows(first | second)
        self.assertNotEqual(rows, old)
        self.assertKeysFresh(first | second)
        for row in rows.values():
            self.assertTrue(row[2].endswith("k\\t-0815"), row[2])
        second.ref = "other"
        self.assertTrue(self.key_rows(second)[second.id][2].endswith("other"))
        rule = self.env.ref("customer_master.customer_match_rule_default")
        self.assertIn("extra0", rule._settings().off)
        rule.field_ids |= extra
        self.assertNotIn("extra0", rule._settings().off)
        extra.unlink()
        self.run_cron()
        self.assertEqual(self.key_rows(first)[first.id], old[first.id])
