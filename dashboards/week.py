"""On Monday morning, to whoever leads a unit: how much is open in it and how much is late. No mail of it tells more."""

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission, grants
from audit import clock
from dashboards import acting
from dashboards.digest import MORNING
from dashboards.today import ALL, UnitToday
from dashboards.under import people_under
from notifications import outbox, wording


def send() -> int:
    """Once a week and person, however often it is swept. Returns how many mails. Whoever leads nobody gets none."""
    now = clock.now()
    day = timezone.localdate(now)
    monday = day - dt.timedelta(days=day.weekday())
    if now < timezone.make_aware(dt.datetime.combine(monday, MORNING)):
        return 0
    url, told = settings.SITE_URL + reverse("dashboards:unit"), 0
    for user in User.objects.active():
        units = acting.units_led(user) if grants(user, Permission.VIEW_UNIT) else []
        people = list(people_under(user, units))
        if len(people) > 1:
            subject, body = wording.week(url, counts(user, people, now))
            to = [(user.email, user.pk)]
            outbox.put_all(event=f"week.{monday}", about=user.pk, to=to, subject=subject, body=body)
            told += 1
    return told


def counts(user: User, people: list[User], now: dt.datetime) -> dict[str, int]:
    today = UnitToday(user, people, now)
    duties = today.total(ALL)
    drafts = sum(worker.drafts for worker in today.workers.values())
    return {"open": duties.open, "late": duties.late, "drafts": drafts}
