"""What the young person was told, asked for and wants: asked before signing, part of the referral, never lost."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from audit import clock
from duties import words as times
from duties.models import Duty
from referrals.models import Referral
from screening import services
from screening.models import Screening
from tests.referrals import story
from tests.referrals.browsing import as_, checked, shown, signed
from tests.referrals.story import Cast, reread, screened, sent, sign, young_person

pytestmark = pytest.mark.django_db(databases="__all__")

WISHES = {
    "asked_not_to": "Not to call at home.",
    "wanted_person": "Juniper Sample",
    "wanted_relation": "Aunt",
    "wanted_contact": "By text, after four.",
}
TOLD = {
    "told_young_person": "Who will call, and that nobody is in trouble.",
    "told_by": "Wren Invented",
    "told_at": "2026-03-02T15:10",
}
WHEN = dt.datetime(2026, 3, 2, 20, 10, tzinfo=dt.UTC)  # the same


@pytest.fixture
def draft(people: Cast) -> Screening:
    return screened(young_person(people), people.worker, "4")


def with_wishes(draft: Screening, by: User, **more: str) -> Screening:
    services.save_words(draft, {**WISHES, **more}, by=by)
    return Screening.objects.with_record().get(pk=draft.pk)


def checks(people: Cast, draft: Screening, **typed: Any) -> str:
    checked(as_(people.worker), draft, **typed)
    return shown(as_(people.worker), "check", draft.pk)


# --- Before the signature ------------------------------------------------------------------------------------


def test_the_page_to_check_says_in_words_what_was_not_asked_and_nothing_stops(people: Cast, draft: Screening) -> None:
    page = checks(people, draft)
    assert page.count("Not asked, and not said why") == 2  # wishes, tonight
    assert page.count("Not asked, or nothing was said") == 2  # asked not to, whom they want
    services.save_words(draft, {"not_asked_because": "He was in the room."}, by=people.worker)
    assert checks(people, draft).count("Not asked: He was in the room.") == 2
    key = checked(as_(people.worker), draft)
    assert signed(as_(people.worker), draft, key).status_code == 302
    assert Referral.objects.count() == 1


def test_what_was_said_is_not_called_unasked(people: Cast, draft: Screening) -> None:
    draft = with_wishes(draft, people.worker, words_and_wishes="To stay.", safe_tonight_own_view="yes")
    page = checks(people, draft, **TOLD)
    assert "Not asked" not in page
    for words in (*WISHES.values(), *list(TOLD.values())[:2], "To stay."):
        assert words in page, words


def test_it_is_part_of_the_referral_and_stands_in_harts_brief_and_on_the_receipt(
    people: Cast, draft: Screening
) -> None:
    draft, client = with_wishes(draft, people.worker), as_(people.worker)
    signed(client, draft, checked(client, draft, **TOLD))
    referral = reread(Referral.objects.get())
    assert {name: getattr(referral, name) for name in WISHES} == WISHES
    brief = shown(as_(people.liaison), "detail", referral.pk).split('id="brief-title"')[1].split("</section>")[0]
    for page in (brief, shown(client, "receipt", referral.pk)):
        for words in (*WISHES.values(), TOLD["told_by"], TOLD["told_young_person"], times.moment(WHEN, clock.now())):
            assert words in page, words


def test_not_told_yet_is_said_with_its_reason(people: Cast) -> None:
    referral = sent(people, not_told_because="Asleep; tomorrow at breakfast.")
    assert "Not told yet: Asleep; tomorrow at breakfast." in shown(as_(people.liaison), "detail", referral.pk)
    assert Duty.objects.filter(action="told_young_person").open().exists()


def test_having_told_settles_the_duty_at_the_time_it_was_done(people: Cast) -> None:
    at = clock.now() - dt.timedelta(hours=3)
    sent(people, told_young_person="Who will call.", told_by="Wren Invented", told_at=at)
    duty = Duty.objects.select_related("youth").get(action="told_young_person")
    assert (duty.done_at, duty.done_how) == (at, "Wren Invented: Who will call.")


def test_what_they_want_stays_with_a_screening_that_sends_nothing(people: Cast) -> None:
    draft = with_wishes(screened(young_person(people), people.worker, "1"), people.worker)
    assert sign(draft, people.worker) is None
    page = as_(people.worker).get(reverse("screening:signed", args=[draft.pk])).content.decode()
    for words in WISHES.values():
        assert words in page, words


def test_a_consultation_without_identity_carries_none_of_it(people: Cast) -> None:
    draft = screened(young_person(people), people.worker, "4", gates=story.ADULT)
    referral = sign(
        with_wishes(draft, people.worker), people.worker, adult_agreement="declined", **{**TOLD, "told_at": clock.now()}
    )
    assert referral
    found = reread(referral)
    assert [getattr(found, name) for name in (*WISHES, *TOLD)] == [""] * (len(WISHES) + 2) + [None]


def test_a_further_screening_loses_nothing_of_what_stood_before(people: Cast) -> None:
    youth = young_person(people)
    first = with_wishes(screened(youth, people.worker, "3"), people.worker)
    sign(first, people.worker, told_young_person="One.", told_by="Wren Invented")
    second = with_wishes(screened(youth, people.worker, "3"), people.worker, wanted_person="Her teacher")
    sign(second, people.worker, told_young_person="Two.", told_by="Robin Invented")
    referral = reread(Referral.objects.get())
    assert (referral.wanted_person, referral.told_by) == ("Her teacher", "Robin Invented")
    assert "Juniper Sample, Aunt" in referral.wanted_contact
    for words in ("One.", "Two.", "Told before: Wren Invented"):
        assert words in referral.told_young_person, words
