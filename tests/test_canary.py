"""An invented person with a token in every field goes the whole road; then the tokens are searched for everywhere."""

import io
import logging
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.conf import settings as product
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, connections
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path, reverse

from accounts.permissions import open_to_all_signed_in
from accounts.requests import SignedInRequest
from audit import clock, trail
from dmst.celery import app
from dmst.models import KeptPost
from local.places import server_account
from local.postgres import binaries
from notifications import outbox
from notifications.outbox import deliver_due
from referrals.workflow import MOVES
from tests import databases
from tests.canary.journey import Journey
from tests.canary.search import Search
from tests.canary.tokens import Tokens, takes_words
from tests.canary.watching import Watched, everything_logged, mail_sink
from tests.referrals import story
from tests.sources import ROOT
from vault.fields import EncryptedField
from vault.models import DataKey
from youth.models import Access

pytestmark = [
    pytest.mark.django_db(databases="__all__", transaction=True),
    pytest.mark.unrecorded,
    pytest.mark.slow,
]

# Encrypted fields in which no token can be, each with its reason.
NO_WORDS = {
    "youth.Youth.gender": "a code",
    "youth.Youth.race": "codes",
    "screening.Screening.gates": "codes",
    "screening.Screening.foreign_national": "a code",
    "screening.Screening.safe_tonight_own_view": "a code",
    "referrals.Referral.suicide_risk": "a code",
    "referrals.Inquiry.items": "codes",
    "referrals.WithheldLink.consultation": "an id",
    "reports.Export.content": "published figures",
    "notifications.Message.to": "an address of staff",
    "notifications.Message.raw": "a mail, which holds no token",
}


OF_STAFF_ALONE = ("administration", "reports")  # work names, addresses and numbers, in clear (accounts/models.py)

# --- A page that breaks in the middle, with the words in its error and in its variables ----------------------


@open_to_all_signed_in
def breaks(request: SignedInRequest) -> HttpResponse:
    words = request.POST["words"]
    if request.POST["how"] == "database":  # whose errors quote what they could not take
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s::integer", [words])
    raise ValueError(words)


@open_to_all_signed_in
def tells(request: SignedInRequest) -> HttpResponse:
    """What no page of the product does: the words in the title and in a header."""
    answer = HttpResponse(f"<title>{request.POST['words']}</title>")
    answer["X-Words"] = request.POST["header"]
    return answer


urlpatterns = [path("breaks/", breaks), path("tells/", tells), path("", include("dmst.urls"))]


@pytest.fixture
def breakable(settings: Any) -> None:
    settings.ROOT_URLCONF = __name__


# --- Where it all ends up ------------------------------------------------------------------------------------


@dataclass
class World:
    """One run: who takes part, what was typed, and what can be seen of it from outside."""

    people: story.Cast
    mails: Path
    log: io.StringIO
    tokens: Tokens = field(default_factory=Tokens)
    seen: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def searched(self) -> Search:
        search = Search(self.tokens.needles)
        search.mails(self.mails)
        search.look_through("log", self.log.getvalue().splitlines())
        search.broker(product.CELERY_BROKER_URL)
        for kind, pieces in self.seen.items():
            search.look_through(kind, set(pieces))
        for alias in connections:
            name = str(connections[alias].settings_dict["NAME"])
            search.database(name)
            search.look_through(f"dump of {alias}", dump_of(name).splitlines())
        return search


def dump_of(name: str) -> bytes:
    """As a backup has it."""
    program = binaries(server_account()).folder / "pg_dump"
    return subprocess.run([program, databases.address_of(name)], capture_output=True, check=True).stdout


@pytest.fixture
def world(tmp_path: Path, settings: Any, breakable: None) -> Iterator[World]:
    with trail.acting("test"):
        people = story.cast()
        story.put_on_call(people.on_call)
    with mail_sink(tmp_path / "mail") as port, everything_logged() as log:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield World(people, tmp_path / "mail", log)


def test_no_token_is_anywhere_after_the_whole_road(world: World, capfd: Any) -> None:
    journey = Journey(world.people, world.tokens, world.seen)
    journey.goes()
    break_pages(world, journey)
    stray(world)
    assert deliver_due() >= len(MOVES)

    assert set(MOVES) == journey.moves
    assert words_without_a_token(world.tokens) == set()
    assert encrypted_fields() - journey.sealed == set(NO_WORDS)
    search = world.searched()
    printed = capfd.readouterr()
    search.look_through("output", [*printed.out.splitlines(), *printed.err.splitlines()])
    assert search.found == set()
    assert_everything_was_searched(search)


def break_pages(world: World, journey: Journey) -> None:
    for how in ("python", "database"):
        words = world.tokens.words(f"an error of {how}")
        answer = journey.worker.post("/breaks/", {"how": how, "words": words})
        assert answer.status_code == 500
        assert words not in answer.content.decode()
    assert '"error": "ValueError"' in world.log.getvalue()
    assert '"error": "DataError' in world.log.getvalue()


STRAYS = ("/young-people/{}/", "/{}/", "/inbox/{}/", "/young-people/?name={}", "/accounts/login/?next=/{}/")


def stray(world: World) -> None:
    """Words typed into the address bar are in the address, and go no further."""
    signed_in, stranger = Client(raise_request_exception=False), Client(raise_request_exception=False)
    signed_in.force_login(world.people.worker)
    for client in (signed_in, stranger):
        for address in STRAYS:
            client.get(address.format(world.tokens.words(address)))
    typed = {"login": f"{world.tokens.words('login')}@dcf.example", "password": world.tokens.words("password")}
    stranger.post(reverse("account_login"), typed)
    stranger.post(reverse("account_reset_password"), {"email": f"{world.tokens.words('reset')}@dcf.example"})


def words_without_a_token(tokens: Tokens) -> set[tuple[str, str]]:
    """Fields of our forms that take words and were never filled in: the road is missing something."""
    return {
        (form.__name__, name)
        for form in our_forms(forms.BaseForm)
        for name, one in form.base_fields.items()
        if takes_words(one)
    } - tokens.covered


def our_forms(base: type[forms.BaseForm]) -> Iterator[Any]:
    """Without those that others are built on: they are on no page themselves."""
    for form in base.__subclasses__():
        yield from our_forms(form)
        app = form.__module__.partition(".")[0]
        is_ours = (ROOT / app).is_dir() and ".forms" in form.__module__
        if is_ours and app not in OF_STAFF_ALONE and form.base_fields and not form.__subclasses__():
            yield form


def encrypted_fields() -> set[str]:
    return {
        f"{model._meta.label}.{one.name}"
        for model in apps.get_models()
        for one in model._meta.local_concrete_fields
        if isinstance(one, EncryptedField)
    }


def assert_everything_was_searched(search: Search) -> None:
    """A place that was empty would prove nothing."""
    stores = {f"{table}.{column}" for table, column in (("audit_entry", "facts"), ("audit_entry", "sealed"))}
    stores |= {"django_session.session_data", "youth_youth.legal_first", "vault_datakey.wrapped"}
    dumps = {f"dump of {alias}" for alias in connections}
    places = {"mail", "log", "broker", "address", "title", "header", *stores, *dumps}
    assert {place for place in places if search.searched.get(place)} == places


# --- That the search finds -----------------------------------------------------------------------------------


def test_a_token_in_any_place_is_found_however_it_is_written(world: World) -> None:
    planted = {**in_pages(world), **in_mail(world), **in_log(world), **in_broker(world), **in_stores(world)}
    found = world.searched().found
    assert {(place, where) for where, place in planted.items()} <= found
    assert {where for _place, where in found} == set(planted)
    dumped = {where for place, where in found if place.startswith("dump of")}
    assert dumped >= {where for where, place in planted.items() if "." in place}


def in_pages(world: World) -> dict[str, str]:
    client = Watched(world.seen)
    client.force_login(world.people.worker)
    typed = {"words": world.tokens.words("a title"), "header": world.tokens.words("a header")[:-1].upper()}
    client.post("/tells/", typed)
    client.get("/young-people/", {"name": world.tokens.words("a query")})
    return {"a title": "title", "a header": "header", "a query": "address"}


def in_mail(world: World) -> dict[str, str]:
    """The accented letter makes both of them encoded."""
    subject, body = world.tokens.words("a subject"), world.tokens.words("a body")
    with trail.acting("test"):
        outbox.put(event="test", about=world.people.worker.pk, to="hart@office.example", subject=subject, body=body)
    assert deliver_due() == 1
    return {"a subject": "mail", "a body": "mail"}


def in_log(world: World) -> dict[str, str]:
    logging.getLogger("django").warning(world.tokens.words("an event").swapcase())
    return {"an event": "log"}


def in_broker(world: World) -> dict[str, str]:
    app.send_task("nobody.takes.this", args=[world.tokens.words("a task")])
    return {"a task": "broker"}


def in_stores(world: World) -> dict[str, str]:
    """In text, in JSON, in bytes, in what a session packs; in both databases; in the trail."""
    person, words = world.people.worker, world.tokens.words
    with trail.acting("test") as actor:
        youth = story.young_person(world.people)
        trail.record("youth.list", "youth", None, by=actor, facts={"view": words("a fact")[:-1]})
    Access.objects.create(youth=youth, user=person, why=words("a text"), starts_at=clock.now())
    DataKey.objects.filter(owner=youth.pk).update(key_id=words("a text among the keys"))
    session = SessionStore()
    session["said"] = words("a session") * 20  # so that it is packed
    session.save()
    post = KeptPost.objects.create(user=person, path="/", body="words", kept_at=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE dmst_keptpost SET body = %s WHERE id = %s", [words("bytes").encode(), post.pk])
    return {
        "a fact": "audit_entry.facts",
        "a text": "youth_access.why",
        "a text among the keys": "vault_datakey.key_id",
        "a session": "django_session.session_data",
        "bytes": "dmst_keptpost.body",
    }


def test_a_form_that_the_road_does_not_fill_in_is_noticed() -> None:
    class NewForm(forms.Form):
        words = forms.CharField()

    NewForm.__module__ = "youth.forms.new"
    assert ("NewForm", "words") in words_without_a_token(Tokens())
    with pytest.raises(AssertionError, match=r"no token is made for NewForm\.words"):
        Tokens().filled(NewForm())
