"""Databases: templates, copies with their file store, installing the addon."""

import ast
import os
import re
import shutil
from pathlib import Path

from . import odoo_source, postgres, python_env
from .config import Workspace
from .locks import locked
from .paths import ADDON, ROOT, data_dir, fingerprint
from .proc import run_quiet

LANGUAGE = "zh_CN"
# What the template holds while the addon has no manifest yet.
_DEFAULT_DEPENDS = ("contacts", "sale")
# Files that can change what an installed database holds.
_INSTALLED_SUFFIXES = {".py", ".xml", ".csv", ".po", ".sql"}
_NOT_INSTALLED = {"tests", "static", "docs", "bench", "devtools", "dev", "node_modules"}


def depends() -> list[str]:
    """The addons that our manifest builds on."""
    manifest = ROOT / "__manifest__.py"
    if not manifest.exists():
        return list(_DEFAULT_DEPENDS)
    return sorted(ast.literal_eval(manifest.read_text())["depends"])


def sources_fingerprint() -> str:
    """A key of everything in the checkout that an install or upgrade reads."""
    parts: list[str | bytes] = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith((".", "__")) and name not in _NOT_INSTALLED
        )
        for name in sorted(files):
            path = Path(folder) / name
            if path.suffix in _INSTALLED_SUFFIXES:
                parts += [str(path.relative_to(ROOT)), path.read_bytes()]
    return fingerprint(*parts)


def exists(workspace: Workspace, name: str) -> bool:
    """Is there a database of this name?"""
    return bool(
        postgres.query(
            workspace.server, f"SELECT 1 FROM pg_database WHERE datname = {_literal(name)}"
        )
    )


def note(workspace: Workspace, name: str) -> str:
    """What :func:`set_note` left on the database; it goes away with the database."""
    sql = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = "
    return "".join(postgres.query(workspace.server, sql + _literal(name)))


def set_note(workspace: Workspace, name: str, text: str) -> None:
    """Remember a text with the database."""
    postgres.query(workspace.server, f"COMMENT ON DATABASE {_identifier(name)} IS {_literal(text)}")


def drop(workspace: Workspace, name: str) -> None:
    """Remove the database, whoever is connected, and its file store."""
    postgres.query(workspace.server, f"DROP DATABASE IF EXISTS {_identifier(name)} WITH (FORCE)")
    shutil.rmtree(_filestore(workspace, name), ignore_errors=True)


def copy(workspace: Workspace, source: str, target: str) -> None:
    """Make ``target`` a copy of ``source``; an existing one is replaced."""
    drop(workspace, target)
    postgres.query(
        workspace.server, f"CREATE DATABASE {_identifier(target)} TEMPLATE {_identifier(source)}"
    )
    files = _filestore(workspace, source)
    if files.exists():
        # A stored file is never changed in place, only added and removed: a hard link is a copy.
        shutil.copytree(files, _filestore(workspace, target), copy_function=os.link)


def rename(workspace: Workspace, source: str, target: str) -> None:
    """Give ``source`` the name ``target``; an existing one is replaced."""
    drop(workspace, target)
    sql = f"ALTER DATABASE {_identifier(source)} RENAME TO {_identifier(target)}"
    postgres.query(workspace.server, sql)
    if _filestore(workspace, source).exists():
        os.replace(_filestore(workspace, source), _filestore(workspace, target))


def ensure_template(workspace: Workspace, *, demo: bool = False) -> str:
    """Return a database with what the addon depends on, in English and Chinese, without the addon.

    It is made once for each set of dependencies and release of Odoo.
    """
    modules = depends()
    script = (ROOT / "devtools" / "scripts" / "prepare_database.py").read_bytes()
    key = fingerprint(
        *modules, odoo_source.version(workspace.source), str(python_env.python()), script
    )
    name = f"{ADDON}_template_{'demo_' if demo else ''}{key}"
    with locked(data_dir() / "template.lock", "making a template database"):
        if note(workspace, name) == "complete":
            return name
        drop(workspace, name)
        for old in _databases(workspace, f"{ADDON}_template_{'demo_' if demo else ''}"):
            if re.fullmatch(rf"{ADDON}_template_{'demo_' if demo else ''}[0-9a-f]{{12}}", old):
                drop(workspace, old)
        arguments = ["-i", ",".join(modules), *(["--with-demo"] if demo else [])]
        what = "Odoo's own demo data" if demo else "no demo data"
        odoo_run(
            workspace, name, f"making a database with {', '.join(modules)} ({what})", *arguments
        )
        odoo_tool(workspace, f"loading {LANGUAGE}", "i18n", "loadlang", "-d", name, "-l", LANGUAGE)
        shell_script(workspace, name, "keeping it off the network", "prepare_database.py")
        set_note(workspace, name, "complete")
    return name


def odoo_run(workspace: Workspace, name: str, title: str, *arguments: str) -> str:
    """Run Odoo on a database until it has done ``arguments``; return the log."""
    log = data_dir() / "log" / f"{name}.log"
    command = workspace.odoo(
        "-d", name, *arguments, "--stop-after-init", "--no-http", "--max-cron-threads=0"
    )
    return run_quiet(title, command, env=workspace.env(), log=log, hint=f"The whole log: {log}")


def odoo_tool(workspace: Workspace, title: str, *arguments: str) -> str:
    """Run one of Odoo's command line tools."""
    return run_quiet(title, workspace.odoo(*arguments), env=workspace.env())


def shell_script(workspace: Workspace, name: str, title: str, script: str) -> str:
    """Run a file of ``devtools/scripts`` in Odoo's shell on a database; return what was printed."""
    code = (ROOT / "devtools" / "scripts" / script).read_text()
    command = workspace.odoo("shell", "-d", name, "--no-http", "--max-cron-threads=0")
    return run_quiet(title, command, env=workspace.env(), stdin=code)


def _databases(workspace: Workspace, prefix: str) -> list[str]:
    sql = f"SELECT datname FROM pg_database WHERE starts_with(datname, {_literal(prefix)})"
    return postgres.query(workspace.server, sql)


def _filestore(workspace: Workspace, name: str) -> Path:
    return workspace.data_dir / "filestore" / name


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
