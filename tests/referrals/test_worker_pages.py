"""The worker's pages: from the referral's fields to the receipt, and what bad input comes to."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from audit import clock
from duties.models import Duty
from referrals.models import Draft, Referral
from screening import services
from screening.models import Screening
from tests.referrals import story
from tests.referrals.browsing import as_, checked, shown, signed
from tests.referrals.story import ADULT, Cast, screened, sent, young_person

pytestmark = pytest.mark.django_db(databases="__all__")


# --- before the signature -------------------------------------------------------------------------------------


def test_what_is_known_is_filled_in_and_not_asked_again(people: Cast) -> None:
    screening = screened(young_person(people, placement="With an aunt"), people.worker, "4")
    page = shown(as_(people.worker), "fields", screening.pk)
    for known in ("In person at school", "With an aunt", "860-555-0110"):
        assert known in page
    assert "Zephyrine" not in page
    assert 'name="send"' not in page
    assert 'name="adult_agreement"' not in page
    assert 'name="ncmec_at"' not in page


def test_a_blank_form_goes_on_to_the_check_and_the_signature(people: Cast) -> None:
    client, screening = as_(people.worker), screened(young_person(people), people.worker, "4")
    answer = signed(client, screening, checked(client, screening))
    referral = Referral.objects.get()
    assert answer.headers["Location"] == reverse("referrals:receipt", args=[referral.pk])


def test_what_was_typed_is_sent_and_shown_to_hart(people: Cast) -> None:
    client, screening = as_(people.worker), screened(young_person(people), people.worker, "4")
    at = (clock.now() - dt.timedelta(hours=2)).astimezone(story.clock.now().tzinfo)
    typed = {
        "what_seen": "Two adults wait at the gate.",
        "safe_tonight": "no",
        "whom_not_to_call": "The stepfather",
        "careline_at": f"{at - dt.timedelta(hours=6):%Y-%m-%dT%H:%M}",
        "careline_number": "26-4711",
        "wants_feedback": "on",
    }
    signed(client, screening, checked(client, screening, **typed))
    referral = Referral.objects.get()
    page = shown(as_(people.liaison), "detail", referral.pk)
    for said in ("Two adults wait at the gate.", "Not safe tonight", "The stepfather", "26-4711", "Zephyrine"):
        assert said in page, said
    assert not Duty.objects.get(action="careline").is_open


def test_coming_back_to_the_fields_finds_what_was_typed(people: Cast) -> None:
    client, screening = as_(people.worker), screened(young_person(people), people.worker, "4")
    checked(client, screening, what_seen="A car.", cause_at="2026-01-02T10:30", exploiter_relation="peer")
    page = shown(client, "fields", screening.pk)
    assert "A car." in page
    assert 'value="2026-01-02T10:30"' in page
    assert re.search(r'value="peer"[^>]*checked', page)


def test_at_a_lower_level_sending_is_a_choice_that_has_to_be_made(people: Cast) -> None:
    client, screening = as_(people.worker), screened(young_person(people), people.worker, "2")
    answer = client.post(reverse("referrals:fields", args=[screening.pk]), {})
    assert "Choose whether to ask HART." in answer.content.decode()
    signed(client, screening, checked(client, screening, send="no"))
    assert not Referral.objects.exists()
    assert Screening.objects.get(pk=screening.pk).status == "signed"


def test_what_joins_an_open_referral_is_not_asked_whether_to_send_and_the_check_says_so(people: Cast) -> None:
    youth = young_person(people)
    referral = sent(people, "3", youth=youth)
    client, screening = as_(people.worker), screened(youth, people.worker, "1")
    assert 'name="send"' not in shown(client, "fields", screening.pk)
    key = checked(client, screening)
    page = shown(client, "check", screening.pk)
    assert "joins it as new information" in page
    assert "Sign and send to HART" in page
    assert "Sign without sending" not in page
    answer = signed(client, screening, key)
    assert answer.headers["Location"] == reverse("referrals:receipt", args=[referral.pk])


def test_the_check_says_when_the_young_adult_will_not_be_named(people: Cast) -> None:
    client, screening = as_(people.worker), screened(young_person(people), people.worker, "4", gates=ADULT)
    checked(client, screening, adult_agreement="declined")
    page = shown(client, "check", screening.pk)
    for said in ("without identity", "the level", "18 or over", "missing now", "the office it is sent to"):
        assert said in page, said
    checked(client, screening, adult_agreement="yes")
    assert "consulted without identity" not in shown(client, "check", screening.pk)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"cause_at": "2999-01-01T10:00"}, "in the future"),
        ({"cause_at": "1066-01-01T10:00"}, "too long ago"),
        ({"cause_at": "yesterday"}, "Enter a valid date/time."),
        ({"what_seen": "x" * 10_001}, "at most"),
        ({"what_seen": "a\x00b"}, "Null characters"),
        ({"venue": "nowhere"}, "Select a valid choice"),
        ({"exploiter_name": "y" * 301}, "at most"),
    ],
)
def test_bad_input_is_said_and_what_was_typed_stays(people: Cast, typed: dict[str, str], sentence: str) -> None:
    client, screening = as_(people.worker), screened(young_person(people), people.worker, "4")
    answer = client.post(reverse("referrals:fields", args=[screening.pk]), {**typed, "how_known": "Kept as typed."})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in page
    assert "Kept as typed." in page
    assert not Draft.objects.exists()


# --- the signature ----------------------------------------------------------------------------------------------


def test_without_the_tick_nothing_is_signed(people: Cast) -> None:
    client, screening = as_(people.worker), screened(young_person(people), people.worker, "4")
    key = checked(client, screening)
    answer = client.post(reverse("referrals:sign", args=[screening.pk]), {"submission_key": key})
    assert "Confirm this to sign." in answer.content.decode()
    assert Screening.objects.get(pk=screening.pk).is_draft


@pytest.mark.parametrize("key", ["", "no key", "5c1de0a4-2f37-4c7b-8f10-0d8a5b3e9a61", "a\x00b"])
def test_a_tampered_key_is_refused_and_nothing_is_signed(people: Cast, key: str) -> None:
    client, screening = as_(people.worker), screened(young_person(people), people.worker, "4")
    checked(client, screening)
    answer = signed(client, screening, key)
    assert answer.headers["Location"] == reverse("referrals:check", args=[screening.pk])
    assert Screening.objects.get(pk=screening.pk).is_draft
    assert not Referral.objects.exists()


@pytest.mark.parametrize(("shown_level", "now"), [("2", "4"), ("4", "2")])
def test_a_page_that_showed_another_level_signs_nothing(people: Cast, shown_level: str, now: str) -> None:
    client, screening = as_(people.worker), screened(young_person(people), people.worker, shown_level)
    key = checked(client, screening, **({"send": "no"} if shown_level == "2" else {}))
    sign = {"answer": "clear", "sources": [str(screening.sources.get().pk)], "note": "Seen."}
    for part in screening.sections.filter(code__in=("XS", "MH")):
        part.screening = screening
        entries = {item: sign if item in story.CLEAR[now] else {"answer": "none"} for item in part.entries}
        services.save_section(screening, part.code, entries, seen=part.number_of_saves, by=people.worker)
    answer = signed(client, screening, key)
    assert answer.headers["Location"] == reverse("referrals:check", args=[screening.pk])
    page = client.get(answer.headers["Location"], follow=True).content.decode()  # at level 2 to the choice, first
    assert "Something was saved since this page was opened." in page
    assert Screening.objects.get(pk=screening.pk).is_draft
    assert not Referral.objects.exists()


def test_fields_saved_or_a_level_raised_in_another_tab_are_checked_before_they_are_signed(people: Cast) -> None:
    client, screening = as_(people.worker), screened(young_person(people), people.worker, "3")
    first = checked(client, screening, what_seen="A car.")
    second = checked(client, screening, what_seen="A red car.")
    services.raise_level(screening, "4", reason="She has told me.", by=people.worker)
    for key in (first, second):
        assert signed(client, screening, key).headers["Location"] == reverse("referrals:check", args=[screening.pk])
    assert not Referral.objects.exists()
    signed(client, screening, checked(client, screening, what_seen="A red car."))
    assert story.reread(Referral.objects.get()).what_seen == "A red car."


def test_a_double_click_shows_the_same_receipt(people: Cast) -> None:
    client, screening = as_(people.worker), screened(young_person(people), people.worker, "4")
    key = checked(client, screening)
    first, second = signed(client, screening, key), signed(client, screening, key)
    assert first.headers["Location"] == second.headers["Location"]
    assert Referral.objects.count() == 1


def test_what_is_signed_is_not_edited_any_more(people: Cast) -> None:
    client, screening = as_(people.worker), screened(young_person(people), people.worker, "4")
    signed(client, screening, checked(client, screening))
    for name in ("fields", "check"):
        answer = client.get(reverse(f"referrals:{name}", args=[screening.pk]))
        assert answer.headers["Location"] == reverse("screening:signed", args=[screening.pk])


def test_a_name_in_the_question_of_somebody_unnamed_comes_back_with_what_was_typed(people: Cast) -> None:
    client, screening = as_(people.worker), screened(young_person(people), people.worker, "4", gates=ADULT)
    key = checked(client, screening, adult_agreement="declined", question="Can Zephyrine get a flat?")
    answer = signed(client, screening, key)
    assert answer.headers["Location"] == reverse("referrals:fields", args=[screening.pk])
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Take this out first" in page
    assert "Can Zephyrine get a flat?" in page
    assert Screening.objects.get(pk=screening.pk).is_draft


@pytest.mark.parametrize("name", ["fields", "check", "sign"])
def test_somebody_elses_draft_is_not_there(people: Cast, name: str) -> None:
    screening = screened(young_person(people), people.worker, "4")
    for other in (people.supervisor, people.stranger):
        url = reverse(f"referrals:{name}", args=[screening.pk])
        answer = as_(other).post(url) if name == "sign" else as_(other).get(url)
        assert answer.status_code == 404


def test_who_answers_that_they_came_back_is_led_to_the_episode(people: Cast) -> None:
    youth = story.young_person(people)
    draft = story.screened(youth, people.worker, "1", gates={**story.MINOR, "G4": "returned_within_7_days"})
    tasks = reverse("screening:tasks", args=[draft.pk])
    record = reverse("referrals:missing", args=[youth.pk])
    assert record in as_(people.worker).get(tasks).content.decode()
    story.missing(youth, by=people.worker, since=30, back=2)
    assert record not in as_(people.worker).get(tasks).content.decode()
