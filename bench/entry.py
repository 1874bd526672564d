"""Customer entry, classification and search on 100,000 customers, against Odoo without the addon.

The bars are in the rows of the table. ``--only`` takes names of :data:`PARTS`.
"""

import functools
import statistics
import sys
import time

from common import (
    MINIMUM_ROUNDS,
    Pair,
    Peers,
    Places,
    Report,
    Row,
    alternate,
    client,
    customers,
    environment,
    fresh,
    insert_customers,
    options,
    say,
    spread_categories,
    timed,
)
from common.requests import (
    CUSTOMER,
    LISTS,
    drop_trigram_index,
    entry_vals,
    first_page,
    list_request,
    list_search,
    name_search,
)

ENTRY_FORM = "customer_master.res_partner_view_form_entry"
PANEL = "customer_category_ids"
TERMS = {
    "rare Latin": "vanqui",
    "two Latin words": "wexing logist",
    "rare Chinese": "鑫龙",
    "frequent Chinese": "科技",
    "frequent Latin": "GmbH",
    "a third of all": "有限公司",
    "e-mail": "info4711",
}


class Bench:
    """The databases and the report; a method for each part of the table."""

    def __init__(self, peers: Peers, report: Report):
        self.peers, self.report = peers, report
        self.core, self.addon = peers.core, peers.addon

    def both(self, work, rounds: int = MINIMUM_ROUNDS) -> Pair:
        """Measure what ``work(env, with_addon)`` returns, in turns on both databases."""
        core = fresh(self.core, functools.partial(work, with_addon=False))
        addon = fresh(self.addon, functools.partial(work, with_addon=True))
        return alternate(core, addon, rounds)

    def batches(self, rows, size: int, prepare) -> Pair:
        """Measure ``prepare(env, rows)()`` batch by batch in turns, in one transaction each."""
        slices = [rows[i : i + size] for i in range(0, len(rows), size)]
        with environment(self.core) as core, environment(self.addon) as addon:

            def side(env):
                places = Places(env)
                works = iter([prepare(env, places, part) for part in slices])

                def work():
                    next(works)()
                    env.cr.flush()

                return functools.partial(timed, work)

            # the first batch warms up
            return alternate(side(core), side(addon), len(slices) - 1)

    # -- data --------------------------------------------------------------------------------

    def prepare(self, count: int) -> None:
        """Fill the core's database, install the addon on a copy, classify everybody."""
        self.peers.make_core()
        start = time.perf_counter()
        with environment(self.core, commit=True) as env:
            insert_customers(env, customers(count))
        say(f"  {count} customers: {time.perf_counter() - start:.1f} s")
        seconds = self.peers.install_addon()
        self.report.note(f"installing the addon on {count} customers", None, seconds, "s")
        self.peers.vacuum()
        self.assignment("first night")
        with environment(self.addon, "base.user_root", commit=True) as env:
            categories, links = spread_categories(env)
        say(f"  {categories} categories, {links} links")
        self.peers.vacuum()

    def assignment(self, when: str = "later nights") -> None:
        """The rules over all customers: what they would change, and the nightly job."""
        with environment(self.addon) as env:
            seconds = timed(env["customer.assignment.wizard"]._action_preview)
        self.report.note(f"preview of all rules, {when}", None, seconds, "s")
        with environment(self.addon, "base.user_root", commit=True) as env:
            seconds = timed(env["res.partner"]._cron_customer_assign)
        self.report.note(f"nightly job, {when}", None, seconds, "s")

    # -- parts -------------------------------------------------------------------------------

    def create(self) -> None:
        """10,000 partners by create() in batches of 1,000."""

        def prepare(env, places, rows):
            vals = [places.vals(row) for row in rows]
            return lambda: env["res.partner"].with_context(**CUSTOMER).create(vals)

        pair = self.batches(list(customers(11_000, seed=2)), 1000, prepare)
        self.report.compare("create(), each 1,000 of 10,000 partners", pair, 1.25)

    def load(self) -> None:
        """30,000 rows by load(), 2,000 a call as the import screen does."""
        names = "name is_company ref phone email street zip city state_id country_id".split()

        def prepare(env, places, rows):
            lines = [places.line(names, row) for row in rows]
            partners = env["res.partner"].with_context(import_file=True, **CUSTOMER)

            def work():
                result = partners.load(names, lines)
                if not result["ids"] or len(result["ids"]) != len(lines):
                    raise RuntimeError(result["messages"][:3])

            return work

        pair = self.batches(list(customers(32_000, seed=3)), 2000, prepare)
        self.report.compare("load(), each 2,000 of 30,000 rows", pair, 1.3)

    def queries(self) -> None:
        """Queries of one create from a form, once everything is cached that can be.

        Core has no entry form: it is asked for the same fields, without those of the addon.
        """
        for title, form, person in (
            ("entry form", ENTRY_FORM, False),
            ("entry form with a contact person", ENTRY_FORM, True),
            ("contact form", "base.view_partner_form", False),
        ):
            counts: dict = {}
            for name in (self.addon, self.core):
                with environment(name) as env:
                    if form != ENTRY_FORM or name == self.addon:
                        specification = client.specification(
                            *client.view(env, "res.partner", "form", form), "res.partner"
                        )
                    known = env["res.partner"]._fields
                    specification = {f: spec for f, spec in specification.items() if f in known}
                    vals = entry_vals(env, person, entry=name == self.addon and form == ENTRY_FORM)
                # the caches of the registry are filled by the first ones
                counts[name] = [self.count_queries(name, vals, specification) for _ in range(3)][-1]
            core, addon = counts[self.core], counts[self.addon]
            ok = addon <= core + 10
            self.report.add(
                Row(f"one create from the {title}", core, addon, "SQL", addon / core, "<= +10", ok)
            )

    @staticmethod
    def count_queries(name: str, vals: dict, specification: dict) -> int:
        """Queries of one ``web_save`` in a new cursor."""
        with environment(name) as env:
            context = {**CUSTOMER, "default_customer_rank": 1}
            # does nothing in core
            partners = env["res.partner"].with_context(context, customer_manual_entry=True)
            before = env.cr.sql_log_count
            partners.web_save(dict(vals), specification)
            env.cr.flush()
            return env.cr.sql_log_count - before

    def opening(self) -> None:
        """The first page of the customer list against core's contact list, count included."""
        for title, shown in (("shown columns", True), ("all columns, as the client", False)):

            def work(env, with_addon, shown=shown):
                domain, order, partners = list_request(env, with_addon)
                arch, models = client.view(env, "res.partner", "list", LISTS[with_addon])
                specification = client.specification(arch, models, "res.partner", shown)
                return first_page(partners, domain, specification, order)

            self.report.compare(f"opening the list, {title}", self.both(work, 15), 1.2)

    def panel(self) -> None:
        """Search panel by dimension with counts against core's way, which gives the same."""
        from odoo.addons.web.models.models import Base

        with environment(self.addon) as env:
            types = env["customer.category"].search([("dimension_id.code", "=", "type")])
            dimensions = env["customer.dimension"].search([]) - types.dimension_id
        # as the client: a ticked value narrows the other groups
        ticked = {str(i): [[PANEL, "in", types[:1].ids]] for i in dimensions.ids}
        for title, group_domain in (("no filter", {}), ("one filter ticked", ticked)):
            answers: dict[bool, object] = {}

            def work(env, ours, group_domain=group_domain, answers=answers):
                domain, _order, partners = list_request(env, True)
                ask = partners.search_panel_select_multi_range
                if not ours:
                    ask = functools.partial(Base.search_panel_select_multi_range, partners)

                def call():
                    answers[ours] = ask(
                        PANEL,
                        comodel_domain=[],
                        category_domain=[],
                        filter_domain=[],
                        search_domain=domain,
                        group_by="dimension_id",
                        group_domain=group_domain,
                        enable_counters=True,
                        limit=200,
                    )

                return call

            sides = [fresh(self.addon, functools.partial(work, ours=o)) for o in (False, True)]
            pair = alternate(*sides, 2 * MINIMUM_ROUNDS)
            core, addon = (1000 * seconds for seconds in pair.medians())
            label = f"search panel, {title} (best {1000 * min(pair.addon):.0f} ms)"
            row = Row(label, core, addon, "ms", addon / core, "< 300 ms", addon < 300)
            self.report.add(row)
            same = answers[True] == answers[False]
            self.report.add(Row("  counts equal core's", None, None, "", None, "equal", same))

    def search(self) -> None:
        """Finding by a part of the name: list and drop-down, with the trigram index and without."""
        for trigram, bar in ((True, 0.1), (False, 1.0)):
            index = "with" if trigram else "without"
            for title, request in (("list", list_search), ("drop-down", name_search)):
                pairs = []
                for term_title, term in TERMS.items():

                    def work(env, with_addon, term=term, request=request, trigram=trigram):
                        if with_addon and not trigram:
                            drop_trigram_index(env)
                        return request(env, with_addon, term)

                    pair = self.both(work, 7)
                    pairs.append(pair.medians())
                    self.report.compare(f"  {title}, {term_title}: {term}", pair, None)
                core, addon = (statistics.median(side) for side in zip(*pairs, strict=True))
                ratio = statistics.median(ours / theirs for theirs, ours in pairs)
                self.report.add(
                    Row(
                        f"searching in the {title} {index} pg_trgm, median of terms",
                        core * 1000,
                        addon * 1000,
                        "ms",
                        ratio,
                        f"<= {bar:g} x",
                        ratio <= bar,
                    )
                )


PARTS = ("queries", "opening", "panel", "search", "create", "load", "assignment")


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("--customers", type=int, default=100_000, metavar="N")
    parser.add_argument("--only", default=",".join(PARTS), metavar="A,B")
    parser.add_argument("--reuse", action="store_true", help="the databases left by --keep")
    chosen = parser.parse_args()
    report = Report(f"Customer Master against core, {chosen.customers} customers")
    with Peers("cm_bench", keep=chosen.keep) as peers:
        bench = Bench(peers, report)
        if not (chosen.reuse and peers.exist()):
            bench.prepare(chosen.customers)
        for part in chosen.only.split(","):
            getattr(bench, part)()
    return report.finish(chosen.json)


if __name__ == "__main__":
    sys.exit(main())
