"""The local mail sink, spoken to by a real mail client."""

import smtplib
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from local import sink
from local.bootstrap import ROOT

LETTER = b"From: a@hart.example\r\nTo: b@hart.example\r\nSubject: =?utf-8?q?=C3=A9?=\r\n\r\n.dot\r\n\r\nlast\r\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "mail box"


@pytest.fixture
def port(folder: Path) -> Iterator[int]:
    with sink.listening() as listening:
        process = subprocess.Popen(
            [sys.executable, "-m", "local.sink", str(folder), str(listening.fileno())],
            cwd=ROOT,
            pass_fds=(listening.fileno(),),
        )
        yield listening.getsockname()[1]
        process.terminate()
        process.wait()


def send(port: int, content: bytes = LETTER) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=20) as client:
        client.sendmail("a@hart.example", ["b@hart.example"], content)


def test_a_mail_is_kept_byte_for_byte_in_a_file_of_its_own(port: int, folder: Path) -> None:
    send(port)
    (kept,) = folder.iterdir()
    assert kept.suffix == ".eml"
    assert kept.read_bytes() == LETTER


def test_mails_at_the_same_moment_do_not_overwrite_each_other(port: int, folder: Path) -> None:
    with ThreadPoolExecutor(8) as senders:
        list(senders.map(lambda _: send(port), range(24)))
    assert len(list(folder.glob("*.eml"))) == 24
    assert len(list(folder.iterdir())) == 24


def test_a_mail_that_cannot_be_kept_is_not_accepted(port: int, folder: Path) -> None:
    folder.write_text("a file where the folder should be")
    with pytest.raises(smtplib.SMTPDataError, match="could not be kept"):
        send(port)


def test_a_mail_that_is_too_large_is_not_accepted(port: int, folder: Path) -> None:
    with pytest.raises(smtplib.SMTPException):
        send(port, LETTER + (b"x" * 998 + b"\r\n") * (sink.LARGEST // 1_000 + 1))
    assert not list(folder.glob("*.eml"))


def test_the_sink_listens_on_this_machine_alone() -> None:
    with sink.listening() as listening:
        assert listening.family == socket.AF_INET
        assert listening.getsockname()[0] == "127.0.0.1"
