"""Entered in error: one person asks, another decides; what is void counts for nothing and stays in the trail."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError, transaction

from audit import clock
from audit.models import Entry
from duties.models import Duty
from notifications.models import Message, Notice
from referrals.models import Referral
from referrals.services import correcting, moves, urgent
from referrals.services.correcting import CorrectionRefused
from referrals.services.urgent import EnteredInError
from screening.models import Screening
from tests.accounts.people import person
from tests.referrals import story
from tests.referrals.entered_in_error import REASON, asked, referred_now, screening_of, taken_back
from tests.referrals.story import Cast, reread, screened, sent, sign, young_person
from youth import findings
from youth.models import Youth

pytestmark = pytest.mark.django_db(databases="__all__")


# --- Two people -----------------------------------------------------------------------------------------------


def test_the_supervisor_and_the_lead_are_asked_and_whoever_asks_is_not(people: Cast) -> None:
    correction = asked(screening_of(sent(people)), people.worker)
    told = {notice.user for notice in Notice.objects.filter(event="correction.ask", subject=correction.pk)}
    assert told == {people.supervisor.pk, people.lead.pk}
    assert {mail.recipient for mail in Message.objects.about(correction.pk)} == told


def test_whoever_asked_cannot_decide_and_neither_can_a_colleague_or_a_liaison(people: Cast) -> None:
    correction = asked(screening_of(sent(people)), people.supervisor)
    for wrong in (people.supervisor, people.worker, people.liaison):
        with pytest.raises(PermissionDenied):
            correcting.confirm(correction, by=wrong)
    assert correcting.confirm(correction, by=people.lead).is_confirmed


def test_the_database_itself_wants_two_people(people: Cast) -> None:
    correction = asked(screening_of(sent(people)), people.worker)
    correction.is_confirmed, correction.settled_by, correction.settled_at = True, people.worker, clock.now()
    with pytest.raises(IntegrityError, match="correction_takes_two_people"), transaction.atomic():
        correction.save()


def test_an_acting_supervisor_decides_until_their_time_is_up(people: Cast) -> None:
    acting = person(office=people.office)
    unit = people.worker.unit
    assert unit
    unit.acting_supervisor, unit.acting_until = acting, clock.now() + story.dt.timedelta(days=1)
    unit.save()
    screening = screening_of(sent(people))  # whoever is acting then sees the young person
    correction = asked(screening, people.worker)
    assert acting.pk in {one.pk for one in correcting.may_confirm(correction)}
    unit.acting_until = clock.now()
    unit.save()
    with pytest.raises(PermissionDenied):
        correcting.confirm(correction, by=acting)


def test_where_nobody_else_can_decide_the_lead_is_let_in_until_it_is_decided(people: Cast) -> None:
    alone = person(office=people.office)
    youth = young_person(people, assigned_worker=alone)
    youth.access.exclude(user=alone).delete()
    draft = screened(youth, alone, "1")
    sign(draft, alone)
    correction = asked(draft, alone)
    assert Youth.objects.visible_to(people.lead).filter(pk=youth.pk).exists()
    correcting.confirm(correction, by=people.lead)
    assert youth.access.filter(why="correction", ends_at=None).count() == 0


def test_a_second_press_finds_the_first_and_somebody_elses_is_told_who_asked(people: Cast) -> None:
    screening = screening_of(sent(people))
    assert asked(screening, people.worker) == asked(screening, people.worker)
    with pytest.raises(CorrectionRefused, match=f"{people.worker.display_name} has asked for this already"):
        asked(screening, people.liaison)


def test_refused_it_stands_and_whoever_asked_hears_why(people: Cast) -> None:
    screening = screening_of(sent(people))
    correction = asked(screening, people.worker)
    correcting.refuse(correction, by=people.supervisor, why_not="It is right.")
    screening.refresh_from_db()
    assert screening.status == Screening.Status.SIGNED
    assert Notice.objects.filter(user=people.worker.pk, event="correction.refuse").exists()
    with pytest.raises(CorrectionRefused, match="has refused it"):
        correcting.confirm(correction, by=people.lead)
    assert asked(screening, people.worker) != correction  # it may be asked again


def test_what_is_decided_is_never_changed_or_deleted(people: Cast) -> None:
    correction = taken_back(screening_of(sent(people)), people)
    correction.is_confirmed = False
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        correction.save()
    with pytest.raises(InternalError, match="Cannot delete"), transaction.atomic():
        correction.delete()


# --- What a void is -------------------------------------------------------------------------------------------


def test_a_void_screening_is_still_there_and_never_counts_again(people: Cast) -> None:
    referral = sent(people)
    screening = screening_of(referral)
    taken_back(screening, people)
    screening.refresh_from_db()
    assert screening.status == Screening.Status.VOID
    assert not Screening.objects.signed().filter(pk=screening.pk).exists()
    screening.status = Screening.Status.SIGNED
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        screening.save(update_fields=["status"])


def test_what_only_it_has_found_is_in_force_no_longer(people: Cast) -> None:
    referral = sent(people)
    screening = screening_of(referral)
    assert [one.kind for one in findings.known(screening.youth)] == ["evidenced"]
    taken_back(screening, people)
    assert findings.known(screening.youth) == []


def test_what_another_screening_has_found_stays(people: Cast) -> None:
    first = screening_of(sent(people))
    sign(screened(first.youth, people.worker, "4"), people.worker)
    taken_back(first, people)
    assert len(findings.known(first.youth)) == 1


def test_its_duties_end_as_entered_in_error(people: Cast) -> None:
    screening = screening_of(sent(people))
    hanging = Duty.objects.about("screening", screening.pk).open()
    assert hanging.count() > 3
    taken_back(screening, people)
    assert not hanging.all().exists()
    assert {duty.not_applicable_because for duty in Duty.objects.about("screening", screening.pk)} == {
        "Entered in error."
    }


def test_an_open_referral_that_only_it_opened_ends_with_it(people: Cast) -> None:
    referral = sent(people)
    taken_back(screening_of(referral), people)
    found = reread(referral)
    assert (found.status, found.is_open, found.next_due, found.ended_by) == ("void", False, None, people.supervisor)
    assert not Duty.objects.about("referral", referral.pk).open().exists()
    assert [step.move for step in found.steps.all()] == ["send", "void"]
    assert Notice.objects.filter(user=people.liaison.pk, event="referral.void").exists()
    mails = Message.objects.about(referral.pk).filter(event__startswith="referral.void")
    assert None in {mail.recipient for mail in mails}  # HART's mailbox


def test_one_under_way_ends_too_and_keeps_who_had_it(people: Cast) -> None:
    referral = moves.move(sent(people), "acknowledge", by=people.liaison)
    taken_back(screening_of(referral), people)
    found = reread(referral)
    assert (found.status, found.acknowledged_by) == ("void", people.liaison)


def test_a_referral_with_another_screening_stays_and_its_level_is_that_of_the_other(people: Cast) -> None:
    referral = sent(people, "4")
    first = screening_of(referral)
    sign(screened(first.youth, people.worker, "3"), people.worker)
    before = reread(referral)
    taken_back(first, people)
    after = reread(referral)
    assert (before.level, after.level, after.is_open) == ("4", "3", True)
    assert after.priority == before.priority  # never falls by itself
    assert [step.move for step in after.steps.all()] == ["send", "join", "void_part"]
    assert Notice.objects.filter(user=people.liaison.pk, event="referral.void_part").exists()


def test_a_referral_that_was_called_in_first_stays_and_waits_for_a_screening_again(people: Cast) -> None:
    referral = referred_now(people)
    draft = urgent.start_screening(referral, by=people.worker)
    sign(story.answered(draft, people.worker, "3"), people.worker)
    waiting = Duty.objects.filter(youth=referral.youth, action="screening_after_referral").open()
    assert not waiting.exists()
    taken_back(screening_of(referral), people)
    found = reread(referral)
    assert (found.is_open, found.level) == (True, "")
    assert waiting.all().count() == 1


def test_what_hart_has_closed_stays_closed(people: Cast) -> None:
    referral = sent(people)
    for name, said in (
        ("acknowledge", {}),
        ("determine", {"words": "Because.", "choice": "no_concern"}),
        ("close", {"words": "Ended.", "choice": "no_concern"}),
    ):
        choice = said and {**said, "choice": said["choice"] if name == "determine" else moves.CHOICES["close"][0]}
        referral = moves.move(referral, name, by=people.liaison, **choice)
    taken_back(screening_of(referral), people)
    assert reread(referral).status == "closed"


def test_a_consultation_without_identity_goes_with_the_screening_that_opened_it(people: Cast) -> None:
    youth = young_person(people, birth_date=story.dt.date(clock.now().year - 20, 1, 2))
    referral = sent(people, "3", youth=youth, gates=story.ADULT, adult_agreement="declined")
    screening = Screening.objects.with_record().get(youth=youth)
    assert referral.names_nobody
    taken_back(screening, people)
    assert reread(referral).status == "void"
    assert not Referral.objects.open().unnamed_of(youth).exists()
    rows = Entry.objects.filter(action="referral.void", subject=referral.pk)
    assert [row.youth for row in rows] == []  # written with the request, and without the person


def test_a_screening_that_is_void_cannot_be_void_again_and_a_draft_cannot_be(people: Cast) -> None:
    screening = screening_of(sent(people))
    taken_back(screening, people)
    with pytest.raises(CorrectionRefused, match="entered in error already"):
        asked(screening, people.worker)
    with pytest.raises(CorrectionRefused, match="A draft counts for nothing"):
        asked(screened(screening.youth, people.worker), people.worker)


def test_the_next_screening_opens_a_referral_of_its_own(people: Cast) -> None:
    referral = sent(people)
    screening = screening_of(referral)
    taken_back(screening, people)
    second = sign(screened(screening.youth, people.worker, "3"), people.worker)
    assert second
    assert second.pk != referral.pk


# --- A referral by itself -------------------------------------------------------------------------------------


def test_a_referral_without_a_screening_is_taken_back_with_all_it_asked(people: Cast) -> None:
    referral = referred_now(people)
    youth = referral.youth
    assert Duty.objects.filter(youth=youth).open().exists()
    correction = correcting.ask_about_referral(referral, reason=REASON, by=people.worker)
    correcting.confirm(correction, by=people.supervisor)
    assert reread(referral).status == "void"
    assert not Duty.objects.filter(youth=youth).open().exists()
    with pytest.raises(EnteredInError, match="entered in error"):
        urgent.start_screening(reread(referral), by=people.worker)
    with pytest.raises(CorrectionRefused, match="entered in error already"):
        correcting.ask_about_referral(referral, reason=REASON, by=people.worker)


def test_a_referral_that_rests_on_a_screening_is_taken_back_there(people: Cast) -> None:
    with pytest.raises(CorrectionRefused, match="rests on a signed screening"):
        correcting.ask_about_referral(sent(people), reason=REASON, by=people.worker)


def test_no_move_is_possible_any_more(people: Cast) -> None:
    referral = sent(people)
    taken_back(screening_of(referral), people)
    with pytest.raises(moves.MoveRefused, match="Entered in error"):
        moves.move(referral, "acknowledge", by=people.liaison)
