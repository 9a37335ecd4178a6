"""The talk with the mail relay: each answer becomes one of a few faults, and what the relay said is not kept.

The waits follow RFC 5321 4.5.3.2 as far as a task of five minutes allows; the longest is for the final dot,
because giving up there is what makes a second copy (RFC 1047).
"""

import ipaddress
import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.utils import parseaddr
from typing import Self

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

COMMAND_WAIT = 30  # seconds
FINAL_DOT_WAIT = 180  # seconds
REAL_MAIL_PORTS = (25, 465, 587)
# Authentication wanted, failed, too weak, or encryption wanted: about us, whatever command they answer.
ABOUT_US = (530, 534, 535, 538)
LINE_DOT = re.compile(rb"(?m)^\.")

Reply = tuple[int, bytes]


class Fault(Exception):
    """Carries a code fit for storing: a reply code, or one of our own words."""

    def __init__(self, code: int | str) -> None:
        super().__init__(str(code))
        self.code = str(code)


class Deferred(Fault):
    """This mail not now: a 4xx."""


class Refused(Fault):
    """This mail never: a 5xx for its recipient or its content."""


class Interrupted(Fault):
    """The line broke in the middle of this mail. After DATA began, it may have arrived all the same."""


class Unreachable(Fault):
    """There is no line to be had, for this mail or the next."""


class ChannelRefused(Fault):
    """No mail of ours at all: login, encryption or sender."""


class NotOurs(Exception):
    """Somebody else has taken the mail over since it was claimed."""


class Relay:
    """One line to the relay, opened at the first mail and kept for the next ones."""

    def __init__(self) -> None:
        refuse_unsafe_address()
        self._line: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.hang_up()

    def send(self, to: str, raw: bytes, *, before_data: Callable[[], bool]) -> None:
        """Returns once the relay has taken the mail; ``before_data`` says whether the bytes may leave.

        Raises Deferred, Refused, Interrupted, Unreachable, ChannelRefused or NotOurs.
        """
        if not to.isascii() or not to.isprintable():
            raise Refused("address")
        line = self._line = self._line or _dial()
        try:
            _talk(line, to, raw, before_data)
        except (Deferred, Refused, NotOurs):
            self._start_over(line)
            raise
        except Fault:
            self.hang_up()
            raise
        except OSError as error:  # smtplib's own errors are among them
            self.hang_up()
            raise Interrupted(_word_for(error)) from error

    def hang_up(self) -> None:
        """Let go of the line without waiting for an answer."""
        if self._line is not None:
            with suppress(OSError):
                self._line.putcmd("QUIT")
            self._line.close()
            self._line = None

    def _start_over(self, line: smtplib.SMTP) -> None:
        """Make the line fit for the next mail, or drop it."""
        try:
            if line.rset()[0] != 250:
                self.hang_up()
        except OSError:
            self.hang_up()


def _talk(line: smtplib.SMTP, to: str, raw: bytes, before_data: Callable[[], bool]) -> None:
    _demand(line.mail(envelope_sender()), ChannelRefused)
    _demand(line.rcpt(to), Refused)
    if not before_data():
        raise NotOurs
    _demand(line.docmd("DATA"), Refused, wanted=(354,))
    line.send(LINE_DOT.sub(b"..", raw) + b".\r\n")
    assert line.sock is not None
    line.sock.settimeout(FINAL_DOT_WAIT)
    _demand(line.getreply(), Refused)
    line.sock.settimeout(COMMAND_WAIT)


def _dial() -> smtplib.SMTP:
    """A line ready for mail. Nothing but a greeting leaves before it is encrypted, where it must be."""
    with _refusals_named():
        line = _connect()
        try:
            _sign_in(line)
        except BaseException:
            line.close()
            raise
    return line


def _connect() -> smtplib.SMTP:
    host, name = settings.EMAIL_HOST, own_domain()
    if not settings.EMAIL_USE_SSL:
        return smtplib.SMTP(host, port(), name, timeout=COMMAND_WAIT)
    return smtplib.SMTP_SSL(host, port(), name, timeout=COMMAND_WAIT, context=ssl.create_default_context())


def _sign_in(line: smtplib.SMTP) -> None:
    line.ehlo_or_helo_if_needed()
    if settings.EMAIL_USE_TLS:
        line.starttls(context=ssl.create_default_context())
        line.ehlo_or_helo_if_needed()
    if settings.EMAIL_HOST_USER:
        line.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)


@contextmanager
def _refusals_named() -> Iterator[None]:
    """Before the first mail a refusal is about us, and a delay about everybody's mail."""
    try:
        yield
    except smtplib.SMTPResponseException as error:
        raise (ChannelRefused if error.smtp_code >= 500 else Unreachable)(error.smtp_code) from error
    except (ssl.SSLError, smtplib.SMTPNotSupportedError) as error:
        raise ChannelRefused("encryption" if isinstance(error, ssl.SSLError) else "unsupported") from error
    except OSError as error:
        if type(error) is smtplib.SMTPException:  # it offers no way of signing in that we know
            raise ChannelRefused("login") from error
        raise Unreachable(_word_for(error)) from error


def _demand(reply: Reply, refusal: type[Fault], *, wanted: tuple[int, ...] = (250, 251)) -> None:
    code = reply[0]
    if code in wanted:
        return
    if code in ABOUT_US:
        raise ChannelRefused(code)
    if code == 421 or code < 400:  # the relay is closing, or the talk is out of step
        raise Interrupted(code)
    raise (refusal if code >= 500 else Deferred)(code)


def _word_for(error: OSError) -> str:
    """smtplib tells a wait that ended in words only."""
    return "timeout" if isinstance(error, TimeoutError) or "timed out" in str(error) else "connection"


def envelope_sender() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def own_domain() -> str:
    """The name we go by in greetings and Message-IDs; never the machine's."""
    return envelope_sender().rpartition("@")[2]


def port() -> int:
    return settings.EMAIL_PORT or (465 if settings.EMAIL_USE_SSL else 587 if settings.EMAIL_USE_TLS else 25)


def refuse_unsafe_address() -> None:
    """Outside production a real address cannot be reached, in production nothing leaves unencrypted.

    Raises ImproperlyConfigured.
    """
    if settings.DMST_ENV == "production":
        if not (settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL):
            raise ImproperlyConfigured("EMAIL_URL: in production mail leaves encrypted; use smtp+tls:// or smtp+ssl://")
        return
    host = settings.EMAIL_HOST
    if not (is_this_machine(host) or (host == settings.MAIL_CATCHER_HOST and settings.DMST_ENV == "staging")):
        raise ImproperlyConfigured(
            f"EMAIL_URL names the mail server {host!r}; "
            f"with DMST_ENV={settings.DMST_ENV} mail goes to this machine alone"
        )
    if port() in REAL_MAIL_PORTS:
        raise ImproperlyConfigured(
            f"EMAIL_URL uses port {port()}, where a real mail server may listen; "
            f"with DMST_ENV={settings.DMST_ENV} mail goes to a catcher on another port"
        )


def is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
