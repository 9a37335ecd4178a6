"""The first administrator comes from one command, once."""

import re
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Role
from audit.models import Entry
from tests.accounts.people import person

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.unrecorded]


def run(email: str = "First@dcf.example", name: str = "First Administrator") -> str:
    out = StringIO()
    call_command("create_first_administrator", email=email, name=name, stdout=out)
    return out.getvalue()


def test_it_makes_an_administrator_who_sets_the_password_by_the_printed_link() -> None:
    link = re.search(r"http://localhost:8000(/\S+)", run())
    assert link
    user = User.objects.get(email="first@dcf.example")
    assert (user.role, user.name, user.has_usable_password()) == (
        Role.ADMINISTRATOR,
        "First Administrator",
        False,
    )
    client = Client()
    form = client.get(urlsplit(link.group(1)).path, follow=True)
    words = {"password1": "a long enough sentence", "password2": "a long enough sentence"}
    client.post(form.request["PATH_INFO"], words)
    user.refresh_from_db()
    assert user.check_password("a long enough sentence")


def test_the_trail_names_the_command() -> None:
    run()
    entry = Entry.objects.newest_first()[0]
    assert (entry.action, entry.system) == ("user.create", "system:create_first_administrator")


def test_there_is_no_second_one() -> None:
    run()
    with pytest.raises(CommandError, match="administrator already"):
        run(email="second@dcf.example")
    assert User.objects.administrators().count() == 1


def test_a_link_that_ran_out_is_printed_anew_until_the_first_sign_in() -> None:
    run()
    assert "http://localhost:8000/" in run()
    User.objects.administrators().update(last_login=timezone.now())
    with pytest.raises(CommandError, match="administrator already"):
        run()


@pytest.mark.parametrize("email", ["no address", "taken@dcf.example"])
def test_an_address_that_cannot_be_used_is_said_in_a_sentence(email: str) -> None:
    person(email="taken@dcf.example")
    with pytest.raises(CommandError, match=r"\w+ .*\."):
        run(email=email)
    assert not User.objects.administrators().exists()
