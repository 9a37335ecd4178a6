"""What the tests of a unit do: the supervisor opens a worker, ticks and gives."""

import datetime as dt
from typing import Any

from django.urls import reverse

from accounts.models import User
from dashboards.day import Due, due_soon, owed, own_youths
from referrals.services.reassigning import Chosen, Given, reassign
from tests.referrals.browsing import as_
from tests.referrals.story import Cast
from youth.models import Youth


def page_of(people: Cast, worker: User) -> str:
    return as_(people.supervisor).get(reverse("dashboards:unit-worker", args=[worker.pk])).content.decode()


def give(people: Cast, to: User, **ticked: Any) -> str:
    typed = {"to": str(to.pk), "because": "sick", **ticked}
    address = reverse("dashboards:unit-worker", args=[people.worker.pk])
    return as_(people.supervisor).post(address, typed, follow=True).content.decode()


def owed_by(worker: User, now: dt.datetime) -> list[Due]:
    own = own_youths(worker)
    return due_soon(owed(own, now), own, now)


def given(people: Cast, to: User, *youths: Youth, drafts: Any = (), by: User | None = None) -> Given:
    chosen = Chosen([one.pk for one in youths], [one.pk for one in drafts])
    return reassign(people.worker, chosen, to=to, because="left", by=by or people.supervisor)
