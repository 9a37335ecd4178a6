"""Services with what came of each, and the safety plan that two people may write at once."""

import uuid
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from audit import trail
from duties.models import Duty
from notifications.models import Message
from referrals.models import Provider, Referral, SafetyPlan, Service, ServiceStep
from referrals.providers import SOURCE, load_providers
from referrals.services import moves, restoring
from referrals.services.restoring import NotNow
from tests.referrals.browsing import as_, shown
from tests.referrals.restoring import came, planned, served
from tests.referrals.story import Cast, at_once, sent
from vault import keys

pytestmark = pytest.mark.django_db(databases="__all__")


def taken(people: Cast, level: str = "3") -> Referral:
    return moves.move(sent(people, level), "acknowledge", by=people.liaison)


def typed(standing: str, **more: str) -> dict[str, str]:
    day = restoring_day()
    return {"standing": standing, **day, "words": "", **more}


def restoring_day() -> dict[str, str]:
    on = came("offered").on
    return {"on_month": str(on.month), "on_day": str(on.day), "on_year": str(on.year)}


def test_the_providers_of_the_file_are_there_and_loading_again_changes_nothing(people: Cast) -> None:
    before = list(Provider.objects.values_list("pk", "code"))
    load_providers()
    assert list(Provider.objects.values_list("pk", "code")) == before
    assert len(before) == len(SOURCE.read_text().splitlines()) - 1


def test_a_service_is_offered_accepted_started_and_ended_and_the_referrer_hears_of_it(people: Cast) -> None:
    referral, liaison = taken(people), as_(people.liaison)
    adding = reverse("referrals:add-service", args=[referral.pk])
    provider, key = Provider.objects.get(code="love146_rapid"), str(uuid.uuid4())
    asked = typed("offered", kind=provider.kind, provider=str(provider.pk), submission_key=key, words="At school.")
    for _press in range(2):
        assert liaison.post(adding, asked).status_code == 302
    service = referral.services.get()
    for standing in ("accepted", "started", "ended"):
        answer = liaison.post(reverse("referrals:service", args=[referral.pk, service.pk]), typed(standing))
        assert answer.status_code == 302
    assert [step.standing for step in service.steps.all()] == ["offered", "accepted", "started", "ended"]
    mails = Message.objects.about(referral.pk).filter(recipient=people.worker.pk, event__startswith="referral.service")
    assert mails.count() == 4
    assert "A service: Ended" in shown(liaison, "detail", referral.pk)
    receipt, detail = shown(as_(people.worker), "receipt", referral.pk), shown(liaison, "detail", referral.pk)
    assert provider.name in receipt
    assert "Ended" in receipt
    assert "At school." in detail
    assert "At school." not in receipt


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"standing": "unmet"}, "Write why it is not to be had."),
        ({"standing": "offered"}, "Choose from whom, or write it into the words below."),
        ({"standing": "ended"}, "Select a valid choice"),
        ({"standing": "offered", "words": "A youth group", "on_year": "2999"}, "This day is still to come."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(people: Cast, wrong: dict[str, str], sentence: str) -> None:
    referral = taken(people)
    asked = {**typed(""), "kind": "other", "submission_key": str(uuid.uuid4()), **wrong}
    answer = as_(people.liaison).post(reverse("referrals:add-service", args=[referral.pk]), asked)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not Service.objects.exists()


def test_what_does_not_follow_is_refused_with_how_it_stands(people: Cast) -> None:
    referral = taken(people)
    service = served(referral, by=people.liaison, standing="started")
    with pytest.raises(NotNow, match="stands at: Started"):
        restoring.go_on(service, came("declined"), by=people.liaison)
    assert restoring.go_on(service, came("started"), by=people.liaison).steps.count() == 1


def test_no_service_before_somebody_has_it_nor_after_it_has_ended_and_only_by_hart(people: Cast) -> None:
    referral = sent(people, "3")
    with pytest.raises(NotNow, match="Take it first"):
        served(referral, by=people.liaison)
    with pytest.raises(PermissionDenied):
        served(referral, by=people.worker)
    moves.move(referral, "acknowledge", by=people.liaison)
    moves.move(referral, "determine", by=people.liaison, words="So.", choice="no_concern")
    moves.move(referral, "close", by=people.liaison, choice="no_concern", words="A song.")
    with pytest.raises(NotNow, match="has ended"):
        served(referral, by=people.liaison)
    with pytest.raises(NotNow, match="has ended"):
        planned(referral, by=people.worker)
    assert not ServiceStep.objects.exists()


def test_the_plan_does_the_duty_and_both_sides_read_it(people: Cast) -> None:
    referral = taken(people)
    assert Duty.objects.filter(youth=referral.youth_id, action="safety_plan").open().exists()
    page = reverse("referrals:safety-plan", args=[referral.pk])
    answer = as_(people.worker).post(page, {"steps": "Call my aunt.", "copy_is_safe": "unknown", "seen": "0"})
    assert answer.status_code == 302
    assert not Duty.objects.filter(youth=referral.youth_id, action="safety_plan").open().exists()
    for client, name in ((as_(people.worker), "receipt"), (as_(people.liaison), "detail")):
        assert "Call my aunt." in shown(client, name, referral.pk)


def test_their_copy_is_printed_only_where_it_is_safe_and_tells_nobody_whose_it_is(people: Cast) -> None:
    referral, worker = taken(people), as_(people.worker)
    address = reverse("referrals:safety-plan-print", args=[referral.pk])
    assert "no safety plan" in worker.get(address, follow=True).content.decode()
    planned(referral, by=people.worker, is_safe="unknown")
    assert "no safety plan" in worker.get(address, follow=True).content.decode()
    assert planned(referral, by=people.worker, seen=1)
    answer = worker.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert 'filename="my-plan.pdf"' in answer["Content-Disposition"]


def test_a_newer_plan_stands_beside_ones_own_and_nothing_typed_is_lost(people: Cast) -> None:
    referral, worker = taken(people), as_(people.worker)
    address = reverse("referrals:safety-plan", args=[referral.pk])
    planned(referral, by=people.liaison, steps="Go to the library.")
    typed_too = {"steps": "Call my aunt.", "copy_is_safe": "no", "seen": "0"}
    answer = worker.post(address, typed_too)
    page = answer.content.decode()
    assert answer.status_code == 200
    for words in ("Go to the library.", "Call my aunt.", f"{people.liaison.display_name} has written a newer plan"):
        assert words in page
    assert SafetyPlan.objects.count() == 1
    assert worker.post(address, typed_too | {"seen": "1"}).status_code == 302
    assert [plan.steps for plan in read(referral)] == ["Call my aunt.", "Go to the library."]


def read(referral: Referral) -> list[SafetyPlan]:
    keys.unlock([referral.key_owner])
    return list(referral.safety_plans.all())


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_of_two_plans_at_once_one_stands_and_the_other_is_shown_it(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notifications.outbox.wake_up", lambda: None)
    with transaction.atomic(), trail.recording():
        referral = taken(people)

    def plan(by: User, steps: str) -> SafetyPlan | None:
        keys.unlock([referral.key_owner])
        with transaction.atomic(), trail.recording():
            return planned(referral, by=by, steps=steps)

    results = at_once(partial(plan, people.worker, "Call my aunt."), partial(plan, people.liaison, "To the library."))
    assert sorted(result is None for result in results) == [False, True]
    assert SafetyPlan.objects.count() == 1
