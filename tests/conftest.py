"""The harness: real PostgreSQL as the app's role, no network, a trail for every test that touches the database."""

import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase

from audit import trail
from tests import databases
from vault import keys

LOOPBACK = ("127.0.0.1", "::1", "localhost")
_connect = socket.socket.connect


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--every-state", action="store_true", help="the walk over every page fills each form in, too")
    parser.addoption("--days", type=int, default=5, help="how long nobody acts, in the test of that")
    parser.addoption("--claimed", type=int, default=10, help="referrals that ten claim at once")
    parser.addoption("--triaged", type=int, default=0, help="referrals more that a liaison triages by keyboard")
    parser.addoption("--oracle-cases", type=int, default=1_000, help="random cases of the clocks")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes a minute is begun first, by every second worker, so that no core waits for it at the end.

    The scheduler gives each worker one piece of the list, and who is done takes from the end of another's.
    """
    workers = getattr(config, "workerinput", {}).get("workercount", 1)
    beginning = range(0, workers, 2)
    long = [item for item in items if item.get_closest_marker("slow")]
    rest = [item for item in items if not item.get_closest_marker("slow")]
    size = -(-len(items) // workers)
    ordered: list[pytest.Item] = []
    for number in range(workers):
        own = long[number // 2 :: len(beginning)] if number in beginning else []
        ordered += [*own, *rest[: size - len(own)]]
        del rest[: size - len(own)]
    items[:] = [*ordered, *rest]


@pytest.fixture(scope="session", autouse=True)
def _cheap_where_nothing_is_tested() -> None:
    """Each test has a client of its own, which would read six hundred files that it does not ask for."""
    settings.WHITENOISE_AUTOREFRESH = True
    settings.PASSWORD_HASHERS = ["tests.hashing.CheapArgon2"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    with databases.cloned() as name:
        os.environ.update(databases.environment_for(name))
        for alias, suffix in (("default", ""), ("keys", "_keys")):
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = f"{name}{suffix}"
        TransactionTestCase._fixture_teardown = lambda self: databases.empty(name)  # type: ignore[method-assign]
        yield
        for connection in connections.all():
            connection.close()


@pytest.fixture(autouse=True)
def _recorded(request: pytest.FixtureRequest, _django_db_marker: None) -> Iterator[None]:
    """Services refuse to work without a trail; a test that wants to see that says ``unrecorded``."""
    if request.node.get_closest_marker("django_db") is None or request.node.get_closest_marker("unrecorded"):
        yield
        return
    with keys.opened(), trail.recording():
        yield


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", connect_to_this_machine_only)


def connect_to_this_machine_only(self: socket.socket, address: Any) -> None:
    if self.family != socket.AF_UNIX and address[0] not in LOOPBACK:
        raise AssertionError(f"a test tried to reach {address[0]}")
    _connect(self, address)
