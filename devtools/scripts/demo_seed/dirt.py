"""Customers with the errors of ``dirty.txt``."""

import random
import re

from . import tax_ids
from .source import PARTNER, USER, call, team

COMMENT = [
    "Customers as they stand in a database before Customer Master came: duplicates (external id",
    "..._KEY_d1 is one of ..._KEY), wrong and void values, gaps. What is created as a customer is",
    "normalised; these are created as ordinary contacts and become customers afterwards, which is",
    "how such values get in unchanged, and needs no setting to be switched off and on again.",
    "No duplicates, though alike: lantu/lantu_bj, huayuanlan_cd/huayuanlan_wh (branches),",
    "roettger_bau/roettger_handel (neighbours), zhoujianguo/zhoujian, brenner/brenner_jun (father",
    "and son at one address).",
]
_FULL_WIDTH = {i: i + 0xFEE0 for i in range(0x21, 0x7F)}
# Trunk prefix of national numbers; elsewhere there is none.
_TRUNK = {"86": "0", "49": "0", "33": "0", "44": "0", "81": "0"}
_KEPT = ("street", "street2", "zip", "city", "state_id/id", "country_id/id", "phone", "email")
_BUYING = {"ruilan_d1", "quanheng_d1", "nordlicht_d1", "haiyue_d1", "prairiegate_d1", "pennine_d1"}


def _national(phone):
    code, _space, number = phone.removeprefix("+").partition(" ")
    if code == "1":
        return "({}) {}-{}".format(*re.split("[ -]", number))
    area, _space, rest = number.partition(" ")
    rest = re.sub("[ -]", "", rest) if code == "86" else rest
    if code == "86" and area.startswith("1"):
        return area + rest
    return f"{_TRUNK.get(code, '')}{area}{'-' if code == '86' else ' '}{rest}"


_STYLES = {
    "national": _national,
    "zeros": lambda text: text.replace("+", "00").replace(" ", ""),
    "digits": lambda text: re.sub(r"\D", "", text),
    "fullwidth": lambda text: _national(text).translate(_FULL_WIDTH),
    "extension": lambda text: _national(text) + "转8012",
    "upper": str.upper,
    # the first letter or digit that has a similar one beside it on the keyboard
    "wrong": lambda text: text[:-2] + str((int(re.sub(r"\D", "7", text[-2])) + 1) % 10) + text[-1],
}


def rows(seeds, customers, people, places):
    """The rows of ``dirty.txt``, like those of the customers."""
    return [_row(key, parts, customers, people, places) for key, *parts in seeds]


def _row(key, parts, customers, people, places):
    rng = random.Random(key)
    values = dict(part.split("=", 1) for part in parts if "=" in part)
    styles = [part.split("@") for part in parts if "=" not in part]
    of, _at, person = values.pop("of", "").partition("@")
    place = places.get(values.pop("place", ""))
    drop = [name for name in values.pop("drop", "").split(",") if name]
    row = {"is_company": "False" if values.pop("person", "") else "True"}
    if of:
        original = customers[of]
        place = original["_place"]
        row = {name: original[name] for name in (*_KEPT, "is_company")}
        if person:
            found = next(p for p in people if p["id"] == f"{PARTNER}{of}_contact_{person}")
            row = {"is_company": "False", "country_id/id": original["country_id/id"]}
            row |= {name: found[name] for name in ("name", "phone", "email")}
        row["vat"] = original["vat"] if any(name == "vat" for name, _style in styles) else ""
    elif place:
        row |= place.address(rng) | {"email": f"office@{key.replace('_', '-')}.example"}
        row["vat"] = tax_ids.make(place.country, place.division, rng)
    if "street" in values or "street" in drop:
        row["street2"] = ""
    row |= {_column(name): value.replace("~", " ") for name, value in values.items()}
    for name, style in styles:
        row[name] = _STYLES[style](row[name])
    row |= dict.fromkeys(map(_column, drop), "")
    return {
        **row,
        "id": PARTNER + key,
        "customer_priority": "0",
        "create_uid/id": USER + rng.choice(("sales", "sales2")),
        "user_id/id": USER + rng.choice(("sales", "sales2")) if rng.random() < 0.6 else "",
        "_place": place or places["bj"],
        "_buys": "D" if key in _BUYING else "",
        "_user": USER + team((place or places["bj"]).country)[1],
    }


def _column(name):
    return name + "/id" if name in ("state_id", "country_id") else name


def parts(dirty, partner_load):
    """The contents of the file."""
    ids = ", ".join(f"'{row['id']}'" for row in dirty)
    become = call("res.partner", "write", f"[ref(x) for x in [{ids}]]", "{'customer_rank': 1}")
    return partner_load(dirty), become
