import os
import tempfile
from contextlib import suppress
from unittest.mock import patch

from ..models import customer_operation
from ..models.customer_snapshot_file import FOLDER
from .test_match_scan_stops import Killed
from .test_snapshot import SnapshotCase


class TestSnapshotStops(SnapshotCase):
    """A process that ends in the middle leaves nothing half-done."""

    def run_cron(self, name):
        with self.enter_registry_test_mode():
            self.env.ref(f"customer_master.ir_cron_{name}").method_direct_trigger()
        self.env.invalidate_all()

    def test_killed_while_writing(self):
        """Half a file has no name that is taken for a snapshot; the next run takes it anew."""
        whole = type(self.Snapshot)._copy_out

        def half(snapshot, stream):
            whole(snapshot, stream)
            raise Killed

        with tempfile.TemporaryDirectory() as folder:
            self.env["ir.config_parameter"].set_param(FOLDER, folder)
            snapshot = self.Snapshot._begin(place="folder")
            # as if the files were not closed either
            with (
                patch.object(type(self.Snapshot), "_copy_out", half),
                suppress(Killed),
                self.env.cr.savepoint(),
            ):
                snapshot._take()
            self.env.invalidate_all()
            self.assertEqual(snapshot.state, "waiting")
            self.assertFalse(snapshot.checksum)
            self.assertEqual([name[-5:] for name in os.listdir(folder)], [".part"])
            self.run_cron("snapshot")
            self.assertEqual(snapshot.state, "done")
            self.assertEqual(os.listdir(folder), [snapshot.file_name])
            self.assertEqual(len(self.lines(snapshot)[1]), snapshot.contact_count)

    def test_rolled_back_after_writing(self):
        """No file stays that no snapshot leads to."""
        with tempfile.TemporaryDirectory() as folder:
            self.env["ir.config_parameter"].set_param(FOLDER, folder)
            self.take()
            self.assertEqual(len(os.listdir(folder)), 1)
            self.env.cr.postrollback.run()
            self.assertEqual(os.listdir(folder), [])

    def test_killed_while_restoring(self):
        """What was committed stays, the rest follows: the same as without a stop."""
        customers = self.Partner.create(
            [
                {"name": f"Stop {n}", "is_company": True, "customer_rank": 1, "city": f"City {n}"}
                for n in range(6)
            ]
        )
        snapshot = self.take()
        customers[:3].city = "Wrong"
        customers[3:].unlink()
        found = self.compare(snapshot)
        action = found.action_restore()
        operation = self.env["customer.operation"].with_user(self.steward).browse(action["res_id"])
        work = type(operation)._work
        calls = []

        def watched(operation, lines):
            calls.append(len(lines))
            if len(calls) == 2:
                raise Killed
            return work(operation, lines)

        with patch.object(customer_operation, "SLICE", 2):
            operation.action_do()
            self.assertEqual(operation.state, "running")
            with (
                patch.object(type(operation), "_work", watched),
                suppress(Killed),
            ):
                self.run_cron("operation")
            self.env.invalidate_all()
            self.assertEqual(operation.line_ids.mapped("state").count("done"), 2)
            self.run_cron("operation")
        self.assertEqual(operation.state, "done")
        self.assertEqual(
            customers.exists().mapped("city"), [f"City {number}" for number in range(6)]
        )
        self.assertFalse(self.compare(snapshot))
