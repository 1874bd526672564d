"""Legal forms of companies, recognised at both ends of a name, the longest first.

Sources: the ELF code list of ISO 20275 (GLEIF) for the forms and their abbreviations; Company Law
of the PRC and its registration rules (企业名称登记管理规定) for Chinese ones. The table groups
forms that people mix up when they write a name into classes; a class is only a weak signal of
identity.
"""

import csv
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).parent / "legal_forms.csv"
_LONGEST = 7  # words

# Class -> endings in simplified characters. Sole traders carry a word for their shop.
_CHINESE = {
    "ltd": "有限责任公司 有限公司 责任有限公司 有限责任 有限会社 有限",
    "plc": "股份有限公司 股份公司 集团股份有限公司 控股股份有限公司 股份有限 株式会社",
    "group": "集团有限公司 集团有限责任公司 集团公司 集团 控股有限公司 控股集团有限公司 控股集团",
    "co": "公司 总公司 合伙企业 有限合伙 普通合伙 企业 合作社 专业合作社",
    "sole": "经营部 经销部 商行 工作室 门市部 服务部 营业部 批发部 零售部 店 商店 "
    "专卖店 厂 工厂 总厂 "
    "中心 行 个体工商户 事务所 超市 商贸行",
    "office": "办事处 代表处 代理处 联络处",
}
_BRANCH_ENDS = ("分公司", "分店", "分厂", "分行", "支公司", "支行", "子公司", "分部", "分校")
# No company name is left when these go: 好公司 is a name, 旅行 is a trade.
_MIN_CORE = 2


@lru_cache(maxsize=1)
def _chinese() -> dict[str, str]:
    return {form: kind for kind, forms in _CHINESE.items() for form in forms.split()}


@lru_cache(maxsize=1)
def _western() -> dict[tuple[str, ...], str]:
    table: dict[tuple[str, ...], str] = {}
    with open(_FILE, encoding="utf-8", newline="") as handle:
        for kind, forms in list(csv.reader(handle))[1:]:
            for form in forms.split("|"):
                table.setdefault(tuple(form.split()), kind)
    return table


@lru_cache(maxsize=1)
def _last_words() -> frozenset[str]:
    return frozenset(words[-1] for words in _western())


@lru_cache(maxsize=1)
def _first_words() -> frozenset[str]:
    return frozenset(words[0] for words in _western())


def strip_chinese_form(name: str) -> tuple[str, str]:
    """(name without its legal forms, class of the outermost or "") of simplified text.

    Taken from both ends, the longest first, as long as two characters stay.
    """
    table = _chinese()
    kind = ""
    while True:
        for size in range(min(10, len(name) - _MIN_CORE), 0, -1):
            found = table.get(name[-size:])
            if found and (size > 1 or len(name) > _MIN_CORE + 1):
                name, kind = name[:-size], kind or found
                break
            found = table.get(name[:size]) if size > 2 else None
            if found:
                name, kind = name[size:], kind or found
                break
        else:
            return name, kind


def split_branch(name: str) -> tuple[str, str]:
    """(name of the company, name of the branch) of simplified text: 某公司北京分公司."""
    for end in _BRANCH_ENDS:
        if name.endswith(end) and len(name) > len(end) + _MIN_CORE:
            body = name[: -len(end)]
            for mark in ("公司", "集团", "店", "厂", "行"):
                at = body.rfind(mark)
                if at >= _MIN_CORE:
                    at += len(mark)
                    return body[:at], body[at:] or end
            return body, end
    return name, ""


def strip_western_form(words: list[str]) -> tuple[list[str], str]:
    """(words without legal forms at the ends, class of the outermost or "").

    ``words`` are folded, without punctuation. At least one word stays.
    """
    table = _western()
    kind = ""
    last, first = _last_words(), _first_words()
    while len(words) > 1 and words[-1] in last:
        for size in range(min(_LONGEST, len(words) - 1), 0, -1):
            found = table.get(tuple(words[-size:]))
            if found:
                words, kind = words[:-size], kind or found
                break
        else:
            break
        while len(words) > 1 and words[-1] in ("and", "und", "et", "y", "e", "i"):
            words = words[:-1]
    if len(words) > 1 and words[0] in first:
        for size in range(min(_LONGEST, len(words) - 1), 0, -1):
            found = table.get(tuple(words[:size]))
            # A name may well begin with "Co" or "AD"; forms of the front stand alone or are long.
            if found and (len(words[0]) > 2 or size > 1 or words[0] in ("sa", "pt", "sc", "as")):
                return words[size:], kind or found
    return words, kind


def inner_form(words: list[str]) -> tuple[int, int, str]:
    """(start, end, class) of an unmistakable form within the words, or (0, 0, "")."""
    table = _western()
    for start in range(1, len(words)):
        if words[start] in _first_words():
            for size in range(min(_LONGEST, len(words) - start), 0, -1):
                form = tuple(words[start : start + size])
                found = table.get(form)
                if found and found != "co" and sum(map(len, form)) > 2:
                    return start, start + size, found
    return 0, 0, ""
