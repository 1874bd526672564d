"""Words that stand for values in tables: yes and no, company and person, countries."""

from ..normalize.text import fold

_YES = frozenset(
    "1 true yes y x t wahr ja oui si sì sí on 是 真 对 對 有 √ ✓ company 公司 企业 企業 单位 單位 "
    "法人 组织 組織 机构 機構 organization organisation corporate business b2b".split()
)
_NO = frozenset(
    "0 false no n f falsch nein non off 否 不是 假 无 無 person individual 个人 個人 自然人 "
    "private b2c".split()
)
# how countries are written that no list of theirs has
_COUNTRIES = {
    "uk": "GB", "england": "GB", "greatbritain": "GB", "scotland": "GB", "wales": "GB",
    "usa": "US", "unitedstatesofamerica": "US", "america": "US", "us": "US",
    "prc": "CN", "prchina": "CN", "peoplesrepublicofchina": "CN", "mainlandchina": "CN",
    "中华人民共和国": "CN", "中國": "CN", "中国大陆": "CN", "中國大陸": "CN", "大陆": "CN",
    "chn": "CN",
    "台湾": "TW", "台灣": "TW", "臺灣": "TW", "中国台湾": "TW", "taiwan": "TW", "roc": "TW",
    "香港": "HK", "中国香港": "HK", "hongkong": "HK", "澳门": "MO", "澳門": "MO", "中国澳门": "MO",
    "southkorea": "KR", "korea": "KR", "韩国": "KR", "韓國": "KR", "holland": "NL",
    "uae": "AE", "deutschland": "DE", "brd": "DE", "gbr": "GB", "deu": "DE", "fra": "FR",
    "czechia": "CZ", "viet nam": "VN", "russia": "RU", "俄罗斯": "RU", "越南": "VN",
}  # fmt: skip
SEPARATORS = ",;，；、|"


def truth(value: str) -> bool | None:
    """Whether a text says yes or no; ``None``: neither."""
    plain = fold(value).strip()
    return True if plain in _YES else False if plain in _NO else None


def country_code(value: str) -> str:
    """ISO code of a country that is written in an unusual way, or ""."""
    return _COUNTRIES.get(plain_name(value), "")


def plain_name(value: str) -> str:
    """A name for comparison: folded, without blanks and punctuation."""
    return "".join(char for char in fold(value) if char.isalnum())


def parts(value: str) -> list[str]:
    """Values that stand in one text: in a line each, or with a separator between them."""
    if "\n" in value:
        return list(dict.fromkeys(part.strip() for part in value.splitlines() if part.strip()))
    for mark in SEPARATORS[1:]:
        value = value.replace(mark, SEPARATORS[0])
    return list(dict.fromkeys(part.strip() for part in value.split(SEPARATORS[0]) if part.strip()))
