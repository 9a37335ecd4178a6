"""The monthly report of a unit: by the calendar, exact, for whoever leads the unit and for HART's leads alone."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from accounts.models import Unit
from accounts.permissions import Role
from audit import clock
from referrals.models import Referral
from reports import definitions, periods
from reports.models import Export, Run
from reports.periods import Period, Span
from reports.services import freezing
from reports.services.freezing import NotFrozen
from tests.accounts.people import person
from tests.clock import later
from tests.referrals.browsing import as_
from tests.referrals.story import Cast, cast, sent, young_person
from tests.reports.making import ASKED
from youth.choices import Conflict
from youth.services import seal

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def people() -> Cast:
    """Two referrals of the unit and one of another, in a month that is over since eight days."""
    found = cast()
    other = Unit.objects.create(name="Another unit", office=found.office, supervisor=person(Role.SUPERVISOR))
    for number in range(3):
        referral = sent(found, "3", youth=young_person(found, legal_first=f"Invented{number}"))
        if number == 2 and referral.youth:
            type(referral.youth).objects.filter(pk=referral.youth_id).update(
                assigned_worker=person(office=found.office, unit=other)
            )
    now = clock.now()
    month = periods.last_over(now, Span.MONTH).after()
    later(f"{int((month.ends_at - now).total_seconds()) + 8 * 86400} seconds")
    return found


def made() -> list[Run]:
    return freezing.freeze_units(clock.now(), by="system:freeze_quarters")


def test_each_unit_gets_its_own_once_a_month(people: Cast) -> None:
    runs = made()
    assert {run.unit for run in runs} == set(Unit.objects.all())
    assert made() == []
    received = Referral.objects.values_list("opened_at", flat=True)[0]
    for run in runs:
        assert run.period.starts_at <= received < run.period.ends_at
        assert run.is_whole
        workers = [referral.youth.assigned_worker for referral in Referral.objects.all() if referral.youth]
        mine = sum(worker is not None and worker.unit == run.unit for worker in workers)
        assert run.figures["level"][0]["whole"] == mine
    later("32 days")
    assert len(made()) == len(runs)


def test_whoever_leads_the_unit_reads_it_exactly_and_nobody_else_but_a_lead(people: Cast) -> None:
    run = next(run for run in made() if run.unit == people.worker.unit)
    address, runs = reverse("reports:run", args=[run.pk]), reverse("reports:runs")
    for reader, expected in (
        (people.supervisor, 200), (people.lead, 200), (person(Role.SUPERVISOR), 404), (people.liaison, 404),
        (person(Role.AUDITOR), 404),
    ):  # fmt: skip
        assert as_(reader).get(address).status_code == expected, reader.role
        assert (address in as_(reader).get(runs).content.decode()) == (expected == 200), reader.role
    page = as_(people.supervisor).get(address, {"about": "found"}).content.decode()
    part = page.split('id="level"')[1].split("</section>")[0]
    assert re.search(r">2<span", part)
    link = re.search(r'href="([^"]+key=3[^"]*)"', part)
    assert link
    behind = as_(people.supervisor).get(link[1].replace("&amp;", "&")).content.decode()
    mine = Referral.objects.filter(youth__assigned_worker__unit=run.unit)
    assert mine
    assert all(one.reference in behind for one in mine)
    deputy = person(Role.SUPERVISOR)
    Unit.objects.filter(pk=run.unit_id).update(
        acting_supervisor=deputy, acting_until=clock.now() + dt.timedelta(days=1)
    )
    assert as_(deputy).get(address).status_code == 200


def test_what_is_sealed_is_not_in_it_so_that_no_number_tells_of_it(people: Cast) -> None:
    youth = Referral.objects.filter(youth__assigned_worker=people.worker)[0].youth
    assert youth
    seal(youth, by=people.worker, because=Conflict.SUPERVISOR_TOO)
    run = next(run for run in made() if run.unit == people.worker.unit)
    assert run.figures["level"][0]["whole"] == run.figures["overrides"][0]["whole"] == 1
    assert all(str(pk) not in str(run.ids) for pk in youth.referrals.values_list("pk", flat=True))


def test_no_file_is_made_of_it(people: Cast) -> None:
    run = made()[0]
    answer = as_(people.lead).post(reverse("reports:export", args=[run.pk]), ASKED, follow=True)
    assert "goes to nobody outside" in answer.content.decode()
    assert not Export.objects.exists()


def test_a_report_of_a_unit_is_of_one_and_no_other_report_is(people: Cast) -> None:
    now, unit = clock.now(), Unit.objects.all()[0]
    month, quarter = periods.last_over(now, Span.MONTH), periods.last_over(now)
    for slug, period, of in (
        (definitions.UNIT, month, None), (definitions.QUARTER, quarter, unit), (definitions.UNIT, quarter, unit),
        ("annual", quarter, None), (definitions.QUARTER, month, None),
    ):  # fmt: skip
        with pytest.raises(NotFrozen):
            freezing.freeze(definitions.newest(slug), period, by=people.lead, now=now, unit=of)
    assert not Run.objects.exists()


def test_months_follow_one_another_and_have_addresses() -> None:
    december = Period(2026, month=12)
    assert december.after() == Period(2027, month=1)
    assert december.after().before() == december
    assert (december.first, december.last) == (dt.date(2026, 12, 1), dt.date(2026, 12, 31))
    moment = dt.datetime(2027, 1, 9, tzinfo=dt.UTC)
    assert periods.named(december.slug, moment) == periods.last_over(moment, Span.MONTH) == december
    assert periods.last_over(moment, Span.YEAR) == Period(2026)
