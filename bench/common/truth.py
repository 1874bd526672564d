"""Customer lists of any size with a known truth: 60 % companies, 40 % Chinese, 15 % duplicates.

Duplicates carry the errors of real lists; and there is what only looks like a duplicate: branches,
families, tenants of one building, contact persons, mailboxes of accountants, placeholders. The
same rows for the same size and seed. As a program: ``python -m bench.common.truth ROWS SEED FILE``.
"""

import csv
import itertools
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from .words import (
    CHINESE_CITIES,
    CHINESE_FORMS,
    CHINESE_GIVEN,
    CHINESE_ROADS,
    CHINESE_SURNAMES,
    CHINESE_TRADES,
    COUNTRIES,
    SYLLABLES,
    Country,
    pinyin,
    traditional,
)

FIELDS = "id cluster is_company name street city zip state country phone email website vat birthdate kind".split()
_FREE = ["gmail.com", "outlook.com", "yahoo.com", "hotmail.com"]
_FREE_CHINESE = ["qq.com", "163.com", "126.com", "sina.com"]
_PLACEHOLDERS = ["13800138000", "00000000", "123456789", "11111111"]
_UPPER = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def customer_list(count: int, seed: int = 1) -> Iterator[dict[str, str]]:
    """``count`` rows in random order; equal ``cluster`` means the same customer."""
    maker = _Maker(seed)
    rows = list(itertools.islice(maker.rows(count), count))
    maker.random.shuffle(rows)
    for number, row in enumerate(rows, 1):
        row["id"] = str(number)
        yield {name: row.get(name, "") for name in FIELDS}


class _Maker:
    def __init__(self, seed: int):
        self.random = random.Random(seed)
        self.cluster = 0
        r = self.random
        # Tax advisers whose mailbox stands in the records of their clients.
        self.accountants = [f"office{r.randrange(10**6)}@tax-advice.example" for _ in range(40)]

    def rows(self, count: int) -> Iterator[dict[str, str]]:
        r = self.random
        while True:
            person = r.random() < 0.4
            chinese = r.random() < 0.4
            country = None if chinese else r.choice(COUNTRIES)
            row = self._person(country) if person else self._company(country)
            yield row
            if r.random() < 0.13:
                for _ in range(1 + (r.random() < 0.25) + (r.random() < 0.06)):
                    yield self._duplicate(row, country)
            trap = r.random()
            if person and trap < 0.025:
                yield self._relative(row, country)
            elif not person and trap < 0.05:
                yield self._branch(row, country)
            elif not person and trap < 0.075:
                yield self._tenant(row, country)
            elif not person and trap < 0.10:
                yield self._contact(row, country)

    # -- originals

    def _new(self, row: dict[str, str], kind: str) -> dict[str, str]:
        self.cluster += 1
        return {**row, "cluster": str(self.cluster), "kind": kind}

    def _skewed(self, items: list) -> object:
        """The first ones are the frequent ones, as in names."""
        return items[int(len(items) * self.random.random() ** 2.2)]

    def _person(self, country: Country | None) -> dict[str, str]:
        r = self.random
        if country is None:
            name = self._skewed(CHINESE_SURNAMES) + self._chinese_given()
            words = pinyin(name[0]), pinyin(name[1:])
        else:
            given, family = self._skewed(country.given), self._family(country)
            name, words = f"{given} {family}", (family, given)
        row = {"name": name, "is_company": "", **self._place(country)}
        row["phone"] = self._phone(country, mobile=r.random() < 0.6) if r.random() < 0.7 else ""
        row["email"] = self._person_mail(words, country) if r.random() < 0.6 else ""
        if r.random() < 0.2:
            row["birthdate"] = f"{r.randrange(1940, 2006)}-{r.randrange(1, 13):02}-{r.randrange(1, 29):02}"
        return self._thin(self._new(row, "orig"))

    def _company(self, country: Country | None) -> dict[str, str]:
        r = self.random
        place = self._place(country)
        if country is None:
            brand = "".join(r.choices(CHINESE_GIVEN, k=r.choice((2, 2, 2, 3))))
            city = place["city"].rstrip("市")
            name = self._chinese_company(brand, r.choice(CHINESE_TRADES), city)
            host = pinyin(brand) + r.choice(("", "", "group", "cn", str(r.randrange(1000)))) + r.choice((".com", ".cn", ".com.cn"))
        else:
            brand = self._family(country) if r.random() < 0.3 else self._brand()
            trade = r.choice(country.trades)
            name = f"{brand} {trade} {r.choice(country.forms)}" if r.random() < 0.8 else f"{brand} {r.choice(country.forms)}"
            host = _ascii(brand + trade).lower().replace(" ", "") + country.domain
        row = {"name": name, "is_company": "1", **place}
        row["phone"] = self._phone(country, mobile=country is None and r.random() < 0.4) if r.random() < 0.75 else ""
        if r.random() < 0.5:
            row["email"] = f"{r.choice(('info', 'mail', 'office', 'contact', 'sales'))}@{host}"
            row["website"] = f"https://www.{host}" if r.random() < 0.6 else ""
        elif r.random() < 0.5:
            free = _FREE_CHINESE if country is None else _FREE
            row["email"] = f"{host.split('.')[0][:12]}{r.randrange(1000)}@{r.choice(free)}"
        if r.random() < 0.35:
            row["vat"] = self._vat(country)
        return self._thin(self._new(row, "orig"))

    def _thin(self, row: dict[str, str]) -> dict[str, str]:
        r = self.random
        for name, share in (("street", 0.15), ("zip", 0.3), ("city", 0.08), ("state", 0.3), ("country", 0.15)):
            if r.random() < share:
                row[name] = ""
        if r.random() < 0.004:
            row["phone"] = r.choice(_PLACEHOLDERS)
        if r.random() < 0.003:
            row["email"] = r.choice(("noemail@example.com", "none@none.com"))
        if row["is_company"] and r.random() < 0.01:
            row["email"] = r.choice(self.accountants)
        return row

    def _chinese_given(self) -> str:
        return "".join(self._skewed(CHINESE_GIVEN) for _ in range(self.random.choice((1, 2, 2, 2))))

    def _chinese_company(self, brand: str, trade: str, city: str) -> str:
        form = self.random.choice(CHINESE_FORMS)
        shape = self.random.random()
        if shape < 0.6:
            return f"{city}{'市' if shape < 0.3 else ''}{brand}{trade}{form}"
        return f"{brand}（{city}）{trade}{form}" if shape < 0.7 else f"{brand}{trade}{form}"

    def _family(self, country: Country) -> str:
        return self._skewed(country.families) if self.random.random() < 0.7 else self._brand()

    def _brand(self) -> str:
        return "".join(self.random.choices(SYLLABLES, k=self.random.choice((2, 2, 3)))).title()

    def _place(self, country: Country | None) -> dict[str, str]:
        r = self.random
        if country is None:
            state, city, districts, code, _area = self._skewed(CHINESE_CITIES)
            return {
                "state": state, "city": city + "市", "country": "CN", "zip": code + f"{r.randrange(100):02}",
                "street": self._chinese_street(districts),
            }  # fmt: skip
        city, code = self._skewed(country.cities)
        digits = "".join(r.choice("0123456789") if char == "#" else char for char in code)
        return {"state": "", "city": city, "country": country.code, "zip": digits, "street": self._street(country)}

    def _chinese_street(self, districts: list[str]) -> str:
        r = self.random
        room = r.choice(("", f"{r.randrange(1, 31)}{r.randrange(1, 20):02}室", f"{r.choice('ABCD')}座{r.randrange(101, 2900)}室"))
        tower = r.choice(("广场", "大厦", "科技园", "花园", "中心")) if room else ""
        return f"{r.choice(districts)}{r.choice(CHINESE_ROADS)}{r.randrange(1, 999)}号{tower}{room}"

    def _street(self, country: Country) -> str:
        r = self.random
        name = r.choice(country.streets)
        number = r.randrange(1, country.numbers)
        unit = r.choice(country.units).format(r.randrange(1, 40)) if r.random() < 0.2 else ""
        return country.street.format(name=name, number=number) + unit

    def _phone(self, country: Country | None, mobile: bool) -> str:
        r = self.random
        if country is not None:
            return _digits(r, country.phone)
        if mobile:
            return _digits(r, r.choice(("13#########", "15#########", "18#########")))
        return _digits(r, f"{r.choice(CHINESE_CITIES)[4]}-########")

    def _person_mail(self, words: tuple[str, str], country: Country | None) -> str:
        r = self.random
        family, given = (_ascii(word).lower().replace(" ", "") for word in words)
        local = r.choice((f"{given}.{family}", f"{given[:1]}{family}", f"{family}{given}", f"{given}{family[:1]}"))
        number = r.choice(("", str(r.randrange(1000)), str(r.randrange(10000))))
        return f"{local}{number}@{r.choice(_FREE_CHINESE if country is None else _FREE)}"

    def _vat(self, country: Country | None) -> str:
        r = self.random
        if country is None:
            return "91" + _digits(r, "######") + "".join(r.choices(_UPPER, k=10))
        return _digits(r, country.vat)

    # -- what only looks like a duplicate

    def _branch(self, row: dict[str, str], country: Country | None) -> dict[str, str]:
        r = self.random
        other = self._company(country)
        keep = [name for name in ("phone", "email", "website", "vat") if r.random() < 0.35]
        other |= {name: row.get(name, "") for name in keep}
        if country is None:
            city = other["city"].rstrip("市") or "北京"
            brand = next((word for word in (row["name"][2:4], row["name"][:2])), "")
            other["name"] = f"{row['name']}{city}分公司" if r.random() < 0.4 else self._chinese_company(brand, r.choice(CHINESE_TRADES), city)
        else:
            brand = row["name"].split()[0]
            other["name"] = r.choice(
                (f"{row['name']} {other['city']}", f"{row['name']} - {other['city']}", f"{brand} {r.choice(country.trades)} {r.choice(country.forms)}", row["name"])
            )
        return {**other, "kind": "branch"}

    def _tenant(self, row: dict[str, str], country: Country | None) -> dict[str, str]:
        other = self._company(country)
        place = {name: row.get(name, "") for name in ("street", "city", "zip", "state", "country")}
        phone = {"phone": row.get("phone", "")} if self.random.random() < 0.4 else {}
        return {**other, **place, **phone, "kind": "tenant"}

    def _contact(self, row: dict[str, str], country: Country | None) -> dict[str, str]:
        shared = {name: row.get(name, "") for name in ("street", "city", "zip", "state", "country", "phone")}
        if self.random.random() < 0.3:
            shared["email"] = row.get("email", "")
        return {**self._person(country), **shared, "kind": "contact"}

    def _relative(self, row: dict[str, str], country: Country | None) -> dict[str, str]:
        r = self.random
        other = self._person(country)
        shared = ["street", "city", "zip", "state", "country"]
        shared += [name for name in ("phone", "email") if r.random() < 0.5]
        if country is None:
            other["name"] = row["name"][0] + self._chinese_given()
        elif r.random() < 0.1:
            other["name"] = row["name"] + r.choice((" Jr.", " II", " junior"))
        else:
            other["name"] = f"{self._skewed(country.given)} {row['name'].split(' ', 1)[1]}"
        if other["name"] == row["name"]:
            other["cluster"] = row["cluster"]
        return {**other, **{name: row.get(name, "") for name in shared}, "kind": "relative"}

    # -- duplicates

    def _duplicate(self, row: dict[str, str], country: Country | None) -> dict[str, str]:
        """The same customer entered again; drawn anew until something still says so."""
        r = self.random
        for _attempt in range(20):
            copy = dict(row)
            kinds = r.sample(list(_ERRORS), r.choice((0, 1, 1, 2, 2, 3, 4)))
            for kind in kinds:
                _ERRORS[kind](self, copy, country)
            same = [name for name in ("phone", "email", "vat") if row.get(name) and copy.get(name) == row[name]]
            near = copy["name"] == row["name"] and copy.get("city") and (copy["city"] == row["city"])
            house = row.get("street") and copy.get("street") == row["street"]
            if same or near or house:
                return {**copy, "kind": "dup:" + "+".join(kinds)}
        return {**row, "kind": "dup:"}


def _digits(r: random.Random, mask: str) -> str:
    return "".join(r.choice("0123456789") if char == "#" else char for char in mask)


def _ascii(text: str) -> str:
    table = str.maketrans("äöüßéèêçáíóúñłśźżćńøåæ", "aousecaaceiounlszzcnoaa"[:22])
    return "".join(char for char in text.lower().translate(table) if char.isascii() and (char.isalnum() or char == " "))


def _typo(r: random.Random, text: str) -> str:
    if len(text) < 3:
        return text
    at = r.randrange(1, len(text) - 1)
    kind = r.randrange(4)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    letter = r.choice(CHINESE_GIVEN) if ord(text[at]) > 0x3000 else r.choice("aeiourstnl")
    return text[:at] + letter + text[at + (kind == 2) :]


def _misspell(maker: _Maker, row: dict, _country) -> None:
    row["name"] = _typo(maker.random, row["name"])


def _change_form(maker: _Maker, row: dict, country: Country | None) -> None:
    forms = country.forms if country else CHINESE_FORMS
    for form in sorted(forms, key=len, reverse=True):
        if row["is_company"] and row["name"].endswith(form):
            other = maker.random.choice(["", "", *forms])
            row["name"] = (row["name"][: -len(form)].rstrip() + (" " if country and other else "") + other).strip()
            return


def _rearrange(maker: _Maker, row: dict, country: Country | None) -> None:
    words = row["name"].split()
    if country is None:
        for city in CHINESE_CITIES:
            row["name"] = row["name"].replace(city[1] + "市", city[1]) if maker.random.random() < 0.5 else row["name"].removeprefix(city[1])
        row["name"] = row["name"].lstrip("市") or row["name"]
    elif len(words) > 1:
        if row["is_company"]:
            words[0], words[1] = words[1], words[0]
            row["name"] = " ".join(words)
        else:
            row["name"] = maker.random.choice((f"{words[-1]}, {' '.join(words[:-1])}", f"{words[-1]} {words[0]}", f"{words[0][0]}. {words[-1]}"))


def _shorten(maker: _Maker, row: dict, country: Country | None) -> None:
    if not row["is_company"]:
        return
    _change_form(maker, row, country)
    if country is None:
        for trade in CHINESE_TRADES:
            if row["name"].endswith(trade) and len(row["name"]) > len(trade) + 1:
                row["name"] = row["name"][: -len(trade)]
                return
    elif len(row["name"].split()) > 2:
        row["name"] = " ".join(row["name"].split()[:-1])


def _other_script(maker: _Maker, row: dict, country: Country | None) -> None:
    r = maker.random
    if country is not None:
        row["name"] = r.choice((str.upper, str.lower))(row["name"])
    elif r.random() < 0.7:
        for name in ("name", "street", "city"):
            row[name] = traditional(row.get(name, ""))
    elif not row["is_company"]:
        row["name"] = f"{pinyin(row['name'][1:]).title()} {pinyin(row['name'][0]).title()}"


def _write_phone(maker: _Maker, row: dict, country: Country | None) -> None:
    digits = "".join(char for char in row.get("phone", "") if char.isdigit())
    if not digits:
        return
    if country is None:
        national = digits.lstrip("0")
        row["phone"] = maker.random.choice((f"+86 {national}", f"0086{national}", f"86-{national}", digits, digits.translate(_FULL)))
    else:
        national = digits.removeprefix(country.calling)
        row["phone"] = maker.random.choice((f"0{national}", f"00{digits}", f"+{country.calling} (0){national}", f"{national[:3]}-{national[3:]}"))


def _write_address(maker: _Maker, row: dict, country: Country | None) -> None:
    street = row.get("street", "")
    if country is None:
        row["street"] = maker.random.choice((street.translate(_FULL), row.get("city", "") + street, row.get("state", "") + row.get("city", "") + street, street.replace("号", "號")))
    else:
        for long, short in country.shorter:
            street = street.replace(long, short)
        row["street"] = street if maker.random.random() < 0.7 else street.upper()


def _mistype_address(maker: _Maker, row: dict, _country) -> None:
    row["street"] = _typo(maker.random, row.get("street", ""))


def _move(maker: _Maker, row: dict, country: Country | None) -> None:
    place = maker._place(country)
    if maker.random.random() < 0.6:
        place["city"] = row.get("city", "")
    row |= place


def _new_phone(maker: _Maker, row: dict, country: Country | None) -> None:
    row["phone"] = maker._phone(country, mobile=True)


def _new_mail(maker: _Maker, row: dict, country: Country | None) -> None:
    local = row.get("email", "").partition("@")[0]
    if local:
        row["email"] = f"{local}@{maker.random.choice(_FREE_CHINESE if country is None else _FREE)}"


def _leave_out(maker: _Maker, row: dict, _country) -> None:
    for name in maker.random.sample(["street", "zip", "city", "state", "country", "phone", "email", "website", "vat", "birthdate"], 4):
        row[name] = ""


_FULL = str.maketrans("0123456789ABCD", "０１２３４５６７８９ＡＢＣＤ")
_ERRORS: dict[str, Callable] = {
    "typo": _misspell, "form": _change_form, "order": _rearrange, "short": _shorten, "script": _other_script,
    "phonef": _write_phone, "addrf": _write_address, "addrtypo": _mistype_address, "moved": _move, "phone2": _new_phone,
    "mail2": _new_mail, "drop": _leave_out, "drop2": _leave_out, "phonef2": _write_phone,
}  # fmt: skip


def write(count: int, seed: int, path: Path) -> None:
    """A list as CSV."""
    with open(path, "w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, FIELDS)
        writer.writeheader()
        writer.writerows(customer_list(count, seed))


if __name__ == "__main__":
    write(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
