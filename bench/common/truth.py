"""Customer lists of any size with a known truth: 60 % companies, 40 % Chinese, 15 % duplicates.

Duplicates carry the errors of real lists; and there is what only looks like a duplicate: branches,
families, tenants of one building, contact persons, mailboxes of accountants, placeholders. The
same rows for the same size and seed. As a program: ``python -m bench.common.truth ROWS SEED FILE``.
"""

import csv
import itertools
import sys
from collections.abc import Iterator
from pathlib import Path

from .countries import COUNTRIES, Country
from .errors import ERRORS
from .parts import Parts
from .words import (
    CHINESE_GIVEN,
    CHINESE_SURNAMES,
    CHINESE_TRADES,
    FREE_MAIL,
    FREE_MAIL_CHINESE,
    ascii_of,
    pinyin,
)

FIELDS = (
    "id cluster is_company name street city zip state country phone email website vat "
    "birthdate kind"
).split()
_PLACEHOLDERS = ["13800138000", "00000000", "123456789", "11111111"]


def customer_list(count: int, seed: int = 1) -> Iterator[dict[str, str]]:
    """``count`` rows in random order; equal ``cluster`` means the same customer."""
    maker = Maker(seed)
    rows = list(itertools.islice(maker.rows(count), count))
    maker.random.shuffle(rows)
    for number, row in enumerate(rows, 1):
        row["id"] = str(number)
        yield {name: row.get(name, "") for name in FIELDS}


class Maker(Parts):
    def __init__(self, seed: int):
        super().__init__(seed)
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

    def _person(self, country: Country | None) -> dict[str, str]:
        r = self.random
        if country is None:
            name = self._skewed(CHINESE_SURNAMES) + self._chinese_given()
            words = pinyin(name[0]), pinyin(name[1:])
        else:
            given, family = self._skewed(country.given), self._family(country)
            name, words = f"{given} {family}", (family, given)
        row = {"name": name, "is_company": "", **self.place(country)}
        row["phone"] = self.phone(country, mobile=r.random() < 0.6) if r.random() < 0.7 else ""
        row["email"] = self._person_mail(words, country) if r.random() < 0.6 else ""
        if r.random() < 0.2:
            row["birthdate"] = (
                f"{r.randrange(1940, 2006)}-{r.randrange(1, 13):02}-{r.randrange(1, 29):02}"
            )
        return self._thin(self._new(row, "orig"))

    def _company(self, country: Country | None) -> dict[str, str]:
        r = self.random
        place = self.place(country)
        if country is None:
            brand = "".join(r.choices(CHINESE_GIVEN, k=r.choice((2, 2, 2, 3))))
            city = place["city"].rstrip("市")
            name = self._chinese_company(brand, r.choice(CHINESE_TRADES), city)
            host = (
                pinyin(brand)
                + r.choice(("", "", "group", "cn", str(r.randrange(1000))))
                + r.choice((".com", ".cn", ".com.cn"))
            )
        else:
            brand = self._family(country) if r.random() < 0.3 else self._brand()
            trade = r.choice(country.trades)
            name = (
                f"{brand} {trade} {r.choice(country.forms)}"
                if r.random() < 0.8
                else f"{brand} {r.choice(country.forms)}"
            )
            host = ascii_of(brand + trade).lower().replace(" ", "") + country.domain
        row = {"name": name, "is_company": "1", **place}
        row["phone"] = (
            self.phone(country, mobile=country is None and r.random() < 0.4)
            if r.random() < 0.75
            else ""
        )
        if r.random() < 0.5:
            row["email"] = f"{r.choice(('info', 'mail', 'office', 'contact', 'sales'))}@{host}"
            row["website"] = f"https://www.{host}" if r.random() < 0.6 else ""
        elif r.random() < 0.5:
            free = FREE_MAIL_CHINESE if country is None else FREE_MAIL
            row["email"] = f"{host.split('.')[0][:12]}{r.randrange(1000)}@{r.choice(free)}"
        if r.random() < 0.35:
            row["vat"] = self._vat(country)
        return self._thin(self._new(row, "orig"))

    def _thin(self, row: dict[str, str]) -> dict[str, str]:
        r = self.random
        for name, share in (
            ("street", 0.15),
            ("zip", 0.3),
            ("city", 0.08),
            ("state", 0.3),
            ("country", 0.15),
        ):
            if r.random() < share:
                row[name] = ""
        if r.random() < 0.004:
            row["phone"] = r.choice(_PLACEHOLDERS)
        if r.random() < 0.003:
            row["email"] = r.choice(("noemail@example.com", "none@none.com"))
        if row["is_company"] and r.random() < 0.01:
            row["email"] = r.choice(self.accountants)
        return row

    def _branch(self, row: dict[str, str], country: Country | None) -> dict[str, str]:
        r = self.random
        other = self._company(country)
        keep = [name for name in ("phone", "email", "website", "vat") if r.random() < 0.35]
        other |= {name: row.get(name, "") for name in keep}
        if country is None:
            city = other["city"].rstrip("市") or "北京"
            brand = next((word for word in (row["name"][2:4], row["name"][:2])), "")
            other["name"] = (
                f"{row['name']}{city}分公司"
                if r.random() < 0.4
                else self._chinese_company(brand, r.choice(CHINESE_TRADES), city)
            )
        else:
            brand = row["name"].split()[0]
            other["name"] = r.choice(
                (
                    f"{row['name']} {other['city']}",
                    f"{row['name']} - {other['city']}",
                    f"{brand} {r.choice(country.trades)} {r.choice(country.forms)}",
                    row["name"],
                )
            )
        return {**other, "kind": "branch"}

    def _tenant(self, row: dict[str, str], country: Country | None) -> dict[str, str]:
        other = self._company(country)
        place = {name: row.get(name, "") for name in ("street", "city", "zip", "state", "country")}
        phone = {"phone": row.get("phone", "")} if self.random.random() < 0.4 else {}
        return {**other, **place, **phone, "kind": "tenant"}

    def _contact(self, row: dict[str, str], country: Country | None) -> dict[str, str]:
        shared = {
            name: row.get(name, "")
            for name in ("street", "city", "zip", "state", "country", "phone")
        }
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
            kinds = r.sample(list(ERRORS), r.choice((0, 1, 1, 2, 2, 3, 4)))
            for kind in kinds:
                ERRORS[kind](self, copy, country)
            same = [
                name
                for name in ("phone", "email", "vat")
                if row.get(name) and copy.get(name) == row[name]
            ]
            near = (
                copy["name"] == row["name"] and copy.get("city") and (copy["city"] == row["city"])
            )
            house = row.get("street") and copy.get("street") == row["street"]
            if same or near or house:
                return {**copy, "kind": "dup:" + "+".join(kinds)}
        return {**row, "kind": "dup:"}


def write(count: int, seed: int, path: Path) -> None:
    """A list as CSV."""
    with open(path, "w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, FIELDS)
        writer.writeheader()
        writer.writerows(customer_list(count, seed))


if __name__ == "__main__":
    write(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))


def partner_row(row: dict) -> dict:
    """A row of a made-up list as the columns of a contact."""
    return {
        "name": row["name"] or "?",
        "is_company": bool(row["is_company"]),
        "country": row["country"],
        "state": "",
        **{name: row[name] or None for name in ("city", "street", "zip", "phone", "email")},
        "website": row["website"] or None,
        "vat": row["vat"] or None,
        "ref": None,
    }
