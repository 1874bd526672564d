"""The spelling of legal forms."""

import re

from .model import Suggestion, Values

# Typing errors and doubled forms of 公司, which mean nothing else.
_CHINESE = (
    (re.compile("有限(?:公可|公词|公私|工司|公同|公 司|公用)$"), "有限公司", 0.98),
    (re.compile("(?:有陷|有限限|有线|又限|友限|有现|有艰)公司$"), "有限公司", 0.98),
    (re.compile("有限责(?:人|仁)公司$"), "有限责任公司", 0.98),
    (re.compile("有限责任 公司$|有限 责任公司$"), "有限责任公司", 0.98),
    (re.compile("股份有线公司$|股分有限公司$"), "股份有限公司", 0.98),
    (re.compile("有限公司(?:有限公司)+$|有限公司公司$"), "有限公司", 0.98),
    (re.compile("有限公司[。.．,，;；、]+$"), "有限公司", 0.98),
)
# How a form is written without doubt: by its folded letters, at the end of a name.
_END = r"(?<=[^\W_])(?P<gap>[ ,.]+|, *){}[ .]*$"
_WESTERN = tuple(
    (re.compile(_END.format(pattern), re.IGNORECASE), written, dotted)
    for pattern, written, dotted in (
        (r"g\.? ?m\.? ?b\.? ?h\.? *(?:&|und|\+|u\.) *co\.? *k\.? ?g", "GmbH & Co. KG", False),
        (r"g\.? ?m\.? ?b\.? ?h", "GmbH", False),
        (r"co\.? ?,? ?\.?l\.?t\.?d", "Co., Ltd.", True),
        (r"l\. ?l\. ?c", "LLC", False),
        (r"p\. ?l\. ?c", "PLC", False),
        (r"s\.? ?p\.? ?z\.? ?o\.? ?o", "Sp. z o.o.", True),
        (r"s\. ?a\. ?r\. ?l", "SARL", False),
    )
)
# written as they should be in more than one way
_ALSO = re.compile(
    r"Co\., ?Ltd\.?$|CO\., ?LTD\.?$|Co\. Ltd\.?$|Co Ltd$|S\.A\.R\.L\.?$|S\.à r\.l\.$|"
    r"L\.L\.C\.$|sp\. z o\.o\.$",
    re.UNICODE,
)


def legal_form(values: Values) -> list[Suggestion]:
    """Legal forms in their usual spelling: GmbH, Co., Ltd., 有限公司.

    Silent about forms that are written in several ways by their owners, and about names of
    persons. Western ones are suggested only: a register may have another spelling.
    """
    if not values.is_company:
        return []
    for pattern, written, sure in _CHINESE:
        new = pattern.sub(written, values.name)
        if new != values.name:
            return _found(values, new, written, sure)
    name = values.name
    if _ALSO.search(name) or name.isupper() or name.islower():  # for the latter see capitals
        return []
    for pattern, written, _dotted in _WESTERN:
        match = pattern.search(values.name)
        if match:
            new = f"{values.name[: match.start()].rstrip(' ,.')} {written}"
            return _found(values, new, written, 0.9) if new != values.name else []
    return []


def _found(values, new, written, sure) -> list[Suggestion]:
    if len(new) <= len(written) + 1:
        return []
    return [Suggestion("legal_form", "name", {"name": new}, "legal_form", sure, {"form": written})]
