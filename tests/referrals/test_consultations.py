"""Advice by phone: six inputs, seen by whoever asked, a referral with one press."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from accounts.permissions import Role
from audit import clock
from notifications.models import Message
from referrals.models import PhoneConsultation, Referral
from referrals.pages import consulting
from referrals.services import moves
from tests.accounts.people import person
from tests.referrals import story
from tests.referrals.browsing import as_, shown
from tests.referrals.story import Cast, recipients_of, young_person
from youth.models import Youth
from youth.services import grant_access

pytestmark = pytest.mark.django_db(databases="__all__")

ASKED, ADVISED = "Does a hotel room on a school night count?", "Yes: refer on it, and do not ask her more."


def typed(people: Cast, **said: Any) -> dict[str, Any]:
    page = as_(people.liaison).get(reverse("referrals:log-consultation"))
    form = page.context["form"]
    assert len(form.visible_fields()) == 6
    return {
        "submission_key": str(form["submission_key"].value()), "asker": str(people.worker.pk), "asker_outside": "",
        "at": form["at"].value().strftime("%Y-%m-%dT%H:%M"), "age": "15", "question": ASKED, "advice": ADVISED, **said,
    }  # fmt: skip


def logged(people: Cast, youth: Youth | None = None, **said: Any) -> PhoneConsultation:
    name, args = ("log-consultation-known", [youth.pk]) if youth else ("log-consultation", [])
    answer = as_(people.liaison).post(reverse(f"referrals:{name}", args=args), typed(people, **said))
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return PhoneConsultation.objects.get()


def test_whoever_asked_reads_the_advice_and_is_told_that_it_is_there(people: Cast) -> None:
    consultation = logged(people)
    assert not Referral.objects.exists()
    assert [one.recipient for one in Message.objects.about(consultation.pk)] == [people.worker.pk]
    for client in (as_(people.worker), as_(people.liaison)):
        page = client.get(reverse("referrals:open", args=[consultation.pk]), follow=True).content.decode()
        assert ASKED in page
        assert ADVISED in page
    assert "Make it a referral" not in shown(as_(people.worker), "consultation", consultation.pk)


def test_nobody_else_reads_it(people: Cast) -> None:
    consultation = logged(people)
    address = reverse("referrals:consultation", args=[consultation.pk])
    assert as_(people.supervisor).get(address).status_code == 404
    assert as_(person(Role.LIAISON, office=people.stranger.office)).get(address).status_code == 404
    assert as_(people.worker).get(reverse("referrals:consultations")).status_code == 403
    assert as_(people.worker).post(reverse("referrals:refer-consultation", args=[consultation.pk])).status_code == 403


def test_older_ones_are_on_further_pages(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consulting, "SHOWN", 2)
    for minutes in (1, 2, 3):
        at = (clock.now() - dt.timedelta(minutes=minutes)).astimezone(ZoneInfo("America/New_York"))
        as_(people.liaison).post(reverse("referrals:log-consultation"), typed(people, at=at.strftime("%Y-%m-%dT%H:%M")))
    address = reverse("referrals:consultations")
    pages = [as_(people.liaison).get(address, {"page": number}).content.decode() for number in (1, 2)]
    assert [page.count('<li class="row">') for page in pages] == [2, 1]
    assert "Page 1 of 2" in " ".join(pages[0].split())


def test_two_presses_log_one(people: Cast) -> None:
    same = typed(people)
    for _press in range(2):
        as_(people.liaison).post(reverse("referrals:log-consultation"), same)
    assert PhoneConsultation.objects.count() == Message.objects.count() == 1


def test_one_press_makes_it_a_referral_and_the_asker_follows_it(people: Cast) -> None:
    consultation = logged(people)
    address = reverse("referrals:refer-consultation", args=[consultation.pk])
    for _press in range(2):
        assert as_(people.liaison).post(address).status_code == 302
    referral = story.reread(Referral.objects.get())
    assert (referral.what_seen, referral.age_band, referral.status) == (ASKED, "13_15", "sent")
    assert referral.reference in as_(people.worker).get(reverse("referrals:mine")).content.decode()
    assert people.worker.pk in recipients_of(referral)
    Message.objects.all().delete()
    moves.move(referral, "acknowledge", by=people.liaison)
    assert people.worker.pk in recipients_of(referral)
    assert referral.reference in shown(as_(people.liaison), "consultations")


def test_about_somebody_known_it_joins_what_is_open(people: Cast) -> None:
    youth = young_person(people)
    referral = story.sent(people, "3", youth=youth)
    consultation = logged(people, youth)
    as_(people.liaison).post(reverse("referrals:refer-consultation", args=[consultation.pk]))
    assert PhoneConsultation.objects.get().referral == referral


def test_of_a_known_adult_it_is_asked_first_whether_they_agree(people: Cast) -> None:
    youth = young_person(people, birth_date=dt.date(clock.now().year - 20, 1, 2))
    grant_access(youth, why="match", user=people.liaison)
    consultation = logged(people, youth)
    address = reverse("referrals:refer-consultation", args=[consultation.pk])
    page = as_(people.liaison).post(address, follow=True)
    assert "They are 18 or over" in page.content.decode()
    assert page.request["PATH_INFO"] == reverse("referrals:take-report-known", args=[youth.pk])
    assert not Referral.objects.exists()


def test_about_somebody_known_it_is_shown_only_to_who_may_see_them(people: Cast) -> None:
    youth = young_person(people)
    grant_access(youth, why="match", user=people.liaison)
    consultation = logged(people, youth, asker=str(people.stranger.pk))
    assert as_(people.stranger).get(reverse("referrals:consultation", args=[consultation.pk])).status_code == 404


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"asker": ""}, "Choose who asked, or write who it was."),
        ({"question": ""}, "Write what was asked."),
        ({"advice": " "}, "Write what you advised."),
        ({"at": "2999-01-01T08:00"}, "This is in the future."),
        ({"age": "many"}, "Write the age in years as a number"),
    ],
)
def test_what_does_not_hold_is_said_and_what_was_typed_stays(people: Cast, said: dict[str, str], sentence: str) -> None:
    wrong = typed(people, asker_outside="" if "asker" in said else "A teacher", **said)
    page = as_(people.liaison).post(reverse("referrals:log-consultation"), wrong).content.decode()
    assert sentence in page
    assert wrong["question"] in page
    assert not PhoneConsultation.objects.exists()


def test_harts_lead_reads_those_of_every_office(people: Cast) -> None:
    assert ADVISED in shown(as_(people.lead), "consultation", logged(people).pk)
