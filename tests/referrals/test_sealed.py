"""Somebody involved is staff, a foster parent or a relative of staff: the record is for those named alone."""

import uuid
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import InternalError, transaction
from django.urls import reverse

from accounts.models import Unit, User
from accounts.permissions import Role
from audit import clock, trail
from audit.models import Entry
from notifications.models import Message, Notice
from referrals.models import Referral
from referrals.pages import receipt
from referrals.services import calls, moves, receiving, urgent
from referrals.services.urgent import Suspicion
from tests.accounts.people import person
from tests.referrals import story
from tests.referrals.browsing import as_, shown
from tests.referrals.story import Cast, at_once, recipients_of, sent, sign, young_person
from youth import services
from youth.models import Access, Match, Youth
from youth.services import matches
from youth.services.sealing import CannotName

pytestmark = pytest.mark.django_db(databases="__all__")
ON_THE_LIST = "worker, supervisor, lead"


def seen_by(youth: Youth, people: Cast) -> str:
    names = ("worker", "supervisor", "liaison", "second", "lead", "on_call", "stranger")
    reach = {name: Youth.objects.visible_to(fresh(getattr(people, name))) for name in names}
    return ", ".join(name for name in names if reach[name].filter(pk=youth.pk).exists())


def fresh(user: User) -> User:
    """As the next request knows them."""
    return User.objects.select_related("unit").get(pk=user.pk)


def referred(people: Cast, conflict: str, youth: Youth | None = None, **who: Any) -> Referral:
    said = Suspicion({"what_seen": "A car."}, conflict=conflict, who={"name": "Zephyrine Quillfeather", **who})
    return urgent.refer_now(said, by=people.worker, submission_key=uuid.uuid4(), youth=youth)


def sealed(people: Cast, **more: Any) -> Youth:
    return young_person(people, conflict="yes", **more)


# --- At creation ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("conflict", "seen"),
    [
        ("yes", ON_THE_LIST),
        ("supervisor_too", "worker, lead"),
        ("no", "worker, supervisor"),
        ("unknown", "worker, supervisor"),
        ("", "worker, supervisor"),
    ],
)
def test_a_new_profile_is_seen_by_those_named_alone(people: Cast, conflict: str, seen: str) -> None:
    youth = young_person(people, conflict=conflict)
    assert seen_by(youth, people) == seen
    assert (youth.sealed_at is not None) == (conflict in ("yes", "supervisor_too"))


@pytest.mark.parametrize(("conflict", "seen"), [("yes", ON_THE_LIST), ("supervisor_too", "worker, lead")])
def test_refer_now_seals_before_anybody_is_told(people: Cast, conflict: str, seen: str) -> None:
    story.put_on_call(people.on_call)
    referral = referred(people, conflict)
    assert referral.youth
    assert seen_by(referral.youth, people) == seen
    assert (referral.liaison, referral.on_call) == (None, None)
    told = {people.lead.pk, people.supervisor.pk} if "supervisor" in seen else {people.lead.pk}
    assert recipients_of(referral) == told
    assert {one.user for one in Notice.objects.filter(subject=referral.pk)} == told


def test_what_is_not_known_seals_nothing_and_goes_to_the_liaison(people: Cast) -> None:
    referral = referred(people, "unknown")
    assert referral.liaison == people.liaison
    assert None in recipients_of(referral)  # HART's mailbox


def test_a_known_record_loses_everybody_who_is_not_named(people: Cast) -> None:
    youth = young_person(people, assigned_worker=people.worker)
    sent(people, "3", youth=youth)
    services.grant_access(youth, why="test", user=people.stranger)
    assert seen_by(youth, people) == "worker, supervisor, liaison, second, lead, on_call, stranger"
    referred(people, "yes", youth)
    assert seen_by(youth, people) == ON_THE_LIST
    assert not youth.access.current().exclude(why="named").exists()


def test_the_signature_seals_what_its_fields_say(people: Cast) -> None:
    referral = sent(people, "4", conflict="supervisor_too")
    assert referral.youth
    assert seen_by(referral.youth, people) == "worker, lead"
    assert recipients_of(referral) == {people.lead.pk}


def test_a_later_no_opens_nothing(people: Cast) -> None:
    youth = sealed(people)
    referred(people, "no", youth)
    assert seen_by(youth, people) == ON_THE_LIST
    youth.refresh_from_db()
    assert youth.conflict == "yes"


# --- What is written later ------------------------------------------------------------------------------------


def test_what_is_written_later_lets_nobody_in(people: Cast) -> None:
    youth = sealed(people)
    sent(people, "4", youth=youth)
    other = person(office=people.office, unit=people.worker.unit)
    services.update_youth(youth, {"assigned_worker": other}, by=people.worker)
    unit = people.worker.unit
    assert unit
    unit.acting_supervisor, unit.acting_until = people.stranger, clock.now() + story.dt.timedelta(days=1)
    unit.save()
    services.follow_unit(Unit.objects.get(pk=unit.pk))
    for why in ("assigned", "match", "referral:HR-INVE-NTED"):
        services.grant_access(youth, why=why, user=people.stranger)
        services.grant_all(youth, why=why, users=[people.second], offices=[people.office])
    assert seen_by(youth, people) == ON_THE_LIST
    assert not Youth.objects.visible_to(other).filter(pk=youth.pk).exists()


def test_the_database_itself_lets_in_the_named_alone(people: Cast) -> None:
    youth = sealed(people)
    with pytest.raises(InternalError, match="the record is sealed"), transaction.atomic():
        Access.objects.create(youth=youth, user=people.stranger, why="test", starts_at=clock.now())


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_sealed_at_the_moment_somebody_is_let_in_nobody_is(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("notifications.outbox.wake_up", lambda: None)
    with transaction.atomic(), trail.recording():
        youth = young_person(people)

    def let_in() -> str:
        try:
            with transaction.atomic():
                services.grant_access(Youth.objects.get(pk=youth.pk), why="test", user=people.stranger)
        except InternalError as refused:
            return str(refused)
        return ""

    at_once(partial(services.seal, youth, because="yes", by=people.worker), let_in)
    assert not Youth.objects.visible_to(people.stranger).filter(pk=youth.pk).exists()


def test_hart_moves_it_on_and_mails_go_to_the_named_alone(people: Cast) -> None:
    referral = referred(people, "supervisor_too")
    moves.move(referral, "acknowledge", by=people.lead)
    moves.move(referral, "ask_information", by=people.lead, words="Which car?")
    moves.move(referral, "answer_information", by=people.worker, words="A blue one.")
    assert recipients_of(referral) == {people.lead.pk, people.worker.pk}


def test_whoever_is_on_call_is_handed_nothing_sealed_unless_named(people: Cast) -> None:
    referral = referred(people, "yes")
    story.put_on_call(people.on_call)
    receiving.hand_over(by="system:test")
    referral.refresh_from_db()
    assert referral.on_call is None
    assert list(calls.waiting_for(fresh(people.lead), clock.now())) == [referral]
    assert referral.youth
    services.name_person(referral.youth, people.on_call, by=people.lead)
    receiving.hand_over(by="system:test")
    referral.refresh_from_db()
    assert referral.on_call


def test_the_receipt_gives_the_number_of_somebody_named(people: Cast) -> None:
    story.put_on_call(people.on_call)
    people.lead.phone = "860-555-0130"
    people.lead.save()
    referral = referred(people, "yes")
    page = receipt.receipt_page(referral, people.worker)
    assert page["call"].phone == "860-555-0130"


def test_a_raise_without_a_referral_is_not_told_to_a_supervisor_who_is_not_named(people: Cast) -> None:
    draft = story.screened(young_person(people, conflict="supervisor_too"), people.worker, "1")
    draft.raised_to, draft.raise_reason = "2", "More than the answers show."
    draft.save()
    sign(draft, people.worker)
    assert not Message.objects.about(draft.pk).exists()
    assert not Notice.objects.filter(user=people.supervisor.pk).exists()


# --- Searching ------------------------------------------------------------------------------------------------


def searched(youth: Youth, by: User) -> Any:
    terms = {"name": "Zephyrine Quillfeather", "birth_date": youth.birth_date, "number": ""}
    return services.search(terms, by=by)


def test_a_colleague_of_the_office_finds_nobody_and_the_lead_alone_is_asked(people: Cast) -> None:
    youth = sealed(people)
    saved = searched(youth, people.liaison)  # who would have found any other of the office
    assert services.results_of(saved, by=people.liaison) == []
    matches.check_searches(by="system:test")
    match = Match.objects.get()
    assert match.youth == youth
    assert {one.user for one in Notice.objects.filter(kind="match")} == {people.lead.pk}
    assert list(Match.objects.visible_to(people.lead)) == [match]
    services.name_person(youth, people.second, by=people.lead)
    assert not Match.objects.visible_to(people.second).exists()
    services.settle(match, is_same=True, by=people.lead)
    assert people.liaison in services.named_for(youth)


# --- The list -------------------------------------------------------------------------------------------------


def test_only_the_lead_keeps_the_list_and_each_change_is_in_the_trail(people: Cast) -> None:
    youth, client = sealed(people), as_(people.lead)
    page = client.get(reverse("youth:named", args=[youth.pk])).content.decode()
    assert people.supervisor.display_name in page
    client.post(reverse("youth:named", args=[youth.pk]), {"person": str(people.liaison.pk)})
    assert seen_by(youth, people) == "worker, supervisor, liaison, lead"
    assert Notice.objects.filter(user=people.liaison.pk, event="youth.name").exists()
    client.post(reverse("youth:unname", args=[youth.pk, people.supervisor.pk]))
    assert seen_by(youth, people) == "worker, liaison, lead"
    rows = Entry.objects.filter(youth=youth.pk, action__in=["youth.name", "youth.unname"]).order_by("seq")
    assert [(row.action, row.subject) for row in rows] == [
        ("youth.name", people.liaison.pk),
        ("youth.unname", people.supervisor.pk),
    ]
    for user in (people.worker, people.liaison):
        assert as_(user).get(reverse("youth:named", args=[youth.pk])).status_code == 403
        with pytest.raises(PermissionDenied):
            services.name_person(youth, people.stranger, by=user)


def test_a_lead_who_is_not_named_finds_nothing(people: Cast) -> None:
    youth, second = sealed(people), person(Role.LEAD)
    assert as_(second).get(reverse("youth:named", args=[youth.pk])).status_code == 404


def test_one_lead_stays_and_who_reads_no_case_is_not_named(people: Cast) -> None:
    youth = sealed(people)
    with pytest.raises(CannotName, match="One of HART's leads has to stay"):
        services.unname_person(youth, people.lead, by=people.lead)
    with pytest.raises(CannotName, match="reads no case"):
        services.name_person(youth, person(Role.AUDITOR), by=people.lead)
    with pytest.raises(CannotName, match="is not sealed"):
        services.name_person(young_person(people), people.liaison, by=people.lead)
    client = as_(people.lead)
    assert b"Choose a person" in client.post(reverse("youth:named", args=[youth.pk]), {"person": ""}).content
    assert client.post(reverse("youth:unname", args=[youth.pk, people.stranger.pk])).status_code == 404


def test_the_lead_seals_what_was_open(people: Cast) -> None:
    referral = sent(people)
    assert referral.youth
    client = as_(people.lead)
    assert b"Seal it now" in client.get(reverse("youth:named", args=[referral.youth_id])).content
    client.post(reverse("youth:seal", args=[referral.youth_id]))
    assert seen_by(referral.youth, people) == "lead"


# --- The pages ------------------------------------------------------------------------------------------------


def test_the_profile_says_who_may_open_it(people: Cast) -> None:
    page = shown(as_(people.worker), "youth", sealed(people).pk)
    assert "Only these people may open it" in page
    assert people.supervisor.display_name in page
    assert "Only these people" not in shown(as_(people.worker), "youth", young_person(people).pk)


def test_whoever_refers_now_is_asked_and_answers_with_one_press(people: Cast) -> None:
    client, address = as_(people.worker), reverse("referrals:refer-now")
    key = client.get(address).context["form"]["submission_key"].value()
    typed = {"submission_key": str(key), "name": "Marigold", "what_seen": "A car.", "conflict": "yes"}
    assert client.post(address, typed).status_code == 302
    youth = Youth.objects.get()
    assert youth.sealed_at
    assert "conflict" not in client.get(reverse("referrals:refer-now-known", args=[youth.pk])).context["form"].fields


def test_a_new_profile_asks_and_a_correction_does_not(people: Cast) -> None:
    client = as_(people.worker)
    saved = services.search({"name": "Marigold Nobody", "birth_date": None, "number": ""}, by=people.worker)
    new = client.get(reverse("youth:new", args=[saved.pk]))
    assert "conflict" in new.context["form"].fields
    youth = young_person(people)
    assert "conflict" not in client.get(reverse("youth:edit", args=[youth.pk])).context["form"].fields
