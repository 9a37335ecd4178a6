from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from audit import trail
from notifications import outbox, wording
from notifications.models import Message
from tests.notifications.postoffice import PostOffice


@pytest.fixture
def office(settings: Any) -> Iterator[PostOffice]:
    with PostOffice() as running:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        yield running


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits of the product in tenths of a second."""
    monkeypatch.setattr("notifications.relay.COMMAND_WAIT", 0.3)
    monkeypatch.setattr("notifications.relay.FINAL_DOT_WAIT", 0.3)


def written(to: str = "hart@office.example", **changes: Any) -> Message:
    subject, body = wording.notice("HR-7K3P-9XQ4", "http://localhost:8000/referrals/open/")
    values = {"event": "referral.sent", "about": uuid4(), "subject": subject, "body": body}
    with trail.acting("test"):
        return outbox.put(**{**values, "to": to, **changes})


@pytest.fixture
def no_templates(settings: Any, tmp_path: Path) -> None:
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path], "APP_DIRS": False}]
