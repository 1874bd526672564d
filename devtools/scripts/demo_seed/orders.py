"""Products, orders and invoices. All days are counted back from the day of installation."""

import random
from dataclasses import dataclass

from .source import call, load, py, table, team

COMMENT = [
    "Orders of the two years before the installation. They are made as quotations of their day and",
    "then get their state by write(), since action_confirm() would date all of them now.",
]
INVOICE_COMMENT = [
    "Some invoices, where the company has a chart of accounts; else nothing is found to invoice.",
]
CATEGORIES = {
    "sensor": "Sensors",
    "control": "Controllers",
    "cable": "Cables and Accessories",
    "software": "Software",
    "service": "Services",
}
PRODUCTS = {
    "SEN-P10": ("sensor", "Pressure Sensor P10", 148),
    "SEN-T25": ("sensor", "Temperature Probe T25", 62),
    "SEN-F40": ("sensor", "Flow Meter F40", 395),
    "SEN-V08": ("sensor", "Vibration Sensor V08", 210),
    "SEN-L60": ("sensor", "Level Radar L60", 640),
    "CTL-100": ("control", "Compact Controller C100", 480),
    "CTL-300": ("control", "Modular Controller C300", 1250),
    "CTL-HMI": ("control", "Operator Panel 7 Inch", 560),
    "CTL-IO8": ("control", "I/O Module, 8 Channels", 135),
    "CTL-GW2": ("control", "Edge Gateway G2", 890),
    "CAB-M12": ("cable", "Sensor Cable M12, 5 m", 18.5),
    "CAB-ETH": ("cable", "Industrial Ethernet Cable, 10 m", 34),
    "CAB-CON": ("cable", "Connector Set IP67", 12.8),
    "CAB-BOX": ("cable", "Control Cabinet 600 x 800", 720),
    "SWA-MON": ("software", "Monitoring Software, Licence for a Year", 1450),
    "SWA-HIS": ("software", "Data Historian, Licence for a Year", 2400),
    "SWA-APP": ("software", "Operator App, Licence for a Year", 320),
    "SRV-COM": ("service", "Commissioning, Day", 980),
    "SRV-CAL": ("service", "Calibration, Piece", 165),
    "SRV-TRN": ("service", "Operator Training, Day", 850),
    "SRV-MNT": ("service", "Maintenance Contract, Quarter", 1150),
}
# What is bought in each of twelve months, the first one the latest: a peak each spring and autumn.
SEASON = (1.0, 1.3, 1.5, 1.1, 0.8, 0.6, 0.7, 1.1, 1.4, 1.2, 0.8, 0.5)
# (mean days between two orders, times what others take)
RHYTHM = {"K": (38, 5.0), "R": (150, 1.4)}
INVOICED_BEFORE = (200, 120, 75, 45, 20, 6)
_WHEN = (
    "(day - timedelta(days=max(0, day.weekday() - 4)) + timedelta(hours=hour, minutes=minute))"
    ".strftime('%Y-%m-%d %H:%M:%S')"
)


@dataclass
class Order:
    """An order; ``days`` is its age."""

    partner: str
    user: str
    team: str
    days: int
    lines: list
    state: str = "sale"


def _days(buys, rng):
    """The ages of the orders of a customer."""
    weights = [SEASON[day // 31 % 12] * (1.25 - day / 1500) for day in range(730)]
    if buys in RHYTHM:
        mean = RHYTHM[buys][0]
        day = rng.randint(2, mean)
        while day < 728:
            if rng.random() < 0.55 + SEASON[day // 31 % 12] / 2:
                yield day
            day += max(5, round(rng.gauss(mean, mean / 5)))
        return
    count, low, high = {
        "O": (rng.choice((1, 1, 1, 2, 3)), 15, 700),
        "L": (3, 290, 728),
        "N": (rng.randint(1, 2), 4, 75),
        "D": (rng.randint(1, 2), 20, 500),
    }.get(buys, (0, 0, 1))
    yield from rng.choices(range(low, high), weights[low:high], k=count)


def _lines(buys, favourites, day, rng):
    size = RHYTHM.get(buys, (0, 0.8))[1] * SEASON[day // 31 % 12] * (1.2 - day / 2400)
    lines = []
    for code in rng.sample(favourites, rng.choice((1, 2, 2, 3, 4))):
        category, _name, price = PRODUCTS[code]
        most = 4 if category in ("service", "software") else 4000 / (price + 60)
        quantity = max(1, round(most * size * rng.uniform(0.3, 1)))
        then = round(price * (1 if day < 330 else 0.96), 2)
        discount = rng.choice((0, 0, 0, 5, 10 if buys == "K" else 0))
        lines.append((code, quantity, then, discount))
    return lines


def make(customers):
    """All orders, the oldest first."""
    made = []
    for row in customers:
        rng = random.Random(row["id"] + "orders")
        favourites = rng.sample(sorted(PRODUCTS), 6)
        where = team(row["_place"].country)[0]

        def order(day, state="sale", row=row, rng=rng, favourites=favourites, where=where):
            lines = _lines(row["_buys"], favourites, day, rng)
            made.append(Order(row["id"], row["_user"], where, day, lines, state))

        for day in _days(row["_buys"], rng):
            order(day, "cancel" if rng.random() < 0.03 else "sale")
        if row["_buys"] in "PNK" and row["_buys"] and rng.random() < 0.6:
            order(rng.randint(1, 35), rng.choice(("draft", "sent")))
    return sorted(made, key=lambda order: -order.days)


def product_parts():
    """Categories and products; the prices are in the currency of the company, whichever it is."""
    yield load(
        "product.category",
        ["id", "name"],
        [[f"product_category_demo_{key}", name] for key, name in CATEGORIES.items()],
    )
    columns = "id default_code name categ_id/id type invoice_policy list_price standard_price"
    rows = [
        [
            product(code),
            code,
            name,
            f"product_category_demo_{category}",
            "service" if category in ("service", "software") else "consu",
            "order",
            str(price),
            str(round(price * 0.55, 2)),
        ]
        for code, (category, name, price) in PRODUCTS.items()
    ]
    yield load("product.product", columns.split(), rows)


def product(code):
    """External id of a product."""
    return "product_product_demo_" + code.lower().replace("-", "_")


def parts(sold):
    """The contents of the file of orders."""
    rng = random.Random("hours")
    columns = (
        "id partner_id/id user_id/id team_id/id date_order create_date order_line/id "
        "order_line/product_id/id order_line/product_uom_qty order_line/price_unit "
        "order_line/discount"
    )
    rows = [
        [
            number,
            o.partner,
            o.user,
            f"crm_team_demo_{o.team}",
            o.days,
            rng.randint(1, 8),
            rng.randint(0, 59),
            [(product(code), str(q), str(p), str(d)) for code, q, p, d in o.lines],
        ]
        for number, o in enumerate(sold, 1)
    ]
    # each row gives as many rows as it has lines; orders of a weekend are dated on the Friday
    each = (
        f"[(['sale_order_demo_%d' % number, partner, user, team, {_WHEN}, {_WHEN}] "
        "if index == 0 else [''] * 6) "
        "+ ['sale_order_line_demo_%d_%d' % (number, index), line[0], line[1], line[2], line[3]]"
    )
    loops = (
        "for day in [DateTime.today() - timedelta(days=days)] for index, line in enumerate(lines)]"
    )
    head = "for number, partner, user, team, days, hour, minute, lines in "
    yield call("sale.order", "load", py(columns.split()), f"{each} {head}{table(rows)} {loops}")
    other = {number: o.state for number, o in enumerate(sold, 1) if o.state != "sale"}
    confirmed = f"number not in {sorted(other)}"
    sources = {"sale": f"number for number in range(1, {len(sold) + 1}) if {confirmed}"}
    for state in ("sent", "cancel"):
        numbers = [number for number, its in other.items() if its == state]
        sources[state] = f"number for number in {numbers}"
    for state, source in sources.items():
        ids = f"[ref('sale_order_demo_%d' % number) for number in [{source}]]"
        yield call("sale.order", "write", ids, f"{{'state': '{state}'}}")


def invoice_parts(sold):
    """Draft invoices of some orders, dated and posted batch by batch."""
    context = "{'tracking_disable': True, 'raise_if_nothing_to_invoice': False}"
    numbers = []
    for before in INVOICED_BEFORE:
        batch = [
            number
            for number, order in enumerate(sold, 1)
            if order.state == "sale" and before + 2 < order.days < before + 30
        ][:4]
        numbers += batch
        refs = f"[ref('sale_order_demo_%d' % number) for number in {batch}]"
        orders = (
            f"obj().search([('id', 'in', {refs}), ('company_id.chart_template', '!=', False)]).ids"
        )
        yield call("sale.order", "_create_invoices", orders, context=context)
        moves = (
            f"obj().search([('line_ids.sale_line_ids.order_id', 'in', {refs}), "
            "('state', '=', 'draft')]).ids"
        )
        date = f"{{'invoice_date': (DateTime.today() - timedelta(days={before})).date()}}"
        yield call("account.move", "write", moves, date, context=context)
        yield call("account.move", "action_post", moves, context=context)
