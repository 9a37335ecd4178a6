"""The request is the transaction, the trail its last statement; a refusal has a transaction of its own."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from audit import trail
from audit.models import Entry
from notifications import notices
from notifications.models import Notice
from referrals.models import Referral
from tests import databases
from tests.referrals import story
from tests.referrals.story import Cast
from youth.models import Youth

pytestmark = [pytest.mark.django_db(databases="__all__", transaction=True), pytest.mark.unrecorded]
NAME = "Quillfeather"  # of the young person of the story


@pytest.fixture
def told() -> tuple[Cast, Youth, Referral]:
    with trail.acting("test"):
        people = story.cast()
        referral = story.sent(people, "4")
        notices.tell(people.liaison.pk, "referral.sent", "referral", referral.pk)
    assert referral.youth is not None
    return people, referral.youth, referral


@pytest.fixture
def broken_trail(told: object) -> Iterator[None]:
    """The trail cannot be written any more."""
    there, gone = "FUNCTION audit_append(jsonb)", "FUNCTION audit_append_gone(jsonb)"
    with databases.administering(connection.settings_dict["NAME"]) as line, line.cursor() as cursor:
        cursor.execute(f"ALTER {there} RENAME TO audit_append_gone")
        yield
        cursor.execute(f"ALTER {gone} RENAME TO audit_append")


def signed_in(person: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


def pages(people: Cast, youth: Youth, referral: Referral) -> list[tuple[User, str]]:
    return [
        (people.worker, reverse("referrals:youth", args=[youth.pk])),
        (people.worker, reverse("youth:edit", args=[youth.pk])),
        (people.worker, reverse("referrals:receipt", args=[referral.pk])),
        (people.worker, reverse("referrals:mine")),
        (people.liaison, reverse("referrals:detail", args=[referral.pk])),
        (people.liaison, reverse("referrals:inbox", args=["new"])),
    ]


def test_these_pages_do_say_who_it_is_about(told: tuple[Cast, Youth, Referral]) -> None:
    for person, address in pages(*told):
        answer = signed_in(person).get(address)
        assert answer.status_code == 200
        assert NAME in answer.content.decode() or told[2].reference in answer.content.decode()


@pytest.mark.usefixtures("broken_trail")
def test_a_trail_that_fails_means_no_page(told: tuple[Cast, Youth, Referral]) -> None:
    for person, address in pages(*told):
        answer = signed_in(person).get(address)
        assert answer.status_code == 500
        said = answer.content.decode()
        assert "Something broke on our side" in said
        assert NAME not in said
        assert told[2].reference not in said
    assert Notice.objects.filter(seen_at=None, user=told[0].liaison.pk).exists()


@pytest.mark.usefixtures("broken_trail")
def test_a_trail_that_fails_means_nothing_is_written(told: tuple[Cast, Youth, Referral]) -> None:
    people, _youth, referral = told
    answer = signed_in(people.liaison).post(reverse("referrals:move", args=[referral.pk, "acknowledge"]))
    assert answer.status_code == 500
    assert Referral.objects.get(pk=referral.pk).status == "sent"


@pytest.mark.usefixtures("broken_trail")
def test_a_refusal_that_cannot_be_recorded_says_nothing_either(told: tuple[Cast, Youth, Referral]) -> None:
    people, youth, _referral = told
    client = signed_in(people.stranger)
    missing = client.get(reverse("referrals:youth", args=[uuid.uuid4()]))
    hidden = client.get(reverse("referrals:youth", args=[youth.pk]))
    assert (missing.status_code, hidden.status_code) == (500, 500)
    assert words_of(missing) == words_of(hidden)


CHANGES_EACH_TIME = re.compile(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]+"')


def words_of(answer: Any) -> str:
    return CHANGES_EACH_TIME.sub("", answer.content.decode())


def newest() -> Entry:
    return Entry.objects.newest_first()[0]


def test_what_is_hidden_and_what_is_missing_are_refused_and_recorded_alike(
    told: tuple[Cast, Youth, Referral],
) -> None:
    people, youth, _referral = told
    client, said = signed_in(people.stranger), []
    for pk in (uuid.uuid4(), youth.pk):
        before = Entry.objects.count()
        said.append(client.get(reverse("referrals:youth", args=[pk])))
        assert Entry.objects.count() == before + 1
        entry = newest()
        assert (entry.action, entry.actor, entry.youth, entry.subject) == (
            "request.refuse", people.stranger.pk, None, None,
        )  # fmt: skip
        assert entry.facts == {"status": 404, "view": "referrals.youth", "refusal": ""}
    assert [answer.status_code for answer in said] == [404, 404]
    assert words_of(said[0]) == words_of(said[1])


def test_a_wrong_role_is_refused_and_recorded(told: tuple[Cast, Youth, Referral]) -> None:
    people, _youth, referral = told
    before = Entry.objects.count()
    answer = signed_in(people.worker).post(reverse("referrals:move", args=[referral.pk, "acknowledge"]))
    assert answer.status_code == 403
    assert Entry.objects.count() == before + 1
    assert newest().facts == {"status": 403, "view": "referrals.move", "refusal": ""}


def test_a_wrong_moment_is_undone_and_recorded_in_a_transaction_of_its_own(
    told: tuple[Cast, Youth, Referral],
) -> None:
    people, _youth, referral = told
    address = reverse("referrals:move", args=[referral.pk, "start_review"])
    before = Entry.objects.count()
    answer = signed_in(people.liaison).post(address)
    assert answer.status_code == 302
    assert Entry.objects.count() == before + 1
    entry = newest()
    assert (entry.action, entry.actor) == ("request.refuse", people.liaison.pk)
    assert entry.facts["refusal"]
    assert Referral.objects.get(pk=referral.pk).status == "sent"
