"""Where things lie.

Nothing is kept inside the checkout. The Odoo source and the Python environment are shared by all
checkouts of this user; databases, file store, ports and the addons link belong to one checkout,
found by a hash of its path, so that two checkouts can run side by side.
"""

import hashlib
import os
from pathlib import Path

ADDON = "customer_master"
ROOT = Path(__file__).resolve().parent.parent


def cache_dir() -> Path:
    """The folder of everything that is downloaded or made."""
    base = os.environ.get("XDG_CACHE_HOME")
    # The XDG specification says that a relative path in the variable must be ignored.
    root = Path(base) if base and os.path.isabs(base) else Path.home() / ".cache"
    return root / ADDON


def data_dir() -> Path:
    """The folder of this checkout's own data."""
    return cache_dir() / "data" / hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]


def addons_dir() -> Path:
    """The folder to put into Odoo's ``addons_path``; it holds one link named as the addon.

    Odoo takes an addon's technical name from its folder, and a checkout may be called anything.
    """
    return data_dir() / "addons"


def addon_link() -> Path:
    """The addon as Odoo sees it: ``<addons_dir>/customer_master`` -> checkout."""
    return addons_dir() / ADDON


def ensure_addon_link() -> Path:
    """Make the link, or mend it after the cache was moved; return it."""
    link = addon_link()
    link.parent.mkdir(parents=True, exist_ok=True)
    if not (link.is_symlink() and link.resolve() == ROOT):
        if link.is_symlink():
            link.unlink()
        link.symlink_to(ROOT, target_is_directory=True)
    return link


def fingerprint(*parts: str | bytes) -> str:
    """A short key that changes when any part changes."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode() if isinstance(part, str) else part)
        digest.update(b"\0")
    return digest.hexdigest()[:12]
