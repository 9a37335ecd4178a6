"""One browser and one server for the tests of this folder; a window, a context and an empty database for each test."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from accounts.models import User
from tests.browser.site import Site, served

QUIET = (
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PATIENCE = 10_000  # milliseconds

Opened = Callable[..., BrowserContext]


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Only while this folder's tests run: the driver keeps an event loop in the thread of the tests."""
    path = os.environ.get("CHROMIUM")
    if not path:
        pytest.skip("there is no Chromium, so this browser test is skipped and counted")
    arguments = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else list(QUIET)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def site(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("site")) as found:
        yield found


@pytest.fixture
def opened(chromium: Browser, site: Site) -> Iterator[Opened]:
    """A context of its own for each person; everything on any other machine is out of reach."""
    contexts = []

    def open_context(person: User | None = None, **options: Any) -> BrowserContext:
        context = chromium.new_context(base_url=site.url, **options)
        context.set_default_timeout(PATIENCE)
        if person:
            sign_in(context, person, site.url)
        contexts.append(context)
        return context

    yield open_context
    for context in contexts:
        context.close()


def sign_in(context: BrowserContext, person: User, url: str) -> None:
    """As somebody who has just given their password."""
    client = Client()
    client.force_login(person)
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, person, "password", reauthenticated=True)
    request.session.save()
    context.add_cookies([{"name": name, "value": morsel.value, "url": url} for name, morsel in client.cookies.items()])
