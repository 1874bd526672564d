"""The life cycle of the addon in a database: a part of ``./dev test``.

It is used beside another addon, whose fields and records are named wherever that can be, and
upgraded; the other addon is uninstalled; ours is uninstalled, and installed again. Nothing of
that leaves a warning in the log, and the uninstalled addon leaves nothing in the database.
"""

import threading

from . import checklog, config, database, demo
from .leftovers import leftovers
from .paths import ADDON, ROOT
from .ui import DevError, say

NEIGHBOUR = ROOT / "devtools" / "neighbour"


def begin(
    workspace: config.Workspace, template: str, installed: str, failed: list[str]
) -> threading.Thread:
    """Go through the life cycle in copies of ``installed``, and of the template with demo data,
    while the tests run.

    :param template: what ``installed`` was made from
    :param failed: is told what went wrong
    """
    used, new, demo_name = (f"{installed}_life{end}" for end in ("", "_new", "_demo"))
    # before the tests use it
    for name in (used, new):
        database.copy(workspace, installed, name)

    def work() -> None:
        _guarded(_demo, failed, workspace, demo_name)
        _guarded(_cycle, failed, workspace, template, new, used)
        database.drop(workspace, new)

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def check_log(title: str, log: str, failed: list[str]) -> None:
    """Tell of warnings and errors in the log of ``title``."""
    found = checklog.problems(log.splitlines())
    if found:
        say("\n".join(found[:60]))
        say(f"!! {title}: the log must have no WARNING or ERROR; it has the lines above")
        failed.append(title)


def _guarded(part, failed: list[str], workspace: config.Workspace, *arguments: str) -> None:
    try:
        part(failed, workspace, *arguments)
    except DevError as error:
        say(str(error))
        failed.append("upgrade, uninstall, demo data")
    finally:
        database.drop(workspace, arguments[-1])


def _demo(failed: list[str], workspace: config.Workspace, name: str) -> None:
    """Install the addon with its demo data, of which Odoo only warns when they fail."""
    database.copy(workspace, database.ensure_template(workspace, demo=True), name)
    check_log(f"installing {ADDON} with demo data", demo.install(workspace, name), failed)


def _cycle(
    failed: list[str], workspace: config.Workspace, template: str, new: str, name: str
) -> None:
    """
    :param new: a database with the addon that nobody has used
    :param name: another one
    """

    def shell(title: str, script: str) -> None:
        check_log(title, database.shell_script(beside, name, title, script), failed)

    def run(title: str, *arguments: str) -> None:
        check_log(title, database.odoo_run(beside, name, title, *arguments), failed)

    beside = config.ensure(more_addons=[NEIGHBOUR])
    shell("using it beside another addon", "neighbour_use.py")
    run(f"upgrading {ADDON}", "-u", ADDON)
    shell("uninstalling the other addon", "neighbour_gone.py")
    shell(f"uninstalling {ADDON}", "uninstall.py")
    left = leftovers(workspace.server, template, name)
    if left:
        title = f"uninstalling {ADDON}"
        say(f"!! {title} left in the database:\n" + "\n".join(f"   {one}" for one in left[:60]))
        failed.append(title)
    run(f"installing {ADDON} again", "-i", ADDON)
    lacking = leftovers(workspace.server, new, name, lacking=True)
    if lacking:
        title = f"installing {ADDON} again"
        say(f"!! {title} lacks:\n" + "\n".join(f"   {one}" for one in lacking[:60]))
        failed.append(title)
