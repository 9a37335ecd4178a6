"""What the young person was told, asked for and wants: asked before signing, part of the referral, never lost."""

import datetime as dt
import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit import clock
from audit.models import Entry
from duties import words as times
from duties.models import Duty
from referrals.models import Referral
from referrals.services import moves, outcome
from referrals.services.outcome import Telling
from screening import services
from screening.models import Screening
from tests.referrals import story
from tests.referrals.browsing import as_, checked, shown, signed
from tests.referrals.story import Cast, recipients_of, reread, screened, sent, sign, young_person

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


# --- Told of the outcome -------------------------------------------------------------------------------------


def determined(people: Cast, **fields: Any) -> Referral:
    referral = sent(people, "4", **fields)
    moves.move(referral, "acknowledge", by=people.liaison)
    return moves.move(referral, "determine", by=people.liaison, words="What was seen.", choice="at_risk")


def to_tell(referral: Referral) -> Duty:
    return Duty.objects.select_related("youth").filter(about_id=referral.pk, clock="tell_outcome").latest("started_at")


def told(**more: Any) -> dict[str, Any]:
    now = f"{timezone.localtime(clock.now()):%Y-%m-%dT%H:%M}"
    return {"outcome_told": "told", "words": "What HART decided.", "told_by": "Wren", "told_at": now, **more}


def tell(people: Cast, referral: Referral, **more: Any) -> Any:
    return as_(people.worker).post(reverse("referrals:tell-outcome", args=[referral.pk]), told(**more))


def test_a_determination_makes_telling_the_young_person_due_for_the_referrer(people: Cast) -> None:
    referral = determined(people)
    duty = to_tell(referral)
    assert (duty.kind, duty.owner_role, duty.is_open) == ("proposed", "worker", True)
    assert duty.due_at
    page = shown(as_(people.worker), "receipt", referral.pk)
    assert "The young person is told of the outcome" in page
    assert "Record what they were told" in page
    assert "Not recorded yet" in shown(as_(people.liaison), "detail", referral.pk)


def test_what_is_the_referrers_to_tell_is_no_clock_of_harts_inbox(people: Cast) -> None:
    referral = sent(people, "2", send=True)
    moves.move(referral, "acknowledge", by=people.liaison)
    moves.move(referral, "determine", by=people.liaison, words="What was seen.", choice="at_risk")
    assert to_tell(referral).is_open
    assert reread(referral).next_due is None


def test_what_they_were_told_is_seen_by_hart_and_settles_it(people: Cast) -> None:
    referral = determined(people)
    assert tell(people, referral).status_code == 302
    for page in (shown(as_(people.liaison), "detail", referral.pk), shown(as_(people.worker), "receipt", referral.pk)):
        for words in ("Yes, they have been told", "What HART decided.", "Wren"):
            assert words in page, words
    assert to_tell(referral).done_at
    assert Entry.objects.filter(action="referral.tell_outcome", subject=referral.pk).count() == 1


def test_a_second_press_records_nothing_more(people: Cast) -> None:
    referral = determined(people)
    for _press in range(2):
        assert tell(people, referral).status_code == 302
    assert referral.steps.filter(move="tell_outcome").count() == 1


def test_not_yet_is_kept_with_its_reason_and_stays_due(people: Cast) -> None:
    referral = determined(people)
    tell(people, referral, outcome_told="not_yet", words="Away until Monday.")
    found = reread(referral)
    assert (found.outcome_told_words, found.outcome_told_by, found.outcome_told_at) == ("Away until Monday.", "", None)
    assert to_tell(referral).is_open
    tell(people, referral)
    assert to_tell(referral).done_at
    assert "Away until Monday." in shown(as_(people.liaison), "detail", referral.pk)  # the step keeps it


def test_not_wanting_to_hear_it_ends_the_duty_without_calling_it_done(people: Cast) -> None:
    referral = determined(people)
    tell(people, referral, outcome_told="not_wanted", words="Said so.")
    duty = to_tell(referral)
    assert duty.not_applicable_at
    assert not duty.done_at


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"outcome_told": ""}, "Choose whether they have been told."),
        ({"words": ""}, "Write what they were told, or why they have not been."),
        ({"told_by": ""}, "Write who told them."),
        ({"told_at": ""}, "Enter when they were told."),
        ({"told_at": "2026-01-02T10:00"}, "HART had not decided then."),
        ({"told_at": "2999-01-02T10:00"}, "This is in the future."),
    ],
)
def test_what_cannot_be_recorded_says_what_to_do(people: Cast, typed: dict[str, str], sentence: str) -> None:
    answer = tell(people, determined(people), **typed)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()


def test_before_a_decision_there_is_nothing_to_tell(people: Cast) -> None:
    referral = sent(people, "4")
    client = as_(people.worker)
    answer = client.get(reverse("referrals:tell-outcome", args=[referral.pk]), follow=True)
    assert "HART has not decided yet" in answer.content.decode()
    assert tell(people, referral).status_code >= 300
    assert not reread(referral).outcome_told


def test_a_new_determination_is_told_anew_and_the_step_keeps_the_first(people: Cast) -> None:
    referral = determined(people)
    tell(people, referral)
    moves.move(referral, "start_review", by=people.liaison)
    moves.move(referral, "determine", by=people.liaison, words="More was seen.", choice="confirmed")
    assert reread(referral).outcome_told == ""
    assert Duty.objects.about("referral", referral.pk).open().filter(clock="tell_outcome").exists()
    assert "What HART decided." in shown(as_(people.worker), "receipt", referral.pk)


def test_what_was_not_accepted_is_told_too_and_closing_leaves_it_due(people: Cast) -> None:
    refused = sent(people, "3")
    moves.move(refused, "acknowledge", by=people.liaison)
    moves.move(refused, "not_accept", by=people.liaison, words="The school can help.")
    assert to_tell(refused).is_open
    assert tell(people, refused).status_code == 302
    closed = determined(people)
    moves.move(closed, "close", by=people.liaison, words="Services.", choice="stable")
    assert to_tell(closed).is_open
    assert tell(people, closed).status_code == 302


def test_telling_of_somebody_without_identity_names_nobody(people: Cast) -> None:
    referral = sent(people, "4", gates=story.ADULT, adult_agreement="declined")
    moves.move(referral, "acknowledge", by=people.liaison)
    referral = moves.move(referral, "determine", by=people.liaison, words="Seen.", choice="at_risk")
    with pytest.raises(moves.AnswerNamesSomebody):
        outcome.record_told(referral, Telling("not_wanted", "Zephyrine said so."), by=people.worker)
    outcome.record_told(referral, Telling("not_wanted", "Said so."), by=people.worker)
    assert to_tell(referral).not_applicable_at


# --- Words added after the signature -------------------------------------------------------------------------


def add(client: Any, name: str, row: Any, words: str = "Later: he was there twice.") -> Any:
    return client.post(reverse(f"referrals:{name}", args=[row.pk]), {"words": words})


def test_added_words_are_dated_and_what_was_signed_stays(people: Cast, draft: Screening) -> None:
    services.save_words(draft, {"told_me_words": "He said I owe him."}, by=people.worker)
    referral = sign(Screening.objects.with_record().get(pk=draft.pk), people.worker)
    assert referral
    for words in ("First.", "Second."):
        assert add(as_(people.worker), "add-to-screening", draft, words).status_code == 302
    page = as_(people.liaison).get(reverse("screening:signed", args=[draft.pk])).content.decode()
    assert "He said I owe him." in page
    assert re.search(r"First\..*Second\.", page, re.DOTALL)
    assert people.worker.display_name in page.split('id="additions"')[1]
    brief = shown(as_(people.liaison), "detail", referral.pk)
    assert "Words added" in brief
    assert "First." in brief


def test_hart_is_told_in_the_words_of_every_mail(people: Cast) -> None:
    referral = sent(people, "4")
    moves.move(referral, "acknowledge", by=people.liaison)
    before = recipients_of(referral)
    assert add(as_(people.worker), "add-words", referral).status_code == 302
    assert {people.liaison.pk, None} <= recipients_of(referral)
    assert before <= recipients_of(referral)
    assert "Words were added to a referral" in as_(people.liaison).get(reverse("dashboards:news")).content.decode()


def test_words_are_added_once_however_often_they_are_sent(people: Cast) -> None:
    referral = sent(people, "4")
    screening = referral.screenings.get().screening
    for _press in range(2):
        add(as_(people.worker), "add-to-screening", screening)
    assert screening.additions.count() == 1
    assert referral.steps.filter(move="add").count() == 1


def test_nothing_is_added_to_a_draft_or_to_what_has_ended(people: Cast, draft: Screening) -> None:
    client = as_(people.worker)
    assert add(client, "add-to-screening", draft).status_code == 409
    assert draft.additions.count() == 0
    referral = determined(people)
    moves.move(referral, "close", by=people.liaison, words="Services.", choice="stable")
    add(client, "add-words", referral)
    assert not referral.steps.filter(move="add").exists()
    screening = referral.screenings.get().screening
    add(client, "add-to-screening", screening)
    assert screening.additions.count() == 1
    assert not referral.steps.filter(move="add").exists()


def test_a_screening_behind_a_consultation_without_identity_tells_hart_nothing(people: Cast) -> None:
    screening = screened(young_person(people), people.worker, "4", gates=story.ADULT)
    referral = sign(screening, people.worker, adult_agreement="declined")
    assert referral
    page = as_(people.worker).get(reverse("referrals:add-to-screening", args=[screening.pk])).content.decode()
    assert "Nothing is sent to HART." in page
    add(as_(people.worker), "add-to-screening", screening)
    assert not referral.steps.filter(move="add").exists()


def test_a_stranger_adds_nothing(people: Cast) -> None:
    referral = sent(people, "4")
    for name, row in (("add-words", referral), ("add-to-screening", referral.screenings.get().screening)):
        assert add(as_(people.stranger), name, row).status_code == 404
