import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from notifications import relay
from notifications.relay import ChannelRefused, Deferred, Interrupted, NotOurs, Refused, Relay, Unreachable
from tests.notifications import certificates
from tests.notifications.postoffice import DROP, HOLD, SILENCE, PostOffice

RAW = b"Subject: x\r\n\r\nA line.\r\n.\r\n.. and dots.\r\n"


def sent(line: Relay, to: str = "a@office.example", *, allowed: bool = True) -> None:
    line.send(to, RAW, before_data=lambda: allowed)


def test_the_bytes_arrive_as_they_are_dots_and_all(office: PostOffice) -> None:
    with Relay() as line:
        sent(line)
    assert office.letters == [RAW]
    assert office.recipients == ["a@office.example"]


def test_one_line_serves_many_mails_and_greets_by_our_domain(office: PostOffice) -> None:
    with Relay() as line:
        for _mail in range(3):
            sent(line)
    assert len(office.letters) == 3
    assert office.greetings == ["hart.example"]


@pytest.mark.parametrize(
    ("stage", "answer", "fault", "code"),
    [
        ("MAIL", "451 busy", Deferred, "451"),
        ("MAIL", "550 sender unknown", ChannelRefused, "550"),
        ("MAIL", "530 sign in first", ChannelRefused, "530"),
        ("RCPT", "450 greylisted", Deferred, "450"),
        ("RCPT", "550 no such person", Refused, "550"),
        ("RCPT", "535 sign in first", ChannelRefused, "535"),
        ("RCPT", "421 closing", Interrupted, "421"),
        ("RCPT", DROP, Interrupted, "connection"),
        ("RCPT", SILENCE, Interrupted, "timeout"),
        ("DATA", "452 full", Deferred, "452"),
        ("DATA", "554 refused", Refused, "554"),
        ("DATA", DROP, Interrupted, "connection"),
        ("DATA", SILENCE, Interrupted, "timeout"),
    ],
)
@pytest.mark.usefixtures("hurried")
def test_an_answer_becomes_a_fault_and_the_next_mail_goes(
    office: PostOffice, stage: str, answer: str, fault: type[relay.Fault], code: str
) -> None:
    office.answers[stage].append(answer)
    with Relay() as line:
        with pytest.raises(fault) as raised:
            sent(line)
        assert raised.value.code == code
        sent(line)
    assert office.letters == [RAW]


def test_the_final_dot_may_take_longer_than_a_command(office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("notifications.relay.COMMAND_WAIT", 0.2)
    office.answers["DATA"].append(HOLD)
    threading.Timer(0.5, office.let_go.set).start()
    with Relay() as line:
        sent(line)
        office.answers["MAIL"].append(SILENCE)
        began = time.monotonic()
        with pytest.raises(Interrupted, match="timeout"):
            sent(line)
    assert time.monotonic() - began < 5  # the command's wait holds again
    assert office.letters == [RAW]


def test_what_somebody_else_has_taken_over_does_not_leave(office: PostOffice) -> None:
    with Relay() as line:
        with pytest.raises(NotOurs):
            sent(line, allowed=False)
        sent(line)
    assert len(office.letters) == 1


@pytest.mark.parametrize("address", ["ann\r\nDATA", "señora@office.example"])
def test_an_address_no_relay_could_take_is_refused_here(office: PostOffice, address: str) -> None:
    with Relay() as line, pytest.raises(Refused, match="address"):
        sent(line, address)
    assert office.greetings == []


@contextmanager
def greeting(words: bytes) -> Iterator[int]:
    """A port where somebody picks up and says this."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            line, _address = listening.accept()
            with line:
                line.sendall(words)
                line.recv(100)

        thread = threading.Thread(target=answer)
        thread.start()
        yield listening.getsockname()[1]
        thread.join()


@pytest.mark.parametrize(
    ("words", "fault", "code"),
    [
        (b"421 not now\r\n", Unreachable, "421"),
        (b"554 not you\r\n", ChannelRefused, "554"),
        (b"", Unreachable, "timeout"),
        (b"HTTP/1.1 400\r\n", Unreachable, "-1"),
    ],
)
@pytest.mark.usefixtures("hurried")
def test_a_greeting_that_is_none(settings: Any, words: bytes, fault: type[relay.Fault], code: str) -> None:
    with greeting(words) as port:
        settings.EMAIL_PORT = port
        with Relay() as line, pytest.raises(fault) as raised:
            sent(line)
    assert raised.value.code == code


def test_nobody_at_home(settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closing:
        settings.EMAIL_PORT = closing.getsockname()[1]
    with Relay() as line, pytest.raises(Unreachable, match="connection"):
        sent(line)


def test_signing_in_happens_behind_encryption(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = certificates.made_in(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = True, "hart", "wrong"
    with PostOffice(login=("hart", "right"), tls=certificates.served(certificate)) as office:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
        with Relay() as line, pytest.raises(ChannelRefused, match="535"):
            sent(line)
        settings.EMAIL_HOST_PASSWORD = "right"
        with Relay() as line:
            sent(line)
    assert office.letters == [RAW]


def test_a_relay_without_sign_in_or_encryption_gets_no_mail_that_needs_them(settings: Any, office: PostOffice) -> None:
    settings.EMAIL_USE_TLS = True
    with Relay() as line, pytest.raises(ChannelRefused, match="unsupported"):
        sent(line)
    settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER = False, "hart"
    with Relay() as line, pytest.raises(ChannelRefused, match="unsupported"):
        sent(line)
    assert office.letters == []


def test_a_certificate_nobody_vouches_for_gets_no_mail(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = certificates.made_in(tmp_path)
    settings.EMAIL_USE_TLS = True
    with PostOffice(tls=certificates.served(certificate)) as office:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
        with Relay() as line, pytest.raises(ChannelRefused, match="encryption"):
            sent(line)
        assert office.letters == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        with Relay() as line:
            sent(line)
    assert office.letters == [RAW]


@pytest.mark.parametrize(
    ("env", "host", "port", "secure", "safe"),
    [
        ("local", "127.0.0.1", 1025, False, True),
        ("local", "::1", 1025, False, True),
        ("local", "localhost", 1025, False, True),
        ("local", "localhost", 25, False, False),
        ("local", "localhost", None, False, False),
        ("local", "127.0.0.1", 587, True, False),
        ("local", "smtp.ct.gov", 1025, False, False),
        ("local", "catcher", 1025, False, False),
        ("test", "10.0.0.7", 1025, False, False),
        ("test", "catcher", 1025, False, False),
        ("staging", "catcher", 1025, False, True),
        ("staging", "catcher", 25, False, False),
        ("staging", "smtp.ct.gov", 1025, True, False),
        ("production", "smtp.ct.gov", 587, True, True),
        ("production", "smtp.ct.gov", 25, False, False),
    ],
)
def test_where_mail_may_go(settings: Any, env: str, host: str, port: int | None, secure: bool, safe: bool) -> None:
    settings.DMST_ENV, settings.MAIL_CATCHER_HOST = env, "catcher"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = host, port, secure
    if safe:
        relay.refuse_unsafe_address()
    else:
        with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
            Relay()
