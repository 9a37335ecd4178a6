"""What the database itself refuses about people and places, and the questions their querysets answer."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError

from accounts import models as accounts
from accounts.models import Absence, Cover, Office, OnCallShift, Region, Unit, User
from accounts.permissions import Role
from tests.accounts.people import person

pytestmark = pytest.mark.django_db(databases="__all__")
NOON = datetime.datetime(2026, 11, 20, 17, 0, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


def hartford() -> Office:
    return Office.objects.get(name="Hartford")


REFUSED: dict[str, Callable[[], Any]] = {
    "office_is_central_or_has_a_region": lambda: Office.objects.create(name="Nowhere"),
    "office_only_one_is_central": lambda: Office.objects.create(name="Second centre", is_central=True),
    "accounts_office_name": lambda: Office.objects.create(name="Hartford", region=Region.objects.first()),
    "accounts_region_number": lambda: Region.objects.create(number=1),
    "user_email_is_lower_case": lambda: person(email="Upper@dcf.example"),
    "accounts_user_email": lambda: [person(email="same@dcf.example") for _ in range(2)],
    "user_role_is_known": lambda: person(role="visitor"),  # type: ignore[arg-type]
    "user_of_a_unit_has_an_office": lambda: person(unit=unit(), office=None),
    "unit_name_once_an_office": lambda: [unit("Unit A") for _ in range(2)],
    "unit_acting_supervisor_and_until_together": lambda: unit(acting_supervisor=person()),
    "unit_acting_supervisor_is_another": lambda: (
        lambda one: unit(supervisor=one, acting_supervisor=one, acting_until=NOON)
    )(person()),
    "cover_once_a_liaison_and_office": lambda: (
        lambda one: [Cover.objects.create(liaison=one, office=hartford()) for _ in range(2)]
    )(person(Role.LIAISON)),
    "cover_backup_is_another": lambda: (lambda one: Cover.objects.create(liaison=one, backup=one, office=hartford()))(
        person(Role.LIAISON)
    ),
    "absence_ends_after_it_starts": lambda: Absence.objects.create(user=person(), starts_at=NOON, ends_at=NOON),
    "shift_ends_after_it_starts": lambda: OnCallShift.objects.create(
        user=person(), phone="860-555-0199", starts_at=NOON, ends_at=NOON - HOUR
    ),
    "shift_has_a_phone": lambda: OnCallShift.objects.create(
        user=person(), phone="", starts_at=NOON, ends_at=NOON + HOUR
    ),
}


def unit(name: str = "Unit of the tests", **fields: Any) -> Unit:
    supervisor = fields.pop("supervisor", None) or person(Role.SUPERVISOR)
    return Unit.objects.create(name=name, office=hartford(), supervisor=supervisor, **fields)


@pytest.mark.parametrize("rule", REFUSED)
def test_the_database_refuses(rule: str) -> None:
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        REFUSED[rule]()


def test_every_constraint_of_these_tables_is_among_the_refused() -> None:
    constraints = {
        constraint.name
        for model in vars(accounts).values()
        if isinstance(model, type) and issubclass(model, models.Model) and model.__module__ == accounts.__name__
        for constraint in model._meta.constraints
    }
    assert constraints <= set(REFUSED)


def test_until_needs_an_acting_supervisor_too() -> None:
    with pytest.raises(IntegrityError, match="together"), transaction.atomic():
        unit(acting_until=NOON)


def test_nobody_who_is_named_somewhere_can_be_deleted() -> None:
    leader = unit().supervisor
    with pytest.raises(ProtectedError):
        leader.delete()


def test_a_person_is_found_by_address_in_any_case() -> None:
    known = person(email="mixed.case@dcf.example")
    assert User.objects.get_by_natural_key("Mixed.Case@DCF.example") == known
    with pytest.raises(User.DoesNotExist):
        User.objects.get_by_natural_key(None)


def test_who_is_shown_by_name_and_by_address_without_one() -> None:
    assert User(name="Invented Person", email="a@dcf.example").display_name == "Invented Person"
    assert User(name="", email="a@dcf.example").display_name == "a@dcf.example"


@pytest.mark.parametrize(("role", "expected"), [(role, role in ("liaison", "lead")) for role in Role])
def test_only_liaisons_and_leads_are_of_hart(role: Role, expected: bool) -> None:
    assert User(role=role).of_hart is expected


def test_leads_and_administrators_are_those_still_here() -> None:
    lead, gone = person(Role.LEAD), person(Role.LEAD, is_active=False)
    administrator = person(Role.ADMINISTRATOR)
    assert lead in User.objects.leads()
    assert gone not in User.objects.leads()
    assert list(User.objects.administrators()) == [administrator]


@pytest.mark.parametrize(
    ("at", "expected"),
    [(NOON - HOUR, False), (NOON, True), (NOON + HOUR / 2, True), (NOON + HOUR, False)],
)
def test_an_absence_counts_from_its_start_up_to_its_end(at: datetime.datetime, expected: bool) -> None:
    liaison = person(Role.LIAISON)
    Absence.objects.create(user=liaison, starts_at=NOON, ends_at=NOON + HOUR)
    assert (liaison in User.objects.away(at)) is expected


@pytest.mark.parametrize(
    "fields", [{"is_active": False}, {"role": Role.CASEWORKER}], ids=["has left", "of HART no longer"]
)
def test_away_is_also(fields: dict[str, Any]) -> None:
    somebody = person(**{"role": Role.LIAISON, **fields})
    assert somebody in User.objects.away(NOON)


def test_the_offices_of_a_liaison_are_those_covered_and_those_backed_up() -> None:
    one, other = person(Role.LIAISON), person(Role.LIAISON)
    own = Cover.objects.create(liaison=one, office=hartford())
    Cover.objects.create(liaison=other, office=Office.objects.get(name="Norwich"))
    backed = Cover.objects.create(liaison=other, office=Office.objects.get(name="Danbury"), backup=one)
    assert set(Cover.objects.by_liaison(one)) == {own, backed}


def test_places_and_people_are_written_by_their_names() -> None:
    assert str(Region.objects.get(number=4)) == "Region 4"
    assert str(hartford()) == "Hartford"
    assert str(hartford().towns.get(name="Hartford")) == "Hartford"
    assert str(unit("Unit B")) == "Unit B"
    assert str(person(name="Invented Name")) == "Invented Name"
