import gzip
import json
import os
import tempfile
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from ..models.customer_snapshot_file import FOLDER
from .common import CustomerCase


class SnapshotCase(CustomerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = cls.make_user("administrator")
        cls.steward = cls.make_user("steward")
        cls.Snapshot = cls.env["customer.snapshot"]
        cls.Comparison = cls.env["customer.snapshot.comparison"]

    def take(self):
        self.Snapshot.with_user(self.administrator).action_take()
        self.env.invalidate_all()
        return self.Snapshot.search([], limit=1)

    def compare(self, snapshot, user=None, **values):
        """The differences from ``snapshot`` as ``user`` sees them."""
        comparison = self.Comparison.with_user(user or self.steward)
        comparison = comparison.create({"snapshot_id": snapshot.id, **values})
        comparison.action_compare()
        self.env.invalidate_all()
        return comparison.difference_ids

    def restore(self, differences):
        """Restore ``differences`` and return the operation."""
        action = differences.action_restore()
        operation = self.env["customer.operation"].with_user(differences.env.user)
        operation = operation.browse(action["res_id"])
        operation.action_do()
        self.env.invalidate_all()
        return operation

    def lines(self, snapshot):
        """The header and the lines of the file of ``snapshot``."""
        with snapshot._open() as stream:
            rows = gzip.decompress(stream.read()).decode().splitlines()
        return json.loads(rows[0]), [json.loads(row) for row in rows[1:]]


class TestSnapshot(SnapshotCase):
    """What a snapshot holds, where it is, and who may do what."""

    def test_holds_all_data_of_customers(self):
        tag = self.make_tag("Fair")
        size = self.make_category(self.size, "Huge")
        customer = self.make_customer(
            "苏州\t“澄湖” \\n Ltd",
            category_id=self.link(tag),
            customer_category_ids=self.link(size),
            credit_limit=500,
            country_id=self.china.id,
        )
        child = self.make_contact("Person", parent_id=customer.id)
        other = self.make_contact("Supplier")
        bank = self.env["res.partner.bank"].create(
            {"acc_number": "123456", "partner_id": customer.id}
        )
        self.env["ir.model.data"].create(
            {"module": "legacy", "name": "c1", "model": "res.partner", "res_id": customer.id}
        )
        snapshot = self.take()
        header, lines = self.lines(snapshot)
        rows = {line["id"]: line for line in lines}
        self.assertEqual(header["counts"]["contacts"], len(rows))
        self.assertEqual(snapshot.contact_count, len(rows))
        self.assertEqual(snapshot.state, "done")
        self.assertNotIn(other.id, rows)
        row = rows[customer.id]["row"]
        self.assertEqual(row["name"], customer.name)
        self.assertEqual(row["category_id"], tag.ids)
        self.assertEqual(row["customer_category_ids"], sorted(customer.customer_category_ids.ids))
        self.assertEqual(json.loads(row["credit_limit"]), {str(self.env.company.id): 500})
        self.assertEqual(row["bank_ids"][0]["id"], bank.id)
        self.assertEqual(row["external_ids"], ["legacy.c1"])
        self.assertEqual(rows[child.id]["top"], customer.id)
        self.assertEqual(rows[child.id]["row"]["parent_id"], customer.id)

    def test_one_at_a_time(self):
        self.Snapshot._begin()
        with self.assertRaises(UserError):
            self.Snapshot.with_user(self.administrator).action_take()

    def test_roles(self):
        snapshot = self.take()
        sales = self.make_user("sales")
        for user in (sales, self.make_user()):
            with self.assertRaises(AccessError):
                snapshot.with_user(user).read(["state"])
            with self.assertRaises(AccessError):
                self.Comparison.with_user(user).create({"snapshot_id": snapshot.id})
            for name in ("action_take", "action_keep", "action_compare", "action_download"):
                with self.assertRaises(AccessError):
                    getattr(snapshot.with_user(user), name)()
        mine = snapshot.with_user(self.steward)
        self.assertTrue(mine.action_compare())
        for name in ("action_take", "action_keep", "action_download"):
            with self.assertRaises(AccessError):
                getattr(mine, name)()
        for values in ({"file_name": "../x"}, {"state": "failed"}, {"checksum": ""}):
            with self.assertRaises(AccessError):
                snapshot.with_user(self.administrator).write(values)
        with self.assertRaises(AccessError):
            mine.unlink()
        with self.assertRaises(AccessError):
            mine.read(["data"])
        attachment = snapshot._attachment()
        with self.assertRaises(AccessError):
            attachment.with_user(self.steward).read(["raw"])
        self.assertTrue(attachment.with_user(self.administrator).read(["raw"])[0]["raw"])

    def test_deleted_with_its_file(self):
        snapshot = self.take()
        attachment = snapshot._attachment()
        snapshot.with_user(self.administrator).unlink()
        self.assertFalse(attachment.exists())

    def test_folder(self):
        with tempfile.TemporaryDirectory() as folder:
            self.env["ir.config_parameter"].set_param(FOLDER, folder)
            left = os.path.join(folder, self.Snapshot._start_of_names() + "1.jsonl.gz.part")
            with open(left, "wb") as stream:
                stream.write(b"half")
            snapshot = self.take()
            self.assertEqual(os.listdir(folder), [snapshot.file_name])
            self.assertEqual(os.path.getsize(snapshot._path()), snapshot.size)
            self.assertEqual(self.lines(snapshot)[0]["database"], self.env.cr.dbname)
            snapshot.unlink()
            self.env.cr.postcommit.run()
            self.assertEqual(os.listdir(folder), [])

    def test_files_of_a_later_time_are_found(self):
        """After an older state of the database was restored."""
        customer = self.make_customer("Later Ltd")
        with tempfile.TemporaryDirectory() as folder:
            self.env["ir.config_parameter"].set_param(FOLDER, folder)
            snapshot = self.take()
            values = snapshot.read(["contact_count", "checksum", "size"])[0]
            path = snapshot._path()
            start = self.Snapshot._start_of_names()
            with open(path, "rb") as stream:
                whole = stream.read()
            for name, content in (
                (f"{start}half.jsonl.gz", whole[: len(whole) // 2]),
                (f"{start}other.jsonl.gz", gzip.compress(b"{}")),
                ("stranger.jsonl.gz", whole),
            ):
                with open(os.path.join(folder, name), "wb") as stream:
                    stream.write(content)
            self.env.cr.execute("DELETE FROM customer_snapshot")
            self.env.invalidate_all()
            with self.assertRaises(AccessError):
                self.Snapshot.with_user(self.steward).action_find()
            self.Snapshot.with_user(self.administrator).action_find()
            found = self.Snapshot.search([])
            self.assertEqual(len(found), 1)
            again = found.read(["contact_count", "checksum", "size"])[0]
            self.assertEqual({**again, "id": values["id"]}, values)
            self.assertTrue(found.kept)
            customer.name = "Renamed Ltd"
            # partner_firstname keeps the words of the name in fields of their own
            names = self.compare(found).filtered(lambda one: one.field_name == "name")
            self.assertEqual(names.mapped("old"), ["Later Ltd"])

    def test_bad_folders(self):
        params = self.env["ir.config_parameter"]
        for folder in ("/no/such/folder", "relative", __file__):
            params.set_param(FOLDER, folder)
            with self.assertRaisesRegex(UserError, "folder"):
                self.take()
            with self.assertRaisesRegex(UserError, "folder"):
                self.env["customer.snapshot.plan"].create({"name": "P", "place": "folder"})
        params.set_param(FOLDER, "")
        with self.assertRaisesRegex(UserError, "/none"):
            self.set_setting(customer_snapshot_folder="/none")

    def test_failing_write_leaves_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            self.env["ir.config_parameter"].set_param(FOLDER, folder)
            with (
                patch.object(type(self.Snapshot), "_copy_out", side_effect=OSError(28, "No space")),
                self.assertRaisesRegex(UserError, "No space"),
            ):
                self.take()
            self.assertFalse([n for n in os.listdir(folder) if not n.endswith(".part")])

    def test_changed_file_is_refused(self):
        snapshot = self.take()
        attachment = snapshot._attachment()
        attachment.raw = attachment.raw[:-1] + b"x"
        with self.assertRaisesRegex(UserError, "damaged"):
            self.compare(snapshot)

    def test_file_that_is_gone(self):
        with tempfile.TemporaryDirectory() as folder:
            self.env["ir.config_parameter"].set_param(FOLDER, folder)
            snapshot = self.take()
            os.remove(snapshot._path())
            with self.assertRaisesRegex(UserError, "can't be read"):
                self.compare(snapshot)


class TestSnapshotPlan(SnapshotCase):
    """Snapshots by themselves, and how many are kept."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        plans = cls.env["customer.snapshot.plan"]
        plans.search([]).active = False
        cls.plan = plans.create(
            {"name": "Daily", "interval_type": "days", "keep_count": 2, "next_run": "2020-01-01"}
        )

    def run_crons(self):
        with self.enter_registry_test_mode():
            self.env.ref("customer_master.ir_cron_snapshot_begin").method_direct_trigger()
            self.env.ref("customer_master.ir_cron_snapshot").method_direct_trigger()
        self.env.invalidate_all()

    def test_due(self):
        self.run_crons()
        self.assertEqual(self.plan.snapshot_ids.mapped("state"), ["done"])
        self.assertGreater(self.plan.next_run, fields.Datetime.now())
        self.assertLess(self.plan.next_run, fields.Datetime.now() + timedelta(days=1))
        self.run_crons()
        self.assertEqual(len(self.plan.snapshot_ids), 1)

    def test_retention(self):
        for _run in range(4):
            self.plan.next_run = "2020-01-01"
            self.run_crons()
        self.assertEqual(len(self.plan.snapshot_ids), 2)
        self.plan.snapshot_ids[1].with_user(self.administrator).action_keep()
        kept = self.plan.snapshot_ids[1]
        for _run in range(3):
            self.plan.next_run = "2020-01-01"
            self.run_crons()
        self.assertIn(kept, self.plan.snapshot_ids)
        self.assertEqual(len(self.plan.snapshot_ids), 3)

    def test_days_leave_the_last(self):
        for _run in range(2):
            self.plan.next_run = "2020-01-01"
            self.run_crons()
        self.plan.keep_days = 5
        self.plan.snapshot_ids.write({"taken_on": "2020-01-01"})
        self.plan._forget_old()
        self.assertEqual(len(self.plan.snapshot_ids), 1)

    def test_failure_is_told_and_not_repeated(self):
        name = "odoo.addons.customer_master.models.customer_snapshot"
        with (
            patch.object(type(self.Snapshot), "_copy_out", side_effect=OSError(28, "No space")),
            mute_logger(name),
        ):
            self.run_crons()
        self.assertEqual(self.plan.snapshot_ids.state, "failed")
        self.assertIn("No space", self.plan.snapshot_ids.problem)

    def test_stop_in_the_middle_is_taken_up(self):
        """What was being taken when the server stopped is still waiting, and taken anew."""
        snapshot = self.Snapshot._begin(plan_id=self.plan.id)
        self.run_crons()
        self.assertEqual(snapshot.state, "done")
