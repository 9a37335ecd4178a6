"""The call sheet and the prints: what they say, what they leave out, and that making them is in the trail."""

import datetime as dt
import html
from typing import Any

import pytest
from django.urls import reverse

from audit.models import Entry
from referrals.models import Referral
from screening import services
from screening.models import Screening, SectionAnswers
from tests.paper.reading import is_accessible, pages, tags, words
from tests.referrals import story
from tests.referrals.browsing import as_
from tests.referrals.story import Cast

pytestmark = pytest.mark.django_db(databases="__all__")

RESTRICTED = ("Hush-chosen", "Hush-friends", "Hush-health", "Hush-note-HP2", "Hush-note-CX2")
CAREGIVERS = ({"name": "Morgan Nowhere", "relation": "Mother", "phone": "860-555-0141", "implicated": "unknown"},)
PRINTS = ("call-sheet-print", "print", "screening-print")


@pytest.fixture
def people(db: Any) -> Cast:
    return story.cast()


@pytest.fixture
def referral(people: Cast) -> Referral:
    """With something restricted wherever something restricted can stand."""
    youth = story.young_person(people, chosen_name="Hush-chosen", who_may_know="Hush-friends", caregivers=CAREGIVERS)
    draft = story.screened(youth, people.worker, "4")
    for code in ("HP", "CX"):
        part = SectionAnswers.objects.get(screening=draft, code=code)
        part.restricted_items = {f"{code}2": {"answer": "clear", "note": f"Hush-note-{code}2"}}
        part.open_items = {name: entry for name, entry in part.open_items.items() if name != f"{code}2"}
        part.save()
    draft = Screening.objects.with_record().get(pk=draft.pk)
    source = draft.sources.get()
    part = SectionAnswers.objects.get(screening=draft, code="HP")
    part.restricted_items["HP2"]["sources"] = [str(source.pk)]
    part.save()
    services.save_words(draft, {"words_and_wishes": "Do not tell my aunt."}, by=people.worker)
    draft = Screening.objects.with_record().get(pk=draft.pk)
    found = story.sign(
        draft, people.worker, what_seen="A car that waits.", urgent_health="Hush-health", suicide_risk="yes",
        reports={"careline": {"at": "2026-01-02T03:04:00-05:00", "number": "C-4711"}},
    )  # fmt: skip
    assert found
    return found


def made(people: Cast, name: str, referral: Referral) -> Any:
    pk = referral.screenings.get().screening_id if name == "screening-print" else referral.pk
    answer = as_(people.worker).get(reverse(f"referrals:{name}", args=[pk]))
    assert answer.status_code == 200
    return answer


@pytest.mark.parametrize("name", PRINTS)
def test_a_print_is_tagged_and_every_page_says_reference_person_time_and_number(
    people: Cast, referral: Referral, name: str
) -> None:
    content = made(people, name, referral).content
    assert is_accessible(content)
    assert tags(content).count("/H1") == 1
    assert "/H2" in tags(content)
    found = pages(content)
    for number, page in enumerate(found, start=1):
        assert referral.reference in page
        assert people.worker.display_name in page
        assert f"Page {number} of {len(found)}" in page


@pytest.mark.parametrize("name", [*PRINTS, "call-sheet"])
def test_nothing_restricted_is_printed_or_given_to_copy(people: Cast, referral: Referral, name: str) -> None:
    answer = made(people, name, referral)
    said = answer.content.decode() if name == "call-sheet" else words(answer.content)
    assert [one for one in RESTRICTED if one in said] == []
    instrument = referral.screenings.get().screening.instrument
    for code in ("HP2", "CX2"):
        assert " ".join(instrument.indicators[code].text.split()) not in said


@pytest.mark.parametrize("name", PRINTS)
def test_a_file_name_and_a_title_tell_a_reference_at_most(people: Cast, referral: Referral, name: str) -> None:
    answer = made(people, name, referral)
    assert answer["Content-Type"] == "application/pdf"
    named = referral.reference if name != "screening-print" else "screening-"
    assert answer["Content-Disposition"].startswith(f'inline; filename="{named}')
    assert "Quillfeather" not in str(answer.headers)


@pytest.mark.parametrize(
    ("name", "action"),
    [
        ("call-sheet", "referral.call_sheet"),
        ("call-sheet-print", "referral.print_call_sheet"),
        ("print", "referral.print"),
        ("screening-print", "screening.print"),
    ],
)
def test_making_one_is_in_the_trail(people: Cast, referral: Referral, name: str, action: str) -> None:
    made(people, name, referral)
    entry = Entry.objects.newest_first()[0]
    assert (entry.action, entry.actor, entry.youth) == (action, people.worker.pk, referral.youth_id)


@pytest.mark.parametrize("name", [*PRINTS, "call-sheet"])
def test_outside_the_scope_there_is_none(people: Cast, referral: Referral, name: str) -> None:
    pk = referral.screenings.get().screening_id if name == "screening-print" else referral.pk
    assert as_(people.stranger).get(reverse(f"referrals:{name}", args=[pk])).status_code == 404


def test_the_call_sheet_answers_what_the_careline_asks(people: Cast, referral: Referral) -> None:
    said = words(made(people, "call-sheet-print", referral).content)
    for wanted in (
        "Zephyrine Quillfeather", "Morgan Nowhere", "860-555-0141", "A car that waits.", "C-4711",
        "What the Careline will ask", "Written report (DCF-136): draft", people.worker.display_name, "860-555-0110",
    ):  # fmt: skip
        assert wanted in said
    assert "Earlier harm not known" in said
    assert "Vehicle not known" in said


def test_the_text_to_copy_says_the_same_and_works_without_a_script(people: Cast, referral: Referral) -> None:
    page = made(people, "call-sheet", referral).content.decode()
    assert page.count("<textarea") == 3
    assert page.count("readonly") == 3
    for wanted in ("Name: Zephyrine Quillfeather", "Earlier harm: not known", "Careline number: C-4711"):
        assert wanted in page


def test_a_consultation_without_identity_names_nobody(people: Cast) -> None:
    adult = story.young_person(people, birth_date=dt.date(dt.date.today().year - 20, 1, 2))  # noqa: DTZ011
    sent = story.sent(people, "3", youth=adult, gates=story.ADULT, adult_agreement="declined")
    said = words(made(people, "call-sheet-print", sent).content)
    assert "Without identity" in said
    assert "Quillfeather" not in said


def test_a_draft_cannot_be_printed(people: Cast) -> None:
    draft = story.screened(story.young_person(people), people.worker, "3")
    address = reverse("referrals:screening-print", args=[draft.pk])
    assert as_(people.worker).get(address).status_code == 404


def test_the_print_shows_the_screening_as_it_was_signed(people: Cast, referral: Referral) -> None:
    said = words(made(people, "screening-print", referral).content)
    screening = referral.screenings.get().screening
    wanted = ("Do not tell my aunt.", screening.version.version, "Why this level", "Not known", "Computed level")
    assert [one for one in wanted if one not in said] == []


def test_the_receipt_and_the_signed_screening_lead_to_them(people: Cast, referral: Referral) -> None:
    client, screening = as_(people.worker), referral.screenings.get().screening_id
    receipt = client.get(reverse("referrals:receipt", args=[referral.pk])).content.decode()
    assert reverse("referrals:call-sheet", args=[referral.pk]) in receipt
    assert reverse("referrals:print", args=[referral.pk]) in receipt
    signed = client.get(reverse("screening:signed", args=[screening])).content.decode()
    assert reverse("referrals:screening-print", args=[screening]) in signed


def test_the_call_sheet_says_what_the_screening_noted_and_nothing_restricted(people: Cast, referral: Referral) -> None:
    page = as_(people.worker).get(reverse("referrals:call-sheet", args=[referral.pk])).content.decode()
    noted = Screening.objects.get(referred__referral=referral).instrument.indicators["XS1"].text
    assert html.escape(noted) in page
    assert "Seen." in page
    assert not [word for word in RESTRICTED if word in page]


def test_an_age_that_was_estimated_makes_no_birth_date(people: Cast) -> None:
    youth = story.young_person(people, birth_date=dt.date(2011, 5, 27), birth_known="estimated")
    referral = story.sent(people, "4", youth=youth)
    page = as_(people.worker).get(reverse("referrals:call-sheet", args=[referral.pk])).content.decode()
    assert "about 2011, estimated; age" in page
    assert "May 27" not in page
