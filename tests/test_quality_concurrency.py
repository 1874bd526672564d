from contextlib import contextmanager

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.sql_db import db_connect
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestQualityConcurrency(BaseCase):
    """A save while all customers are checked, on two connections."""

    @contextmanager
    def connection(self):
        # not the cursor of the registry, which tests that are not committed share
        with db_connect(get_db_name()).cursor() as cr:
            Registry(get_db_name())
            yield api.Environment(cr, SUPERUSER_ID, {})

    def test_both_find_the_same_issue(self):
        with self.connection() as env:
            customer = env["res.partner"].create({"name": "At Once", "customer_rank": 1})
            env.cr.execute(
                "DELETE FROM customer_quality_issue WHERE partner_id = %s", [customer.id]
            )
            env.cr.commit()
        try:
            with self.connection() as saving, self.connection() as checking:
                mine = saving["res.partner"].browse(customer.id)
                mine.read(["name"])  # this snapshot knows nothing of the other transaction
                checking["customer.quality.issue"]._refresh(
                    checking["res.partner"].browse(customer.id)
                )
                checking.cr.commit()
                # what Odoo tries anew by itself, and no error of a unique index
                with self.assertRaises(SerializationFailure), mute_logger("odoo.sql_db"):
                    saving["customer.quality.issue"]._refresh(mine)
                saving.cr.rollback()
                saving.invalidate_all()
                saving["customer.quality.issue"]._refresh(mine)
                issues = saving["customer.quality.issue"].search_count(
                    [("partner_id", "=", customer.id)]
                )
                self.assertTrue(issues)
        finally:
            with self.connection() as env:
                env["res.partner"].browse(customer.id).unlink()
                env.cr.commit()
