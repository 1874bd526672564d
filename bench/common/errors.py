"""Errors with which the same customer is entered again."""

import random
from collections.abc import Callable

from .countries import Country
from .words import (
    CHINESE_CITIES,
    CHINESE_FORMS,
    CHINESE_GIVEN,
    CHINESE_TRADES,
    FREE_MAIL,
    FREE_MAIL_CHINESE,
    pinyin,
    traditional,
)


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


def _misspell(maker, row: dict, _country) -> None:
    row["name"] = _typo(maker.random, row["name"])


def _change_form(maker, row: dict, country: Country | None) -> None:
    forms = country.forms if country else CHINESE_FORMS
    for form in sorted(forms, key=len, reverse=True):
        if row["is_company"] and row["name"].endswith(form):
            other = maker.random.choice(["", "", *forms])
            row["name"] = (
                row["name"][: -len(form)].rstrip() + (" " if country and other else "") + other
            ).strip()
            return


def _rearrange(maker, row: dict, country: Country | None) -> None:
    words = row["name"].split()
    if country is None:
        for city in CHINESE_CITIES:
            row["name"] = (
                row["name"].replace(city[1] + "市", city[1])
                if maker.random.random() < 0.5
                else row["name"].removeprefix(city[1])
            )
        row["name"] = row["name"].lstrip("市") or row["name"]
    elif len(words) > 1:
        if row["is_company"]:
            words[0], words[1] = words[1], words[0]
            row["name"] = " ".join(words)
        else:
            row["name"] = maker.random.choice(
                (
                    f"{words[-1]}, {' '.join(words[:-1])}",
                    f"{words[-1]} {words[0]}",
                    f"{words[0][0]}. {words[-1]}",
                )
            )


def _shorten(maker, row: dict, country: Country | None) -> None:
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


def _other_script(maker, row: dict, country: Country | None) -> None:
    r = maker.random
    if country is not None:
        row["name"] = r.choice((str.upper, str.lower))(row["name"])
    elif r.random() < 0.7:
        for name in ("name", "street", "city"):
            row[name] = traditional(row.get(name, ""))
    elif not row["is_company"]:
        row["name"] = f"{pinyin(row['name'][1:]).title()} {pinyin(row['name'][0]).title()}"


def _write_phone(maker, row: dict, country: Country | None) -> None:
    digits = "".join(char for char in row.get("phone", "") if char.isdigit())
    if not digits:
        return
    if country is None:
        national = digits.lstrip("0")
        row["phone"] = maker.random.choice(
            (
                f"+86 {national}",
                f"0086{national}",
                f"86-{national}",
                digits,
                digits.translate(_FULL),
            )
        )
    else:
        national = digits.removeprefix(country.calling)
        row["phone"] = maker.random.choice(
            (
                f"0{national}",
                f"00{digits}",
                f"+{country.calling} (0){national}",
                f"{national[:3]}-{national[3:]}",
            )
        )


def _write_address(maker, row: dict, country: Country | None) -> None:
    street = row.get("street", "")
    if country is None:
        row["street"] = maker.random.choice(
            (
                street.translate(_FULL),
                row.get("city", "") + street,
                row.get("state", "") + row.get("city", "") + street,
                street.replace("号", "號"),
            )
        )
    else:
        for long, short in country.shorter:
            street = street.replace(long, short)
        row["street"] = street if maker.random.random() < 0.7 else street.upper()


def _mistype_address(maker, row: dict, _country) -> None:
    row["street"] = _typo(maker.random, row.get("street", ""))


def _move(maker, row: dict, country: Country | None) -> None:
    place = maker.place(country)
    if maker.random.random() < 0.6:
        place["city"] = row.get("city", "")
    row |= place


def _new_phone(maker, row: dict, country: Country | None) -> None:
    row["phone"] = maker.phone(country, mobile=True)


def _new_mail(maker, row: dict, country: Country | None) -> None:
    local = row.get("email", "").partition("@")[0]
    if local:
        row["email"] = (
            f"{local}@{maker.random.choice(FREE_MAIL_CHINESE if country is None else FREE_MAIL)}"
        )


def _leave_out(maker, row: dict, _country) -> None:
    for name in maker.random.sample(
        [
            "street",
            "zip",
            "city",
            "state",
            "country",
            "phone",
            "email",
            "website",
            "vat",
            "birthdate",
        ],
        4,
    ):
        row[name] = ""


_FULL = str.maketrans("0123456789ABCD", "０１２３４５６７８９ＡＢＣＤ")
ERRORS: dict[str, Callable] = {
    "typo": _misspell,
    "form": _change_form,
    "order": _rearrange,
    "short": _shorten,
    "script": _other_script,
    "phonef": _write_phone,
    "addrf": _write_address,
    "addrtypo": _mistype_address,
    "moved": _move,
    "phone2": _new_phone,
    "mail2": _new_mail,
    "drop": _leave_out,
    "drop2": _leave_out,
    "phonef2": _write_phone,
}
