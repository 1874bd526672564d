"""Names are kept as their owners write them; only what cannot be seen is put right."""

import re

from .text import clean

# Han with its radicals, compatibility and supplementary planes; kana with half-width forms;
# bopomofo; hangul.
_CJK = re.compile(
    "[\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3041-\u312f\u3131-\u318e\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97c\uac00-\ud7fb\uf900-\ufaff\uff66-\uff9f\U0001b000-\U0001b16f"
    "\U00020000-\U0003ffff]"
)


def normalize_name(value: str) -> str:
    """The name, cleaned (see :func:`.text.clean`). Width, case and punctuation stay: they are part
    of a registered name."""
    return clean(value)


def has_cjk(value: str) -> bool:
    """Whether ``value`` has a Chinese, Japanese or Korean letter (punctuation and full-width Latin
    do not count)."""
    return bool(value) and not value.isascii() and _CJK.search(value) is not None
