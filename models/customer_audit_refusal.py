import logging
from functools import partial

from psycopg2 import Error

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

KEY = "customer_master.refusals"
AT_ONCE = 20  # refusals noted of one transaction
AGAIN = "10 minutes"  # in which the same refusal is noted once
PER_HOUR = 200  # refusals of a user


class CustomerAudit(models.Model):
    """Who was refused what."""

    _inherit = "customer.audit"

    @api.model
    def _refusal(self, sentence, partners=None, names="", always=False):
        """The error with which the user is refused, having noted it.

        It undoes the transaction, so the rows are written after it, in one of their own: a row
        written meanwhile could wait for locks of the transaction itself for ever.

        :param partners: the customers, each of which gets a row
        :param names: theirs as they stand in ``sentence``; they are not noted with it, so that
            they can be forgotten
        :param always: whether the audit is on or not
        """
        if always or self._on():
            self._note_refusal(sentence.replace(names, "…") if names else sentence, partners)
        return AccessError(sentence)

    @api.model
    def _note_refusal(self, description, partners):
        cr = self.env.cr
        rows = cr.postrollback.data.get(KEY)
        if rows is None:
            rows = cr.postrollback.data[KEY] = {}
            write = partial(_write, self.env.registry, rows)
            cr.postrollback.add(write)
            # whoever caught the error, an import for instance, goes on
            cr.postcommit.add(write)
        user = self.env.user.sudo()
        row = {
            "kind": "refused",
            "user_id": user.id,
            "user_name": user.name,
            "description": description,
        }
        for partner in partners.sudo() if partners else (None,):
            if len(rows) >= AT_ONCE:
                break
            about = self._row(partner) if partner else {"company_id": self.env.company.id}
            rows.setdefault((user.id, about.get("partner_id"), description), {**row, **about})

    @api.model
    def _insert_refusals(self, rows):
        """Add ``rows`` but for those that are there already or too many. Records that went with
        the transaction are left out."""
        condition = SQL(
            """NOT EXISTS (
                   SELECT FROM customer_audit a
                    WHERE a.kind = 'refused' AND a.user_id = v.user_id
                      AND a.description = v.description
                      AND a.partner_id IS NOT DISTINCT FROM v.partner_id
                      AND a.date > now() AT TIME ZONE 'UTC' - %s::interval)
               AND (SELECT count(*) FROM customer_audit a
                     WHERE a.kind = 'refused' AND a.user_id = v.user_id
                       AND a.date > now() AT TIME ZONE 'UTC' - interval '1 hour') < %s""",
            AGAIN,
            PER_HOUR,
        )
        present = {
            name: set(self.env[model].browse({r.get(name) for r in rows} - {None}).exists().ids)
            for name, model in (
                ("user_id", "res.users"),
                ("partner_id", "res.partner"),
                ("company_id", "res.company"),
            )
        }
        for row in rows:
            for name, ids in present.items():
                if row.get(name) not in ids:
                    row[name] = None
        self.env.cr.execute(self._insert(rows, condition))


def _write(registry, rows):
    try:
        with registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["customer.audit"]._insert_refusals(list(rows.values()))
    except Error:
        # the refusal itself must reach the user
        _logger.warning("Refusals could not be noted in the audit", exc_info=True)
