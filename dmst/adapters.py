"""Where allauth's sign-in meets our trail and our outbox, by its hooks; its signals are not used."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse

from accounts import emails
from accounts.models import User
from audit import trail
from vault import system

STRANGER = "stranger"  # the actor of what happens before anybody has signed in
SECRET_CONTEXT = "mfa_authenticator|data"  # noqa: S105 (what the sealed bytes are bound to)


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by an administrator."""
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        trail.record("account.sign_in", "user", user.pk, by=user.pk)

    def logout(self, request: HttpRequest) -> None:
        person = request.user.pk
        super().logout(request)
        if person:
            trail.record("account.sign_out", "user", person, by=person)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A wrong address or password. What was typed is not kept: it may be a password."""
        typed = credentials.get("email") or ""
        user = User.objects.filter(email=typed.lower()).first()
        actor = request.user.pk if request.user.is_authenticated else STRANGER
        trail.record("account.refuse", "user", user.pk if user else None, by=actor, facts={"step": "password"})

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        trail.record("account.refuse", "user", user.pk, by=STRANGER, facts={"step": "inactive"})
        return super().respond_user_inactive(request, user)

    def set_password(self, user: User, password: str) -> None:
        super().set_password(user, password)
        trail.record("account.set_password", "user", user.pk, by=user.pk)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """To the address on record, with a link made from settings: neither comes from the request."""
        emails.send_reset(user)
        trail.record("account.ask_reset", "user", user.pk, by=STRANGER)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Every mail leaves through the outbox: another one of allauth's needs words of ours first."""
        raise NotImplementedError(f"no mail is prepared for {template_prefix}")


class MFAAdapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return base64.b64encode(system.seal(text, SECRET_CONTEXT)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return system.open(base64.b64decode(encrypted_text), SECRET_CONTEXT)


class CodeForm(AuthenticateForm):
    """The second step of signing in; a wrong code is in the trail like a wrong password."""

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        trail.record("account.refuse", "user", self.user.pk, by=STRANGER, facts={"step": authenticator.type})
