from collections import defaultdict

from odoo import models
from odoo.tools import SQL

FILLED = 2000  # customers whose keys are made between two commits


class CustomerImportKey(models.Model):
    """What the matching knows of the rows of imports that are being worked on, so that a row
    finds the earlier ones of its file. Written in SQL only, as customer.match.key; gone when the
    import is done."""

    _name = "customer.import.key"
    _description = "Match Keys of a Row"
    _auto = False
    _log_access = False

    def init(self):
        self.env.cr.execute(
            SQL(
                """
                CREATE TABLE IF NOT EXISTS customer_import_key (
                    id int4 PRIMARY KEY REFERENCES customer_import_row ON DELETE CASCADE,
                    import_id int4 NOT NULL REFERENCES customer_import ON DELETE CASCADE,
                    number int4 NOT NULL,
                    keys int4[] NOT NULL,
                    codes text[] NOT NULL,
                    packed text NOT NULL
                );
                CREATE INDEX IF NOT EXISTS customer_import_key_keys_idx
                    ON customer_import_key USING gin (keys) WITH (fastupdate = off);
                CREATE INDEX IF NOT EXISTS customer_import_key_codes_idx
                    ON customer_import_key USING gin (codes) WITH (fastupdate = off);
                CREATE INDEX IF NOT EXISTS customer_import_key_import_id_idx
                    ON customer_import_key (import_id);
                """
            )
        )


class CustomerImport(models.Model):
    """Rows of the same file that may be the same customer."""

    _inherit = "customer.import"

    def _make_missing_keys(self):
        """Make the keys of customers who have none yet, since these would not be found; whether
        there was time enough."""
        Key = self.env["customer.match.key"]
        while batch := self.matching and Key._missing(FILLED):
            Key._refresh(batch, look=False)
            if not self.env["ir.cron"]._commit_progress(1, remaining=1):
                return False
            self.env.invalidate_all()
        return True

    def _store_keys(self, packed):
        """Let later rows find these: ``{work: (packed values, keys)}``."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO customer_import_key (id, import_id, number, keys, codes, packed)
                SELECT r.id, %s, r.number, r.keys::int4[], r.codes::text[], r.packed
                  FROM unnest(%s::int[], %s::int[], %s::text[], %s::text[], %s::text[])
                       AS r(id, number, keys, codes, packed)
                    ON CONFLICT (id) DO UPDATE SET keys = excluded.keys,
                       codes = excluded.codes, packed = excluded.packed
                """,
                self.id,
                [work.id for work in packed],
                [work.number for work in packed],
                [f"{{{','.join(map(str, keys))}}}" for _text, keys in packed.values()],
                [_array(_codes(work)) for work in packed],
                [text for text, _keys in packed.values()],
            )
        )

    def _same_keys(self, works):
        """``{work: [numbers of earlier rows with the same identifying value]}``."""
        codes = [(number, code) for number, work in enumerate(works) for code in _codes(work)]
        found = defaultdict(list, {work: [] for work in works})
        if codes:
            for at, number in self.env.execute_query(
                SQL(
                    """
                    SELECT wanted.at, min(k.number)
                      FROM unnest(%s::int[], %s::int[], %s::text[]) AS wanted(at, number, code)
                      JOIN customer_import_key k
                        ON k.codes @> ARRAY[wanted.code] AND k.import_id = %s
                       AND k.number < wanted.number
                  GROUP BY wanted.at
                    """,
                    [number for number, _code in codes],
                    [works[number].number for number, _code in codes],
                    [code for _number, code in codes],
                    self.id,
                )
            ):
                found[works[at]].append(number)
        return found

    def _earlier_rows(self, works, keys, cap):
        """(position in ``works``, number of an earlier row, its packed values) of rows that share
        a key; a key of more than ``cap`` rows tells nothing."""
        flat = [(at, works[at].number, key) for at, own in enumerate(keys) for key in own]
        if not flat:
            return []
        return self.env.execute_query(
            SQL(
                """
                SELECT wanted.at, found.number, found.packed
                  FROM unnest(%s::int[], %s::int[], %s::int[]) AS wanted(at, number, key)
                 CROSS JOIN LATERAL (
                       SELECT array_agg(few.id) AS ids
                         FROM (SELECT id FROM customer_import_key
                                WHERE keys @> ARRAY[wanted.key] AND import_id = %s LIMIT %s) few
                       ) AS few
                  JOIN customer_import_key found ON found.id = ANY(few.ids)
                 WHERE cardinality(few.ids) <= %s AND found.number < wanted.number
              GROUP BY wanted.at, found.id
              ORDER BY count(*) DESC, found.number
                """,
                [one[0] for one in flat],
                [one[1] for one in flat],
                [one[2] for one in flat],
                self.id,
                cap + 1,
                cap,
            )
        )

    def _made_here(self, ids):
        """Those of the customers that rows of this import have made: they are met as rows."""
        rows = self.env.execute_query(
            SQL(
                """SELECT partner_id FROM customer_import_row
                    WHERE import_id = %s AND outcome = 'create' AND partner_id = ANY(%s)""",
                self.id,
                list(ids),
            )
        )
        return {row[0] for row in rows}

    def _forget_keys(self, ids=None):
        """Rows are no longer looked at by later ones: ``ids``, or all of them."""
        chosen = SQL("AND id = ANY(%s)", list(ids)) if ids is not None else SQL("")
        self.env.cr.execute(
            SQL("DELETE FROM customer_import_key WHERE import_id = %s %s", self.id, chosen)
        )


def _codes(work):
    return [f"{name}:{value}" for name, value in work.keys.items()]


def _array(texts):
    """A PostgreSQL array as text."""
    quoted = ('"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' for text in texts)
    return "{" + ",".join(quoted) + "}"
