"""Running Odoo by hand: demo, serve, shell, odoo, upgrade."""

import argparse

from . import config, database, postgres
from .paths import ADDON
from .proc import run_live
from .ui import say


def add_commands(commands: argparse._SubParsersAction) -> None:
    """Register the commands of this file."""
    serve = commands.add_parser("serve", help="serve a database of this checkout")
    database_option(serve)
    port_option(serve)
    serve.add_argument(
        "arguments", nargs="*", metavar="-- ARGS", help="more arguments for Odoo, after --"
    )
    serve.set_defaults(run=_serve)

    shell = commands.add_parser(
        "shell", help="Odoo's Python shell; reads a script from standard input too"
    )
    database_option(shell)
    shell.set_defaults(run=_shell)

    psql = commands.add_parser("psql", help="the database client: ./dev psql [-d DB] [-- ARGS]")
    database_option(psql)
    psql.add_argument("arguments", nargs="*", metavar="-- ARGS")
    psql.set_defaults(run=_psql)

    odoo = commands.add_parser(
        "odoo", help="Odoo itself with this checkout's configuration: ./dev odoo ARGS..."
    )
    odoo.add_argument("arguments", nargs=argparse.REMAINDER)
    odoo.set_defaults(run=_odoo)

    upgrade = commands.add_parser("upgrade", help="upgrade the addon in a database (-u)")
    database_option(upgrade)
    upgrade.set_defaults(run=_upgrade)


def database_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--db``."""
    parser.add_argument(
        "-d", "--db", default=config.DEMO_DATABASE, help="database (default: %(default)s)"
    )


def port_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--port``."""
    parser.add_argument(
        "-p", "--port", type=int, help="port (default: the first free one from 8069 on)"
    )


def _serve(options: argparse.Namespace) -> int:
    workspace = config.ensure()
    port = options.port or config.free_port()
    say(f"Odoo at http://localhost:{port} (database {options.db}); Ctrl-C ends it.")
    arguments = [
        "-d",
        options.db,
        "--db-filter",
        f"^{options.db}$",
        "--http-port",
        str(port),
        *options.arguments,
    ]
    return run_live(workspace.odoo(*arguments), env=workspace.env())


def _shell(options: argparse.Namespace) -> int:
    workspace = config.ensure()
    return run_live(workspace.odoo("shell", "-d", options.db, "--no-http"), env=workspace.env())


def _psql(options: argparse.Namespace) -> int:
    workspace = config.ensure()
    name = options.db if database.exists(workspace, options.db) else "postgres"
    return run_live(
        [postgres.bin_dir() / "psql", "-X", "-d", name, *options.arguments], env=workspace.env()
    )


def _odoo(options: argparse.Namespace) -> int:
    workspace = config.ensure()
    arguments = options.arguments[1:] if options.arguments[:1] == ["--"] else options.arguments
    return run_live(workspace.odoo(*arguments), env=workspace.env())


def _upgrade(options: argparse.Namespace) -> int:
    workspace = config.ensure()
    arguments = ["-d", options.db, "-u", ADDON, "--stop-after-init", "--no-http"]
    return run_live(workspace.odoo(*arguments), env=workspace.env())
