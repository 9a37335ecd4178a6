"""The prompt sheet, and a screening that is typed in from it."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from audit import clock
from audit.models import Entry
from duties.models import Duty
from referrals.models import Referral
from screening import sections, services
from screening.models import InstrumentVersion, Screening
from tests.paper.reading import is_accessible, pages, tags, words
from tests.referrals import story
from tests.referrals.browsing import as_
from tests.referrals.story import Cast
from youth.forms.moments import LOCAL

pytestmark = pytest.mark.django_db(databases="__all__")
SIZES = ("prompt-sheet", "prompt-sheet-pocket")


@pytest.fixture
def people(db: Any) -> Cast:
    return story.cast()


def sheet(people: Cast, name: str) -> bytes:
    return as_(people.worker).get(reverse(f"screening:{name}")).content


def draft_of(people: Cast) -> Screening:
    return services.start(story.young_person(people), by=people.worker)


def typed(at: dt.datetime, code: str = "") -> dict[str, str]:
    newest = InstrumentVersion.objects.newest().sheet_code
    return {"sheet_code": code or newest, "interviewed_at": timezone.localtime(at).strftime(LOCAL)}


def enter(people: Cast, draft: Screening, **more: Any) -> Any:
    at = more.pop("at", clock.now() - dt.timedelta(hours=20))
    return as_(people.worker).post(reverse("screening:from-paper", args=[draft.pk]), typed(at, **more))


@pytest.mark.parametrize("name", SIZES)
def test_the_sheet_holds_every_question_in_the_order_of_the_pages_and_its_code_on_each(people: Cast, name: str) -> None:
    made, version = sheet(people, name), InstrumentVersion.objects.newest()
    assert is_accessible(made)
    assert tags(made).count("/H1") == 1
    assert all(version.sheet_code in page for page in pages(made))
    said = words(made)
    pages_in_order = as_(people.worker).get(reverse("screening:tasks", args=[draft_of(people).pk])).content.decode()
    domains = sorted(version.instrument.domains, key=lambda domain: pages_in_order.index(f"/section/{domain.code}/"))
    asked = [item for domain in domains for item in domain.indicators if item.code != "PR4"]
    places = [said.index(f"{item.code} {' '.join(item.text.split())}") for item in asked]
    assert places == sorted(places)


def type_in(people: Cast, draft: Screening, clear: str) -> Screening:
    """Page after page, in the order of the sheet; what is clear has its source and its note."""
    client = as_(people.worker)
    client.post(reverse("screening:start-page", args=[draft.pk]), {"trigger": "allegation", **story.MINOR})
    for code in sections.order(draft.instrument):
        answers = {item.code: "none" for item in draft.instrument.domain(code).indicators if item.is_scored}
        more = {f"{clear}_note": "Seen.", "new-source_type": "own_words"} if clear in answers else {}
        said = {**answers, **({clear: "clear"} if clear in answers else {}), **more, "seen": "0"}
        answer = client.post(reverse("screening:section", args=[draft.pk, code]), said)
        assert answer.status_code == 302, (code, answer.content.decode()[:2_000])
    return Screening.objects.with_record().get(pk=draft.pk)


def outcome_of(people: Cast, screening: Screening) -> tuple[Any, ...]:
    referral = story.sign(screening, people.worker)
    assert referral
    signed = referral.screenings.get().screening
    actions = set(Duty.objects.filter(youth=signed.youth).values_list("action", "clock"))
    return signed.level, signed.computed_level, signed.answers(), referral.priority, actions


@pytest.mark.parametrize("clear", ["XS1", "XS5"])
def test_a_typed_in_sheet_comes_to_the_same_as_one_answered_on_the_screen(people: Cast, clear: str) -> None:
    on_screen = story.answered(draft_of(people), people.worker, "", clear=(clear,))
    draft = draft_of(people)
    assert enter(people, draft).status_code == 302
    assert outcome_of(people, type_in(people, draft, clear)) == outcome_of(people, on_screen)


def test_the_signed_screening_shows_interview_and_entry_apart(people: Cast) -> None:
    draft, at = draft_of(people), clock.now() - dt.timedelta(days=2)
    enter(people, draft, at=at)
    draft.refresh_from_db()
    referral = story.sign(story.answered(draft, people.worker, "3"), people.worker)
    assert referral
    client, screening = as_(people.worker), referral.screenings.get().screening
    page = client.get(reverse("screening:signed", args=[screening.pk])).content.decode()
    printed = words(client.get(reverse("referrals:screening-print", args=[screening.pk])).content)
    for shown in (" ".join(page.split()), printed):
        assert "Taken on paper: the interview" in shown
        assert "Typed in from" in shown
        assert screening.version.sheet_code in shown


def test_the_clock_of_the_report_runs_from_the_interview(people: Cast) -> None:
    draft, at = draft_of(people), clock.now() - dt.timedelta(hours=5)
    enter(people, draft, at=at)
    draft.refresh_from_db()
    story.sign(story.answered(draft, people.worker, "4"), people.worker)
    duty = Duty.objects.get(action="careline")
    assert duty.started_at == at.replace(second=0, microsecond=0)


@pytest.mark.parametrize("code", ["0.1-DRAFT-000000", "sheet", "-", "é" * 60])
def test_a_version_that_is_not_known_is_said_in_a_sentence(people: Cast, code: str) -> None:
    draft = draft_of(people)
    answer = enter(people, draft, code=code)
    assert answer.status_code == 200
    assert "No version with this code is known here." in answer.content.decode()
    draft.refresh_from_db()
    assert draft.interviewed_at is None


def test_a_code_is_found_however_it_was_typed() -> None:
    version = InstrumentVersion.objects.newest()
    assert InstrumentVersion.objects.on_sheet(f"  {version.sheet_code.lower().replace('-', ' - ')} ") == version


def test_an_interview_in_the_future_is_refused(people: Cast) -> None:
    answer = enter(people, draft_of(people), at=clock.now() + dt.timedelta(hours=1))
    assert "This is in the future." in answer.content.decode()


def test_a_sheet_of_an_older_version_is_typed_in_with_that_version(people: Cast) -> None:
    newest = InstrumentVersion.objects.newest()
    older = InstrumentVersion.objects.create(
        code=newest.code, version="0.1-draft", canonical=newest.canonical, sha256="f" * 64,
        published_at=newest.published_at - dt.timedelta(days=30),
    )  # fmt: skip
    draft = draft_of(people)
    assert enter(people, draft, code=older.sheet_code).status_code == 302
    draft.refresh_from_db()
    assert draft.version_id == older.pk
    answered = story.screened(story.young_person(people), people.worker, "3")
    answer = enter(people, answered, code=older.sheet_code)
    assert answer.status_code == 302
    answered.refresh_from_db()
    assert answered.version_id == newest.pk
    assert answered.interviewed_at is None


def test_beginning_to_type_it_in_is_in_the_trail_and_said_on_the_start_page(people: Cast) -> None:
    draft = draft_of(people)
    enter(people, draft)
    assert Entry.objects.newest_first()[0].action == "screening.from_paper"
    start = as_(people.worker).get(reverse("screening:start-page", args=[draft.pk])).content.decode()
    assert "Taken on paper: interview" in start


def test_the_database_refuses_an_interview_after_the_signature(people: Cast) -> None:
    draft = draft_of(people)
    services.enter_from_paper(
        draft, version=draft.version, interviewed_at=clock.now() + dt.timedelta(days=1), by=people.worker
    )
    draft.refresh_from_db()
    with pytest.raises(IntegrityError, match="screening_interviewed_before_it_was_signed"), transaction.atomic():
        story.sign(story.answered(draft, people.worker, "3"), people.worker)
    assert not Referral.objects.exists()
