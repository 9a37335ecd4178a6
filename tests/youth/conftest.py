"""A fixed cast: a worker and their supervisor in Hartford, its liaison, HART's lead, and a stranger."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import Cover, Office, Unit, User
from accounts.permissions import Role
from youth import services
from youth.models import Youth

MakeYouth = Callable[..., Youth]


def person(name: str, role: Role, office: Office | None, unit: Unit | None = None) -> User:
    email = f"{name.lower().replace(' ', '.')}@hart.example"
    return User.objects.create(email=email, name=name, role=role, office=office, unit=unit)


@pytest.fixture
def hartford(db: Any) -> Office:
    return Office.objects.get(name="Hartford")


@pytest.fixture
def norwich(db: Any) -> Office:
    return Office.objects.get(name="Norwich")


@pytest.fixture
def supervisor(hartford: Office) -> User:
    return person("Sam Supervisor", Role.SUPERVISOR, hartford)


@pytest.fixture
def worker(hartford: Office, supervisor: User) -> User:
    unit = Unit.objects.create(name="Invented unit", office=hartford, supervisor=supervisor)
    return person("Wanda Worker", Role.CASEWORKER, hartford, unit)


@pytest.fixture
def colleague(hartford: Office) -> User:
    return person("Colin Colleague", Role.CASEWORKER, hartford)


@pytest.fixture
def stranger(norwich: Office) -> User:
    return person("Stan Stranger", Role.CASEWORKER, norwich)


@pytest.fixture
def liaison(hartford: Office) -> User:
    found = person("Lia Liaison", Role.LIAISON, None)
    Cover.objects.create(liaison=found, office=hartford)
    return found


@pytest.fixture
def lead(db: Any) -> User:
    return person("Lee Lead", Role.LEAD, Office.objects.central())


@pytest.fixture
def make_youth(worker: User) -> MakeYouth:
    def make(by: User = worker, **values: Any) -> Youth:
        return services.create_youth({"legal_first": "Maya", "legal_last": "Sample", **values}, by=by)

    return make


@pytest.fixture
def as_worker(client: Client, worker: User) -> Client:
    client.force_login(worker)
    return client
