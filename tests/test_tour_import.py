from contextlib import contextmanager
from unittest.mock import patch

from .tour_case import TourCase


class TestTourImport(TourCase):
    @contextmanager
    def working_while_shown(self):
        """Each time the web client asks how far an import is, it is worked on, as by the cron."""
        Import = type(self.env["customer.import"])
        read = Import.web_read

        def web_read(records, specification):
            for record in records.sudo().filtered(lambda r: r.state == "running"):
                record._work_committed()
                record._work_committed()
                record.env.invalidate_all()
            return read(records, specification)

        with patch.object(Import, "web_read", web_read):
            yield

    def test_import(self):
        steward = self.make_user("steward")
        known = self.make_customer("Known Tour Ltd", ref="T3")
        with self.working_while_shown():
            self.tour("customer_import", steward, "/odoo/customer-imports")
        record = self.env["customer.import"].search([])
        self.assertEqual(record.state, "undone")
        self.assertEqual(record.user_id, steward)
        self.assertFalse(known.city)
        self.assertFalse(self.Partner.search([("name", "=", "Tour Instruments Ltd")]))
