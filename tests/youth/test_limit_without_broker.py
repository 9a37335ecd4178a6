"""The limit of searches stands in the database: a broker that is stopped neither lifts it nor holds anybody."""

import datetime as dt
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from audit import clock
from audit.models import Entry
from tests.browser.site import served
from tests.notifications.processes import broker
from tests.youth.sent import BIRTH
from youth.models import SavedSearch
from youth.services import searches

pytestmark = [pytest.mark.django_db(databases="__all__", transaction=True), pytest.mark.slow]
SEARCH, RESULTS = "/young-people/", "/young-people/search/"
SECRET = "s" * 32  # of the token against forged requests
LONGEST = 2.0  # seconds


class Browser:
    def __init__(self, site: str, user: User) -> None:
        client = Client()
        client.force_login(user)
        cookies = {settings.CSRF_COOKIE_NAME: SECRET, **{name: kept.value for name, kept in client.cookies.items()}}
        self.place = urlsplit(site).netloc
        self.headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "X-CSRFToken": SECRET,
        }

    def search(self) -> str:
        """Where the answer leads to."""
        line = HTTPConnection(self.place, timeout=30)
        typed = urlencode({"name": "Maya Sample", **BIRTH})
        headers = {**self.headers, "Content-Type": "application/x-www-form-urlencoded"}
        line.request("POST", SEARCH, typed, headers)
        answer = line.getresponse()
        answer.read()
        line.close()
        return answer.headers["Location"]


def test_the_limit_holds_with_the_broker_stopped(worker: User, tmp_path: Path) -> None:
    now = clock.now()
    SavedSearch.objects.bulk_create(
        SavedSearch(user=worker, made_at=now - dt.timedelta(minutes=5), expires_at=now + searches.KEPT)
        for _search in range(searches.LIMIT - 3)
    )
    with broker(tmp_path) as valkey, served(tmp_path, REDIS_URL=valkey.url) as site:
        browser = Browser(site.url, worker)
        assert browser.search().startswith(RESULTS)
        valkey.kill()
        assert not valkey.answers()
        began = time.monotonic()
        led_to = [browser.search() for _search in range(5)]
        assert time.monotonic() - began < 5 * LONGEST
    assert [place.startswith(RESULTS) for place in led_to] == [True, True, False, False, False]
    assert led_to[2:] == [SEARCH] * 3
    assert SavedSearch.objects.filter(user=worker).count() == searches.LIMIT
    assert Entry.objects.filter(action="request.refuse", facts__refusal="toomanysearches", at__gte=now).count() == 3
