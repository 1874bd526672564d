"""``./dev test coexist``: our tests in a database with many other addons."""

import os
from pathlib import Path

from . import config, database, python_env
from .locks import building, is_complete, locked
from .paths import ADDON, ROOT, cache_dir, data_dir, fingerprint
from .proc import run_quiet

REQUIREMENTS = ROOT / "devtools" / "requirements-coexist.txt"
SETTINGS = ROOT / "devtools" / "scripts" / "prepare_coexist.py"
TEMPLATE = f"{ADDON}_coexist"
# Of core, what has most to do with contacts.
CORE = ("crm", "loyalty", "mass_mailing", "purchase", "stock", "website_sale")


def ensure_addons() -> Path:
    """The folder with the other addons in ``addons`` and their packages in ``packages``."""
    python = python_env.ensure()
    folder = cache_dir() / f"coexist-{fingerprint(REQUIREMENTS.read_bytes(), str(python))}"
    if not is_complete(folder):
        with locked(cache_dir() / "coexist.lock", "getting other addons"):
            if not is_complete(folder):
                with building(folder) as part:
                    _get(python, part)
    return folder


def _get(python: Path, folder: Path) -> None:
    run_quiet(
        "getting other addons",
        [python, "-m", "pip", "install", "--quiet", "--no-deps", "--target", folder / "packages",
         "-r", REQUIREMENTS],
    )  # fmt: skip
    # They come as parts of the package odoo, which must be the one that runs.
    os.replace(folder / "packages" / "odoo" / "addons", folder / "addons")
    os.rmdir(folder / "packages" / "odoo")


def ensure() -> config.Workspace:
    """A workspace whose Odoo knows the other addons."""
    folder = ensure_addons()
    return config.ensure(more_addons=[folder / "addons"], packages=[folder / "packages"])


def ensure_template(workspace: config.Workspace) -> str:
    """Return a database with the other addons, without ours; it is made once for each set."""
    others = sorted(path.name for path in (ensure_addons() / "addons").iterdir() if path.is_dir())
    modules = ",".join([*CORE, *others])
    base = database.ensure_template(workspace)
    key = fingerprint(base, modules, SETTINGS.read_bytes())
    with locked(data_dir() / "coexist.lock", "making a database with other addons"):
        if database.note(workspace, TEMPLATE) != key:
            database.copy(workspace, base, TEMPLATE)
            database.odoo_run(workspace, TEMPLATE, "installing other addons", "-i", modules)
            database.shell_script(workspace, TEMPLATE, "setting other addons up", SETTINGS.name)
            database.set_note(workspace, TEMPLATE, key)
    return TEMPLATE
