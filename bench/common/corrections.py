"""How many planted errors are found and rightly corrected.

Made-up customers of whom it is known how they would be without their one error. A suggestion is
right where all it changes is as it would be; what nobody knows (a state that the list has for
nobody) is not judged. Automatic are the suggestions that are sure enough by the shipped rules.
"""

from collections import Counter

from .fill import insert_customers
from .planted import Planted, planted
from .report import Report, Row, say
from .timing import timed

BATCH = 1000
PRECISION = 0.98
EXAMPLES = 3  # wrong suggestions shown of a rule
# by which rules an error may be corrected, where it is not the one of its name
BY = {name: {"zip_place", "area_place", "division"} for name in ("state", "city", "place")}


def measure(env, report: Report, size: int) -> None:
    """The suggestions that the addon makes for ``size`` customers, stored by ``env``."""
    customers = planted(size)
    ids = insert_planted(env, customers)
    env["customer.correction.place"].sudo()._learn()
    found: list[tuple[Planted, dict]] = []

    def suggest():
        for start in range(0, len(ids), BATCH):
            batch = env["res.partner"].browse(ids[start : start + BATCH])
            for row in env["customer.correction"]._suggest(batch):
                found.append((customers[row["partner_id"] - ids[0]], row))
            env.invalidate_all()

    seconds = timed(suggest)
    report.note(f"suggestions for {len(ids)} customers", None, seconds, "s")
    _tell(report, customers, found, Known(env))


def _tell(report, customers, found, known) -> None:
    planted_of = Counter(customer.kind for customer in customers if customer.kind)
    hit, right, judged, good = Counter(), Counter(), Counter(), Counter()
    sure, sure_good = Counter(), Counter()
    met: set[int] = set()
    for customer, row in found:
        kind, verdict = known.kind(row), known.verdict(customer, row)
        aimed = kind in BY.get(customer.kind, {customer.kind})
        if aimed and not customer.changed.isdisjoint(known.fields(row)):
            if id(customer) not in met:
                hit[customer.kind] += 1
                right[customer.kind] += verdict is True
            met.add(id(customer))
        if verdict is None:
            continue
        judged[kind] += 1
        if not verdict and judged[kind] - good[kind] <= EXAMPLES:
            say(f"    wrong by {kind}: {row['value']} -> {row['values']}")
        good[kind] += verdict
        if row["confidence"] >= PRECISION:
            sure[kind] += 1
            sure_good[kind] += verdict
    say(f"  {'error':14} {'planted':>8} {'found':>8} {'right':>8} {'recall':>8}")
    for kind, count in sorted(planted_of.items()):
        recall = right[kind] / count
        say(f"  {kind:14} {count:8} {hit[kind]:8} {right[kind]:8} {recall:8.3f}")
    say(f"  {'rule':14} {'made':>8} {'precise':>8} {'sure':>8} {'precise':>8}")
    for kind, count in sorted(judged.items()):
        told = f"{sure_good[kind] / sure[kind]:8.3f}" if sure[kind] else f"{'-':>8}"
        say(f"  {kind:14} {count:8} {good[kind] / count:8.3f} {sure[kind]:8} {told}")
    total = sum(sure.values())
    precision = sum(sure_good.values()) / total
    report.add(
        Row(
            f"precision of {total} automatic corrections",
            None,
            precision,
            "",
            None,
            f">= {PRECISION}",
            precision >= PRECISION,
        )
    )
    for kind, count in sorted(sure.items()):
        if count >= 50:
            share = sure_good[kind] / count
            report.add(
                Row(
                    f"  {kind}, {count}",
                    None,
                    share,
                    "",
                    None,
                    f">= {PRECISION}",
                    share >= PRECISION,
                )
            )
    every = sum(planted_of.values())
    report.note("share of planted errors found", None, sum(hit.values()) / every, "")
    report.note("  and rightly corrected", None, sum(right.values()) / every, "")
    report.note("precision of all suggestions", None, sum(good.values()) / sum(judged.values()), "")


class Known:
    """What is right."""

    def __init__(self, env):
        self.codes = {rule.id: rule.code for rule in env["customer.correction.rule"].search([])}
        correction = env["customer.correction"]
        self.countries = correction._country_codes()
        self.states = {s.id: s.name for s in env["res.country.state"].search([])}

    def kind(self, row) -> str:
        return self.codes[row["correction_id"]]

    @staticmethod
    def fields(row) -> set[str]:
        return {name.removesuffix("_id") for name in row["values"]}

    def verdict(self, customer: Planted, row) -> bool | None:
        """Whether all new values are right; ``None`` where nobody knows one of them."""
        verdicts = [self._same(customer, name, new) for name, new in row["values"].items()]
        if False in verdicts:
            return False
        return None if None in verdicts else True

    def _same(self, customer, name, new):
        if name == "state_id":
            true, new = customer.clean["state"], self.states[new]
        elif name == "country_id":
            true, new = customer.clean["country"], self.countries[new]
        else:
            true, new = customer.clean.get(name), new or ""
        if not true and not customer.dirty.get(name.removesuffix("_id")) and new:
            return None
        if name == "city":
            return (true or "").removesuffix("市") == new.removesuffix("市")
        if name == "website":
            return _host(true or "") == _host(new)
        return true == new


def _host(url: str) -> str:
    return url.partition("//")[2].removeprefix("www.").rstrip("/")


def insert_planted(env, customers) -> range:
    """The customers as another program left them, and behind them confirmed duplicates of those
    whose gap only such a one can fill.

    :return: the ids of ``customers``
    """
    twins = [at for at, customer in enumerate(customers) if customer.kind == "twins"]
    rows = [customer.dirty for customer in customers] + [customers[at].clean for at in twins]
    insert_customers(env, map(columns, rows))
    env.cr.execute("SELECT max(id) FROM res_partner WHERE customer_rank > 0")
    first = env.cr.fetchone()[0] - len(rows) + 1
    env.cr.execute_values(
        """UPDATE res_partner p SET function = v.function, company_name = v.company_name
             FROM (VALUES %s) AS v(id, function, company_name) WHERE p.id = v.id""",
        [
            (first + at, customer.dirty["function"], customer.dirty["company_name"])
            for at, customer in enumerate(customers)
            if customer.dirty["function"] or customer.dirty["company_name"]
        ],
    )
    env.cr.execute_values(
        "INSERT INTO customer_match_pair (left_id, right_id, state) VALUES %s",
        [(first + at, first + len(customers) + number, "same") for number, at in enumerate(twins)],
    )
    env.invalidate_all()
    return range(first, first + len(customers))


def columns(row: dict) -> dict:
    names = ("name", "street", "zip", "city", "phone", "email", "website", "vat", "ref")
    return {
        **{name: row[name] or None for name in names},
        "is_company": row["is_company"],
        "country": row["country"],
        "state": row["state"],
    }
