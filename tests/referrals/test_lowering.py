"""Lowering a level: who may, how far, and that nothing else changes by it."""

from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from accounts.models import Office, User
from accounts.permissions import Role
from audit.models import Entry
from duties.models import Duty
from notifications.models import Message, Notice
from referrals.services import correcting, lowering
from referrals.services.lowering import LoweringRefused, Wish
from screening.models import Lowering, Screening
from screening.scoring import lower_levels
from tests.accounts.people import person
from tests.referrals import story
from tests.referrals.browsing import as_
from tests.referrals.entered_in_error import REASON, screening_of
from tests.referrals.story import Cast, at_once, reread, sent

pytestmark = pytest.mark.django_db(databases="__all__")

WISH = Wish("3", "The words were a song.")


@pytest.fixture
def people() -> Cast:
    return story.cast()


@pytest.fixture
def signed(people: Cast) -> Screening:
    return screening_of(sent(people, "4"))


def asked(screening: Screening, by: User, level: str = "3") -> Lowering:
    return lowering.ask(screening, Wish(level, WISH.reason), by=by)


@pytest.mark.parametrize(
    ("level", "computed", "is_clear", "offered"),
    [
        ("4", "4", True, "3"),
        ("4", "4", False, "321"),
        ("4", "3", True, "3"),
        ("4", "2", True, "32"),  # capped: nobody under 18 when it began
        ("3", "3", True, ""),
        ("3", "3", False, "21"),
        ("3", "2", True, "2"),
        ("3", "1", False, "21"),
        ("2", "2", True, ""),
        ("2", "2", False, "1"),
        ("2", "1", False, "1"),
        ("1", "1", False, ""),
        ("U", "U", False, ""),
        ("4", "U", False, "32"),
        ("3", "U", False, "2"),
        ("2", "U", False, ""),
    ],
)
def test_how_far_a_level_may_be_lowered(level: str, computed: str, is_clear: bool, offered: str) -> None:
    assert "".join(lower_levels(level, computed, is_clear=is_clear)) == offered


def test_who_signed_asks_and_the_supervisor_decides(people: Cast, signed: Screening) -> None:
    worker, supervisor = as_(people.worker), as_(people.supervisor)
    page = reverse("referrals:lower", args=[signed.pk])
    assert "Ask for the lower level" in worker.get(page).content.decode()
    place = worker.post(page, {"level": "3", "reason": WISH.reason})["Location"]
    request = Lowering.objects.get()
    assert place == reverse("referrals:lowering", args=[request.pk])
    assert Notice.objects.filter(user=people.supervisor.pk, event="lowering.ask", subject=request.pk).exists()
    assert "1 lower level is asked for" in supervisor.get("/my-day/").content.decode()
    assert place in supervisor.get(reverse("referrals:lowerings")).content.decode()
    shown = supervisor.get(place).content.decode()
    assert WISH.reason in shown
    assert "It stays" in shown
    assert "You decide" not in worker.get(place).content.decode()
    supervisor.post(reverse("referrals:lowering-grant", args=[request.pk]), {"why": "Agreed."})
    assert "lowered this from" in worker.get(reverse("screening:signed", args=[signed.pk])).content.decode()
    assert Notice.objects.filter(user=people.worker.pk, event="lowering.grant", subject=request.pk).exists()
    assert "lower level" not in supervisor.get("/my-day/").content.decode()


def test_nothing_that_was_signed_sent_or_begun_changes(people: Cast, signed: Screening) -> None:
    def standing() -> Any:
        referral = signed.referred.referral
        kept = reread(referral)
        duties = list(Duty.objects.order_by("pk").values())
        again = Screening.objects.get(pk=signed.pk)
        return kept.level, kept.priority, kept.status, kept.next_due, duties, again.level, again.computed_level

    before = standing()
    lowering.answer(asked(signed, people.worker), is_granted=True, why="Agreed.", by=people.supervisor)
    assert standing() == before
    assert lowering.level_now(signed) == "3"


def test_hart_sees_it_in_the_brief(people: Cast, signed: Screening) -> None:
    asked(signed, people.supervisor)
    referral = signed.referred.referral
    brief = as_(people.liaison).get(reverse("referrals:detail", args=[referral.pk])).content.decode()
    assert "lowered this to" in brief
    assert reverse("referrals:lowering", args=[Lowering.objects.get().pk]) in brief


def test_another_supervisor_or_hart_lowers_in_one_step(people: Cast, signed: Screening) -> None:
    assert "Lower the level" in as_(people.liaison).get(reverse("referrals:lower", args=[signed.pk])).content.decode()
    done = asked(signed, people.liaison)
    assert (done.is_granted, done.settled_by, done.asked_by) == (True, people.liaison, people.liaison)
    assert Notice.objects.filter(user=people.worker.pk, event="lowering.grant").exists()


def test_a_supervisor_who_signed_asks_like_everybody_else(people: Cast) -> None:
    youth = story.young_person(people)
    story.sign(story.screened(youth, people.supervisor), people.supervisor)
    request = asked(Screening.objects.get(youth=youth), people.supervisor)
    assert request.is_granted is None
    with pytest.raises(PermissionDenied):
        lowering.answer(request, is_granted=True, why="Mine.", by=people.supervisor)
    assert lowering.answer(request, is_granted=True, why="Agreed.", by=people.liaison).is_granted


def test_a_worker_decides_nothing_and_a_stranger_sees_nothing(people: Cast, signed: Screening) -> None:
    request = asked(signed, people.worker)
    for name in ("lowering-grant", "lowering-refuse"):
        address = reverse(f"referrals:{name}", args=[request.pk])
        assert as_(people.worker).post(address, {"why": "So."}).status_code == 403
        elsewhere = person(Role.SUPERVISOR, office=Office.objects.get(name="Norwich"))
        assert as_(elsewhere).post(address, {"why": "So."}).status_code == 404
    assert as_(people.stranger).get(reverse("referrals:lower", args=[signed.pk])).status_code == 404


def test_it_is_refused_with_a_reason_and_may_be_asked_for_again(people: Cast, signed: Screening) -> None:
    request, supervisor = asked(signed, people.worker), as_(people.supervisor)
    address = reverse("referrals:lowering-refuse", args=[request.pk])
    assert "Write in a sentence why you decide so." in supervisor.post(address, {"why": ""}).content.decode()
    supervisor.post(address, {"why": "The aunt confirms it."})
    assert "The aunt confirms it." in as_(people.worker).get(f"/lower-levels/{request.pk}/").content.decode()
    assert lowering.level_now(signed) == "4"
    assert asked(signed, people.worker).pk != request.pk


def test_a_level_that_is_not_offered_is_refused_and_a_second_wish_waits_for_the_first(
    people: Cast, signed: Screening
) -> None:
    with pytest.raises(LoweringRefused, match="cannot be lowered"):
        asked(signed, people.worker, "2")  # a determinative item is clear
    first = asked(signed, people.worker)
    assert asked(signed, people.worker) == first
    with pytest.raises(LoweringRefused, match="has asked for this already"):
        asked(signed, people.liaison)


def test_a_draft_is_not_lowered_and_what_is_taken_back_takes_its_lowering_along(
    people: Cast, signed: Screening
) -> None:
    draft = story.screened(story.young_person(people), people.worker)
    assert as_(people.worker).get(reverse("referrals:lower", args=[draft.pk])).status_code == 404
    request = asked(signed, people.worker)
    correcting.confirm(correcting.ask_about_screening(signed, reason=REASON, by=people.worker), by=people.supervisor)
    assert as_(people.supervisor).get(reverse("referrals:lowering", args=[request.pk])).status_code == 404
    with pytest.raises(LoweringRefused, match="Only the level of a signed screening"):
        lowering.answer(request, is_granted=True, why="Late.", by=people.supervisor)


def test_the_trail_says_who_lowered_what(people: Cast, signed: Screening) -> None:
    as_(people.worker).post(reverse("referrals:lower", args=[signed.pk]), WISH._asdict())
    request = Lowering.objects.get()
    as_(people.supervisor).post(reverse("referrals:lowering-grant", args=[request.pk]), {"why": "Agreed."})
    rows = Entry.objects.filter(subject=request.pk).exclude(action="lowering.view").order_by("seq")
    assert [(row.action, row.actor, row.facts) for row in rows] == [
        ("lowering.ask", people.worker.pk, {"from": "4", "to": "3"}),
        ("lowering.grant", people.supervisor.pk, {"from": "4", "to": "3"}),
    ]


def test_its_mail_says_nothing_and_leads_to_it(people: Cast, signed: Screening) -> None:
    request = asked(signed, people.worker)
    mail = Message.objects.get(about=request.pk)
    assert WISH.reason not in mail.raw
    place = as_(people.supervisor).get(reverse("referrals:open", args=[request.pk]))["Location"]
    assert place == reverse("referrals:lowering", args=[request.pk])


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_of_two_who_decide_at_once_one_does_and_the_other_hears_who(people: Cast) -> None:
    with transaction.atomic():
        request = asked(screening_of(sent(people, "4")), people.worker)
    decide = partial(lowering.answer, request, why="So.")
    found = at_once(
        partial(decide, is_granted=True, by=people.supervisor), partial(decide, is_granted=False, by=people.liaison)
    )
    refused = [one for one in found if isinstance(one, LoweringRefused)]
    assert len(refused) == 1
    assert "has lowered it" in refused[0].message or "has refused it" in refused[0].message
