"""Two calls of ``./dev`` at once are safe; what one left half-made is healed by the next."""

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from .proc import keep_open
from .ui import say

STAMP = ".complete"


@contextlib.contextmanager
def locked(path: Path, what: str = "") -> Iterator[None]:
    """Hold an exclusive lock on ``path``; the kernel drops it when the process dies.

    Programs that are run meanwhile hold it too: if this process is killed, whoever comes next waits
    for what still runs instead of removing it from under it.

    :param what: what the other one is doing, told to whoever has to wait
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"  waiting for another ./dev{f' ({what})' if what else ''} ...")
            fcntl.flock(handle, fcntl.LOCK_EX)
        keep_open.append(handle.fileno())
        try:
            yield
        finally:
            keep_open.remove(handle.fileno())


def is_complete(folder: Path) -> bool:
    """Was ``folder`` made by :func:`building` to the end?"""
    return (folder / STAMP).is_file()


@contextlib.contextmanager
def building(folder: Path, *, in_place: bool = False) -> Iterator[Path]:
    """Make ``folder`` whole or not at all.

    Yields a folder to fill, which becomes ``folder`` when the block ends well. What an
    interrupted call left is removed first. Call it under :func:`locked`.

    :param in_place: fill ``folder`` itself; for things that cannot be moved afterwards, such as a
        virtual environment
    """
    work = folder if in_place else folder.with_name(folder.name + ".part")
    for leftover in {work, folder}:
        if leftover.exists():
            shutil.rmtree(leftover)
    work.mkdir(parents=True)
    yield work
    (work / STAMP).touch()
    if not in_place:
        os.replace(work, folder)
