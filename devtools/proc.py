"""Running other programs."""

import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from .ui import DevError, Step

# Descriptors that children keep open, so that what they stand on (the database server, see
# postgres.py) is not taken away while they live, even if this process is killed.
keep_open: list[int] = []


def run_quiet(
    title: str,
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    log: Path | None = None,
    hint: str = "",
    progress: Callable[[], str] | None = None,
    stdin: str | None = None,
) -> str:
    """Run a program as one :class:`Step`; its output is shown only when it fails.

    :param log: keep the output in this file
    :param hint: what to do when it fails
    :return: what it printed
    :raise DevError: with the end of its output
    """
    with Step(title, progress):
        done = subprocess.run(
            [str(part) for part in command],
            env=dict(env) if env is not None else None,
            cwd=cwd,
            input=stdin if stdin is not None else "",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            pass_fds=keep_open,
        )
        if log:
            log.parent.mkdir(parents=True, exist_ok=True)
            log.write_text(done.stdout)
        if done.returncode:
            tail = "\n".join(done.stdout.strip().splitlines()[-40:])
            raise DevError(
                f"{tail}\n{title}: failed (exit code {done.returncode}). {hint}".rstrip()
            )
    return done.stdout


def run_live(
    command: Sequence[str | Path], *, env: Mapping[str, str], cwd: Path | None = None
) -> int:
    """Run a program on this terminal and return its exit code."""
    command = [str(part) for part in command]
    return wait_for(subprocess.Popen(command, env=dict(env), cwd=cwd, pass_fds=keep_open))


def wait_for(child: subprocess.Popen) -> int:
    """Wait for the end of a program on this terminal; return its exit code.

    Ctrl-C and a polite kill reach the child, which ends in its own way; then we end too.
    """

    def forward(number, _frame):
        # Ctrl-C on a terminal reaches the whole process group already; a second one would make
        # Odoo stop hard.
        if number != signal.SIGINT or not os.isatty(0):
            child.send_signal(number)

    before = {number: signal.signal(number, forward) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        return child.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
