"""Whether this machine can print the characters of a text."""

import re
import shutil
import subprocess

# A script, by characters of it, and the language of which fonts are asked.
_SCRIPTS = (
    (re.compile("[\u3040-\u30ff]"), "ja"),
    (re.compile("[\uac00-\ud7a3]"), "ko"),
    (re.compile("[\u3400-\u9fff]"), "zh-cn"),
)


def missing_font(text: str) -> bool:
    """Whether the text has Chinese, Japanese or Korean characters for which there is no font.

    Where the program that lists fonts is missing, nobody knows: then nothing is said.
    """
    return any(not _has_font(lang) for script, lang in _SCRIPTS if script.search(text))


def _has_font(lang: str) -> bool:
    program = shutil.which("fc-list")
    if not program:
        return True
    listed = subprocess.run(  # noqa: S603
        [program, f":lang={lang}", "family"], capture_output=True, check=False, timeout=60
    )
    return listed.returncode != 0 or bool(listed.stdout.strip())
