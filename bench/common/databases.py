"""Two databases of one run: Odoo without the addon, and a copy of it with the addon."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devtools import config, database, postgres

ADDON = "customer_master"


class Peers:
    """The template without the addon, and copies of it; gone after the run unless kept."""

    def __init__(self, prefix: str, keep: bool = False):
        self.workspace = config.ensure()
        self.core, self.addon = f"{prefix}_core", f"{prefix}_addon"
        self.keep = keep
        start_odoo(self.workspace.config)

    def __enter__(self) -> "Peers":
        return self

    def __exit__(self, *_error) -> None:
        close_databases()
        if not self.keep:
            for name in (self.core, self.addon):
                database.drop(self.workspace, name)

    def exist(self) -> bool:
        """Are both left from an earlier run with ``--keep``?"""
        return all(database.exists(self.workspace, name) for name in (self.core, self.addon))

    def make_core(self) -> None:
        database.copy(self.workspace, database.ensure_template(self.workspace), self.core)

    def install_addon(self) -> float:
        """Copy the core's database, install the addon on it; return the seconds of installing."""
        close_databases()
        database.copy(self.workspace, self.core, self.addon)
        start = time.perf_counter()
        title = f"installing {ADDON} on {self.addon}"
        database.odoo_run(self.workspace, self.addon, title, "-i", ADDON)
        return time.perf_counter() - start

    def vacuum(self) -> None:
        """Bring visibility map and statistics of both up to date, as autovacuum would."""
        for name in (self.core, self.addon):
            postgres.query(self.workspace.server, "VACUUM ANALYZE", name)


def start_odoo(conf: Path) -> None:
    """Configure Odoo in this process, without its server."""
    from odoo.tools import config as odoo_config

    odoo_config.parse_config(["-c", str(conf), "--no-http", "--log-level=warn"], setup_logging=True)
    logging.getLogger("odoo.modules.loading").setLevel(logging.ERROR)


def close_databases() -> None:
    """Let go of all registries and connections of this process."""
    from odoo import sql_db
    from odoo.modules.registry import Registry

    Registry.delete_all()
    sql_db.close_all()


@contextmanager
def environment(name: str, user: str = "base.user_admin", commit: bool = False) -> Iterator:
    """A new cursor and environment of ``user`` on a database; rolled back unless ``commit``."""
    from odoo import SUPERUSER_ID, api
    from odoo.modules.registry import Registry

    with Registry(name).cursor() as cr:
        root = api.Environment(cr, SUPERUSER_ID, {})
        who = root.ref(user)
        context = {
            **who.context_get(),
            "lang": "en_US",
            "allowed_company_ids": who.company_id.ids,
        }
        yield api.Environment(cr, who.id, context)
        if commit:
            root.flush_all()
            cr.commit()
        else:
            root.clear()
            cr.rollback()


@contextmanager
def uncommitted(env):
    """Let nothing commit, so that all can be rolled back."""
    commit = env.cr.commit
    env.cr.commit = env.flush_all
    try:
        yield
    finally:
        env.cr.commit = commit
