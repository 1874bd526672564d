"""Files of snapshots."""

from .archive import Damaged, Writer, check, examined, opened

__all__ = ["Damaged", "Writer", "check", "examined", "opened"]
