"""Web addresses without what advertising adds to them."""

import re
from urllib.parse import unquote

from .text import clean_identifier

# Parameters that only tell who sent the visitor: they never select what a page shows. From the
# documentation of the senders (Google Ads and Analytics, Microsoft, Meta, Yandex, Baidu, Alibaba,
# Mailchimp, HubSpot, Marketo, LinkedIn, TikTok, X, Pinterest, Reddit, Adobe, Matomo) and the strip
# lists of Firefox and Brave. Short words with other uses ("ref", "source", "scm", "from") are left
# alone.
TRACKING_PARAMETERS = frozenset(
    (
        "gclid",
        "gclsrc",
        "gbraid",
        "wbraid",
        "dclid",
        "srsltid",
        "_ga",
        "_gl",
        "fbclid",
        "igshid",
        "igsh",
        "msclkid",
        "yclid",
        "ysclid",
        "_openstat",
        "bd_vid",
        "qhclickid",
        "spm",
        "mc_cid",
        "mc_eid",
        "_hsenc",
        "_hsmi",
        "__hssc",
        "__hstc",
        "__hsfp",
        "hsctatracking",
        "mkt_tok",
        "vero_id",
        "vero_conv",
        "oly_anon_id",
        "oly_enc_id",
        "wickedid",
        "twclid",
        "ttclid",
        "li_fat_id",
        "rdt_cid",
        "epik",
        "s_kwcid",
        "ef_id",
        "_kx",
        "trk_contact",
        "trk_msg",
        "trk_module",
        "trk_sid",
    )
)
TRACKING_PREFIXES = ("utm_", "mtm_", "pk_", "piwik_", "matomo_", "itm_", "hsa_")

_PARTS = re.compile(
    r"(?P<scheme>(?:[a-z][a-z0-9+.-]*:)?//)?(?P<user>[^/?#@]*@)?(?P<host>[^/?#]*)(?P<path>[^?#]*)(?P<query>\?[^#]*)?(?P<rest>#.*)?",
    re.IGNORECASE,
)


def normalize_website(value: str) -> str:
    """The address half-width and trimmed, scheme and host in lower case, tracking parameters
    dropped.

    Other parameters, their order, path and fragment are kept; a "?" without parameters goes. No
    scheme is added or replaced: Odoo's core adds one when it stores the field. A "。" in the host,
    from a Chinese keyboard, becomes ".". Idempotent.
    """
    text = clean_identifier(value)
    match = _PARTS.fullmatch(text)
    if not match:
        return text
    scheme, user, host, path, query, rest = match.groups(default="")
    host = host.lower().replace("。", ".").replace("｡", ".")
    kept = "&".join(part for part in query[1:].split("&") if part and not _is_tracking(part))
    return f"{scheme.lower()}{user}{host}{path}{'?' if kept else ''}{kept}{rest}".rstrip()


def _is_tracking(parameter: str) -> bool:
    key = unquote(parameter.partition("=")[0]).strip().lower()
    return key in TRACKING_PARAMETERS or key.startswith(TRACKING_PREFIXES)
