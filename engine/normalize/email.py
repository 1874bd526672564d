"""E-mail addresses: lower case, typed with a Chinese keyboard or not, one or several, with or
without a name.

Facts: RFC 5321 4.5.3.1 (64 octets for the local part, 254 for an address), RFC 5322 3.2.3
(dot-atom), RFC 6531 (letters of other scripts). Quoted local parts ("a b"@x.com) are legal and are
not accepted: nobody has one, typing errors do.
"""

import re

from .text import clean_identifier

# A token with "@"; dots of Chinese keyboards are still in it, "、" separates.
_TOKEN = re.compile(
    r'(?:mailto:)?([^\s<>,;、"()]{1,256}@[^\s<>,;、"()]{1,256})(>?)(\s*[,;、][\s,;、]*)?',
    re.IGNORECASE,
)
_OTHER_DOTS = str.maketrans({"。": ".", "｡": ".", "﹒": ".", "﹫": "@"})
_BARE = re.compile(r"<([^<>\s]+@[^<>\s]+)>")

_LABEL = r"[^\W_](?:[^\W_]|-){0,62}(?<!-)"
_ATOM = r"[\w!#$%&'*+/=?^`{|}~-]+"
_SIZES = r"(?=[^@]{1,64}@)(?=[^\s>,]{3,254}(?:[>,\s]|$))"
_LAST_LABEL = rf"(?!\d+(?![\w-])){_LABEL}(?<!\.\w)"  # neither a number nor a single letter
_ADDRESS = rf"{_SIZES}{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+{_LAST_LABEL}"
_ENTRY = rf'(?:{_ADDRESS}|(?:"[^"]*" ?|[^<>@,;"]*)<{_ADDRESS}>)'
_LIST = re.compile(rf"{_ENTRY}(?:, {_ENTRY})*")


def normalize_email(value: str) -> str:
    """The field with its addresses in lower case, several of them separated by ", ", names before
    <...> kept.

    "。" and "＠" of Chinese keyboards become "." and "@" within an address; "mailto:", a full stop
    after an address and separators at the end go. What is no address is only cleaned and made
    half-width. Idempotent.
    """
    text = clean_identifier(value).replace("﹫", "@")
    if "@" not in text:
        return text
    text = _TOKEN.sub(_write, text).strip().rstrip(",;、 ")
    bare = _BARE.fullmatch(text)
    return bare.group(1) if bare else text


def email_error(value: str) -> str | None:
    """``None`` where every entry of ``value`` is a well-formed address (or it is empty), else
    "email_format"."""
    text = normalize_email(value)
    return None if not text or _LIST.fullmatch(text) else "email_format"


def _write(match: re.Match) -> str:
    address = match.group(1).translate(_OTHER_DOTS).lower().rstrip(".")
    return address + match.group(2) + (", " if match.group(3) else "")
