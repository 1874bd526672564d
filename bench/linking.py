"""Linking: 10,000 records against all customers, what the hook costs, documents that disagree.

The peer of the linking is the obvious way: one search of a customer for each record.
"""

import sys
import time

from common.databases import environment, uncommitted
from common.documents import insert_documents
from common.listed import ListBench, do_parts, run
from common.report import Row
from common.timing import timed

RECORDS = 10_000
SEARCHED = 500  # records that the peer searches for; its time is multiplied
ORDERS, INVOICES = 50_000, 20_000
LINES = [
    ("email", "email", "normalised"),
    ("email", "email_domain", "normalised"),
    ("phone", "phone", "normalised"),
    ("name", "name", "similar"),
]
CALLS = 100_000


class Bench(ListBench):
    def complete(self, env) -> None:
        while missing := env["customer.match.key"]._missing(2000):
            env["customer.match.key"]._refresh(missing, look=False)
            env.flush_all()
            env.invalidate_all()
        # persons who say of which customer they are, every tenth of nobody
        env.cr.execute(
            """
            INSERT INTO res_partner
                   (name, complete_name, active, type, customer_priority, email, email_normalized,
                    phone, country_id, autopost_bills, lang)
            SELECT 'Visitor ' || name, 'Visitor ' || name, true, 'contact', '0',
                   CASE WHEN nobody THEN own ELSE email END,
                   CASE WHEN nobody THEN own ELSE lower(email) END,
                   CASE WHEN NOT nobody THEN phone END, country_id, autopost_bills, lang
              FROM (SELECT *, id %% 10 = 0 AS nobody, 'v' || id || '@nobody.example' AS own
                      FROM res_partner WHERE customer_rank > 0 AND email IS NOT NULL
                  ORDER BY hashint4(id) LIMIT %s) p
            """,
            [RECORDS],
        )
        env.cr.execute("SELECT min(id) FROM res_partner WHERE customer_rank > 0")
        first = env.cr.fetchone()[0]
        insert_documents(env, first, self.size, ORDERS, INVOICES)
        env.cr.execute(
            """UPDATE sale_order SET partner_shipping_id = partner_id + 1
                WHERE id %% 20 = 0 AND partner_id < %s""",
            [first + self.size - 1],
        )

    # -- parts -----------------------------------------------------------------------------

    def linking(self) -> None:
        with environment(self.peers.addon) as env:
            records = self.records(env)
            some = records[:SEARCHED]
            searching = timed(self.search_each, env, some) * len(records) / len(some)
        with environment(self.peers.addon) as env, uncommitted(env):
            rule = self.rule(env)
            records = self.records(env)
            env.flush_all()
            found, queries = [], []
            start = time.perf_counter()
            for at in range(0, len(records), 1000):
                before = env.cr.sql_log_count
                slice_ = records[at : at + 1000]
                found += rule.env["customer.link"]._find(rule, slice_)
                queries.append(env.cr.sql_log_count - before)
                env.invalidate_all()
            finding = time.perf_counter() - start
        certain = sum(decision.certain is not None for _asked, decision in found)
        some = sum(bool(decision.found) for _asked, decision in found)
        self.report.add(
            Row(
                f"customers of {len(records)} records found",
                searching,
                finding,
                "s",
                finding / searching,
                "<= 60 s",
                finding <= 60,
            )
        )
        self.report.add(
            Row("  queries a slice of 1000", None, max(queries), "", None, "<= 20",
                max(queries) <= 20)
        )  # fmt: skip
        self.report.note("  certain", None, certain, "")
        self.report.note("  with suggestions", None, some - certain, "")

    def doing(self) -> None:
        """All of it: found, linked, journaled, and taken back."""
        with environment(self.peers.addon) as env, uncommitted(env):
            rule = self.rule(env)
            run_ = env["customer.link.run"].sudo().create({"rule_id": rule.id})
            linking = timed(run_._work)
            undoing = timed(self.undo, run_.operation_id)
            self.report.note(f"  linked, {run_.linked_count} of them", None, linking, "s")
            self.report.note("  suggested", None, run_.suggested_count, "")
            self.report.note("  taken back", None, undoing, "s")

    def undo(self, operation) -> None:
        if operation:
            operation._service()._undo(operation._lines("done"))

    def hook(self) -> None:
        """What models without a rule pay for each create and write."""
        with environment(self.peers.addon) as env:
            tag = env["res.partner.category"].browse(1)
            tag._customer_link_watched()
            start = time.perf_counter()
            for _call in range(CALLS):
                tag._customer_link_watched()
            each = 1e6 * (time.perf_counter() - start) / CALLS
        self.report.add(Row("hook of other models", None, each, "us", None, "<= 10 us", each <= 10))

    def consistency(self) -> None:
        with environment(self.peers.addon) as env, uncommitted(env):
            issues = env["customer.consistency.issue"].sudo()
            checking = timed(issues._refresh)
            again = timed(issues._refresh)
            count = issues.search_count([("state", "=", "open")])
            env.invalidate_all()
            page = 1000 * timed(self.page, issues)
        title = f"{ORDERS} orders, {INVOICES} invoices checked"
        self.report.add(Row(title, None, checking, "s", None, "<= 20 s", checking <= 20))
        self.report.add(Row("  again", None, again, "s", None, "<= 20 s", again <= 20))
        self.report.note("  found", None, count, "")
        row = Row("  a page of the list", None, page, "ms", None, "<= 300 ms", page <= 300)
        self.report.add(row)

    def page(self, issues) -> None:
        spec = {"name": {}, "kind": {}, "partner_id": {"fields": {"display_name": {}}}}
        issues.web_search_read([("state", "=", "open")], spec, limit=80, count_limit=10_001)

    # -- parts of them ---------------------------------------------------------------------

    def records(self, env):
        return env["res.partner"].search([("name", "=like", "Visitor %")], order="id")

    def search_each(self, env, records) -> None:
        Partner = env["res.partner"]
        for record in records:
            same = ["|", ("email", "=ilike", record.email), ("phone", "=", record.phone or "-")]
            Partner.search([("customer_rank", ">", 0), *same], limit=2)

    def rule(self, env):
        fields = env["ir.model.fields"]
        return env["customer.link.rule"].create(
            {
                "name": "Bench",
                "active": True,
                "model_id": env["ir.model"]._get_id("res.partner"),
                "field_id": fields._get("res.partner", "parent_id").id,
                "domain": "[('name', '=like', 'Visitor %')]",
                "action": "link",
                "line_ids": [
                    (0, 0, {"path": path, "kind": kind, "logic": logic})
                    for path, kind, logic in LINES
                ],
            }
        )


PARTS = ("linking", "doing", "hook", "consistency")


def main() -> int:
    return run(Bench, "Linking to %s customers", __doc__, do_parts, PARTS)


if __name__ == "__main__":
    sys.exit(main())
