"""Through the pages, as one of the people of the story."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import User
from screening.models import Screening


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def shown(client: Client, name: str, *args: Any) -> str:
    answer = client.get(reverse(f"referrals:{name}", args=args))
    assert answer.status_code == 200, (name, answer.status_code, answer.headers.get("Location"))
    return answer.content.decode()


def checked(client: Client, screening: Screening, **typed: Any) -> str:
    """Fill in the fields, go to the page to check; gives the hidden key back."""
    seen = re.search(r'name="seen" value="([^"]+)"', shown(client, "fields", screening.pk))
    assert seen
    answer = client.post(reverse("referrals:fields", args=[screening.pk]), {"seen": seen[1], **typed})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    page = shown(client, "check", screening.pk)
    found = re.search(r'name="submission_key" value="([^"]+)"', page)
    assert found
    return found[1]


def signed(client: Client, screening: Screening, key: str) -> Any:
    return client.post(reverse("referrals:sign", args=[screening.pk]), {"submission_key": key, "is_what_i_know": "on"})
