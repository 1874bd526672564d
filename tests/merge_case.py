from odoo.tools import SQL

from .common import CustomerCase

# what a merge leaves behind on purpose: its journal, its notes, and queues of derived work
# issues are found anew
UNTOLD_COLUMNS = {"customer_quality_issue": ["id", "create_date", "create_uid", "author_id"]}
UNTOLD_TABLES = (
    "customer_ownership",
    "customer_operation%",
    "customer_match_changed",
    "ir_cron%",
    "bus_bus",
)


class MergeCase(CustomerCase):
    """Customers to merge, by a steward."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.steward = cls.make_user("steward")
        cls.Operation = cls.env["customer.operation"].with_user(cls.steward)

    def plan(self, *groups, user=None, **values):
        """An operation that merges each of ``groups``, recordsets with the master first."""
        return self.Operation.with_user(user or self.steward).browse(
            self.Operation.with_user(user or self.steward).customer_plan_merge(
                [
                    {
                        "master": group[0].id,
                        "members": group.ids,
                        "values": values.get("chosen", {}),
                    }
                    for group in groups
                ]
            )
        )

    def merge(self, *groups, **values):
        """Merge ``groups`` and expect that all of them could be."""
        operation = self.plan(*groups, **values)
        operation.action_do()
        self.env.invalidate_all()
        self.assertEqual(operation.state, "done", operation.line_ids.mapped("reason"))
        self.assertFalse(operation.blocked_count, operation.line_ids.mapped("reason"))
        return operation

    @classmethod
    def checksums(cls, notes_before=None):
        """{table: checksum of its rows}, but for what a merge leaves behind on purpose.

        :param notes_before: the largest id of a message that counts
        """
        cls.env.flush_all()
        cls.env.cr.execute(
            SQL(
                """SELECT relname FROM pg_class
                    WHERE relkind = 'r' AND relnamespace = current_schema::regnamespace
                      AND NOT relname LIKE ANY(%s)""",
                list(UNTOLD_TABLES),
            )
        )
        sums = {}
        for (table,) in cls.env.cr.fetchall():
            where = SQL("true")
            if table == "mail_message" and notes_before:
                where = SQL("t.id <= %s", notes_before)
            cls.env.cr.execute(
                SQL(
                    """SELECT sum(hashtextextended((
                                  to_jsonb(t) - 'write_date' - 'write_uid' - %s::text[])::text,
                                  0)), count(*)
                         FROM %s t WHERE %s""",
                    UNTOLD_COLUMNS.get(table, []),
                    SQL.identifier(table),
                    where,
                )
            )
            sums[table] = cls.env.cr.fetchone()
        return sums

    @classmethod
    def last_message(cls):
        cls.env.cr.execute("SELECT coalesce(max(id), 0) FROM mail_message")
        return cls.env.cr.fetchone()[0]

    def assertUndone(self, before, notes_before):
        """Every table is as it was ``before``."""
        after = self.checksums(notes_before)
        changed = {table for table in before if before[table] != after[table]}
        self.assertFalse(changed)
