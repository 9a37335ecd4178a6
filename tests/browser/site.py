"""The product as it is served: its own web server on the test databases, and a mailbox at the other end of SMTP."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import IO

from local import sink
from local.children import tied_to_parent
from tests.notifications.processes import ROOT, child_environment, running

GUNICORN = (sys.executable, "-m", "gunicorn", "--config=python:dmst.gunicorn", "--workers=1")


@dataclass(frozen=True)
class Site:
    url: str
    mailbox: Path
    settings: dict[str, str]

    def deliver_mail(self) -> list[EmailMessage]:
        """What the product's own sweep sends now, read back from the .eml files of the mailbox."""
        known = set(self.mailbox.glob("*.eml"))
        subprocess.run(
            [sys.executable, "manage.py", "deliver_mail"],
            cwd=ROOT,
            env=child_environment(self.settings),
            check=True,
            capture_output=True,
        )
        parser = BytesParser(policy=default)
        return [parser.parsebytes(path.read_bytes()) for path in sorted(set(self.mailbox.glob("*.eml")) - known)]


@contextmanager
def served(folder: Path, **settings: str) -> Iterator[Site]:
    """Until the end of the block. Both sockets listen before their processes do, so that nobody has to wait."""
    mailbox = folder / "mail"
    mailbox.mkdir()
    with sink.listening() as post, sink.listening() as web, (folder / "web.log").open("w") as log:
        site = Site(
            url=f"http://localhost:{web.getsockname()[1]}",
            mailbox=mailbox,
            settings={
                "EMAIL_URL": f"smtp://127.0.0.1:{post.getsockname()[1]}",
                "SITE_URL": f"http://localhost:{web.getsockname()[1]}",
                "LOCAL_MAIL_DIR": str(mailbox),
                **settings,
            },
        )
        collecting = (sys.executable, "-m", "local.sink", str(mailbox), str(post.fileno()))
        serving = (*GUNICORN, f"--bind=fd://{web.fileno()}")
        with child(collecting, site, post.fileno(), log), child(serving, site, web.fileno(), log):
            yield site


@contextmanager
def child(command: tuple[str, ...], site: Site, listening: int, log: IO[str]) -> Iterator[None]:
    tie = tied_to_parent(signal.SIGTERM)  # a suite that is killed leaves nothing behind
    with running(*command, env=site.settings, pass_fds=(listening,), stdout=log, stderr=log, preexec_fn=tie):
        yield
