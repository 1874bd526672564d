from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .value_case import ValueCase


@tagged("post_install", "-at_install", "customer_master")
class TestStage(ValueCase):
    def test_new_customer_is_potential(self):
        self.assertEqual(self.buyer.customer_stage, "potential")
        self.assertFalse(self.buyer.customer_stage_manual)
        self.assertEqual(self.buyer.customer_stage_date, self.today)
        self.assertFalse(self.contact.customer_stage)
        self.assertFalse(self.make_contact().customer_stage)
        by_mode = self.Partner.with_context(res_partner_search_mode="customer")
        self.assertEqual(by_mode.create({"name": "By Mode"}).customer_stage, "potential")

    def test_by_orders(self):
        for days, stage in (
            ((), "potential"),
            ((5,), "new"),
            ((300, 20), "active"),
            ((400, 200), "at_risk"),
            ((900, 400), "lost"),
        ):
            with self.subTest(stage=stage):
                customer = self.make_customer(stage)
                self.ordered(*days, partner=customer)
                self.assertEqual(self.refresh(customer), [stage])

    def test_orders_of_contacts_count_and_drafts_do_not(self):
        self.ordered(5, partner=self.contact)
        self.assertEqual(self.refresh(self.buyer), ["new"])
        other = self.make_customer("Asks only")
        self.ordered(5, partner=other, confirm=False)
        self.assertEqual(self.refresh(other), ["potential"])

    def test_over_all_companies(self):
        second = self.env["res.company"].create({"name": "Second"})
        order = self.order("2026-01-01 10:00:00", confirm=False)
        self.env.flush_all()
        self.env.cr.execute(
            """UPDATE sale_order SET state = 'sale', company_id = %s, date_order = now()
                WHERE id = %s""",
            [second.id, order.id],
        )
        self.env.invalidate_all()
        self.assertEqual(self.refresh(self.buyer), ["new"])

    def test_periods_of_settings_and_categories(self):
        self.set_setting(customer_stage_new=1, customer_stage_at_risk=10, customer_stage_lost=20)
        self.ordered(60, 15)
        self.assertEqual(self.refresh(self.buyer), ["at_risk"])
        rule = self.env["customer.stage.rule"].create(
            {
                "category_id": self.east.id,
                "new_days": 1,
                "at_risk_days": 100,
                "lost_days": 200,
            }
        )
        self.assertEqual(self.refresh(self.buyer), ["active"])
        # a category below it
        below = self.make_category(self.region, "Below", parent_id=self.east.id)
        self.buyer.customer_region_id = below
        self.assertEqual(self.refresh(self.buyer), ["active"])
        # the first of several counts
        self.env["customer.stage.rule"].create(
            {
                "sequence": rule.sequence - 1,
                "category_id": below.id,
                "new_days": 0,
                "at_risk_days": 5,
                "lost_days": 10,
            }
        )
        self.assertEqual(self.refresh(self.buyer), ["lost"])

    # -- by hand ---------------------------------------------------------------------------

    def test_by_hand_is_kept(self):
        self.ordered(5)
        self.buyer.with_user(self.user_sales).customer_stage = "lost"
        self.assertTrue(self.buyer.customer_stage_manual)
        self.assertEqual(self.refresh(self.buyer), ["lost"])
        move = self.Move.search([("partner_id", "=", self.buyer.id)])
        self.assertRecordValues(
            move,
            [
                {
                    "from_stage": "potential",
                    "to_stage": "lost",
                    "manual": True,
                    "user_id": self.user_sales.id,
                }
            ],
        )
        self.buyer.customer_stage_manual = False
        self.assertEqual(self.buyer.customer_stage, "new")

    def test_form(self):
        with Form(self.buyer.with_user(self.user_sales)) as form:
            form.customer_stage = "active"
        self.assertTrue(self.buyer.customer_stage_manual)
        with Form(self.buyer.with_user(self.user_sales)) as form:
            form.comment = "Something else"
        self.assertEqual(len(self.buyer.customer_stage_move_ids), 1)

    def test_created_by_hand(self):
        customer = self.make_customer("By Hand", customer_stage="active")
        self.assertTrue(customer.customer_stage_manual)
        self.assertEqual(self.refresh(customer), ["active"])

    # -- log -------------------------------------------------------------------------------

    def test_moves_are_logged_once(self):
        self.ordered(5)
        self.refresh(self.buyer)
        self.refresh(self.buyer)
        move = {"from_stage": "potential", "to_stage": "new", "manual": False, "user_id": False}
        self.assertRecordValues(self.buyer.customer_stage_move_ids, [move])
        self.assertEqual(self.buyer.customer_stage_date, self.today - timedelta(days=5))
        self.buyer.sale_order_ids.date_order -= timedelta(days=300)
        self.refresh(self.buyer)
        self.assertEqual(self.buyer.customer_stage_date, self.today)
        self.assertEqual(self.buyer.customer_stage_move_ids[0].from_stage, "new")
        self.assertEqual(self.buyer.customer_stage_move_ids[0].date.date(), self.today)

    def test_first_stage_tells_of_the_past(self):
        self.ordered(800, 300)
        self.env.cr.execute(
            "UPDATE res_partner SET customer_stage = NULL WHERE id = %s", [self.buyer.id]
        )
        self.buyer.invalidate_recordset()
        self.assertEqual(self.refresh(self.buyer), ["at_risk"])
        moves = self.buyer.customer_stage_move_ids.sorted("date")
        self.assertEqual(
            [(move.from_stage, move.to_stage) for move in moves],
            [("lost", "active"), ("active", "at_risk")],
        )
        since = self.today - timedelta(days=300 - 181)
        self.assertEqual(moves[1].date.date(), since)
        self.assertEqual(self.buyer.customer_stage_date, since)

    def test_first_stage_is_no_move(self):
        self.env.cr.execute(
            "UPDATE res_partner SET customer_stage = NULL WHERE id = %s", [self.buyer.id]
        )
        self.buyer.invalidate_recordset()
        self.refresh(self.buyer)
        self.assertEqual(self.buyer.customer_stage, "potential")
        self.assertFalse(self.buyer.customer_stage_move_ids)

    def test_seen_as_the_customer_is(self):
        self.buyer.customer_stage = "active"
        hidden = self.make_customer("Hidden", user_id=self.user_steward.id)
        hidden.customer_stage = "active"
        foreign = self.env["res.company"].create({"name": "Foreign"})
        elsewhere = self.make_customer("Elsewhere", company_id=foreign.id)
        elsewhere.customer_stage = "active"
        self.set_setting(customer_visibility="own")
        self.env.flush_all()
        both = [("partner_id", "in", (self.buyer + hidden + elsewhere).ids)]
        seen = self.Move.with_user(self.user_sales).search(both).partner_id
        self.assertEqual(seen, self.buyer)
        seen = self.Move.with_user(self.user_steward).search(both).partner_id
        self.assertEqual(seen, self.buyer + hidden)

    def test_nobody_edits_the_log(self):
        self.buyer.customer_stage = "active"
        move = self.buyer.customer_stage_move_ids
        admin = self.make_user("administrator")
        for work in (
            lambda: move.with_user(admin).write({"manual": False}),
            lambda: move.with_user(admin).unlink(),
            lambda: self.Move.with_user(admin).create({"partner_id": self.buyer.id}),
        ):
            with self.assertRaises(AccessError):
                work()

    # -- what follows ----------------------------------------------------------------------

    def test_customers_no_more(self):
        self.buyer.customer_rank = 0
        self.env.flush_all()
        self.Partner._customer_clear_stages()
        self.assertFalse(self.buyer.customer_stage)

    def test_endpoints_are_told(self):
        self.ordered(5)
        noted = []
        self.patch(
            type(self.env["customer.outbox"]),
            "_note",
            lambda outbox, partners, names=None: noted.append((partners.ids, names)),
        )
        self.refresh(self.buyer)
        told = [ids for ids, names in noted if names and "customer_stage" in names]
        self.assertEqual(told, [self.buyer.ids])

    def test_survivor_keeps_its_stage(self):
        self.ordered(5)
        source = self.make_customer("Source", customer_stage="lost")
        source.customer_stage = "active"
        self.refresh(self.buyer)
        Operation = self.env["customer.operation"]
        group = {"master": self.buyer.id, "members": (self.buyer + source).ids}
        operation = Operation.browse(Operation.customer_plan_merge([group]))
        operation.action_do()
        self.env.invalidate_all()
        self.assertEqual(self.buyer.customer_stage, "new")
        self.assertEqual(len(self.buyer.customer_stage_move_ids), 1)

    def test_search_and_group(self):
        self.ordered(5)
        self.refresh(self.buyer)
        groups = dict(
            self.Partner._read_group([("id", "=", self.buyer.id)], ["customer_stage"], ["__count"])
        )
        self.assertEqual(groups, {"new": 1})

    def test_dashboard(self):
        self.ordered(5)
        self.refresh(self.buyer)
        data = self.env["customer.stage.dashboard"].with_user(self.user_sales).get_data(30)
        stages = {row["name"]: row for row in data["stages"]}
        self.assertIn(self.buyer, self.Partner.search(stages["new"]["domain"]))
        self.assertEqual(stages["new"]["value"], self.Partner.search_count(stages["new"]["domain"]))
        move = next(m for m in data["moves"] if (m["from"], m["to"]) == ("potential", "new"))
        self.assertEqual(self.Move.search_count(move["domain"]), move["value"])
        with self.assertRaises(AccessError):
            self.env["customer.stage.dashboard"].with_user(self.make_user()).get_data()

    def test_old_moves_are_outside_of_the_period(self):
        self.buyer.customer_stage = "active"
        self.buyer.customer_stage_move_ids.date -= timedelta(days=40)
        dashboard = self.env["customer.stage.dashboard"]
        counts = {
            days: sum(move["value"] for move in dashboard.get_data(days)["moves"])
            for days in (30, 90)
        }
        self.assertEqual(counts[90] - counts[30], 1)
