"""Every address, as every role and as a stranger: what the declared permission and the table of roles promise.

An address that declares nothing fails the walk, and is denied to everybody while it waits to be declared.
"""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.management import call_command
from django.core.management.base import CommandError
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import Resolver404, clear_url_caches, include, path, resolve, reverse
from django.urls.converters import UUIDConverter

from accounts.permissions import Permission, Role, grants, requires
from audit.models import Entry
from dmst.access import THIRD_PARTY, Address, addresses
from dmst.management.commands import access_docs
from tests.accounts.people import person

pytestmark = pytest.mark.django_db(databases="__all__")
HERE = __name__
SIGN_IN = "/accounts/login/"

# What to put into an address where a random UUID does not do.
ARGUMENTS = {
    "for-you": {"language": "en"},
    "for-you-print": {"language": "es"},
    **{f"referrals:{page}": {"view": "new"} for page in ("inbox", "newer", "several", "keep-view", "set-shortcuts")},
    "referrals:move": {"name": "acknowledge"},
    "reports:routing-list": {"rule": "town"},
    **{f"reports:{page}": {"period": "2026-q1"} for page in ("figures", "figures-trend", "figures-list")},
}
# Addresses without a UUID that may answer "not found", each with its reason.
NO_CODES_YET = "whoever has not switched on one-time codes has nothing here"
MAY_BE_MISSING = {
    "mfa_deactivate_totp": NO_CODES_YET,
    "mfa_view_recovery_codes": NO_CODES_YET,
    "mfa_download_recovery_codes": NO_CODES_YET,
}
# Addresses with a UUID that answer an unknown one by a sentence on another page, each with its reason.
SAID_ELSEWHERE = {
    "referrals:results": ("youth:search", "a search that has run out is begun again"),
    "youth:new": ("youth:search", "a profile is added from a search"),
}


def url_of(address: Address) -> str:
    known = ARGUMENTS.get(address.name, {})
    samples = {
        name: uuid.uuid4() if isinstance(converter, UUIDConverter) else known.get(name, "abc")
        for name, converter in address.converters.items()
    }
    return reverse(address.name, kwargs=samples)


def names(only: Any = lambda address: True) -> list[str]:
    return [address.name for address in addresses() if only(address)]


def address_named(name: str) -> Address:
    return next(address for address in addresses() if address.name == name)


def is_of_a_record(address: Address) -> bool:
    return any(isinstance(converter, UUIDConverter) for converter in address.converters.values())


def ask(client: Client, url: str) -> HttpResponse:
    """By GET, or by POST where nothing is to be read."""
    answer = client.get(url)
    return client.post(url) if answer.status_code == 405 else answer  # type: ignore[return-value]


def undeclared() -> list[str]:
    return [address.route for address in addresses() if not address.is_public and address.permission is None]


def test_every_address_declares_who_may_use_it() -> None:
    assert undeclared() == []


def test_every_address_has_a_name_of_its_own() -> None:
    found = names()
    assert "" not in found
    assert len(found) == len(set(found))


def test_the_public_addresses_are_these_and_no_others() -> None:
    assert set(names(lambda address: address.is_public)) == {
        "health",
        "local-mail",
        "account_login",
        "account_logout",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_authenticate",
    }


def test_no_permission_is_named_for_an_address_that_is_not_there() -> None:
    assert set(THIRD_PARTY) <= set(names())


@pytest.mark.parametrize("name", names(lambda address: address.is_public))
def test_a_stranger_opens_a_public_address_without_being_sent_away(client: Client, name: str) -> None:
    answer = client.get(url_of(address_named(name)))
    assert answer.status_code in (200, 302)
    assert "next=" not in answer.headers.get("Location", "")


@pytest.mark.parametrize("name", names(lambda address: not address.is_public))
def test_a_stranger_is_sent_to_the_sign_in_and_comes_back_to_where_they_went(client: Client, name: str) -> None:
    url = url_of(address_named(name))
    for answer in (client.get(url), client.post(url)):
        assert (answer.status_code, answer.headers["Location"]) == (302, f"{SIGN_IN}?next={url}")


@pytest.mark.parametrize("name", names(lambda address: not address.is_public))
def test_each_role_gets_what_its_permissions_promise(name: str, subtests: Any) -> None:
    address = address_named(name)
    for role in Role:
        with subtests.test(role.value):
            a_role_gets_what_its_permissions_promise(role, address)


def a_role_gets_what_its_permissions_promise(role: Role, address: Address) -> None:
    client, user, name = Client(), person(role), address.name
    client.force_login(user)
    answer = ask(client, url_of(address))
    if not grants(user, address.permission):
        assert answer.status_code == 403
        assert (entry := Entry.objects.newest_first()[0]).actor == user.pk
        assert (entry.action, entry.facts["status"]) == ("request.refuse", 403)
        assert client.post(url_of(address)).status_code == 403
    elif name in SAID_ELSEWHERE:
        assert (answer.status_code, answer.headers["Location"]) == (302, reverse(SAID_ELSEWHERE[name][0]))
    elif is_of_a_record(address):
        assert answer.status_code == 404
    else:
        expected = (200, 302, 404) if name in MAY_BE_MISSING else (200, 302)
        assert answer.status_code in expected
        assert not answer.headers.get("Location", "").startswith(SIGN_IN)


def test_who_has_left_is_a_stranger(client: Client) -> None:
    user = person(Role.LEAD)
    client.force_login(user)
    user.is_active = False
    user.save()
    assert client.get("/").headers["Location"].startswith(SIGN_IN)


def test_a_changed_role_counts_with_the_next_request(client: Client) -> None:
    user = person(Role.AUDITOR)
    client.force_login(user)
    assert client.get(reverse("dashboards:trail")).status_code == 200
    user.role = Role.ADMINISTRATOR
    user.save()
    assert client.get(reverse("dashboards:trail")).status_code == 403


# --- The walk itself: an address somebody forgets to declare --------------------------------------------------


def forgotten(request: HttpRequest) -> HttpResponse:
    return HttpResponse("reached")


@requires(Permission.LEAD_HART)
def declared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("reached")


@login_not_required
def public(request: HttpRequest) -> HttpResponse:
    return HttpResponse("reached")


inner = ([path("forgotten/<uuid:pk>/", forgotten, name="forgotten-inside")], "inner")
urlpatterns = [
    path("forgotten/", forgotten, name="forgotten"),
    path("declared/", declared, name="declared"),
    path("public/", public, name="public"),
    path("deeper/", include(inner)),
    path("accounts/", include("accounts.urls")),
    path("", include("dmst.urls")),
]


@pytest.fixture
def with_forgotten() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=HERE):
        clear_url_caches()
        yield
    clear_url_caches()


@pytest.mark.usefixtures("with_forgotten")
def test_the_walk_finds_what_was_forgotten_however_deep() -> None:
    assert undeclared() == ["forgotten/", "deeper/forgotten/<uuid:pk>/"]


@pytest.mark.usefixtures("with_forgotten")
@pytest.mark.parametrize("role", Role)
def test_what_was_forgotten_is_denied_to_every_role(client: Client, role: Role) -> None:
    client.force_login(person(role))
    assert client.get("/forgotten/").status_code == 403
    assert client.get("/declared/").status_code == (200 if role == Role.LEAD else 403)


@pytest.mark.usefixtures("with_forgotten")
def test_a_stranger_reaches_only_what_is_public(client: Client) -> None:
    assert client.get("/public/").content == b"reached"
    assert client.get("/forgotten/").status_code == 302


# --- docs/access.md ------------------------------------------------------------------------------------------


def test_the_page_names_every_address_with_its_permission_and_roles() -> None:
    page = access_docs.page()
    for address in addresses():
        assert f"| `/{address.route}` | `{address.name}` |" in page
    assert "| `/trail/` | `dashboards:trail` | `read_whole_trail` | HART lead, Auditor |" in page
    assert "everybody, signed in or not" in page


@pytest.mark.usefixtures("with_forgotten")
def test_the_page_says_loudly_what_is_undeclared() -> None:
    assert "| `/forgotten/` | `forgotten` | **undeclared** | nobody |" in access_docs.page()


def test_the_kept_page_is_up_to_date() -> None:
    call_command("access_docs", check=True)


def test_a_stale_page_is_said_and_writing_mends_it(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access_docs, "PAGE", tmp_path / "docs" / "access.md")
    with pytest.raises(CommandError, match="stale"):
        call_command("access_docs", check=True)
    call_command("access_docs")
    call_command("access_docs", check=True)


def test_an_address_that_is_none_is_not_found(client: Client) -> None:
    client.force_login(person())
    with pytest.raises(Resolver404):
        resolve("/no/such/address/")
    assert client.get("/no/such/address/").status_code == 404
