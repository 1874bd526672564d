"""What the contributor sees: steps with their time, one sentence for each missing thing."""

import sys
import threading
import time
from collections.abc import Callable


class DevError(Exception):
    """Stops ``./dev``; its text is one sentence that says what is wrong and what to do."""


def say(text: str) -> None:
    """Print a line at once, also into a pipe."""
    print(text, flush=True)


def warn(text: str) -> None:
    """Print a line that is not fatal but wants to be read."""
    print(f"! {text}", file=sys.stderr, flush=True)


class Step:
    """A long step: prints its name, its progress, and the time that it took.

    On a terminal the line is rewritten every second; in a log a line is added every 20 s, so that
    nobody takes a long step for a hang and no log is flooded.

    :param title: what is being done
    :param progress: gives a short text such as ``"42 %"`` whenever it is called
    """

    def __init__(self, title: str, progress: Callable[[], str] | None = None):
        self.title = title
        self.progress = progress
        self._tty = sys.stdout.isatty()
        self._done = threading.Event()
        self._ticker = threading.Thread(target=self._tick, daemon=True)

    def __enter__(self) -> "Step":
        self._start = time.monotonic()
        if self._tty:
            self._write(f"\r  {self.title} ...")
        else:
            say(f"  {self.title} ...")
        self._ticker.start()
        return self

    def __exit__(self, kind, error, trace) -> None:
        self._done.set()
        self._ticker.join()
        word = "done" if kind is None else "failed"
        line = f"  {self.title}: {word} in {self._elapsed():.1f} s"
        if self._tty:
            self._write(f"\r\033[K{line}\n")
        elif kind is not None or self._elapsed() >= 1:
            say(line)

    def _elapsed(self) -> float:
        return time.monotonic() - self._start

    def _write(self, text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()

    def _tick(self) -> None:
        while not self._done.wait(1 if self._tty else 20):
            extra = f" {self.progress()}" if self.progress else ""
            text = f"  {self.title} ...{extra} {self._elapsed():.0f} s"
            if self._tty:
                self._write(f"\r\033[K{text}")
            else:
                say(text)
