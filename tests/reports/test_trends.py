"""One measure over time: each period as its own page says it; for others what is published, and no more."""

import re

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Role
from audit import clock
from referrals.models import Referral
from reports import periods
from reports.cases import Scope
from reports.measures import MEASURES, computed
from reports.periods import Period
from reports.reading import Reading
from reports.services import freezing
from tests.accounts.people import person
from tests.clock import later
from tests.referrals.browsing import as_
from tests.referrals.story import Cast, cast, sent
from tests.reports.making import quarter_over
from tests.reports.worked import work

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def worked() -> Cast:
    """One quarter with much in it, and one after it with a single referral."""
    people = work(cast())
    quarter_over()
    sent(people, "3")
    return people


def now_and_before() -> tuple[Period, Period]:
    period = periods.quarter_of(clock.now())
    return period, period.before()


def rows_of(page: str) -> dict[str, list[str]]:
    """By the name of the line, its cells."""
    found = re.findall(r'<th scope="row">\s*<a[^>]*>(.*?)</a>\s*</th>(.*?)</tr>', page, re.S)
    return {label: re.findall(r"<td>(.*?)</td>", cells) for label, cells in found}


def page_of(user: User, **asked: str) -> str:
    period = now_and_before()[0]
    return as_(user).get(reverse("reports:figures-trend", args=[period.slug]), asked).content.decode()


def test_what_is_read_of_several_periods_at_once_is_what_each_of_them_reads_alone(worked: Cast) -> None:
    later("20 days")
    several, now = now_and_before()[0].up_to(3), clock.now()
    whole = Reading(several, Scope(), now)
    counts = 0
    for period in several.each:
        alone, together = computed(Reading(period, Scope(), now)), computed(whole.of(period))
        assert together == alone
        counts += sum(line.whole for lines in alone.values() for line in lines)
    assert counts


def test_each_period_stands_as_on_its_own_page_and_a_line_leads_to_its_chart(worked: Cast) -> None:
    period, before = now_and_before()
    rows = rows_of(page_of(worked.lead))
    alone = {one: computed(Reading(one, Scope(worked.lead), clock.now()))["level"] for one in (before, period)}
    for number, line in enumerate(alone[period]):
        assert rows[str(line.label)] == [str(alone[before][number].part), str(line.part)]
    assert 'aria-current="true">Suspected: refer today' in page_of(worked.lead)  # where most are
    page = page_of(worked.lead, key="3")
    (line,) = (line for line in alone[before] if line.key == "3")
    assert f"{line.part} in {before}, 1 in {period}." in page
    assert re.search(r'aria-current="true">\s*' + re.escape(str(line.label)), page)


def test_a_share_says_of_how_many(worked: Cast) -> None:
    row = rows_of(page_of(worked.lead, measure="acknowledged"))["All"]
    line = computed(Reading(now_and_before()[1], Scope(worked.lead), clock.now()), MEASURES)["acknowledged"][0]
    assert row[0] == f"{100 * line.part / line.whole:.0f}% ({line.part} of {line.whole})"
    assert row[1] == "none"


def test_others_see_what_is_published_and_no_small_count(worked: Cast) -> None:
    auditor = person(Role.AUDITOR)
    assert "Nothing is published of these periods" in page_of(auditor)
    later("8 days")
    freezing.freeze_by_the_calendar(clock.now(), by="system:freeze_quarters")
    page = page_of(auditor)
    cells = {cell for row in rows_of(page).values() for cell in row}
    assert cells
    assert not cells & {str(number) for number in range(1, 11)}
    assert "of closed quarters" in page


def test_no_such_measure_and_the_restricted_one_are_not_found(worked: Cast) -> None:
    address = reverse("reports:figures-trend", args=[now_and_before()[0].slug])
    for measure in ("everything", "otip"):
        assert as_(worked.lead).get(address, {"measure": measure}).status_code == 404
    assert as_(worked.worker).get(address).status_code == 403


def test_times_stand_by_level_and_by_office(worked: Cast) -> None:
    rows = rows_of(page_of(worked.lead, measure="time-to-acknowledge"))
    before = now_and_before()[1]
    offices = Referral.objects.filter(opened_at__lt=before.ends_at).values_list("office__name", flat=True)
    assert {"Level 4", "Level 3", "All", *offices} <= set(rows)
