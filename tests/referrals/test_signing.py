"""Signing is sending: what a signature opens, joins, starts and tells."""

import uuid
from typing import Any

import pytest

from accounts.models import Cover
from audit import clock
from audit.refusals import Refusal
from duties.models import Duty
from notifications.models import Message, Notice
from referrals.choices import Kind
from referrals.models import Draft, Referral, ReferralScreening, Step
from referrals.services import drafts
from referrals.services.urgent import Suspicion, refer_now
from screening.models import Screening
from screening.services import NotReady
from tests.referrals import story
from tests.referrals.story import Cast, screened, sent, sign, young_person
from youth.models import Access, Youth

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.mark.parametrize("level", ["3", "4"])
def test_at_levels_3_and_4_the_signature_sends_a_referral(people: Cast, level: str) -> None:
    screening = screened(young_person(people), people.worker, level)
    referral = sign(screening, people.worker)
    assert referral is not None
    screening = Screening.objects.get(pk=screening.pk)
    assert (screening.status, screening.level) == ("signed", level)
    assert (referral.kind, referral.status, referral.level) == (Kind.REFERRAL, "sent", level)
    assert (referral.office, referral.liaison) == (people.office, people.liaison)
    assert referral.steps.get().move == "send"
    assert referral.screenings.get().screening_id == screening.pk
    assert story.clocks_about("referral", referral.pk) >= {f"acknowledge_{level}", "determination"}
    assert referral.next_due == min(
        Duty.objects.about("referral", referral.pk).exclude(due_at=None).values_list("due_at", flat=True)
    )


@pytest.mark.parametrize("level", ["1", "2", "U"])
def test_below_that_nothing_is_sent_unless_it_was_chosen(people: Cast, level: str) -> None:
    assert sign(screened(young_person(people), people.worker, level), people.worker) is None
    assert not Referral.objects.exists()
    assert Screening.objects.get().level == level


@pytest.mark.parametrize("level", ["1", "2", "U"])
def test_a_consultation_is_sent_when_it_was_chosen(people: Cast, level: str) -> None:
    referral = sent(people, level, send=True, question="What would help?")
    assert (referral.kind, referral.level) == (Kind.CONSULTATION, level)
    assert story.clocks_about("referral", referral.pk) == {"acknowledge_2"}
    assert referral.question == "What would help?"


def test_a_screening_that_lacks_an_answer_is_not_signed_and_nothing_is_sent(people: Cast) -> None:
    screening = screened(young_person(people), people.worker)
    screening.sections.filter(code="MH").delete()
    with pytest.raises(NotReady):
        sign(screening, people.worker)
    assert not Referral.objects.exists()


def test_a_second_press_gives_back_what_the_first_one_sent(people: Cast) -> None:
    screening, key = screened(young_person(people), people.worker), uuid.uuid4()
    first = sign(screening, people.worker, key=key)
    assert sign(screening, people.worker, key=key) == first
    assert sign(screening, people.worker, key=uuid.uuid4()) == first
    assert Referral.objects.count() == Step.objects.count() == ReferralScreening.objects.count() == 1


def test_the_draft_of_its_fields_is_gone_once_they_are_sent(people: Cast) -> None:
    screening = screened(young_person(people), people.worker)
    draft = drafts.save(screening, {"what_seen": "Two adults waited.", "reports": {}}, by=people.worker)
    referral = sign(screening, people.worker, **drafts.fields_of(draft))
    assert referral is not None
    assert story.reread(referral).what_seen == "Two adults waited."
    assert not Draft.objects.exists()


# --- one open referral per young person ----------------------------------------------------------------------


def test_a_further_screening_joins_the_open_referral_and_may_only_raise_it(people: Cast) -> None:
    youth = young_person(people)
    first = sent(people, "3", youth=youth, what_seen="A phone nobody gave her.", venue="online")
    joined = sent(people, "4", youth=youth, what_seen="She has told me.", venue="hotel", safe_tonight="no")
    assert joined == first
    joined = story.reread(joined)
    assert joined.level == "4"
    assert joined.priority > first.priority
    assert joined.venue == "hotel"
    assert "A phone nobody gave her." in joined.what_seen
    assert "She has told me." in joined.what_seen
    assert story.clocks_about("referral", joined.pk) >= {"acknowledge_4", "determination"}
    assert "acknowledge_3" not in story.clocks_about("referral", joined.pk)
    assert [step.move for step in joined.steps.all()] == ["send", "join"]
    before = joined.priority
    lower = story.reread(sent(people, "3", youth=youth, safe_tonight="yes"))
    assert (lower.level, lower.priority) == ("4", before)
    assert Referral.objects.count() == 1


@pytest.mark.parametrize("level", ["1", "2", "U"])
def test_a_screening_of_a_lower_level_joins_what_is_open_without_being_asked(people: Cast, level: str) -> None:
    youth = young_person(people)
    urgent = refer_now(Suspicion({"what_seen": "A car."}), by=people.worker, submission_key=uuid.uuid4(), youth=youth)
    before = story.recipients_of(urgent)
    Message.objects.all().delete()
    joined = sign(screened(youth, people.worker, level), people.worker)
    assert joined == urgent
    joined = story.reread(urgent)
    assert (joined.kind, joined.priority) == (Kind.REFERRAL, urgent.priority)
    assert [step.move for step in joined.steps.all()] == ["send", "join"]
    assert story.recipients_of(joined) <= before
    assert None in story.recipients_of(joined)
    assert Referral.objects.count() == 1


def test_an_open_consultation_becomes_the_referral(people: Cast) -> None:
    youth = young_person(people)
    asked = sent(people, "2", youth=youth, send=True)
    referral = story.reread(sent(people, "3", youth=youth))
    assert referral.pk == asked.pk
    assert referral.kind == Kind.REFERRAL
    assert story.clocks_about("referral", referral.pk) >= {"acknowledge_3", "determination"}


def test_after_it_has_ended_a_new_screening_opens_a_new_one(people: Cast) -> None:
    youth = young_person(people)
    first = sent(people, "3", youth=youth)
    now = clock.now()
    Referral.objects.filter(pk=first.pk).update(
        status="not_accepted",
        acknowledged_at=now,
        acknowledged_by=people.liaison,
        ended_at=now,
        ended_by=people.liaison,
    )
    assert sent(people, "3", youth=youth) != first


# --- where it goes, and who sees it -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "gates", "fields", "urgent"),
    [
        ("4", {}, {}, True),
        ("3", {}, {}, False),
        ("3", {"G4": "missing_now"}, {}, True),
        ("2", {}, {"safe_tonight": "no", "send": True}, True),
        ("2", {}, {"safe_tonight": "unknown", "send": True}, False),
    ],
)
def test_what_cannot_wait_goes_to_the_person_on_call(
    people: Cast, level: str, gates: dict[str, str], fields: dict[str, Any], urgent: bool
) -> None:
    shift = story.put_on_call(people.on_call)
    referral = sent(people, level, gates={**story.MINOR, **gates}, **fields)
    assert referral.on_call == (shift if urgent else None)
    assert not referral.careline_stated
    assert ("acknowledge_4" in story.clocks_about("referral", referral.pk)) == urgent
    assert (people.on_call.pk in story.recipients_of(referral)) == urgent


@pytest.mark.parametrize(
    ("in_profile", "at_signing", "office"),
    [
        ("", "in_care", "Norwich"),
        ("no_open_case", "open_case_at_home", "Norwich"),
        ("open_case_at_home", "no_open_case", "Hartford"),
        ("", "no_open_case", "Hartford"),
    ],
)
def test_the_office_of_the_case_counts_unless_the_signed_answer_says_that_none_is_open(
    people: Cast, in_profile: str, at_signing: str, office: str
) -> None:
    youth = young_person(people, office=people.stranger.office, dcf_status=in_profile)
    assert sent(people, "3", youth=youth, gates={**story.MINOR, "G3": at_signing}).office.name == office


def test_an_age_that_is_not_known_is_worked_before_one_of_13_or_more(people: Cast) -> None:
    gates = ("under_13", "unknown", "13_17")
    under, unknown, teen = (
        sent(
            people,
            "3",
            youth=young_person(people, birth_date=None, birth_known="unknown"),
            gates={**story.MINOR, "G1": gate},
        ).priority
        for gate in gates
    )
    assert under == unknown > teen


def test_with_nobody_on_call_the_careline_is_stated_and_the_lead_is_alerted(people: Cast) -> None:
    referral = sent(people, "4")
    assert referral.careline_stated
    assert referral.on_call is None
    assert Notice.objects.filter(user=people.lead.pk, event="referral.nobody_on_call", subject=referral.pk).exists()


def test_the_lead_hears_that_no_liaison_is_there_and_not_that_nobody_is_on_call(people: Cast) -> None:
    Cover.objects.all().delete()
    referral = sent(people, "3")
    alerts = Notice.objects.filter(user=people.lead.pk, subject=referral.pk).exclude(event="referral.send")
    assert [notice.event for notice in alerts] == ["referral.no_liaison"]


def test_the_office_central_and_the_people_who_have_it_are_let_in_and_nobody_else(people: Cast) -> None:
    story.put_on_call(people.on_call)
    referral = sent(people, "4")
    for reader in (people.worker, people.supervisor, people.liaison, people.second, people.lead, people.on_call):
        assert Referral.objects.visible_to(reader).filter(pk=referral.pk).exists(), reader.role
        assert Youth.objects.visible_to(reader).exists(), reader.role
    assert not Referral.objects.visible_to(people.stranger).exists()
    assert (
        Access.objects.filter(why=f"referral:{referral.reference}").count()
        == Access.objects.filter(why__startswith="referral:").count()
    )


def test_a_refused_signature_is_told_where_to_go_back_to(people: Cast) -> None:
    screening = screened(young_person(people), people.worker)
    screening.sections.all().delete()
    with pytest.raises(Refusal) as refused:
        sign(screening, people.worker)
    assert str(screening.pk) in refused.value.back
