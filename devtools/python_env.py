"""Private Python environments with everything pinned: Odoo's, and those of peers in benchmarks."""

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from . import system
from .locks import building, is_complete, locked
from .paths import ROOT, cache_dir, fingerprint
from .proc import run_quiet
from .ui import DevError, warn

REQUIREMENTS = ROOT / "devtools" / "requirements.txt"
# What Odoo 19.0 supports and the pins have wheels for.
_SUPPORTED = ("3.12", "3.11", "3.13", "3.10")


def python() -> Path:
    """The interpreter of the environment, whether it is made or not."""
    return _folder() / "bin" / "python"


def ensure(requirements: Path = REQUIREMENTS) -> Path:
    """Make the environment where needed; return its interpreter."""
    folder = _folder(requirements)
    if not is_complete(folder):
        with locked(cache_dir() / "venv.lock", "installing Python packages"):
            if not is_complete(folder):
                # In place: a virtual environment has its own path written into its programs.
                with building(folder, in_place=True):
                    _make(folder, requirements)
    return folder / "bin" / "python"


def program(name: str) -> Path:
    """A program that a package of the environment brought."""
    return ensure().with_name(name)


def _folder(requirements: Path = REQUIREMENTS) -> Path:
    key = fingerprint(requirements.read_bytes(), _base_python()[1], platform.machine())
    return cache_dir() / f"venv-{key}"


def _base_python() -> tuple[str, str]:
    """(interpreter, "3.x") to make the environment with."""
    own = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if own in _SUPPORTED:
        return sys.executable, own
    for series in _SUPPORTED:
        found = shutil.which(f"python{series}")
        if found:
            return found, series
    raise DevError(
        f"Odoo 19.0 runs on Python 3.10 to 3.13, and this is {own}: install one of them, "
        "for example python3.12."
    )


def _make(folder: Path, requirements: Path) -> None:
    base, _series = _base_python()
    system.ensure_venv_module(base)
    run_quiet("making a Python environment", [base, "-m", "venv", folder])
    python_path = folder / "bin" / "python"
    try:
        _install_with_uv(python_path, requirements)
    except DevError as error:
        warn(f"uv did not do it, trying pip: {str(error).splitlines()[0]}")
        run_quiet(
            "installing Python packages with pip",
            [python_path, "-m", "pip", "install", "--quiet", "-r", requirements],
            hint="Is the package index reachable? Call again: what is downloaded is kept.",
        )


def _install_with_uv(python_path: Path, requirements: Path) -> None:
    """Install with uv, which takes seconds where pip takes minutes."""
    run_quiet("installing uv", [python_path, "-m", "pip", "install", "--quiet", "uv"])
    env = dict(os.environ)
    # uv does not read pip's configuration, where a company's own index is told.
    index = subprocess.run(
        [python_path, "-m", "pip", "config", "get", "global.index-url"],
        capture_output=True,
        text=True,
    ).stdout.strip()
    index = env.get("PIP_INDEX_URL", index)
    if index:
        env.setdefault("UV_DEFAULT_INDEX", index)
    run_quiet(
        "installing Python packages",
        [
            python_path.with_name("uv"),
            "pip",
            "install",
            "--quiet",
            "--python",
            python_path,
            "-r",
            requirements,
        ],
        env=env,
    )
