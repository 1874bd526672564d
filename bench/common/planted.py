"""Customers with one planted error each, and how they would be without it.

Errors are made by chance from what people do, not from the tables by which they are corrected.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from .errors import _typo
from .truth import Maker
from .words import CHINESE_CITIES, FREE_MAIL, FREE_MAIL_CHINESE, traditional

_FULL = str.maketrans(
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ",
)
_USCC_CHARS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ODD = 0.06  # customers with something unusual that is right all the same
JOBS = ("Sales Manager", "Director", "Buyer", "采购经理", "总经理", "销售")


@dataclass
class Planted:
    """``clean`` and ``dirty`` values by field; ``kind`` of the error, "" for none.

    ``state`` is the name of a state, ``country`` an ISO code.
    """

    clean: dict
    dirty: dict
    kind: str = ""
    changed: frozenset = field(default_factory=frozenset)


def planted(count: int, seed: int = 1, share: float = 0.6) -> list[Planted]:
    """``count`` customers, a ``share`` of which has an error."""
    maker = _CleanMaker(seed)
    rng = random.Random(seed)
    found = []
    for row in maker.rows(count):
        if len(found) == count:
            break
        clean = _tidy(rng, row)
        if rng.random() < ODD:
            _make_odd(rng, clean, found)
        customer = Planted(clean, dict(clean))
        if rng.random() < share:
            kind = rng.choice(list(ERRORS))
            PREPARE.get(kind, _nothing)(rng, clean)
            dirty = dict(clean)
            ERRORS[kind](rng, dirty)
            changed = frozenset(name for name in clean if clean[name] != dirty[name])
            if changed:
                customer = Planted(clean, dirty, kind, changed)
        found.append(customer)
    return found


class _CleanMaker(Maker):
    """Customers with all they have, once each."""

    def _thin(self, row):
        return row

    def rows(self, count):
        r = self.random
        while True:
            country = None if r.random() < 0.4 else r.choice(_countries())
            yield self._person(country) if r.random() < 0.4 else self._company(country)


def _countries():
    from .countries import COUNTRIES

    return COUNTRIES


def _tidy(rng, row) -> dict:
    """The row with its values as the addon writes them, and a tax ID that may be one."""
    from odoo.addons.customer_master.engine.normalize import normalize_phone, tax_id_error

    phone = normalize_phone(row.get("phone", ""), row["country"])
    clean = {
        "company_name": "",
        "function": "",
        "ref": "",
        **{name: row.get(name, "") for name in ("name", "street", "zip", "city", "email")},
        "state": row["state"],
        "country": row["country"],
        "is_company": bool(row["is_company"]),
        "phone": phone.value if phone.valid else "",
        "website": row.get("website", ""),
        "vat": row.get("vat", ""),
    }
    own = clean["email"].partition("@")[2]
    if clean["is_company"] and own and own not in {*FREE_MAIL, *FREE_MAIL_CHINESE}:
        clean["website"] = f"http://{own}"
    if clean["country"] == "CN" and clean["is_company"] and rng.random() < 0.5:
        clean["vat"] = _credit_code(rng, clean["city"])
    elif clean["vat"] and tax_id_error(clean["vat"], clean["country"]):
        clean["vat"] = ""
    return clean


def _make_odd(rng, clean, others) -> None:
    """A phone, a mailbox or a postcode like those of customers elsewhere."""
    other = rng.choice(others).clean if others else clean
    name = rng.choice(("phone", "email", "zip"))
    if other[name] and (name != "zip" or other["country"] == clean["country"]):
        clean[name] = other[name]
        if name == "email":
            clean["website"] = ""


def _credit_code(rng, city) -> str:
    """A valid social credit code; one company in eight is registered in another city."""
    from stdnum.cn import uscc

    from odoo.addons.customer_master.engine.quality.suggest import division

    if rng.random() < 0.125:
        city = rng.choice(CHINESE_CITIES)[1] + "市"
    codes = {name: code for code, name in division._cities().items()}
    codes |= {name: f"{code}01" for code, name in division._MUNICIPALITIES.items()}
    number = f"91{codes[city]}{rng.randrange(1, 10):02}" + "".join(
        rng.choice(_USCC_CHARS) for _ in range(9)
    )
    return number + uscc.calc_check_digit(number)


# -- errors ---------------------------------------------------------------------------------


def _spaces(r, row):
    name = r.choice(("name", "name", "street", "city"))
    text = row[name]
    if text:
        at = r.randrange(len(text) + 1)
        stray = r.choice(("\u200b", "\ufeff", "\u200e", "\x02"))
        middle = text[:at] + stray + text[at:]
        row[name] = r.choice((f" {text}", f"{text} \t", middle, text.replace(" ", "  ")))


def _width(r, row):
    name = r.choice(("street", "zip", "phone", "name"))
    row[name] = row[name].translate(_FULL)


def _form(r, row):
    if row["website"] and r.random() < 0.4:
        row["website"] += "/?utm_source=mail"
    elif row["email"]:
        local, _at, domain = row["email"].partition("@")
        row["email"] = r.choice((row["email"].upper(), f"{local.title()}@{domain}"))


def _mail_domain(r, row):
    local, _at, domain = row["email"].partition("@")
    label, _dot, end = domain.rpartition(".")
    if not label:
        return
    free = domain in {*FREE_MAIL, *FREE_MAIL_CHINESE}
    if end == "com" and (r.random() < 0.5 or not free):
        ends = ("con", "cmo", "ocm", "vom", "comm", "cim", "xom") + (("cm", "co") if free else ())
        domain = f"{label}.{r.choice(ends)}"
    elif free and len(label) > 4:
        domain = f"{_typo(r, label)}.{end}"
    else:
        return
    row["email"] = f"{local}@{domain}"


def _phone(r, row):
    import phonenumbers

    if row["phone"]:
        number = phonenumbers.parse(row["phone"])
        national = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
        digits = f"{number.country_code}{number.national_number}"
        row["phone"] = r.choice(
            (
                national,
                national.replace(" ", "-"),
                "".join(char for char in national if char.isdigit()),
                f"00{digits}",
                f"+{digits}",
            )
        )


def _misplaced(r, row):
    kind = r.randrange(6)
    if kind == 0 and row["email"] and not row["phone"]:
        row |= {"phone": row["email"], "email": ""}
    elif kind == 1 and row["phone"] and not row["email"]:
        row |= {"email": row["phone"], "phone": ""}
    elif kind == 2 and row["website"] and not row["email"]:
        row |= {"email": row["website"], "website": ""}
    elif kind == 3 and row["vat"]:
        row |= {"ref": row["vat"], "vat": ""}
    elif kind == 4 and row["phone"]:
        row |= {
            "name": f"{row['name']}{r.choice((' ', ', ', ' Tel: '))}{row['phone']}",
            "phone": "",
        }
    elif row["zip"] and row["city"]:
        row |= {"city": f"{row['zip']} {row['city']}", "zip": ""}


def _swapped(r, row):
    if row["is_company"]:
        row["is_company"] = False
    elif row["function"]:
        row |= {"name": row["function"], "function": row["name"]}


def _legal_form(r, row):
    if not row["is_company"]:
        return
    wrong = {
        "有限公司": ("有限公可", "有限公词", "有限工司", "有陷公司", "有限公司。", "有线公司"),
        "GmbH": ("G.m.b.H.", "gmbh", "GMBH", "Gmbh"),
        "LLC": ("L.L.C", "l. l. c."),
        "Ltd": ("LTD",),
    }
    for form, others in wrong.items():
        if row["name"].endswith(form):
            row["name"] = row["name"].removesuffix(form) + r.choice(others)


def _capitals(r, row):
    name = r.choice(("name", "name", "city", "street"))
    row[name] = r.choice((str.upper, str.lower))(row[name])


def _script(r, row):
    if row["country"] == "CN":
        row["name"] = traditional(row["name"])


def _blank(*names):
    def leave_out(_r, row):
        row |= dict.fromkeys(names, "")

    return leave_out


def _nothing(_r, _row):
    pass


def _gap(r, row):
    """A field that is empty by right, into which something else can get."""
    row[r.choice(("phone", "email"))] = ""


def _job(r, row):
    if not row["is_company"]:
        row["function"] = r.choice(JOBS)


PREPARE: dict[str, Callable] = {"misplaced": _gap, "swapped": _job}


def _blank_twin(r, row):
    row[r.choice(("phone", "email", "vat"))] = ""


ERRORS: dict[str, Callable] = {
    "spaces": _spaces,
    "width": _width,
    "form": _form,
    "email_domain": _mail_domain,
    "phone": _phone,
    "misplaced": _misplaced,
    "swapped": _swapped,
    "legal_form": _legal_form,
    "capitals": _capitals,
    "script": _script,
    "country": _blank("country"),
    "state": _blank("state"),
    "city": _blank("city"),
    "place": _blank("state", "city"),
    "website": _blank("website"),
    "twins": _blank_twin,
}
