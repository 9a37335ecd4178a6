"""What is known from earlier determinations."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from audit import clock
from tests.youth.conftest import MakeYouth
from youth import findings, services
from youth.models import Finding, Youth

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = dt.timedelta(days=1)


def add(youth: Youth, kind: str, on: dt.date, *, by: User, expires_on: dt.date | None = None) -> Finding:
    return services.add_finding(youth, kind=kind, on=on, reference="HR-INVE-NTED", expires_on=expires_on, by=by)


@pytest.mark.parametrize(
    ("made", "expires", "is_known"),
    [(-9, 9, True), (-9, 0, True), (-9, -1, False), (-9, None, True), (1, 9, False)],
)
def test_a_finding_is_known_until_it_expires(
    make_youth: MakeYouth, worker: User, made: int, expires: int | None, is_known: bool
) -> None:
    youth, today = make_youth(), timezone.localdate(clock.now())
    expires_on = None if expires is None else today + expires * DAY
    finding = add(youth, "confirmed", today + made * DAY, expires_on=expires_on, by=worker)
    assert findings.known(youth) == ([finding] if is_known else [])


def test_findings_are_of_one_young_person_and_the_newest_comes_first(make_youth: MakeYouth, worker: User) -> None:
    youth, other, today = make_youth(), make_youth(), timezone.localdate(clock.now())
    for person, days in ((youth, 5), (other, 4), (youth, 3)):
        add(person, "at_risk", today - days * DAY, by=worker)
    assert [finding.on for finding in findings.known(youth)] == [today - 3 * DAY, today - 5 * DAY]


def test_the_same_finding_is_kept_once(make_youth: MakeYouth, worker: User) -> None:
    youth, today = make_youth(), timezone.localdate(clock.now())
    for _ in range(2):
        add(youth, "suspected", today, by=worker)
    assert Finding.objects.count() == 1


@pytest.mark.parametrize(("kind", "means"), [("at_risk", False), ("suspected", True), ("confirmed", True)])
def test_suspected_and_confirmed_mean_exploitation(kind: str, means: bool) -> None:
    assert Finding(kind=kind).means_exploitation == means


def test_a_finding_does_not_expire_before_it_was_made(make_youth: MakeYouth) -> None:
    youth, today = make_youth(), timezone.localdate(clock.now())
    with pytest.raises(IntegrityError, match="finding_expires_after_it_was_made"), transaction.atomic():
        Finding.objects.create(youth=youth, kind="at_risk", on=today, expires_on=today - DAY, reference="x")
