"""Odoo's configuration file and the environment of the programs that we start."""

import configparser
import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from . import odoo_source, postgres, python_env
from .paths import addon_link, data_dir, ensure_addon_link, fingerprint

DEMO_DATABASE = "customer_master"
TEST_DATABASE = "customer_master_test"
FIRST_PORT = 8069


@dataclass(frozen=True)
class Workspace:
    """Everything that is needed to run Odoo: made by :func:`ensure`.

    :param python: interpreter of the private environment
    :param config: Odoo's configuration file
    :param packages: folders of more Python packages
    """

    python: Path
    source: odoo_source.OdooSource
    server: postgres.Server
    config: Path
    packages: tuple[Path, ...] = ()

    def env(self) -> dict[str, str]:
        """Environment in which ``python -m odoo`` and anything that imports Odoo runs."""
        return {
            **os.environ,
            **self.server.env(),
            "PYTHONPATH": os.pathsep.join(map(str, (self.source.python_path, *self.packages))),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONUNBUFFERED": "1",
            "ODOO_RC": str(self.config),
            "CM_ODOO_CONF": str(self.config),
            "CM_ADDON_PATH": str(addon_link()),
            "PATH": os.pathsep.join([str(self.python.parent), os.environ.get("PATH", os.defpath)]),
        }

    def odoo(self, *arguments: str) -> list[str]:
        """The command line of Odoo with these arguments."""
        return [str(self.python), "-m", "odoo", *arguments]

    @property
    def data_dir(self) -> Path:
        """Odoo's own data folder; the file stores are in it."""
        return data_dir() / "odoo"


def ensure(more_addons: Sequence[Path] = (), packages: Sequence[Path] = ()) -> Workspace:
    """Get and start everything that Odoo needs, and write its configuration.

    :param more_addons: further folders of the addons path; they make a configuration of their own
    :param packages: folders of Python packages that those need
    """
    source = odoo_source.ensure()
    python = python_env.ensure()
    server = postgres.ensure()
    link = ensure_addon_link()
    # one for each set of folders, since several can be in use at once
    more = f"-{fingerprint(*map(str, more_addons))}" if more_addons else ""
    config = data_dir() / f"odoo{more}.conf"
    workspace = Workspace(python, source, server, config, tuple(packages))
    addons = [*source.addons, *more_addons, link.parent]
    options = {
        "addons_path": ",".join(str(folder) for folder in addons),
        "admin_passwd": "admin",
        "data_dir": str(workspace.data_dir),
        "db_host": server.host,
        "db_port": str(server.port),
        "db_user": server.user,
        "db_maxconn": "32",
        "http_interface": "127.0.0.1",
        "http_port": str(FIRST_PORT),
        "limit_time_cpu": "3600",
        "limit_time_real": "7200",
        "list_db": "True",
        "max_cron_threads": "1",
        "pg_path": str(postgres.bin_dir()),
        "proxy_mode": "False",
        "workers": "0",
    }
    if server.password:
        options["db_password"] = server.password
    _write(config, options)
    return workspace


def _write(path: Path, options: dict[str, str]) -> None:
    """Write the file in one go: another ``./dev`` may be reading it."""
    parser = configparser.RawConfigParser()
    parser["options"] = options
    part = path.with_name(f"{path.name}.{os.getpid()}")
    with open(part, "w") as handle:
        parser.write(handle)
    os.replace(part, path)


def port_is_free(port: int) -> bool:
    """Can a server listen on this port of this machine?"""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port(first: int = FIRST_PORT) -> int:
    """The first free port from ``first`` on."""
    return next(port for port in range(first, first + 1000) if port_is_free(port))
