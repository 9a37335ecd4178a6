"""A real mail server whose answers are written beforehand, and the processes that talk to it."""

import asyncio
import threading
from collections import Counter, defaultdict, deque
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from ssl import SSLContext
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

SILENCE = "silence"  # no answer, until the server ends
DROP = "drop"  # the line is cut instead of an answer
KEEP_AND_DROP = "keep and drop"  # the mail is taken, and the line cut before that is said
KEEP_SILENTLY = "keep silently"  # the mail is taken, and nothing is ever said
HOLD = "hold"  # 250, once ``let_go`` is set


class PostOffice:
    """Answers 250 to all; ``answers["RCPT"].append("450 later")`` changes the next answer to RCPT."""

    def __init__(self, *, port: int = 0, login: tuple[str, str] | None = None, tls: SSLContext | None = None) -> None:
        self.answers: dict[str, deque[str]] = defaultdict(deque)
        self.letters: list[bytes] = []
        self.recipients: list[str] = []
        self.greetings: list[str] = []
        self.let_go = threading.Event()
        self.reached = {stage: threading.Event() for stage in ("MAIL", "RCPT", "DATA")}
        self._login = login
        self._tls = tls
        self._controller = _Controller(self, hostname="127.0.0.1", port=port)

    def __enter__(self) -> "PostOffice":
        self._controller.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._controller.stop()

    @property
    def port(self) -> int:
        return self._controller.port

    @property
    def mails(self) -> list[EmailMessage]:
        return [BytesParser(policy=default).parsebytes(letter) for letter in self.letters]

    def copies(self) -> Counter[str]:
        """Copies for each Message-ID."""
        return Counter(mail["Message-ID"] for mail in self.mails)

    def options(self) -> dict[str, Any]:
        found: dict[str, Any] = {"tls_context": self._tls, "require_starttls": self._tls is not None}
        if self._login:
            found |= {"authenticator": self._check, "auth_required": True}
        return found

    def _check(self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, said: Any) -> AuthResult:
        given = (said.login.decode(), said.password.decode())
        return AuthResult(success=given == self._login, handled=False)

    # The three stages, as the server calls them.
    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.greetings.append(hostname)
        return responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = await self._answer("MAIL", server)
        if answer.startswith("250"):
            envelope.mail_from = address
        return answer

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = await self._answer("RCPT", server)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        written = self.answers["DATA"][0] if self.answers["DATA"] else "250 OK"
        if written.startswith("250") or written in (KEEP_AND_DROP, KEEP_SILENTLY, HOLD):
            self.letters.append(bytes(envelope.original_content or b""))
            self.recipients.extend(envelope.rcpt_tos)
        return await self._answer("DATA", server)

    async def _answer(self, stage: str, server: SMTP) -> str:
        answer = self.answers[stage].popleft() if self.answers[stage] else "250 OK"
        self.reached[stage].set()
        if answer in (SILENCE, KEEP_SILENTLY):
            await asyncio.sleep(3600)
        if answer in (DROP, KEEP_AND_DROP):
            server.transport.abort()  # type: ignore[union-attr]
        while answer == HOLD and not self.let_go.is_set():
            await asyncio.sleep(0.02)
        return "250 OK" if answer == HOLD else answer


class _Controller(Controller):
    def __init__(self, office: PostOffice, **where: Any) -> None:
        self.office = office
        super().__init__(office, **where)

    def factory(self) -> SMTP:
        return SMTP(self.office, hostname="office.example", **self.office.options())

    def _trigger_server(self) -> None:
        """Here aiosmtpd calls itself; a port of 0 has become a number by now."""
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        super()._trigger_server()
