"""The mails about an account itself: a link of 30 minutes to set a password, and nothing else."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.tokens import link_tokens
from notifications import outbox


def password_link(user: User) -> str:
    """Works once, for 30 minutes, and no longer once the person has signed in or set a password."""
    token = link_tokens.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user.pk.hex, "key": token})
    return f"{settings.SITE_URL}{path}"


def send_invitation(user: User) -> None:
    _send(user, "account.invitation", _("Your new account: set your password"))


def send_reset(user: User) -> None:
    _send(user, "account.reset", _("Set a new password"))


def _send(user: User, event: str, subject: str) -> None:
    minutes = settings.PASSWORD_RESET_TIMEOUT // 60
    body = render_to_string(
        f"accounts/email/{event.removeprefix('account.')}.txt",
        {"link": password_link(user), "minutes": minutes},
    )
    outbox.put_account_mail(event=event, about=user.pk, to=user.email, subject=subject, body=body, recipient=user.pk)
