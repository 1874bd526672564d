"""Phones, mailboxes, domains, tax ids and dates in the form that is compared.

Cheaper than the written forms of ``normalize``: nothing is validated but tax ids, because what is
wrong in the same way on both sides still tells that they are the same.
"""

import re
from functools import lru_cache

from ..normalize.tax_id import tax_id_error
from ..normalize.text import fold, half_width

_NOT_DIGIT = re.compile(r"\D+")
_NOT_CODE = re.compile(r"[^0-9A-Z]+")
_EXTENSION = re.compile(r"(?:ext|x|转|轉|分机|分機|#|;)\D{0,6}\d{1,6}\D*$", re.IGNORECASE)
_SEVERAL = re.compile(r"\s*[,;/、|]\s*(?=[+(\d])")
_TRUNK = re.compile(r"\(0\)")
# Calling codes of ITU-T E.164 of one and two digits; every other one has three.
_CODES = frozenset(
    "1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 "
    "60 61 62 63 64 65 66 81 82 84 86 "
    "90 91 92 93 94 95 98".split()
)
_CODE_OF = {
    "CN": "86",
    "DE": "49",
    "FR": "33",
    "GB": "44",
    "IT": "39",
    "ES": "34",
    "NL": "31",
    "PL": "48",
    "US": "1",
    "CA": "1",
    "AT": "43",
    "CH": "41",
    "BE": "32",
    "JP": "81",
    "TW": "886",
    "HK": "852",
    "SG": "65",
    "IN": "91",
    "AU": "61",
}
_MIN_PHONE = 6
# Providers of mailboxes: who shares their domain shares nothing.
FREE_MAIL = frozenset(
    "gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com "
    "ymail.com icloud.com me.com mac.com aol.com "
    "gmx.de gmx.net gmx.at gmx.ch web.de t-online.de freenet.de mail.com protonmail.com "
    "proton.me zoho.com yandex.ru mail.ru "
    "qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com 139.com "
    "189.cn 188.com tom.com aliyun.com 21cn.com "
    "orange.fr wanadoo.fr free.fr laposte.net sfr.fr hotmail.fr yahoo.fr libero.it "
    "virgilio.it alice.it tiscali.it hotmail.it "
    "hotmail.es yahoo.es telefonica.net hotmail.co.uk yahoo.co.uk btinternet.com wp.pl "
    "onet.pl o2.pl interia.pl ziggo.nl kpnmail.nl "
    "yahoo.co.jp naver.com daum.net hanmail.net comcast.net verizon.net att.net "
    "hotmail.de yahoo.de outlook.de live.cn vip.qq.com "
    "vip.163.com rediffmail.com bigpond.com seznam.cz".split()
)
# Mailboxes of a function, not of a person or a name.
ROLE_MAIL = frozenset(
    "info mail contact office admin sales service support hello post kontakt contacto "
    "contatti contacts accounting invoice billing "
    "noemail none no-reply noreply test webmaster marketing hr jobs enquiries inquiry "
    "orders order shop export purchase "
    "rechnung buchhaltung buero biuro company email na unknown nomail".split()
)
_SECOND_LEVEL = frozenset("co com org net gov edu ac or ne".split())


def phone_numbers(phones: tuple[str, ...], country: str) -> list[str]:
    """At most two national numbers: digits only, without calling code and leading zeros."""
    found: list[str] = []
    for phone in phones:
        for part in _SEVERAL.split(phone) if phone else ():
            number = _national(part, country)
            if len(number) >= _MIN_PHONE and number not in found:
                found.append(number)
    return found[:2]


def _national(phone: str, country: str) -> str:
    text = half_width(phone).strip()
    if not text.isascii() or "x" in text or "X" in text or "#" in text or ";" in text:
        text = _EXTENSION.sub("", text)
    if "(0)" in text:
        text = _TRUNK.sub("", text)
    digits = _NOT_DIGIT.sub("", text)
    if text.startswith("+") or digits.startswith("00"):
        digits = digits.lstrip("0")
        size = 1 if digits[:1] in _CODES else 2 if digits[:2] in _CODES else 3
        digits = digits[size:]
    else:
        code = _CODE_OF.get(country)
        if (
            code
            and digits.startswith(code)
            and len(digits) - len(code) >= (10 if code in ("86", "1") else 9)
        ):
            digits = digits[len(code) :]
        elif not country and digits.startswith("86") and len(digits) == 13:
            digits = digits[2:]
    return digits.lstrip("0")[:15]


def email_address(email: str) -> str:
    """The first address in lower case, without a name and without a "+" tag."""
    text = fold(half_width(email)).strip()
    if "@" not in text:
        return ""
    if "<" in text:
        text = text.partition("<")[2].partition(">")[0]
    text = re.split(r"[\s,;]", text.removeprefix("mailto:"))[0]
    local, at, domain = text.partition("@")
    return f"{local.partition('+')[0] or local}{at}{domain.rstrip('.')}"


@lru_cache(maxsize=8192)
def _base_domain(host: str) -> str:
    labels = host.split(".")
    size = 3 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2 else 2
    return ".".join(labels[-size:])


def own_domain(website: str, email: str) -> str:
    """The registered domain of the website, else of the mailbox where that is no provider's."""
    if website:
        host = fold(half_width(website)).strip().partition("://")
        host = (
            (host[2] or host[0])
            .split("/")[0]
            .partition("?")[0]
            .rpartition("@")[2]
            .partition(":")[0]
        )
        if "." in host:
            domain = _base_domain(host.strip("."))
            if domain not in FREE_MAIL:
                return domain
    host = email.partition("@")[2]
    return "" if not host or host in FREE_MAIL or "." not in host else _base_domain(host)


def tax_number(tax_id: str, country: str) -> str:
    """Letters and digits of the number without the prefix of its country; "!" in front: it is
    valid.
    """
    if not tax_id:
        return ""
    number = _NOT_CODE.sub("", half_width(tax_id).upper())
    if len(number) < 5:
        return ""
    valid = "!" if country and tax_id_error(number, country) is None else ""
    if number[:2].isalpha() and (number[:2] == country or number[2:].isdigit()):
        number = number[2:]
    return valid + number


def date_digits(date: str) -> str:
    """Eight digits, year first; empty for anything else."""
    digits = _NOT_DIGIT.sub("", date)
    return digits if len(digits) == 8 else ""
