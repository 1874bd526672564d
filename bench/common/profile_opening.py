"""Opening the profile of a customer with 10,000 documents."""

from datetime import timedelta

from .databases import environment
from .documents import clone
from .report import Row
from .timing import fresh

ORDERS, INVOICES, PAYMENTS, MESSAGES = 5_000, 4_000, 1_000, 10_000
CONTACTS = 20
ROUNDS = 9
FEW = 0.002  # of the documents: a customer with hardly any
MOST = 400  # ms


def opening(bench) -> None:
    """Time and queries of the profile and of a page in the middle of the timeline, with the
    rights of an administrator of sales and invoices, in new caches of records."""
    with environment(bench.peers.addon, commit=True) as env:
        if not env["account.journal"].search([("type", "=", "sale")], limit=1):
            env["account.chart.template"].try_loading("generic_coa", env.company)
        small = make_customer(env, "Few Documents", FEW)
        large = make_customer(env, "Many Documents", 1)
    bench.peers.vacuum()
    queries = {}
    for name, customer in (("few", small), ("10,000", large)):
        times, queries[name] = measured(bench, lambda env, one=customer: profile(env, one))
        ok = times < MOST if customer == large else None
        bar = f"< {MOST} ms" if customer == large else ""
        bench.report.add(Row(f"profile, {name} documents", None, times, "ms", None, bar, ok))
    same = queries["few"] == queries["10,000"]
    bench.report.add(
        Row("  queries, few documents and 10,000", *map(float, queries.values()), "", None,
            "the same", same)
    )  # fmt: skip
    times, _queries = measured(bench, lambda env: page(env, large))
    bench.report.add(
        Row("a page in the middle of its timeline", None, times, "ms", None, f"< {MOST} ms",
            times < MOST)
    )  # fmt: skip


def profile(env, customer):
    return lambda: env["customer.profile"].get_profile(customer)


def page(env, customer):
    """The page after the first half of the timeline."""
    Timeline = env["customer.timeline"]
    cursor = None
    while True:
        found = Timeline.get_page(customer, cursor=cursor, limit=200)
        cursor = found["cursor"]
        if not cursor or found["rows"][-1]["date"] < middle(env):
            return lambda: Timeline.get_page(customer, cursor=cursor)


def middle(env):
    env.cr.execute("SELECT (now() - interval '1 year')::timestamp(0)")
    return str(env.cr.fetchone()[0])


def measured(bench, work) -> tuple[float, int]:
    """The median in ms, and the number of queries of the last round."""
    counted = []

    def prepare(env):
        do = work(env)

        def run():
            before = env.cr.sql_log_count
            do()
            counted.append(env.cr.sql_log_count - before)

        return run

    measure = fresh(bench.peers.addon, prepare)
    times = sorted(measure() for _round in range(ROUNDS + 1))
    return 1000 * times[len(times) // 2], counted[-1]


def make_customer(env, name, share) -> int:
    """A customer with contacts and documents over two years; its id."""
    customer = env["res.partner"].create(
        {
            "name": name,
            "is_company": True,
            "customer_rank": 1,
            "child_ids": [(0, 0, {"name": f"Contact {n}"}) for n in range(CONTACTS)],
        }
    )
    family = (customer | customer.child_ids).ids
    product = env["product.product"].search([("sale_ok", "=", True)], limit=1)
    order = env["sale.order"].create(
        {"partner_id": customer.id, "order_line": [(0, 0, {"product_id": product.id})]}
    )
    order.action_confirm()
    invoice = env["account.move"].create(
        {
            "move_type": "out_invoice",
            "partner_id": customer.id,
            "invoice_date": order.date_order.date() - timedelta(days=1),
            "invoice_line_ids": [
                (0, 0, {"product_id": product.id, "price_unit": 10, "tax_ids": False})
            ],
        }
    )
    invoice.action_post()
    payment = env["account.payment"].create(
        {"payment_type": "inbound", "partner_id": customer.id, "amount": 10}
    )
    payment.action_post()
    message = customer.message_post(body="Hello", message_type="comment")
    env.flush_all()
    one = f"(ARRAY{family})[1 + n % {len(family)}]"
    orders, invoices, payments, messages = (
        max(int(count * share) - 1, 1) for count in (ORDERS, INVOICES, PAYMENTS, MESSAGES)
    )

    def ago(count):
        return f"(now() AT TIME ZONE 'utc' - n * interval '730 days' / {count})"

    at = clone(
        env, "sale_order", order.id, orders, name="'P' || n", access_token="NULL", partner_id=one,
        date_order=ago(orders),
    )  # fmt: skip
    clone(env, "sale_order_line", order.order_line.id, orders, order_id=f"{at} + n")
    at = clone(
        env, "account_move", invoice.id, invoices, name=f"'P{customer.id}/' || n",
        access_token="NULL", partner_id=one, invoice_date=ago(invoices), date=ago(invoices),
    )  # fmt: skip
    for line in invoice.line_ids.ids:
        clone(env, "account_move_line", line, invoices, move_id=f"{at} + n",
              date_maturity=ago(invoices))  # fmt: skip
    clone(env, "account_payment", payment.id, payments, name="'P' || n", date=ago(payments))
    clone(
        env, "mail_message", message.id, messages, res_id=one, date=ago(messages), message_id="NULL"
    )
    return customer.id
