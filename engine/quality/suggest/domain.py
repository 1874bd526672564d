"""Domains of e-mail addresses: wrong ones, free ones, the country that they tell."""

import csv
import re
from functools import cache
from pathlib import Path

from rapidfuzz.distance import OSA

from .model import Suggestion, Values

_ADDRESS = re.compile(r"(?<=@)[^\s@<>,;]+")
# Ends that no domain has and that are typed for .com; "cm", "co" and "om" are countries.
_NO_COM = "con cmo ocm vom xom cim comm coom cpm c0m comn cmm cokm".split()
_NO_NET = "nte nett ner netn".split()
_COUNTRIES_FOR_COM = "cm co om".split()
_LABELS = {
    wrong: right
    for right, wrongs in {
        "gmail": "gmial gmal gmai gmil gamil gnail gmaill gmsil gmaul gmqil gmaii gmaol gmailc",
        "hotmail": "hotmial hotmal hotmai hotamil homail hotmil hotmall hotmaill hitmail "
        "htomail hotnail hotmaul hotmsil",
        "outlook": "outlok outloo outllok outlool otulook oultook outlokk outook outloook",
        "yahoo": "yaho yahooo yhaoo yahho yhoo yaoo yahooi",
        "icloud": "iclod icould iclould icluod icloid",
        "foxmail": "foxmial foxmai fomail foxmal foxmaill",
        "aliyun": "aliyum alyun aliun ailyun aliyn",
        "163": "l63 i63",
        "126": "l26 i26",
    }.items()
    for wrong in wrongs.split()
}
_COM_LABELS = frozenset("gmail hotmail outlook yahoo icloud foxmail aliyun qq 163 126 sina".split())
# Countries whose ends are sold to everybody for how they read.
_SOLD = frozenset(
    "ac ad ai ag am as bz cc cd cf co cx dj eu fm ga gg gl gq gs im in io is la li ly me ml ms nu "
    "pw re sc sh si so sr st su tk tl to tv uk vc vg vu ws".split()
)


@cache
def domains(kind: str) -> frozenset[str]:
    """The domains of a kind: "free", "access" (of providers of internet access), "target" (those
    that are mistyped), "real" (others that look like a typing error and are none)."""
    path = Path(__file__).with_name("mail_domains.csv")
    with open(path, encoding="utf-8", newline="") as lines:
        rows = {row["kind"]: row["domains"] for row in csv.DictReader(lines)}
    return frozenset(rows[kind].split("|"))


def email_domain(values: Values) -> list[Suggestion]:
    """Known typing errors of the domains of large providers, and ends that do not exist.

    Silent about every domain that may be somebody's own: those of providers that are far from
    known errors, and ends that a country has.
    """
    new, sure = values.email, 1.0
    for match in reversed(list(_ADDRESS.finditer(values.email))):
        right, confidence = _right(match[0].lower().rstrip("."))
        if right:
            new = new[: match.start()] + right + new[match.end() :]
            sure = min(sure, confidence)
    if new == values.email:
        return []
    return [Suggestion("email_domain", "email", {"email": new}, "email_domain", sure)]


@cache
def _right(domain: str) -> tuple[str, float]:
    """The domain that was meant and how sure it is, or an empty text."""
    known = domains("free") | domains("access") | domains("real")
    if domain in known:
        return "", 0.0
    label, _dot, end = domain.rpartition(".")
    if not label:  # the dot is missing: gmailcom
        bare = domain.removesuffix("com")
        return (f"{bare}.com", 0.99) if domain != bare and bare in _COM_LABELS else ("", 0.0)
    if end in _NO_COM:
        label, confidence = _LABELS.get(label, label), 0.99
        return f"{label}.com", confidence
    if end in _NO_NET:
        return f"{label}.net", 0.98
    if end == "com" and label in _LABELS:
        return f"{_LABELS[label]}.com", 0.99
    if end in _COUNTRIES_FOR_COM and _LABELS.get(label, label) in _COM_LABELS:
        return f"{_LABELS.get(label, label)}.com", 0.98
    near = [
        target
        for target in domains("target")
        if target[0] == domain[0] and OSA.distance(target, domain, score_cutoff=1) == 1
    ]
    return (near[0], 0.95) if len(near) == 1 else ("", 0.0)


def own_domain(email: str) -> str:
    """The domain of the one address in ``email`` where it belongs to neither a provider nor an
    error, else an empty text."""
    found = _ADDRESS.findall(email)
    if len(found) != 1:
        return ""
    domain = found[0].lower().rstrip(".")
    known = domains("free") | domains("access") | domains("target")
    if "." not in domain or domain in known or _right(domain)[0]:
        return ""
    return domain


def country_of_domains(values: Values) -> str:
    """The country (ISO2) that the ends of e-mail and website tell, where they do and agree."""
    found = set()
    host = re.sub(r"^[a-z]+://", "", values.website.lower()).partition("/")[0]
    for domain in (own_domain(values.email), host):
        end = domain.rpartition(".")[2]
        if len(end) == 2 and end.isalpha() and end.isascii() and end not in _SOLD - {"uk"}:
            found.add("GB" if end == "uk" else end.upper())
    return found.pop() if len(found) == 1 else ""
