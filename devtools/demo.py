"""``./dev demo``: from nothing to a running Odoo with the addon and its demo data."""

import argparse
import signal
import subprocess
import time
import urllib.error
import urllib.request

from . import checklog, config, database, postgres, proc, server, system
from .locks import locked
from .paths import ADDON, data_dir
from .ui import DevError, Step, say, warn

_START_SECONDS = 120


def add_commands(commands: argparse._SubParsersAction) -> None:
    """Register the command of this file."""
    demo = commands.add_parser(
        "demo", help="everything from nothing to a running Odoo with the addon and demo data"
    )
    server.port_option(demo)
    server.database_option(demo)
    demo.add_argument("--fresh", action="store_true", help="make the database anew")
    demo.add_argument(
        "--no-serve", dest="serve", action="store_false", help="only make or upgrade the database"
    )
    demo.set_defaults(run=_demo)


def _demo(options: argparse.Namespace) -> int:
    system.ensure_documents()
    if options.port and not config.port_is_free(options.port):
        raise DevError(f"Port {options.port} is taken: name another one, or none.")
    workspace = config.ensure()
    prepare(workspace, options.db, fresh=options.fresh)
    if not options.serve:
        return 0
    port = options.port or config.free_port()
    if port != config.FIRST_PORT and not options.port:
        say(f"Port {config.FIRST_PORT} is taken: using {port}.")
    return _serve(workspace, options.db, port)


def prepare(workspace: config.Workspace, name: str, *, fresh: bool = False) -> None:
    """Have the demo database with the addon as it is now; what was entered into it is kept."""
    with locked(data_dir() / f"demo-{name}.lock", "making the demo database"):
        key = database.sources_fingerprint()
        state = database.note(workspace, name)
        if state and not fresh:
            if state != key:
                database.odoo_run(workspace, name, f"upgrading {ADDON}", "-u", ADDON)
        else:
            template = database.ensure_template(workspace, demo=True)
            # Under another name first: an interrupted install leaves no half-made demo database.
            part = f"{name}_part"
            database.copy(workspace, template, part)
            log = install(workspace, part)
            # Odoo goes on without demo data when they fail, and says so in the log only.
            for line in checklog.problems(log.splitlines()):
                warn(line)
            database.shell_script(workspace, part, "settling in", "prepare_database.py")
            database.shell_script(workspace, part, "running the first night", "first_night.py")
            database.rename(workspace, part, name)
        database.set_note(workspace, name, key)


def install(workspace: config.Workspace, name: str) -> str:
    """Install the addon with its demo data in a copy of the demo template; return the log."""
    title = f"installing {ADDON} with demo data"
    return database.odoo_run(workspace, name, title, "-i", ADDON, "--with-demo")


def _serve(workspace: config.Workspace, name: str, port: int) -> int:
    command = workspace.odoo(
        *("-d", name, "--db-filter", f"^{name}$", "--http-port", str(port), "--log-level", "warn")
    )
    child = subprocess.Popen(command, env=workspace.env(), pass_fds=proc.keep_open)
    try:
        _wait(child, port)
        _print_logins(workspace, name, port)
    except BaseException:
        child.send_signal(signal.SIGTERM)
        child.wait()
        raise
    return proc.wait_for(child)


def _wait(child: subprocess.Popen, port: int) -> None:
    """Return when the server answers a page: the first one compiles the assets."""
    with Step("starting Odoo"):
        end = time.monotonic() + _START_SECONDS
        while time.monotonic() < end:
            if child.poll() is not None:
                raise DevError(f"Odoo ended by itself (exit code {child.returncode}); see above.")
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/web/login", timeout=60):
                    return
            except urllib.error.HTTPError as error:
                raise DevError(f"Odoo answers its login page with error {error.code}.") from None
            except OSError:
                time.sleep(0.3)
    raise DevError(f"Odoo did not answer on port {port} within {_START_SECONDS} s.")


def _print_logins(workspace: config.Workspace, name: str, port: int) -> None:
    sql = """
        SELECT u.login, p.name FROM res_users u JOIN res_partner p ON p.id = u.partner_id
        WHERE u.active AND u.login LIKE 'demo\\_%' ORDER BY u.id
    """
    say(f"\nCustomer Master runs at http://localhost:{port}\n")
    say("  login                password             who")
    say(f"  {'admin':20} {'admin':20} everything")
    for row in postgres.query(workspace.server, sql, name):
        login, _, who = row.partition("|")
        say(f"  {login:20} {login:20} {who}")
    say("\nCtrl-C ends it; ./dev demo starts it again with what was entered.")
