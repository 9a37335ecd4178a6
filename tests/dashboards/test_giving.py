"""A worker leaves or is sick: what was theirs is given to another, and what stays is said."""

import datetime as dt
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from accounts.models import Unit, User
from accounts.permissions import Role
from audit import clock, trail
from audit.models import Entry
from dashboards.day import own_youths
from referrals.models import Referral
from referrals.services import moves
from referrals.services.reassigning import CannotGive, Given
from screening import services as screenings
from screening.models import Screening
from tests.accounts.people import person
from tests.dashboards.giving import give, given, owed_by, page_of
from tests.referrals import story
from tests.referrals.browsing import as_, checked, signed
from tests.referrals.story import Cast, screened, sent, young_person
from vault import keys
from youth.models import Youth
from youth.services import name_person
from youth.services.access import HANDOVER

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def people(db: Any) -> Cast:
    return story.cast()


@pytest.fixture
def colleague(people: Cast) -> User:
    return person(office=people.office, unit=people.worker.unit, name="Invented Colleague")


# --- Giving ----------------------------------------------------------------------------------------------------


def test_all_of_it_goes_in_one_press(people: Cast, colleague: User) -> None:
    referral, other = sent(people, "4"), young_person(people)
    draft = screened(other, people.worker, "3")
    ticked = {"youths": [str(referral.youth_id), str(other.pk)], "drafts": [str(draft.pk)]}
    page = give(people, colleague, **ticked)
    assert "Invented Colleague has taken over: 2 young people, 1 draft." in page
    assert "There is nothing here that you could give" in page
    assert set(Youth.objects.filter(assigned_worker=colleague)) == {referral.youth, other}
    assert Screening.objects.get(pk=draft.pk).handed_to == colleague


def test_their_duties_are_due_for_the_new_worker(people: Cast, colleague: User) -> None:
    referral = sent(people, "4")
    assert referral.youth
    now = clock.now() + dt.timedelta(days=1)
    before = [one.duty.pk for one in owed_by(people.worker, now)]
    given(people, colleague, referral.youth)
    assert before
    assert [one.duty.pk for one in owed_by(colleague, now)] == before
    assert owed_by(people.worker, now) == []


def test_the_earlier_worker_sees_them_for_the_handover_and_then_no_more(people: Cast, colleague: User) -> None:
    """Also who added the profile, and who referred."""
    referral = sent(people, "4")
    assert referral.youth
    given(people, colleague, referral.youth)
    rows = referral.youth.access.filter(user=people.worker)
    assert {row.why for row in rows} >= {"created", "assigned"}
    assert all(row.ends_at and abs(row.ends_at - clock.now() - HANDOVER) < dt.timedelta(minutes=1) for row in rows)
    assert Youth.objects.visible_to(people.worker).filter(pk=referral.youth_id).exists()
    assert referral.youth.access.current().filter(user=people.supervisor, ends_at=None).exists()


def test_the_new_worker_hears_of_them_and_the_trail_says_why(people: Cast, colleague: User) -> None:
    youth = young_person(people)
    give(people, colleague, youths=[str(youth.pk)])
    home = as_(colleague).get("/my-day/").content.decode()
    assert "You are now the worker of a young person" in home
    entry = Entry.objects.get(action="youth.hand_over", youth=youth.pk)
    assert entry.facts == {"from": str(people.worker.pk), "to": str(colleague.pk), "because": "sick"}
    whole = Entry.objects.get(action="unit.reassign", actor=people.supervisor.pk)
    assert (whole.subject, whole.facts["youths"], whole.facts["skipped"]) == (people.worker.pk, 1, 0)


def test_what_hart_asks_reaches_the_new_worker_who_can_answer_it(people: Cast, colleague: User) -> None:
    referral = sent(people, "4")
    assert referral.youth
    moves.move(referral, "acknowledge", by=people.liaison)
    moves.move(referral, "ask_information", by=people.liaison, words="Which car?")
    given(people, colleague, referral.youth)
    home = as_(colleague).get("/my-day/").content.decode()
    assert "HART asks you" in home
    assert referral.reference in home
    answer = as_(colleague).post(
        reverse("referrals:answer", args=[referral.pk]), {"answer_information-words": "The blue one."}
    )
    assert answer.status_code == 302
    assert Referral.objects.get(pk=referral.pk).status == "in_review"
    referral = story.reread(referral)
    assert referral.youth
    assert {one.pk for one in referral.senders()} == {people.worker.pk, colleague.pk}
    referral.youth.access.filter(user=people.worker).delete()  # as when the 14 days are over
    assert list(referral.senders()) == [colleague]


def test_hart_sees_whom_to_call_now(people: Cast, colleague: User) -> None:
    User.objects.filter(pk=colleague.pk).update(phone="860-555-0177")
    referral = sent(people, "4")
    assert referral.youth
    detail = reverse("referrals:detail", args=[referral.pk])
    assert "worker now" not in as_(people.liaison).get(detail).content.decode()
    given(people, colleague, referral.youth)
    page = as_(people.liaison).get(detail).content.decode()
    assert "The young person&#x27;s worker now" in page or "The young person's worker now" in page
    assert "860-555-0177" in page


def test_a_consultation_that_names_nobody_can_be_given_too(people: Cast, colleague: User) -> None:
    nameless = sent(people, "3", gates=story.ADULT, adult_agreement="declined")
    assert nameless.youth is None
    assert nameless.reference not in as_(colleague).get("/my-day/").content.decode()
    assert "1 consultation" in give(people, colleague, consultations=[str(nameless.pk)])
    assert nameless.reference in as_(colleague).get("/my-day/").content.decode()


def test_a_draft_alone_leaves_the_young_person_where_they_are(people: Cast, colleague: User) -> None:
    draft = screened(young_person(people), people.worker, "3")
    given(people, colleague, drafts=[draft])
    assert Youth.objects.get(pk=draft.youth_id).assigned_worker == people.worker
    home = as_(people.worker).get("/my-day/").content.decode()
    assert "Your supervisor has handed a screening of yours to a colleague" in home


def test_whoever_was_added_by_them_and_assigned_to_nobody_goes_too(people: Cast, colleague: User) -> None:
    youth = young_person(people, assigned_worker=None)
    assert given(people, colleague, youth).youths == 1
    assert list(own_youths(colleague).values()) == [youth]


# --- What stays, and why ---------------------------------------------------------------------------------------


def test_what_is_signed_or_given_away_meanwhile_is_skipped_and_said(people: Cast, colleague: User) -> None:
    signed_one, handed, youth = (screened(young_person(people), people.worker, "3") for _ in range(3))
    other = person(office=people.office, unit=people.worker.unit, name="Another Colleague")
    story.sign(signed_one, people.worker)
    screenings.hand(handed, to=other, by=people.worker)
    given(people, other, youth.youth)
    found = given(people, colleague, youth.youth, drafts=[signed_one, handed])
    assert (found.youths, found.drafts) == (0, 0)
    assert sorted(said.partition(": ")[2] for said in found.skipped) == [
        "Given away already, to Another Colleague.",
        "The draft was given away already, to Another Colleague.",
        "The screening was signed meanwhile.",
    ]


def test_a_sealed_record_stays_until_the_new_worker_is_named(people: Cast, colleague: User) -> None:
    sealed = young_person(people, conflict="yes")
    draft = screened(sealed, people.worker, "3")
    ticked = {"youths": [str(sealed.pk)], "drafts": [str(draft.pk)]}
    page = give(people, colleague, **ticked)
    assert page.count("The record is sealed, and Invented Colleague is not named for it.") == 2
    assert Youth.objects.get(pk=sealed.pk).assigned_worker == people.worker
    name_person(sealed, colleague, by=people.lead)
    assert "1 young person, 1 draft" in give(people, colleague, **ticked)


def test_what_the_supervisor_may_not_open_is_neither_shown_nor_given(people: Cast, colleague: User) -> None:
    sealed = young_person(people, conflict="supervisor_too")
    assert str(sealed.pk) not in page_of(people, people.worker)
    page = give(people, colleague, youths=[str(sealed.pk)])
    assert "1 ticked are out of your reach by now." in page
    assert sealed.initials not in page
    assert Youth.objects.get(pk=sealed.pk).assigned_worker == people.worker


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"youths": []}, "Tick what is to be given."),
        ({"because": ""}, "Say why."),
        ({"youths": ["no id"]}, "Select a valid choice"),
    ],
)
def test_what_is_missing_is_said(people: Cast, colleague: User, typed: dict[str, Any], said: str) -> None:
    youth = young_person(people)
    assert said in give(people, colleague, **{"youths": [str(youth.pk)], **typed})


def test_somebody_has_to_take_it(people: Cast) -> None:
    typed = {"youths": [str(young_person(people).pk)], "because": "sick"}
    address = reverse("dashboards:unit-worker", args=[people.worker.pk])
    assert "Choose a person." in as_(people.supervisor).post(address, typed).content.decode()


def test_it_goes_to_nobody_of_another_unit_and_to_nobody_who_does_not_screen(people: Cast, colleague: User) -> None:
    youth = young_person(people)
    assert "Choose from the list." in give(people, people.stranger, youths=[str(youth.pk)])
    for wrong in (people.worker, people.liaison):
        with pytest.raises(CannotGive):
            given(people, wrong, youth)


# --- Two at once -----------------------------------------------------------------------------------------------


def presses(people: Cast, to: User, by: User, youths: list[Youth], draft: Screening) -> Any:
    keys.unlock(one.pk for one in youths)
    return given(people, to, *youths, drafts=[draft], by=by)


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_of_two_supervisors_at_once_one_gives_and_the_other_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("notifications.outbox.wake_up", lambda: None)
    people = story.cast()
    acting = person(Role.SUPERVISOR, office=people.office)
    unit = people.worker.unit
    assert unit
    Unit.objects.filter(pk=unit.pk).update(acting_supervisor=acting, acting_until=clock.now() + dt.timedelta(days=1))
    unit.refresh_from_db()
    others = [person(office=people.office, unit=unit) for _ in range(2)]
    with transaction.atomic(), trail.recording():
        youths = [young_person(people) for _ in range(3)]
        draft = screened(youths[0], people.worker, "3")
    found: list[Given] = story.at_once(
        partial(presses, people, others[0], people.supervisor, youths, draft),
        partial(presses, people, others[1], acting, youths[::-1], draft),
    )
    assert sorted((one.youths, one.drafts, len(one.skipped)) for one in found) == [(0, 0, 4), (3, 1, 0)]
    assert len(set(Youth.objects.values_list("assigned_worker", flat=True))) == 1


# --- The whole story -------------------------------------------------------------------------------------------


def test_a_worker_is_sick_and_a_colleague_finishes_and_signs(people: Cast, colleague: User) -> None:
    """Through the pages: everything is ticked when the page opens."""
    draft = screened(young_person(people), people.worker, "4")
    sent(people, "3")
    address = reverse("dashboards:unit-worker", args=[people.worker.pk])
    form = as_(people.supervisor).get(address).context["form"]
    ticked = {name: field.initial for name, field in form.fields.items() if name in ("youths", "drafts")}
    page = as_(people.supervisor).post(address, {**ticked, "to": str(colleague.pk), "because": "sick"}, follow=True)
    assert "Invented Colleague has taken over: 2 young people, 1 draft." in page.content.decode()
    client = as_(colleague)
    home = client.get("/my-day/").content.decode()
    assert "A screening was handed to you" in home
    assert reverse("screening:continue", args=[draft.pk]) in home
    answer = signed(client, draft, checked(client, draft, what_seen="A car."))
    receipt = client.get(answer.headers["Location"])
    assert receipt.status_code == 200
    after = Screening.objects.get(pk=draft.pk)
    assert (after.started_by, after.signed_by) == (people.worker, colleague)
    assert as_(people.worker).get(reverse("screening:signed", args=[draft.pk])).status_code == 200
