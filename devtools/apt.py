"""Downloading distribution packages without installing them.

Everything happens in a private apt state folder: the system's own lists, cache and packages are
never touched, and no root is needed. The mirrors are the ones of the machine's own apt
configuration; only the suite is changed.
"""

import re
import shutil
import subprocess
from pathlib import Path

from .proc import run_quiet
from .ui import DevError

# Suites that are rolling or carry an addition to a release are no place to look for the release
# itself.
_NOT_A_RELEASE = re.compile(r"-(updates|security|backports.*|proposed.*)$")


def available() -> bool:
    """Is this a machine with apt and dpkg?"""
    return bool(shutil.which("apt-get") and shutil.which("dpkg-deb"))


def _mirrors() -> list[tuple[str, str]]:
    """(address, suite) of the machine's package sources, the distribution's before others."""
    fields = "$(REPO_URI)|$(RELEASE)|$(COMPONENT)|$(ORIGIN)"
    listing = subprocess.run(
        ["apt-get", "indextargets", "--format", fields, "Created-By: Packages"],
        capture_output=True,
        text=True,
    ).stdout
    rows = {tuple(line.split("|")) for line in listing.splitlines() if line.count("|") == 3}
    # ORIGIN is only known after an `apt-get update`; on a fresh machine it is left as it stands
    # in the format.
    rows = sorted(
        rows, key=lambda row: (row[3] != "Debian", not row[0].rstrip("/").endswith("/debian"), row)
    )
    return [
        (address, suite)
        for address, suite, component, _origin in rows
        if component == "main" and not _NOT_A_RELEASE.search(suite)
    ]


class PrivateApt:
    """apt with its own lists and cache.

    :param folder: where they are kept
    :param suite: the suite to read beside the machine's own one
    """

    def __init__(self, folder: Path, suite: str):
        self.folder = folder
        self.suite = suite
        self._sources = folder / "sources.list"
        for name in ("lists/partial", "cache/archives/partial"):
            (folder / name).mkdir(parents=True, exist_ok=True)

    def _options(self) -> list[str]:
        return [
            f"-oDir::State::Lists={self.folder / 'lists'}",
            f"-oDir::Cache={self.folder / 'cache'}",
            f"-oDir::Etc::sourcelist={self._sources}",
            "-oDir::Etc::sourceparts=/nonexistent",
            "-oDir::Etc::preferencesparts=/nonexistent",
            "-oAcquire::Languages=none",
            "-oAcquire::Retries=2",
            "-oAcquire::http::Timeout=20",
            # The sandbox user of apt cannot write below a private home.
            "-oAPT::Sandbox::User=root",
            # Hooks of the machine (desktop notices and the like) are none of our business.
            "-oAPT::Update::Post-Invoke-Success::=/bin/true",
        ]

    def find_mirror(self, package: str) -> bool:
        """Read the lists of the first mirror that has ``package``; false when there is none."""
        for address, own_suite in _mirrors():
            suites = dict.fromkeys([self.suite, own_suite])
            self._sources.write_text("".join(f"deb {address} {suite} main\n" for suite in suites))
            try:
                run_quiet(
                    f"reading package lists ({self.suite})", ["apt-get", *self._options(), "update"]
                )
            except DevError:
                continue
            if self.versions(package):
                return True
        return False

    def versions(self, package: str) -> list[str]:
        """The versions of ``package`` that can be had, newest first."""
        listing = subprocess.run(
            ["apt-cache", *self._options(), "madison", package], capture_output=True, text=True
        ).stdout
        return [line.split("|")[1].strip() for line in listing.splitlines() if line.count("|") == 2]

    def download(self, packages: list[str], target: Path) -> list[Path]:
        """Download ``name`` or ``name=version`` items into ``target``; whole files are kept."""
        target.mkdir(parents=True, exist_ok=True)
        total = self._total_bytes(packages, target)

        def progress() -> str:
            have = sum(path.stat().st_size for path in target.iterdir() if path.is_file())
            return f"{min(100, 100 * have // total)} % of {total / 1e6:.0f} MB," if total else ""

        run_quiet(
            "downloading Odoo and what its links point to",
            ["apt-get", *self._options(), "download", *packages],
            cwd=target,
            hint="Is the package mirror reachable? Call again: what is whole is kept.",
            progress=progress,
        )
        return sorted(target.glob("*.deb"))

    def _total_bytes(self, packages: list[str], target: Path) -> int:
        uris = subprocess.run(
            ["apt-get", *self._options(), "download", "--print-uris", *packages],
            capture_output=True,
            text=True,
            cwd=target,
        ).stdout
        return sum(int(match) for match in re.findall(r"'\s+\S+_\S+\.deb\s+(\d+)\s", uris))
