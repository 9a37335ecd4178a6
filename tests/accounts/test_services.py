"""Accounts, units, absences and the roster: what is written, and the line each leaves in the trail."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts import coverage, services
from accounts.models import Absence, Office, OnCallShift, Unit, User
from accounts.permissions import Permission, Role, grants
from audit import trail
from audit.models import Entry
from notifications.models import Message
from tests.accounts.people import person

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.unrecorded]
NOON = datetime.datetime(2026, 11, 20, 17, 0, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
SEED = "system:test"


def office() -> Office:
    return Office.objects.get(name="Hartford")


def create(**fields: Any) -> User:
    known = {"email": "new@dcf.example", "name": "New Person", "role": Role.CASEWORKER, "by": SEED}
    return services.create_user(**{**known, **fields})


def entry_of(act: Callable[[], Any]) -> Entry:
    """The one line an act leaves in the trail."""
    before = Entry.objects.count()
    with trail.recording():
        act()
    assert Entry.objects.count() == before + 1
    return Entry.objects.newest_first()[0]


def test_a_new_account_has_a_lower_case_address_and_no_password() -> None:
    entry = entry_of(lambda: create(email=" New.Person@DCF.example ", office=office()))
    user = User.objects.get(email="new.person@dcf.example")
    assert not user.has_usable_password()
    assert (entry.action, entry.subject, entry.facts) == ("user.create", user.pk, {"role": "caseworker"})
    assert (entry.actor, entry.system) == (None, SEED)


def test_the_person_who_acts_is_in_the_trail_by_id() -> None:
    administrator = person(Role.ADMINISTRATOR)
    assert entry_of(lambda: create(by=administrator)).actor == administrator.pk


def test_a_password_is_kept_as_argon2() -> None:
    with trail.recording():
        user = create(password="four words of mine")
    assert user.password.startswith("argon2")
    assert user.check_password("four words of mine")


def test_a_unit_brings_its_office() -> None:
    unit = Unit.objects.create(name="Unit A", office=office(), supervisor=person(Role.SUPERVISOR))
    with trail.recording():
        assert create(unit=unit).office == unit.office


@pytest.mark.parametrize(
    "fields",
    [
        {"email": "no address"},
        {"email": ""},
        {"name": " "},
        {"role": "visitor"},
        {"email": "TAKEN@dcf.example"},
    ],
    ids=str,
)
def test_an_account_that_cannot_be_is_refused_and_leaves_nothing(fields: dict[str, Any]) -> None:
    person(email="taken@dcf.example")
    before = User.objects.count(), Entry.objects.count()
    with trail.recording(), pytest.raises(ValidationError):
        create(**fields)
    assert (User.objects.count(), Entry.objects.count()) == before


def test_an_invitation_goes_to_the_person_with_a_link_and_without_a_name() -> None:
    user = person(name="Very Special Name")
    assert entry_of(lambda: services.invite(user, by=SEED)).action == "user.invite"
    message = Message.objects.get(recipient=user.pk)
    assert (message.purpose, message.to) == ("account", user.email)
    assert f"http://localhost:8000/accounts/password/reset/key/{user.pk.hex}-" in message.raw
    assert "30 minutes" in message.raw
    assert "Special" not in message.raw


def test_who_has_left_may_nothing_and_stays_named() -> None:
    lead = person(Role.LEAD)
    assert entry_of(lambda: services.deactivate(lead, by=SEED)).action == "user.deactivate"
    left = User.objects.get(pk=lead.pk)
    assert not grants(left, Permission.SIGN_IN)
    assert left.display_name == lead.name


def test_a_unit_has_a_supervisor_and_may_get_an_acting_one_and_lose_them_again() -> None:
    supervisor, acting = person(Role.SUPERVISOR), person(Role.SUPERVISOR)
    made = entry_of(lambda: services.create_unit(name="Unit A", office=office(), supervisor=supervisor, by=SEED))
    unit = Unit.objects.get(pk=made.subject)
    worker = person(unit=unit, office=unit.office)
    given = entry_of(lambda: services.set_acting_supervisor(unit, acting, NOON, by=SEED))
    assert given.facts == {"acting": str(acting.pk), "until": "2026-11-20T17:00+00:00"}
    assert coverage.supervisor_of(worker, NOON - HOUR) == acting
    back = entry_of(lambda: services.set_acting_supervisor(unit, None, None, by=SEED))
    assert back.facts == {"acting": None, "until": None}
    assert coverage.supervisor_of(worker, NOON - HOUR) == supervisor


def test_an_acting_supervisor_without_an_end_is_refused() -> None:
    unit = Unit.objects.create(name="Unit A", office=office(), supervisor=person(Role.SUPERVISOR))
    with trail.recording(), pytest.raises(IntegrityError), transaction.atomic():
        services.set_acting_supervisor(unit, person(), None, by=SEED)


def test_covering_an_office_twice_changes_the_backup() -> None:
    liaison, backup = person(Role.LIAISON), person(Role.LIAISON)
    entry_of(lambda: services.cover_office(liaison=liaison, office=office(), by=SEED))
    entry = entry_of(lambda: services.cover_office(liaison=liaison, office=office(), backup=backup, by=SEED))
    assert (entry.action, entry.subject) == ("office.cover", office().pk)
    assert entry.facts == {"liaison": str(liaison.pk), "backup": str(backup.pk), "rank": 1}
    assert list(liaison.covers.values_list("backup", flat=True)) == [backup.pk]


def test_an_absence_and_a_shift_are_written_with_their_times() -> None:
    user = person(Role.LIAISON)
    times = {"starts_at": NOON, "ends_at": NOON + HOUR}
    entry = entry_of(lambda: services.set_absence(user, **times, by=SEED))
    assert entry.facts == {"starts": "2026-11-20T17:00+00:00", "ends": "2026-11-20T18:00+00:00"}
    shift = entry_of(lambda: services.set_on_call(user, phone="860-555-0199", **times, by=SEED))
    assert (shift.action, shift.subject) == ("user.set_on_call", user.pk)
    assert Absence.objects.get(user=user).ends_at == NOON + HOUR
    assert OnCallShift.objects.get(user=user).phone == "860-555-0199"


def test_nothing_happens_without_a_trail() -> None:
    with pytest.raises(trail.NotRecording), transaction.atomic():
        create()
    assert not User.objects.filter(email="new@dcf.example").exists()
