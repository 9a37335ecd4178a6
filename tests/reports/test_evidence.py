"""Missing from care, episode by episode, as a report freezes it."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.permissions import Role
from audit import clock
from reports import definitions, evidence
from reports.models import Run
from reports.periods import Period
from reports.services import freezing
from tests.accounts.people import person
from tests.clock import later
from tests.referrals import story
from tests.referrals.browsing import as_
from tests.referrals.story import Cast, missing, young_person
from youth.models import MissingEpisode

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def people(db: Any) -> Cast:
    return story.cast()


def episodes(people: Cast) -> list[MissingEpisode]:
    """One of a child in care that nobody reported, one of a child at home that the police know of; both are back."""
    told = {"police_at": clock.now(), "police_agency": "Invented Police"}
    in_care, at_home = (
        young_person(people, legal_first=name, dcf_status=status)
        for name, status in (("Quill", "in_care"), ("Fern", "open_case_at_home"))
    )
    found = [missing(in_care, by=people.worker, since=30, back=2)]
    return [*found, missing(at_home, by=people.worker, since=30, back=2, **told)]


def test_each_episode_says_what_was_reported_when_and_what_is_not_recorded(people: Cast) -> None:
    episodes(people)
    days = {Period(one.known_at.year) for one in MissingEpisode.objects.all()}
    kept = [line for period in days for line in evidence.of_period(period)]
    by_id = {line["episode"]: line for line in kept}
    in_care, at_home = MissingEpisode.objects.order_by("police_at")[::-1]
    assert evidence.lacking(by_id[str(in_care.pk)]) == ["Police told", "NCMEC told", "Return screen finished"]
    assert evidence.lacking(by_id[str(at_home.pk)]) == ["Return screen finished"]
    assert by_id[str(at_home.pk)]["police"] == at_home.police_at.isoformat()  # type: ignore[union-attr]


def test_the_list_is_frozen_with_the_report_and_only_a_lead_sees_it(people: Cast) -> None:
    (one, _other) = episodes(people)
    later("366 days")
    run = freezing.freeze(definitions.newest("missing"), Period(one.known_at.year), by=people.lead, now=clock.now())
    assert len(run.evidence) == 2
    MissingEpisode.objects.filter(pk=one.pk).update(police_at=one.known_at)
    kept = Run.objects.get(pk=run.pk)
    assert kept.is_whole
    assert {line["police"] for line in kept.evidence if line["episode"] == str(one.pk)} == {""}
    address = reverse("reports:run", args=[run.pk])
    page = as_(people.lead).get(address, {"about": "episodes"}).content.decode()
    assert page.count("Police told, NCMEC told, Return screen finished") == 1
    assert one.youth.legal_first not in page
    auditor = as_(person(Role.AUDITOR))
    assert all(
        "Each missing episode" not in auditor.get(address, {"about": part}).content.decode()
        for part in ("", "episodes")
    )
