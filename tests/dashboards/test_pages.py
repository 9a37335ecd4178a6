"""News, today and the trail as people see them."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from accounts.permissions import Role
from audit import clock
from audit.models import Entry
from audit.trail import acting, record
from notifications import notices
from referrals.choices import Agreement
from tests.accounts.people import person
from tests.referrals import story
from tests.referrals.browsing import as_
from tests.referrals.story import ADULT, Cast, sent, young_person

pytestmark = pytest.mark.django_db(databases="__all__")
TRAIL = reverse("dashboards:trail")


@pytest.fixture
def people() -> Cast:
    return story.cast()


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_supervisor_reads_what_happened_and_gets_there(people: Cast) -> None:
    referral = sent(people, "4")
    home = page(as_(people.supervisor), "/my-day/")
    assert "A referral was sent" in home
    link = reverse("referrals:open", args=[referral.pk])
    assert link in home
    assert as_(people.supervisor).get(link, follow=True).status_code == 200


def test_hart_reads_its_news_on_a_page_of_its_own(people: Cast) -> None:
    sent(people, "4")
    inbox = page(as_(people.lead), reverse("referrals:inbox", args=["new"]))
    assert reverse("dashboards:news") in inbox
    assert "A referral was sent" in page(as_(people.lead), reverse("dashboards:news"))


def test_what_was_seen_is_no_longer_news(people: Cast) -> None:
    sent(people, "4")
    as_(people.supervisor).post(reverse("dashboards:seen"))
    assert "A referral was sent" not in page(as_(people.supervisor), "/my-day/")


def test_a_list_of_today_is_one_row_of_the_trail_with_what_it_showed(people: Cast) -> None:
    referral = sent(people, "4")
    page(as_(people.worker), "/my-day/")
    shown = {entry.action: entry for entry in Entry.objects.filter(actor=people.worker.pk)}
    assert shown["referral.list"].ids == [referral.pk]
    assert "screening.list" in shown


@pytest.mark.parametrize(("role", "status"), [(Role.AUDITOR, 200), (Role.LEAD, 200), (Role.SUPERVISOR, 403)])
def test_the_whole_trail_is_for_those_who_answer_for_it(role: Role, status: int) -> None:
    assert as_(person(role)).get(TRAIL).status_code == status


def test_an_auditor_finds_the_trail_and_from_it_everything_about_one_person(people: Cast) -> None:
    youth = young_person(people)
    referral = sent(people, "4", youth=youth)
    page(as_(people.worker), reverse("referrals:receipt", args=[referral.pk]))
    auditor = as_(person(Role.AUDITOR))
    assert TRAIL in auditor.get("/").headers["Location"]
    looked = reverse("dashboards:who-looked", args=[youth.pk])
    assert looked in page(auditor, TRAIL)
    shown = page(auditor, looked)
    assert "opened a referral" in shown
    assert people.worker.display_name in shown
    assert youth.legal_last not in shown


def test_who_looked_at_a_consultation_that_names_nobody_is_found_too(people: Cast) -> None:
    consultation = sent(people, "3", gates=ADULT, adult_agreement=Agreement.DECLINED)
    page(as_(people.worker), reverse("referrals:receipt", args=[consultation.pk]))
    looked = reverse("dashboards:who-looked-referral", args=[consultation.pk])
    assert "opened a referral" in page(as_(person(Role.AUDITOR)), looked)
    assert as_(people.supervisor).get(looked).status_code in (200, 404)


def test_a_named_referral_is_followed_by_its_young_person_alone(people: Cast) -> None:
    referral = sent(people, "4")
    looked = reverse("dashboards:who-looked-referral", args=[referral.pk])
    assert as_(person(Role.AUDITOR)).get(looked).status_code == 404


def test_a_supervisor_of_another_office_does_not_learn_who_looked(people: Cast) -> None:
    youth = young_person(people)
    elsewhere = person(Role.SUPERVISOR, office=people.stranger.office)
    assert as_(elsewhere).get(reverse("dashboards:who-looked", args=[youth.pk])).status_code == 404


@pytest.mark.unrecorded
def test_a_long_trail_has_pages() -> None:
    youth = uuid.uuid4()
    with acting("test") as system:
        for _row in range(101):
            record("youth.view", "youth", youth, by=system, youth=youth)
        assert clock.now()
    auditor = as_(person(Role.AUDITOR))
    assert "Page 1 of " in page(auditor, TRAIL)
    assert "Page 2 of " in page(auditor, f"{TRAIL}?page=2")


def test_news_of_what_is_late_say_whom_it_is_about_and_the_trail_says_that(people: Cast) -> None:
    youth = young_person(people)
    notices.tell(people.supervisor.pk, "duty.backup", "youth", youth.pk)
    for address in (reverse("dashboards:my-day"), reverse("dashboards:news")):
        shown = page(as_(people.supervisor), address)
        assert youth.initials in shown.split("Something is late")[1][:400]
        assert Entry.objects.filter(actor=people.supervisor.pk, action="youth.list").latest("seq").ids == [youth.pk]
