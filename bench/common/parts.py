"""The parts of made-up customers: names, places, phones, mailboxes, tax ids."""

import random

from .countries import Country
from .words import (
    CHINESE_CITIES,
    CHINESE_FORMS,
    CHINESE_GIVEN,
    CHINESE_ROADS,
    FREE_MAIL,
    FREE_MAIL_CHINESE,
    SYLLABLES,
    ascii_of,
    digits,
)

_UPPER = "0123456789ABCDEFGHJKLMNPQRTUWXY"


class Parts:
    """Draws the parts of one customer from ``random``."""

    def __init__(self, seed: int):
        self.random = random.Random(seed)

    def _skewed(self, items: list) -> object:
        """The first ones are the frequent ones, as in names."""
        return items[int(len(items) * self.random.random() ** 2.2)]

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

    def place(self, country: Country | None) -> dict[str, str]:
        r = self.random
        if country is None:
            state, city, districts, code, _area = self._skewed(CHINESE_CITIES)
            return {
                "state": state,
                "city": city + "市",
                "country": "CN",
                "zip": code + f"{r.randrange(100):02}",
                "street": self._chinese_street(districts),
            }
        city, code = self._skewed(country.cities)
        digits = "".join(r.choice("0123456789") if char == "#" else char for char in code)
        return {
            "state": "",
            "city": city,
            "country": country.code,
            "zip": digits,
            "street": self._street(country),
        }

    def _chinese_street(self, districts: list[str]) -> str:
        r = self.random
        room = r.choice(
            (
                "",
                f"{r.randrange(1, 31)}{r.randrange(1, 20):02}室",
                f"{r.choice('ABCD')}座{r.randrange(101, 2900)}室",
            )
        )
        tower = r.choice(("广场", "大厦", "科技园", "花园", "中心")) if room else ""
        return f"{r.choice(districts)}{r.choice(CHINESE_ROADS)}{r.randrange(1, 999)}号{tower}{room}"

    def _street(self, country: Country) -> str:
        r = self.random
        name = r.choice(country.streets)
        number = r.randrange(1, country.numbers)
        unit = r.choice(country.units).format(r.randrange(1, 40)) if r.random() < 0.2 else ""
        return country.street.format(name=name, number=number) + unit

    def phone(self, country: Country | None, mobile: bool) -> str:
        r = self.random
        if country is not None:
            return digits(r, country.phone)
        if mobile:
            return digits(r, r.choice(("13#########", "15#########", "18#########")))
        return digits(r, f"{r.choice(CHINESE_CITIES)[4]}-########")

    def _person_mail(self, words: tuple[str, str], country: Country | None) -> str:
        r = self.random
        family, given = (ascii_of(word).lower().replace(" ", "") for word in words)
        local = r.choice(
            (
                f"{given}.{family}",
                f"{given[:1]}{family}",
                f"{family}{given}",
                f"{given}{family[:1]}",
            )
        )
        number = r.choice(("", str(r.randrange(1000)), str(r.randrange(10000))))
        return f"{local}{number}@{r.choice(FREE_MAIL_CHINESE if country is None else FREE_MAIL)}"

    def _vat(self, country: Country | None) -> str:
        r = self.random
        if country is None:
            return "91" + digits(r, "######") + "".join(r.choices(_UPPER, k=10))
        return digits(r, country.vat)

    # -- what only looks like a duplicate
