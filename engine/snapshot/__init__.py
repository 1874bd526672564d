"""Files of snapshots."""

from .archive import Damaged, Writer, check, opened

__all__ = ["Damaged", "Writer", "check", "opened"]
