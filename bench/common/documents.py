"""Made-up orders, invoices, messages, followers and files of customers, cloned by SQL."""

from datetime import timedelta

# of all customers the first ones, which are duplicates, have half of the documents
DUPLICATES = 0.3


def clone(env, table: str, pattern: int, count: int, **columns: str) -> int:
    """Insert ``count`` copies of a row.

    :param columns: SQL of what is not as in the pattern; ``n`` is the number of the copy from 0
    :return: id of the first; the others follow without a gap
    """
    env.cr.execute(f"SELECT last_value + 1 FROM {table}_id_seq")
    first = env.cr.fetchone()[0]
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table]
    )
    names = [name for (name,) in env.cr.fetchall()]
    values = {"id": f"{first} + n", **columns}
    chosen = ", ".join(values.get(name, f'pattern."{name}"') for name in names)
    quoted = ", ".join(f'"{name}"' for name in names)
    env.cr.execute(
        f"""INSERT INTO {table} ({quoted})
            SELECT {chosen} FROM generate_series(0, {count - 1}) n, {table} pattern
             WHERE pattern.id = {pattern}"""
    )
    env.cr.execute(f"SELECT setval('{table}_id_seq', {first + count})")
    return first


def insert_documents(env, first: int, customers: int, orders: int, invoices: int) -> None:
    """Confirmed orders and posted invoices; two messages, a follower and a file for every fifth
    customer each.

    :param first: id of the first of ``customers`` customers without a gap
    """
    partner = env["res.partner"].browse(first)
    product = env["product.product"].create({"name": "Thing", "list_price": 10, "taxes_id": False})
    order = env["sale.order"].create(
        {"partner_id": first, "order_line": [(0, 0, {"product_id": product.id})]}
    )
    order.action_confirm()
    invoice = env["account.move"].create(
        {
            "move_type": "out_invoice",
            "partner_id": first,
            "invoice_date": order.date_order.date() - timedelta(days=1),
            "invoice_line_ids": [(0, 0, {"product_id": product.id, "tax_ids": False})],
        }
    )
    invoice.action_post()
    message = partner.message_post(body="Hello")
    partner.message_subscribe([first + 1])
    attachment = env["ir.attachment"].create(
        {"name": "note.txt", "raw": b"x", "res_model": "res.partner", "res_id": first}
    )
    env.flush_all()
    many = int(customers * DUPLICATES)
    # even numbers among the first ones, odd numbers among the others
    owner = (
        f"{first} + CASE WHEN n % 2 = 0 THEN n * 7919::bigint % {many} "
        f"ELSE {many} + n * 7919::bigint % {customers - many} END"
    )
    own = dict.fromkeys(("partner_id", "partner_invoice_id", "partner_shipping_id"), owner)
    at = clone(env, "sale_order", order.id, orders, name="'B' || n", access_token="NULL", **own)
    line = order.order_line.id
    clone(env, "sale_order_line", line, orders, order_id=f"{at} + n", order_partner_id=owner)
    own = dict.fromkeys(("partner_id", "commercial_partner_id", "partner_shipping_id"), owner)
    at = clone(
        env, "account_move", invoice.id, invoices, name="'B/' || n", access_token="NULL", **own
    )
    for line in invoice.line_ids.ids:
        clone(env, "account_move_line", line, invoices, move_id=f"{at} + n", partner_id=owner)
    clone(
        env, "mail_message", message.id, 2 * customers, res_id=f"{first} + n / 2", message_id="NULL"
    )
    follower = partner.message_follower_ids.filtered(lambda f: f.partner_id.id == first + 1)
    fifth = customers // 5
    clone(
        env,
        "mail_followers",
        follower.id,
        fifth - 1,
        res_id=f"{first} + 5 * (n + 1)",
        partner_id=f"{first} + 5 * (n + 1) + 1",
    )
    clone(env, "ir_attachment", attachment.id, fifth, res_id=f"{first} + 5 * n")
