"""The stored keys and values of many customers as arrays."""

import tempfile
from dataclasses import dataclass, replace

import numpy as np

from odoo.tools import SQL

from ..engine.matching.keys import SLOTS

# binary COPY: a header of 19 bytes, then for each row the number of columns and each column
# behind its length; with keys of one length all rows are equally long
_HEADER = 19
_ROW = np.dtype(
    [
        ("columns", ">i2"),
        ("id_length", ">i4"),
        ("id", ">i4"),
        ("company_length", ">i4"),
        ("company", ">i4"),
        ("array_length", ">i4"),
        ("array_head", ">i4", 5),
        ("keys", [("length", ">i4"), ("key", ">i4")], SLOTS),
    ]
)


# packed values have no control character but the tab: nothing is ever quoted or escaped
_PLAIN = r"CSV, DELIMITER E'\x01', QUOTE E'\x02'"


@dataclass
class MatchList:
    """Customers of a rule in the order of their ids, as the engine takes them.

    :param ids: int32 ids
    :param companies: int32 company ids, 0 for none
    :param keys: (n, SLOTS) int32 blocking keys, 0 for none
    """

    env: object
    ids: np.ndarray
    companies: np.ndarray
    keys: np.ndarray
    source: SQL

    @classmethod
    def load(cls, partners, rule, most=None):
        """Read the rows of the active customers of ``rule``; the latest ``most`` where given.

        :param partners: contacts as whoever looks sees them
        """
        env = partners.env
        query = partners._search(rule._partner_domain(), order="id desc", limit=most)
        env.flush_all()
        source = SQL("FROM customer_match_key k WHERE k.id IN %s ORDER BY k.id", query.subselect())
        columns = SQL(
            """SELECT k.id, coalesce(k.company_id, 0),
                      k.keys || array_fill(0, ARRAY[%s - cardinality(k.keys)]) %s""",
            SLOTS,
            source,
        )
        with tempfile.TemporaryFile() as file:
            _copy(env, columns, "BINARY", file)
            size = (file.tell() - _HEADER - 2) // _ROW.itemsize
            file.seek(_HEADER)
            rows = np.frombuffer(file.read(size * _ROW.itemsize), _ROW)
        return cls(
            env,
            rows["id"].astype(np.int32),
            rows["company"].astype(np.int32),
            rows["keys"]["key"].astype(np.int32),
            source,
        )

    def packed(self):
        """Yield the stored values of each customer, in the order of ``ids``."""
        with tempfile.TemporaryFile() as file:
            _copy(self.env, SQL("SELECT k.packed %s", self.source), _PLAIN, file)
            file.seek(0)
            for line in file:
                yield line[:-1].decode()

    def comparable(self, result, across):
        """``result`` of a scan with only the pairs whose companies may be compared."""
        if across:
            return result
        left, right = self.companies[result.pairs[:, 0]], self.companies[result.pairs[:, 1]]
        kept = (left == right) | (left == 0) | (right == 0)
        return replace(
            result,
            pairs=result.pairs[kept],
            scores=result.scores[kept],
            vetoed=result.vetoed[kept],
        )

    def different_rows(self):
        """Pairs of rows that a steward called different, on the values they have now."""
        return self._rows(
            SQL(
                """SELECT left_id, right_id FROM customer_match_pair pair
                     JOIN customer_match_key l ON l.id = left_id
                     JOIN customer_match_key r ON r.id = right_id
                    WHERE state = 'different'
                      AND coalesce(decided_fingerprint = md5(l.packed || '\n' || r.packed), true)"""
            )
        )

    def _rows(self, query):
        """Pairs of ids as pairs of rows; those of other customers are left out."""
        pairs = np.array(self.env.execute_query(query), np.int32).reshape(-1, 2)
        rows = np.searchsorted(self.ids, pairs)
        known = rows < len(self.ids)
        known[known] = self.ids[rows[known]] == pairs[known]
        return rows[known.all(axis=1)].astype(np.int32)


def _copy(env, query, form, file):
    cr = env.cr
    text = cr.mogrify(query.code, query.params).decode()
    cr.copy_expert(f"COPY ({text}) TO STDOUT (FORMAT {form})", file)
