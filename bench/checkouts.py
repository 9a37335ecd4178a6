"""Fresh checkouts that ./run is started from: whose they are, where they lie, what is left of them."""

import contextlib
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from local.bootstrap import ROOT
from tests.ground.copies import clean_environment, eventually, free_port, running_from

READY_WITHIN = 300.0  # seconds until a start counts as failed
NOTHING_WITHIN = 12.0  # seconds after the launcher was killed
OUTSIDE = "from local import places; print(places.outside())"
SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"  # no Python of somebody else's
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@dataclass
class Launch:
    """One ./run at its ready line."""

    process: subprocess.Popen[str]
    port: int
    seconds: float
    accounts: list[tuple[str, str]]  # e-mail, password
    browser: OpenerDirector = field(default_factory=lambda: build_opener(HTTPCookieProcessor(CookieJar())))

    def page(self, path: str, **form: str) -> str:
        address = f"http://localhost:{self.port}{path}"
        with self.browser.open(address, urlencode(form).encode() if form else None, timeout=30) as answer:
            assert answer.status == 200
            return str(answer.read().decode())

    def sign_in(self, email: str, password: str) -> bool:
        self.browser = build_opener(HTTPCookieProcessor(CookieJar()))
        asked = TOKEN.search(self.page("/accounts/login/"))
        token = asked.group(1) if asked else ""
        self.page("/accounts/login/", login=email, password=password, csrfmiddlewaretoken=token)
        return "/accounts/logout/" in self.page("/")

    def end(self, number: signal.Signals) -> int:
        """Ctrl-C as a terminal sends it, to the whole group; anything else to the launcher alone."""
        if number == signal.SIGINT:
            os.killpg(self.process.pid, number)
        else:
            self.process.send_signal(number)
        return self.process.wait(30)


@dataclass
class Checkout:
    """What a clone of this checkout would hold, in a folder that belongs to one account."""

    folder: Path
    account: str = ""  # empty: whoever runs this

    def make(self) -> None:
        listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        for name in subprocess.check_output(listing, cwd=ROOT, text=True).split("\0"):
            if name and (ROOT / name).is_file():
                target = self.folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, target)
        if self.account:
            entry = pwd.getpwnam(self.account)
            for path in (self.folder.parent, self.folder, *self.folder.rglob("*")):
                os.chown(path, entry.pw_uid, entry.pw_gid)
        self.folder.parent.chmod(0o700)

    def start(self, words: Sequence[str], errors: int = subprocess.STDOUT, **more: str) -> subprocess.Popen[str]:
        """One of its programs, by the Python of its account."""
        as_other: dict[str, object] = {}
        environment = clean_environment(**more)
        python: str | None = getattr(sys, "_base_executable", sys.executable)
        if self.account:
            entry = pwd.getpwnam(self.account)
            as_other = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
            environment = {"PATH": SYSTEM_PATH, **environment, "HOME": str(self.folder.parent), "USER": self.account}
            environment["PATH"] = more.get("PATH", SYSTEM_PATH)
            python = shutil.which("python3", path=SYSTEM_PATH)
        return subprocess.Popen(  # type: ignore[call-overload,no-any-return]
            [python, *words],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,
            **as_other,
        )

    def said(self, *words: str, **more: str) -> tuple[int, str]:
        """Exit status, and everything it printed."""
        process = self.start(words, **more)
        out, _error = process.communicate(timeout=READY_WITHIN)
        return process.returncode, out.strip()

    @contextlib.contextmanager
    def up(self) -> Iterator[Launch]:
        port, started = free_port(), time.monotonic()
        log = self.folder.parent / "said"
        with log.open("w") as errors:
            process = self.start(["run"], errors.fileno(), PORT=str(port))
        assert process.stdout
        try:
            first = process.stdout.readline()
            seconds = time.monotonic() - started
            assert first == f"ready http://localhost:{port}/\n", log.read_text()
            yield Launch(process, port, seconds, list(accounts_of(process)))
        finally:
            process.kill()
            process.wait()
            process.stdout.close()

    def outside(self) -> Path:
        """Its folder below /var/tmp, where one is needed."""
        return Path(self.said("-c", OUTSIDE)[1].splitlines()[-1])

    def running(self) -> list[str]:
        return running_from(self.folder, self.outside())

    def is_gone(self) -> bool:
        return eventually(lambda: not self.running(), NOTHING_WITHIN)

    def remove(self) -> None:
        shutil.rmtree(self.outside(), ignore_errors=True)
        shutil.rmtree(self.folder.parent, ignore_errors=True)


def accounts_of(process: subprocess.Popen[str]) -> Iterator[tuple[str, str]]:
    """The rows of the table below the ready line: the head starts it, an empty line ends it."""
    assert process.stdout
    while not process.stdout.readline().startswith("role"):
        pass
    while row := process.stdout.readline().strip():
        _role, email, password = re.split(r"\s{2,}", row)
        yield email, password
