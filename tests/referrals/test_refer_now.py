"""Refer now, screen later."""

import uuid
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Office, Town
from duties.models import Duty
from notifications.models import Message
from referrals.choices import Kind
from referrals.models import Referral
from referrals.services import urgent
from referrals.services.urgent import Suspicion
from screening.models import Screening
from tests.referrals import story
from tests.referrals.browsing import as_, shown
from tests.referrals.story import Cast, sign, young_person
from youth.models import Youth
from youth.services import search

pytestmark = pytest.mark.django_db(databases="__all__")

ADDRESS = "/refer-now/"


def typed(**said: Any) -> dict[str, Any]:
    return {"submission_key": str(uuid.uuid4()), "what_seen": "A car waits at the school each Friday.", **said}


def press(people: Cast, **said: Any) -> Referral:
    answer = as_(people.worker).post(ADDRESS, typed(**said))
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return story.reread(Referral.objects.get(pk=answer.headers["Location"].split("/")[2]))


def test_one_page_and_hart_has_it(people: Cast) -> None:
    story.put_on_call(people.on_call)
    referral = press(people, name="Ottoline Fernsby", age="15", safe_tonight="no", whereabouts="At a friend's")
    assert (referral.level, referral.kind, referral.liaison) == ("", Kind.REFERRAL, people.liaison)
    assert referral.on_call is not None
    assert referral.youth.legal_last == "Fernsby"
    assert Message.objects.about(referral.pk).exists()
    receipt = shown(as_(people.worker), "receipt", referral.pk)
    assert people.on_call.display_name in receipt
    assert "Start the screening" in receipt


def test_only_what_was_seen_has_to_be_there(people: Cast) -> None:
    referral = press(people)
    assert referral.youth.display_name == "Name not known"
    assert referral.age_band == "unknown"
    refused = as_(people.worker).post(ADDRESS, typed(what_seen="", name="Ottoline"))
    assert "Write what was seen or said" in refused.content.decode()
    assert 'value="Ottoline"' in refused.content.decode()


def test_the_screening_is_due_in_72_hours_and_every_clock_of_level_4_runs(people: Cast) -> None:
    referral = press(people, age="12", missing_now="on")
    clocks = {duty.clock: duty for duty in Duty.objects.filter(youth=referral.youth, owner_role="worker")}
    assert set(clocks) == {
        "screening_after_referral", "careline_report", "police_identified", "police_missing_now", "supervisor_4",
    }  # fmt: skip
    limit = clocks["screening_after_referral"].due_at - referral.opened_at
    assert limit.total_seconds() == 72 * 3600
    hart = Duty.objects.about("referral", referral.pk).filter(owner_role="hart")
    assert {duty.clock for duty in hart} - {""} == {"acknowledge_4", "determination", "otip_notice", "mdt_4"}


def test_what_hart_would_owe_an_unnamed_young_adult_starts_no_clock_with_their_name(people: Cast) -> None:
    referral = press(people, age="19", adult_agreement="declined")
    assert {duty.clock for duty in Duty.objects.about("referral", referral.pk)} - {""} == {"acknowledge_4"}
    assert {duty.clock for duty in Duty.objects.exclude(youth=None)} == {"screening_after_referral", "supervisor_4"}


def test_the_screening_that_follows_is_filled_in_joins_it_and_settles_the_clock(people: Cast) -> None:
    referral = press(people, name="Ottoline Fernsby", age="15", missing_now="on")
    client = as_(people.worker)
    client.post(reverse("referrals:screen", args=[referral.pk]))
    draft = Screening.objects.with_record().get(youth=referral.youth)
    assert (draft.trigger, draft.gates["G4"]) == ("allegation", "missing_now")
    assert [source.who for source in draft.sources.all()] == [referral.reference]
    client.post(reverse("referrals:screen", args=[referral.pk]))
    assert draft.sources.count() == 1

    joined = sign(story.answered(draft, people.worker, "4"), people.worker)
    assert joined == referral
    assert not Duty.objects.filter(clock="screening_after_referral").open().exists()
    assert Duty.objects.filter(youth=referral.youth, action="careline").count() == 1


@pytest.mark.parametrize(("office", "worked_by"), [("Norwich", "Norwich"), ("", "Hartford")])
def test_an_office_in_the_profile_counts_also_where_the_status_is_not_known(
    people: Cast, office: str, worked_by: str
) -> None:
    youth = young_person(people, dcf_status="", office=Office.objects.filter(name=office).first())
    as_(people.worker).post(reverse("referrals:refer-now-known", args=[youth.pk]), typed())
    assert Referral.objects.get().office.name == worked_by


def test_somebody_new_is_routed_by_their_town(people: Cast) -> None:
    town = Town.objects.get(name="Norwich")
    assert press(people, town=str(town.pk)).office == town.office


def test_pressing_again_sends_it_once(people: Cast) -> None:
    said, client = typed(name="Ottoline Fernsby"), as_(people.worker)
    first, second = client.post(ADDRESS, said), client.post(ADDRESS, said)
    assert first.headers["Location"] == second.headers["Location"]
    assert (Referral.objects.count(), Youth.objects.count()) == (1, 1)


def test_pressing_again_about_somebody_with_an_open_referral_joins_it_once(people: Cast) -> None:
    youth = young_person(people)
    referral = story.sent(people, "3", youth=youth)
    said, client = typed(), as_(people.worker)
    address = reverse("referrals:refer-now-known", args=[youth.pk])
    first, second = client.post(address, said), client.post(address, said)
    assert first.headers["Location"] == second.headers["Location"]
    assert [step.move for step in referral.steps.all()] == ["send", "join"]


def test_for_somebody_known_nothing_about_them_is_asked(people: Cast) -> None:
    youth = young_person(people)
    address = reverse("referrals:refer-now-known", args=[youth.pk])
    client = as_(people.worker)
    page = client.get(address).content.decode()
    assert not {'name="name"', 'name="age"', 'name="adult_agreement"', 'name="minor_at_risk"'} & {
        part for part in page.split() if "name=" in part
    }
    client.post(address, typed())
    assert Referral.objects.get().youth == youth


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ({"adult_agreement": "yes"}, True),
        ({"adult_agreement": "declined"}, False),
        ({"adult_agreement": "not_asked"}, False),
        ({"adult_agreement": "declined", "safe_tonight": "no"}, True),
        ({"adult_agreement": "declined", "missing_now": "on"}, True),
        ({"adult_agreement": "declined", "minor_at_risk": "on"}, True),
        ({"adult_agreement": "declined", "safe_tonight": "unknown"}, False),
    ],
)
def test_a_young_adult_stays_unnamed_unless_they_agree_or_are_in_danger(
    people: Cast, said: dict[str, str], named: bool
) -> None:
    referral = press(people, name="Ottoline Fernsby", age="19", **said)
    assert (referral.youth is not None) == named
    assert referral.kind == (Kind.REFERRAL if named else Kind.CONSULTATION)
    assert bool(referral.what_seen) == named


def test_a_name_in_the_words_about_somebody_unnamed_is_refused(people: Cast) -> None:
    said = typed(name="Ottoline Fernsby", age="19", adult_agreement="declined", what_seen="Ottoline was seen.")
    page = as_(people.worker).post(ADDRESS, said).content.decode()
    assert "Take this out" in page
    assert "Ottoline was seen." in page
    assert not Referral.objects.exists()
    assert not Youth.objects.exists()


def test_at_18_the_agreement_has_to_be_said(people: Cast) -> None:
    answer = as_(people.worker).post(ADDRESS, typed(age="18"))
    assert "say whether they agree" in answer.content.decode()


@pytest.mark.parametrize("age", ["-1", "121", "twelve", "1e3", "\x00"])
def test_an_impossible_age_is_said_and_what_was_typed_stays(people: Cast, age: str) -> None:
    answer = as_(people.worker).post(ADDRESS, typed(age=age, whereabouts="On the bus"))
    assert answer.status_code == 200
    assert 'value="On the bus"' in answer.content.decode()
    assert not Referral.objects.exists()


def test_it_joins_what_is_open_already(people: Cast) -> None:
    youth = young_person(people)
    first = story.sent(people, "3", youth=youth)
    again = urgent.refer_now(
        Suspicion({"what_seen": "New words."}), by=people.worker, submission_key=uuid.uuid4(), youth=youth
    )
    assert again == first


def test_what_was_referred_first_is_filled_in_where_the_screening_asks_for_it(people: Cast) -> None:
    referral = press(people, age="15", safe_tonight="no", whereabouts="At a friend's", callback_phone="860-555-0144")
    draft = story.answered(urgent.start_screening(referral, by=people.worker), people.worker, "3")
    form = as_(people.worker).get(reverse("referrals:fields", args=[draft.pk])).context["form"]
    asked_again = ("what_seen", "safe_tonight", "whereabouts", "callback_phone")
    assert {name: form[name].value() for name in asked_again} == {name: getattr(referral, name) for name in asked_again}


def test_whoever_searches_for_them_is_led_to_the_screening_that_is_due(people: Cast) -> None:
    youth = story.young_person(people)
    as_(people.worker).post(reverse("referrals:refer-now-known", args=[youth.pk]), typed())
    referral = Referral.objects.get(youth=youth)
    saved = search({"name": youth.display_name, "birth_date": youth.birth_date, "number": ""}, by=people.worker)
    page = as_(people.worker).get(reverse("referrals:results", args=[saved.pk])).content.decode()
    assert reverse("referrals:screen", args=[referral.pk]) in page
    assert reverse("referrals:start-anyway", args=[youth.pk]) not in page
    urgent.start_screening(referral, by=people.worker)
    assert "Go on with the screening" in as_(people.worker).get(
        reverse("referrals:results", args=[saved.pk])
    ).content.decode()  # fmt: skip
