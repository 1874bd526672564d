#!/usr/bin/env python3
"""Write the demo data of customers, orders and what happened with them into ``demo/``.

``python3 devtools/scripts/generate_demo.py`` reads the lists in ``demo_seed/``, written by hand,
and makes up the rest (numbers, dates, orders) in the same way at every run. The rows go to
``load()`` by ``<function>``: that is quick, and runs when the demo data is installed but not when
the addon is upgraded, so that what was merged or deleted meanwhile does not come back.
"""

import random
import unicodedata
from pathlib import Path

from demo_seed import dirt, orders, story, tax_ids
from demo_seed.source import PARTNER, USER, load, team

SEED = Path(__file__).resolve().parent / "demo_seed"
DEMO = Path(__file__).resolve().parents[2] / "demo"
COLUMNS = (
    "id name is_company customer_rank ref vat street street2 zip city state_id/id country_id/id "
    "phone email website industry_id/id customer_employees customer_annual_revenue "
    "customer_priority customer_category_ids/id category_id/id user_id/id create_uid/id create_date"
).split()
PERSON_COLUMNS = "id parent_id/id name function phone email user_id/id".split()
# Number blocks of films and examples where there are such, and are valid numbers.
MOBILES = {
    "cn": ["+86 138 #### ####", "+86 139 #### ####", "+86 186 #### ####", "+86 159 #### ####"],
    "de": ["+49 171 39200##"],
    "fr": ["+33 6 12 34 5# ##"],
    "gb": ["+44 7400 123###"],
    "hk": ["+852 5123 4###"],
}
JOBS = {
    "zh": "采购经理 总经理 供应链经理 设备部长 财务主管 质量经理 技术总监 行政主管".split(),
    "xx": [
        "Purchasing Manager",
        "Managing Director",
        "Head of Production",
        "Maintenance Engineer",
        "Accountant",
        "Quality Manager",
        "Operations Manager",
        "Executive Assistant",
    ],
}
LOCALES = {"cn": "zh", "hk": "zh", "tw": "zh", "mo": "zh", "ch": "de", "at": "de", "be": "fr"}
NEEDS = ("product", "service", "custom", "maintenance", "training")
TAGS = ("fair", "newsletter", "framework", "export", "wechat")
# Wrong values of contact persons, which nothing but a check of the value can find.
WRONG = {
    "hanze_contact_1": {"email": "hanze.caigou@gmial.com"},
    "suifeng_contact_1": {"phone": "138 2719 56"},
    "elbkontor_contact_1": {"email": "einkauf@elbkontor,example"},
    "thornburyvale_contact_2": {"phone": "020 7946"},
    "maplecrest_contact_1": {"email": "purchasing@yaho.com"},
    "qinyue_contact_2": {"email": "qinyue.sheng@qq"},
}


def lines(name):
    """The fields of each line of a list, without comments."""
    for line in (SEED / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.split("|")


def fill(template, rng):
    """``template`` with a digit for each ``#``."""
    return "".join(str(rng.randint(0, 9)) if char == "#" else char for char in template)


def plain(name):
    """``name`` in lower-case ASCII with dots, for a mail address."""
    text = unicodedata.normalize("NFD", name.lower().replace("ł", "l").replace("ø", "o"))
    return "".join(c for c in text.replace(" ", ".") if c.isascii() and (c.isalnum() or c in ".-"))


class Place:
    """A city with what numbers and streets look like there."""

    def __init__(self, country, state, city, phone, division, streets):
        self.country, self.city, self.division = country, city, division
        self.state = state and f"base.state_{state}"
        self.phone = phone
        self.streets = [street.split(" ", 1) for street in streets.split(";")]
        if country == "gb":  # the only postcodes with a space
            self.streets = [
                (" ".join(s.split(" ")[:2]), s.split(" ", 2)[2]) for s in streets.split(";")
            ]
        elif country in ("nl", "ca", "se"):
            self.streets = [(s[:7].strip(), s[7:].strip()) for s in streets.split(";")]

    def address(self, rng):
        """Columns of an address, phone included."""
        postcode, street = rng.choice(self.streets)
        room = f"{rng.choice('ABC')}座{rng.randint(2, 28)}0{rng.randint(1, 9)}室"
        return {
            "street": street.replace("#", str(rng.randint(3, 420))),
            "street2": room if self.country == "cn" and rng.random() < 0.4 else "",
            "zip": "" if postcode == "-" else postcode,
            "city": self.city,
            "state_id/id": self.state,
            "country_id/id": f"base.{'uk' if self.country == 'gb' else self.country}",
            "phone": fill(self.phone, rng),
        }


def customer(number, place, seed):
    """A customer without fault, as a row by column, with notes for the rest under ``_`` names."""
    _code, name, key, industry, employees, kind, buys, *more = seed
    more = dict(part.split("=", 1) for part in more)
    rng = random.Random(key)
    company = employees != "p"
    domain = f"{more.pop('domain', key).replace('_', '-')}.example"
    mailbox = rng.choice(("info", "office", "sales")) if company else "mail"
    priority = {"K": "3", "R": rng.choice("112"), "N": "1", "P": rng.choice("001")}.get(buys, "0")
    tags = ["res_partner_category_vip"] if buys == "K" or rng.random() < 0.03 else []
    if buys == "P" and rng.random() < 0.6 or buys == "N" and rng.random() < 0.3:
        tags.append("res_partner_category_potential")
    tags += [
        f"res_partner_category_demo_{tag}"
        for tag in TAGS[: 5 if place.country == "cn" else 4]
        if rng.random() < (0.5 if (tag, buys) == ("framework", "K") else 0.13)
    ]
    needs = [need for need in NEEDS if rng.random() < (0.8 if need == "product" else 0.25)]
    user = "admin" if buys == "K" else team(place.country)[1]
    known = company and rng.random() < 0.9
    row = {
        "id": PARTNER + key,
        "name": name,
        "is_company": str(company),
        "customer_rank": "1",
        "ref": f"C{10000 + 7 * number}",
        "vat": tax_ids.make(place.country, place.division, rng, kind == "public")
        if company
        else "",
        **place.address(rng),
        "email": f"{mailbox}@{domain}",
        "website": f"https://www.{domain}" if company else "",
        "industry_id/id": f"base.res_partner_industry_{industry}",
        "customer_employees": employees if known else "",
        "customer_annual_revenue": str(int(employees) * rng.randint(60, 240) * 1000)
        if known and rng.random() < 0.7
        else "",
        "customer_priority": priority,
        "customer_category_ids/id": ",".join(
            [f"customer_category_type_{kind}", *(f"customer_category_need_{n}" for n in needs)]
        ),
        "category_id/id": ",".join(tags),
        "user_id/id": "" if buys == "P" and rng.random() < 0.4 else USER + user,
        "create_uid/id": USER + (user if rng.random() < 0.7 else "steward"),
        "_key": key,
        "_place": place,
        "_buys": buys,
        "_user": USER + user,
        "_domain": domain,
    }
    return {**row, **more}


def persons(customers):
    """Contact persons: two of those that buy much, one of some others."""
    names = {locale: text.split(";") for locale, text in lines("people.txt")}
    taken = dict.fromkeys(names, 0)
    for row in customers:
        rng = random.Random(row["id"] + "persons")
        country = row["_place"].country
        locale = LOCALES.get(country, country if country in names else "xx")
        count = {"K": 2, "R": rng.randint(1, 2), "L": rng.randint(0, 1), "N": 1, "P": 0}.get(
            row["_buys"], 0
        )
        if row["_buys"] == "O" and rng.random() < 0.5:
            count = 1
        if row["is_company"] != "True":
            count = 0
        jobs = rng.sample(JOBS["zh" if locale == "zh" else "xx"], 2)
        for index in range(count):
            name, _sep, box = names[locale][taken[locale] % len(names[locale])].partition("=")
            taken[locale] += 1
            key = f"{row['_key']}_contact_{index + 1}"
            mobile = rng.choice(MOBILES.get(country) or [row["_place"].phone])
            person = {
                "id": PARTNER + key,
                "parent_id/id": row["id"],
                "name": name,
                "function": jobs[index],
                "phone": fill(mobile, rng),
                "email": f"{box or plain(name)}@{row['_domain']}",
                "user_id/id": row["user_id/id"],
            }
            yield {**person, **WRONG.get(key, {})}


def write(name, comment, *parts):
    """One file of demo data."""
    text = "\n".join(f"         {line}" if i else line for i, line in enumerate(comment))
    body = "\n".join(parts)
    (DEMO / name).write_text(
        '<?xml version="1.0" encoding="utf-8"?>\n'
        "<!-- Made by devtools/scripts/generate_demo.py: change its lists, not this file.\n"
        f"         {text} -->\n"
        f'<odoo noupdate="1">\n{body}</odoo>\n',
        encoding="utf-8",
    )


def partner_load(rows):
    """Rows of customers; the last column is the age in days."""
    each = (
        "row[:-1] + [(DateTime.today() - timedelta(days=row[-1], hours=-8))"
        ".strftime('%Y-%m-%d %H:%M:%S')]"
    )
    data = [[*(row.get(column, "") for column in COLUMNS[:-1]), row["_age"]] for row in rows]
    return load("res.partner", COLUMNS, data, each)


def main():
    places = {code: Place(*rest) for code, *rest in lines("places.txt")}
    customers = [
        customer(number, places[seed[0]], seed)
        for number, seed in enumerate(lines("customers.txt"), 1)
    ]
    people = list(persons(customers))
    dirty = dirt.rows(lines("dirty.txt"), {row["_key"]: row for row in customers}, people, places)
    sold = orders.make(customers + dirty)
    first = {}
    for order in sold:
        first[order.partner] = max(order.days, first.get(order.partner, 0))
    ages = {}
    for row in customers + dirty:
        rng = random.Random(row["id"] + "age")
        low, high = {"N": (5, 30), "P": (20, 400)}.get(row["_buys"], (10, 200))
        ages[row["id"]] = row["_age"] = first.get(row["id"], 0) + rng.randint(low, high)
    chinese = [row for row in customers if team(row["_place"].country)[0] == "china"]
    others = [row for row in customers if row not in chinese]
    write(
        "res_partner_demo.xml",
        ["Customers and contact persons without fault, but for six contact persons (WRONG)."],
        partner_load(chinese),
        partner_load(others),
        load("res.partner", PERSON_COLUMNS, [[p[c] for c in PERSON_COLUMNS] for p in people]),
    )
    write("res_partner_dirty_demo.xml", dirt.COMMENT, *dirt.parts(dirty, partner_load))
    write("product_demo.xml", ["What is sold."], *orders.product_parts())
    write("sale_order_demo.xml", orders.COMMENT, *orders.parts(sold))
    write("account_move_demo.xml", orders.INVOICE_COMMENT, *orders.invoice_parts(sold))
    write("mail_demo.xml", ["Activities and notes."], *story.parts(customers))
    print(f"{len(customers)} customers, {len(dirty)} dirty ones, {len(people)} contact persons,")
    print(f"{len(sold)} orders with {sum(len(order.lines) for order in sold)} lines")


if __name__ == "__main__":
    main()
