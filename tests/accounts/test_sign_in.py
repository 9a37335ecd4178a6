"""Signing in and out, a forgotten password, one-time codes: with the trail of each, and no word too many."""

import datetime
import re
import time
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from accounts.permissions import Role
from audit.models import Entry
from notifications.models import Message
from tests.accounts.people import person

pytestmark = pytest.mark.django_db(databases="__all__")
PASSWORD = "a sentence nobody guesses"


@pytest.fixture
def user() -> User:
    somebody = person(email="worker@dcf.example")
    somebody.set_password(PASSWORD)
    somebody.save()
    return somebody


def sign_in(client: Client, email: str = "worker@dcf.example", password: str = PASSWORD) -> Any:
    return client.post(reverse("account_login"), {"login": email, "password": password})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def last_entry() -> Entry:
    return Entry.objects.newest_first()[0]


@pytest.mark.parametrize("email", ["worker@dcf.example", "Worker@DCF.example"])
def test_the_address_is_taken_in_any_case_and_the_trail_says_who_came(client: Client, user: User, email: str) -> None:
    answer = sign_in(client, email)
    assert (answer.status_code, answer.url) == (302, reverse("home"))
    assert is_signed_in(client)
    assert (last_entry().action, last_entry().actor) == ("account.sign_in", user.pk)


@pytest.mark.parametrize(
    ("email", "known"),
    [("worker@dcf.example", True), ("nobody@dcf.example", False)],
    ids=["known", "unknown"],
)
def test_a_refused_sign_in_tells_nothing_and_is_in_the_trail(
    client: Client, user: User, email: str, known: bool
) -> None:
    answer = sign_in(client, email, "wrong words, all of them")
    assert "are not correct" in answer.content.decode()
    assert not is_signed_in(client)
    entry = last_entry()
    assert (entry.action, entry.system, entry.facts) == ("account.refuse", "stranger", {"step": "password"})
    assert entry.subject == (user.pk if known else None)
    assert entry.sealed is None


def test_after_five_wrong_passwords_the_right_one_is_refused_too(client: Client, user: User) -> None:
    for _ in range(5):
        sign_in(client, password="wrong words, all of them")
    recorded = Entry.objects.count()
    answer = sign_in(client)
    assert "Too many failed" in answer.content.decode()
    assert not is_signed_in(client)
    assert Entry.objects.count() == recorded


def fail_from(client: Client, forwarded: str, times: int) -> Any:
    """Wrong passwords for ever other addresses, each time with another forged first hop."""
    for number in range(times):
        client.post(
            reverse("account_login"),
            {"login": f"nobody{number}@dcf.example", "password": "wrong words, all of them"},
            HTTP_X_FORWARDED_FOR=forwarded.replace("FORGED", f"198.51.100.{number}"),
        )
    return client.post(
        reverse("account_login"), {"login": "worker@dcf.example", "password": PASSWORD}, HTTP_X_FORWARDED_FOR=forwarded
    )


@pytest.mark.parametrize(
    ("proxies", "forwarded"),
    [(0, "FORGED"), (0, "FORGED, 203.0.113.7"), (1, "FORGED, 203.0.113.7"), (2, "FORGED, 203.0.113.7, 10.0.0.1")],
)
def test_a_forged_origin_does_not_evade_the_limit_of_an_address(
    client: Client, user: User, settings: Any, proxies: int, forwarded: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    answer = fail_from(client, forwarded, 30)
    assert answer.status_code == 429
    assert "Too many attempts from here" in answer.content.decode()
    assert not is_signed_in(client)


def test_behind_a_proxy_one_address_does_not_lock_out_another(client: Client, user: User, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    fail_from(client, "203.0.113.7", 30)
    answer = client.post(
        reverse("account_login"),
        {"login": "worker@dcf.example", "password": PASSWORD},
        HTTP_X_FORWARDED_FOR="203.0.113.8",
    )
    assert answer.status_code == 302
    assert is_signed_in(client)


def test_who_has_left_cannot_sign_in_and_an_open_session_ends(client: Client, user: User) -> None:
    sign_in(client)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(reverse("home")).status_code == 302
    answer = sign_in(Client())
    assert answer.url == reverse("account_inactive")
    assert (last_entry().action, last_entry().facts) == ("account.refuse", {"step": "inactive"})


def test_signing_out_is_a_post_and_in_the_trail(client: Client, user: User) -> None:
    sign_in(client)
    client.get(reverse("account_logout"))
    assert is_signed_in(client)
    client.post(reverse("account_logout"))
    assert not is_signed_in(client)
    assert (last_entry().action, last_entry().actor) == ("account.sign_out", user.pk)


@pytest.mark.parametrize(
    "name", ["account_signup", "account_email", "account_set_password", "account_confirm_login_code"]
)
def test_nobody_signs_up_or_changes_their_own_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


# --- A forgotten password ----------------------------------------------------


def ask_reset(client: Client, email: str) -> Any:
    return client.post(reverse("account_reset_password"), {"email": email})


def link_of(message: Message) -> str:
    found = re.search(r"http://localhost:8000(/accounts/password/reset/key/\S+)", message.raw)
    assert found
    return found.group(1)


def set_password(link: str, password: str) -> Any:
    client = Client()
    form = client.get(urlsplit(link).path, follow=True)
    return client.post(form.request["PATH_INFO"], {"password1": password, "password2": password})


def test_a_known_and_an_unknown_address_see_the_same_page_and_only_the_known_gets_a_mail(
    client: Client, user: User
) -> None:
    known, unknown = ask_reset(client, "Worker@DCF.example"), ask_reset(client, "nobody@dcf.example")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    message = Message.objects.get()
    assert (message.purpose, message.recipient, message.to) == ("account", user.pk, user.email)
    assert (last_entry().action, last_entry().subject) == ("account.ask_reset", user.pk)


def test_the_link_sets_the_password_once(client: Client, user: User) -> None:
    ask_reset(client, user.email)
    link = link_of(Message.objects.get())
    assert set_password(link, "another long sentence").status_code == 302
    assert (last_entry().action, last_entry().subject) == ("account.set_password", user.pk)
    sign_in(client, password="another long sentence")
    assert is_signed_in(client)
    set_password(link, "a third long sentence")
    user.refresh_from_db()
    assert user.check_password("another long sentence")


@pytest.mark.parametrize("asked", ["2026-11-20T17:00", "2026-11-01T05:45", "2027-03-14T06:45"])
@pytest.mark.parametrize(("minutes", "works"), [(29, True), (31, False)])
def test_the_link_works_for_thirty_minutes_also_when_the_clocks_change(
    client: Client, user: User, asked: str, minutes: int, works: bool
) -> None:
    with time_machine.travel(f"{asked}+00:00") as clock:
        ask_reset(client, user.email)
        link = link_of(Message.objects.get())
        clock.shift(datetime.timedelta(minutes=minutes))
        set_password(link, "another long sentence")
    user.refresh_from_db()
    assert user.check_password("another long sentence") is works


@pytest.mark.parametrize("password", ["fourteen chars", "worker@dcf.example", "1q2w3e4r5t6y7u8i9o0p"])
def test_a_short_or_common_password_or_ones_own_address_is_refused(client: Client, user: User, password: str) -> None:
    ask_reset(client, user.email)
    assert set_password(link_of(Message.objects.get()), password).status_code == 200
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_who_has_left_gets_no_link(client: Client, user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)
    ask_reset(client, user.email)
    assert not Message.objects.exists()


def test_one_can_change_the_password_and_stays_signed_in(client: Client, user: User) -> None:
    sign_in(client)
    words = {
        "oldpassword": PASSWORD,
        "password1": "another long sentence",
        "password2": "another long sentence",
    }
    client.post(reverse("account_change_password"), words)
    assert is_signed_in(client)
    assert last_entry().action == "account.set_password"
    user.refresh_from_db()
    assert user.check_password("another long sentence")


# --- One-time codes ----------------------------------------------------


@pytest.fixture
def secret(user: User) -> str:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return secret


def code_of(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def give_code(client: Client, code: str) -> HttpResponse:
    return client.post(reverse("mfa_authenticate"), {"code": code})  # type: ignore[return-value]


def test_the_secret_of_the_codes_is_not_in_the_database_in_clear(secret: str) -> None:
    stored = Authenticator.objects.get()
    assert secret not in str(stored.data)
    assert stored.wrap().validate_code(code_of(secret))


def test_with_codes_the_password_alone_does_not_sign_in(client: Client, secret: str) -> None:
    answer = sign_in(client)
    assert answer.url == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    give_code(client, code_of(secret))
    assert is_signed_in(client)
    assert last_entry().action == "account.sign_in"


def test_a_wrong_code_is_refused_and_in_the_trail(client: Client, user: User, secret: str) -> None:
    sign_in(client)
    give_code(client, "000000" if code_of(secret) != "000000" else "000001")
    assert not is_signed_in(client)
    entry = last_entry()
    assert (entry.action, entry.subject, entry.facts) == ("account.refuse", user.pk, {"step": "totp"})


def test_codes_can_be_switched_on_by_whoever_gives_their_password_again(client: Client, user: User) -> None:
    sign_in(client)
    page = client.get(reverse("mfa_activate_totp"))
    assert page.url.startswith(reverse("account_reauthenticate"))
    client.post(page.url, {"password": PASSWORD})
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp", "recovery_codes"}


@pytest.mark.parametrize("role", Role)
def test_every_role_can_open_their_own_account(client: Client, role: Role) -> None:
    client.force_login(person(role, office=None))
    assert client.get(reverse("mfa_index")).status_code == 200
