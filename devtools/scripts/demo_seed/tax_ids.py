"""Made-up tax ids with right check digits."""

_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_BASE36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def make(country, division, rng, public=False):
    """A tax id of a company of ``country``, empty where there is no rule here."""
    if country == "cn" and public:
        return china(rng, division, "12")
    rule = _RULES.get(country)
    return rule(rng, division) if rule else ""


def _digits(rng, count):
    return "".join(str(rng.randint(0, 9)) for _ in range(count))


def _luhn(number):
    """The check digit of Luhn."""
    total = 0
    for index, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if index % 2 == 0 else 1)
        total += value // 10 + value % 10
    return str(-total % 10)


def _weighted(number, weights):
    return sum(int(digit) * weight for digit, weight in zip(number, weights, strict=True))


def china(rng, division, kind="91"):
    """统一社会信用代码: GB 32100-2015, the organisation code in it by GB 11714.

    ``kind`` is 91 of companies, 12 of public institutions.
    """
    body = "MA" + "".join(rng.choice(_USCC) for _ in range(6))
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    check = -sum(_BASE36.index(c) * w for c, w in zip(body, weights, strict=True)) % 11
    number = f"{kind}{division}{body}{'X' if check == 10 else check}"
    return number + _USCC[-sum(_USCC.index(c) * pow(3, i, 31) for i, c in enumerate(number)) % 31]


def _germany(rng, _division):
    number, check = str(rng.randint(10000000, 39999999)), 10
    for digit in number:
        check = ((int(digit) + check) % 10 or 10) * 2 % 11
    return f"DE{number}{(11 - check) % 10}"


def _france(rng, _division):
    siren = str(rng.randint(3, 8)) + _digits(rng, 7)
    siren += _luhn(siren)
    return f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}"


def _britain(rng, _division):
    number = str(rng.randint(1000000, 9000000))
    return f"GB{number}{97 - _weighted(number, range(8, 1, -1)) % 97:02d}"


def _spain(rng, _division):
    number = "28" + _digits(rng, 5)
    return f"ES{rng.choice('AB')}{number}{_luhn(number)}"


def _italy(rng, _division):
    number = f"0{_digits(rng, 6)}{rng.choice(('015', '037', '063'))}"
    return f"IT{number}{_luhn(number)}"


def _usa(rng, _division):
    return f"{rng.choice((36, 47, 82, 27))}-{_digits(rng, 7)}"


def _japan(rng, _division):
    number = "0104" + _digits(rng, 8)
    return f"{9 - _weighted(number[::-1], (1, 2) * 6) % 9}{number}"


def _brazil(rng, _division):
    number = _digits(rng, 8) + "0001"
    for weights in ((5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2), (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)):
        rest = _weighted(number, weights) % 11
        number += str(0 if rest < 2 else 11 - rest)
    return f"{number[:2]}.{number[2:5]}.{number[5:8]}/{number[8:12]}-{number[12:]}"


def _netherlands(rng, _division):
    while True:
        number = "8" + _digits(rng, 7)
        check = _weighted(number, range(9, 1, -1)) % 11
        if check < 10:
            return f"NL{number}{check}B01"


_RULES = {
    "cn": china,
    "de": _germany,
    "fr": _france,
    "gb": _britain,
    "es": _spain,
    "it": _italy,
    "us": _usa,
    "jp": _japan,
    "br": _brazil,
    "nl": _netherlands,
}
