"""Getting the source of Odoo 19.0."""

import os
import runpy
import shutil
from dataclasses import dataclass
from pathlib import Path

from . import apt
from .locks import building, is_complete, locked
from .paths import cache_dir
from .proc import run_quiet
from .ui import DevError

SERIES = "19.0"
# Raise it when the way of unpacking below changes, so that everybody's copy is made anew.
_LAYOUT = "1"
_GIT_SOURCE = "https://github.com/odoo/odoo.git"

_SUITE = "unstable"
_PACKAGE = "odoo-19"
# The package links to JavaScript and fonts of these instead of carrying its own copies.
_LINKED = (
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-roboto-unhinted",
    "fonts-montserrat",
    "fonts-inconsolata",
    "fonts-ocr-b",
)
# Odoo's links name the files of 4.7; later versions of the package have others.
_FONT_AWESOME = ("fonts-font-awesome", "4.7")
# The distribution strips this file for its licence, yet an asset bundle lists it: without it
# every page logs a console error, and a console error fails every browser tour.
_STRIPPED = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"


@dataclass(frozen=True)
class OdooSource:
    """Where Odoo is.

    :param python_path: the folder to put on ``PYTHONPATH``
    :param addons: folders for ``addons_path`` beside the core ones that Odoo finds itself
    """

    python_path: Path
    addons: tuple[Path, ...]


def ensure() -> OdooSource:
    """Return the source of Odoo, getting it first where needed."""
    home = os.environ.get("ODOO_HOME")
    if home:
        return _existing(Path(home).expanduser())
    root = cache_dir() / f"odoo-{SERIES}-{_LAYOUT}"
    if not is_complete(root):
        with locked(cache_dir() / "odoo.lock", "getting Odoo"):
            if not is_complete(root):
                with building(root) as folder:
                    if not (apt.available() and _unpack_packages(folder)):
                        _clone(folder)
    return _locate(root)


def _existing(home: Path) -> OdooSource:
    try:
        return _locate(home)
    except DevError:
        raise DevError(
            f"ODOO_HOME is {home}, but there is no Odoo in it: set it to a checkout of branch "
            f"{SERIES} (the folder with odoo-bin), or unset it and ./dev gets one."
        ) from None


def _locate(root: Path) -> OdooSource:
    for folder in (root, root / "usr/lib/python3/dist-packages"):
        if (folder / "odoo" / "addons").is_dir():
            addons = folder / "addons"
            return OdooSource(folder, (addons,) if addons.is_dir() else ())
    raise DevError(f"There is no Odoo in {root}: run ./dev clean --all and try again.")


def _unpack_packages(folder: Path) -> bool:
    """Fill ``folder`` from the distribution's packages; false when no mirror has them."""
    client = apt.PrivateApt(cache_dir() / "apt", _SUITE)
    if not client.find_mirror(_PACKAGE):
        return False
    font, wanted = _FONT_AWESOME
    version = next((found for found in client.versions(font) if wanted in found), None)
    if not version:
        return False
    debs = cache_dir() / "debs"
    names = [_PACKAGE, *_LINKED, f"{font}={version}"]
    for deb in client.download(names, debs):
        run_quiet(f"unpacking {deb.name.split('_')[0]}", ["dpkg-deb", "-x", deb, folder])
    placeholder = folder / "usr/lib/python3/dist-packages/odoo/addons" / _STRIPPED
    placeholder.parent.mkdir(parents=True, exist_ok=True)
    if not placeholder.exists():
        placeholder.write_text(
            "// Left out by the distribution; only video calls with a blurred background use it.\n"
        )
    shutil.rmtree(debs)
    return True


def _clone(folder: Path) -> None:
    if not shutil.which("git"):
        raise DevError(
            "Odoo is fetched with git here, and git is missing: install git, or set ODOO_HOME."
        )
    # git wants an empty or missing folder.
    shutil.rmtree(folder)
    run_quiet(
        f"cloning Odoo {SERIES} (shallow, about 1 GB)",
        ["git", "clone", "--quiet", "--depth", "1", "--branch", SERIES, _GIT_SOURCE, folder],
        hint="Set ODOO_HOME to an Odoo 19.0 checkout if this machine cannot reach it.",
    )


def version(source: OdooSource) -> str:
    """The release string, read without importing Odoo."""
    return runpy.run_path(str(source.python_path / "odoo" / "release.py"))["version"]
