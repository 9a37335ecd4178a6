"""Who reads severe accounts is cared for: the number is theirs alone, the supervisor sees a flag and offers support."""

from typing import Any

import pytest
from django.urls import reverse

from audit import clock
from dashboards import care
from notifications.models import Notice
from tests.accounts.people import person
from tests.clock import later
from tests.referrals import story
from tests.referrals.browsing import as_
from tests.referrals.story import Cast, sent, young_person

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def people(db: Any) -> Cast:
    return story.cast()


def read(people: Cast, number: int, level: str = "4") -> None:
    client = as_(people.worker)
    for one in range(number):
        referral = sent(people, level, youth=young_person(people, legal_first=f"Read{one}{level}"), send="yes")
        for _twice in range(2):
            client.get(reverse("referrals:receipt", args=[referral.pk]))


def test_what_was_read_of_level_4_counts_once_each_and_for_a_week(people: Cast) -> None:
    read(people, 2)
    read(people, 1, level="2")
    assert care.read_in_a_week([people.worker.pk], clock.now()) == {people.worker.pk: 2}
    later("8 days")
    assert care.read_in_a_week([people.worker.pk], clock.now()) == {}


def test_the_supervisor_sees_a_flag_and_offers_and_only_the_reader_sees_how_much(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(care, "MANY", 3)
    read(people, 2)
    desk, unit = as_(people.supervisor), reverse("dashboards:unit")
    assert "Care for the team" not in desk.get(unit).content.decode()
    read(people, 3)
    shown = desk.get(unit).content.decode()
    section = shown[shown.index("Care for the team") :].split("</section>")[0]
    assert "One person of the unit" in section
    assert people.worker.display_name not in section
    desk.post(reverse("dashboards:offer-support"))
    offered = Notice.objects.get(event="care.offer")
    assert offered.user == people.worker.pk
    page = as_(people.worker).get(reverse("dashboards:care", args=[people.supervisor.pk])).content.decode()
    assert f"{people.supervisor.display_name} offers you time" in page
    assert "about 5 young people at level 4" in page
    assert Notice.objects.get(pk=offered.pk).seen_at


def test_nobody_else_offers_and_nobody_else_is_offered(people: Cast) -> None:
    assert as_(people.worker).post(reverse("dashboards:offer-support")).status_code == 403
    stranger = person(office=people.office)
    assert as_(stranger).get(reverse("dashboards:care", args=[people.supervisor.pk])).status_code == 404
