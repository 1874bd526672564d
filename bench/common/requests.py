"""What clients of customers ask Odoo: forms, lists, drop-downs, with the addon and in core."""

import ast
import functools

from . import client

CUSTOMER = {"res_partner_search_mode": "customer"}
LISTS = {False: "base.view_partner_tree", True: "customer_master.res_partner_view_list"}
ENTRY = {
    "name": "深圳鑫龙实业有限公司",
    "is_company": True,
    "phone": "0755-87142919",
    "email": "Info@xinlong.example",
    "website": "xinlong.example",
    "street": "滨海大道1号",
    "city": "深圳",
    "zip": "518000",
    "customer_rank": 1,
}
CONTACT = {
    "name": "王芳",
    "function": "采购经理",
    "phone": "138 1234 5678",
    "email": "wang.fang@xinlong.example",
}


def entry_vals(env, with_person: bool, entry: bool) -> dict:
    """What the form sends for ``ENTRY``; the entry form has fields of its own for the person."""
    china = env.ref("base.cn")
    vals = {
        **ENTRY,
        "country_id": china.id,
        "state_id": china.state_ids.filtered(lambda state: state.name == "广东省").id,
        "user_id": env.uid,
        "industry_id": env["res.partner.industry"].search([], limit=1).id,
    }
    if with_person and entry:
        vals |= {f"customer_contact_{name}": value for name, value in CONTACT.items()}
    elif with_person:
        vals["child_ids"] = [(0, 0, {**CONTACT, "type": "contact"})]
    return vals


def list_request(env, with_addon: bool):
    """Domain, order and model of the first page of our list or of core's."""
    xml_id = "customer_master.res_partner_action" if with_addon else "contacts.action_contacts"
    action = env.ref(xml_id).sudo()
    arch, _models = client.view(env, "res.partner", "list", LISTS[with_addon])
    domain = ast.literal_eval(action.domain or "[]")
    context = {**ast.literal_eval(action.context), "bin_size": True}
    return domain, arch.get("default_order"), env["res.partner"].with_context(context)


def first_page(partners, domain, specification, order):
    """The question of the client for the first page of a list."""
    return functools.partial(
        partners.web_search_read,
        domain,
        specification,
        limit=client.PAGE,
        order=order,
        count_limit=client.COUNT_LIMIT,
    )


def list_search(env, with_addon: bool, term: str):
    """Search of the list: the first page with the count; only the names are read."""
    domain, order, partners = list_request(env, with_addon)
    found = [*domain, ("display_name", "ilike", term)]
    return first_page(partners, found, {"complete_name": {}}, order)


def name_search(env, _with_addon: bool, term: str):
    """Search of the customer field of an order."""
    partners = env["res.partner"].with_context(**CUSTOMER)
    domain = ["|", ("company_id", "=", False), ("company_id", "parent_of", env.companies.ids)]
    return functools.partial(
        partners.web_name_search, term, {"display_name": {}}, domain=domain, limit=8
    )


def drop_trigram_index(env) -> None:
    """As on a server without pg_trgm; rolled back with the rest."""
    env.cr.execute(
        "SELECT indexname FROM pg_indexes WHERE tablename = 'res_partner' AND indexdef ~ 'gin_trgm'"
    )
    for (name,) in env.cr.fetchall():
        env.cr.execute(f'DROP INDEX "{name}"')
