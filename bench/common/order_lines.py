"""Made-up order lines for pivots: products over categories, dates over quarters, customers over
regions.
"""

from .documents import clone

CATEGORIES, PRODUCTS = 20, 200
LINES = 4  # of an order
REGIONS = 30
DAYS = 1095  # back from today


def insert_order_lines(env, count: int) -> None:
    """Confirmed orders of the customers with ``count`` lines in all."""
    categories = env["product.category"].create(
        [{"name": f"Category {number}"} for number in range(CATEGORIES)]
    )
    products = env["product.product"].create(
        [
            {
                "name": f"Thing {number}",
                "categ_id": categories[number % CATEGORIES].id,
                "list_price": 10 + number,
                "taxes_id": False,
            }
            for number in range(PRODUCTS)
        ]
    )
    env.cr.execute("SELECT min(id), count(*) FROM res_partner WHERE customer_rank > 0")
    first, customers = env.cr.fetchone()
    order = env["sale.order"].create(
        {"partner_id": first, "order_line": [(0, 0, {"product_id": products[0].id})]}
    )
    order.action_confirm()
    env.flush_all()
    owner = f"{first} + n * 7919::bigint % {customers}"
    own = dict.fromkeys(("partner_id", "partner_invoice_id", "partner_shipping_id"), owner)
    day = f"now() at time zone 'utc' - (n * 31 % {DAYS}) * interval '1 day'"
    orders = count // LINES
    at = clone(
        env,
        "sale_order",
        order.id,
        orders,
        name="'P' || n",
        access_token="NULL",
        date_order=day,
        **own,
    )
    owner = f"{first} + (n % {orders}) * 7919::bigint % {customers}"
    clone(
        env,
        "sale_order_line",
        order.order_line.id,
        count,
        order_id=f"{at} + n % {orders}",
        order_partner_id=owner,
        # the lines of an order are n, n + orders, ...: each has another product
        product_id=f"(ARRAY{products.ids})[1 + (n * 17 + n / {orders}) % {PRODUCTS}]",
        price_subtotal="10 + n % 90",
    )
    states = env["res.country.state"].search([("country_id.code", "=", "US")], limit=REGIONS)
    spread(env, "state_id", states.ids)


def spread(env, column: str, ids: list[int]) -> None:
    """Give the customers one of ``ids`` each, the same numbers of customers all."""
    env.cr.execute(
        f"UPDATE res_partner SET {column} = (%(ids)s)[1 + id %% %(count)s] WHERE customer_rank > 0",
        {"ids": ids, "count": len(ids)},
    )


def spread_regions(env) -> None:
    """As many regions as there are states, given in the same way."""
    region = env.ref("customer_master.customer_dimension_region")
    found = env["customer.category"].search([("dimension_id", "=", region.id)], limit=REGIONS)
    missing = REGIONS - len(found)
    found += found.create(
        [{"name": f"Region {at}", "dimension_id": region.id} for at in range(missing)]
    )
    env.flush_all()
    spread(env, "customer_region_id", found.ids)
