"""One mail in the morning for what a person has not seen yet and wants to hear of once a day."""

import datetime as dt
from collections import defaultdict
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit import clock
from notifications import outbox, wording
from notifications.models import Notice
from notifications.telling import How, how

MORNING = dt.time(7)  # local


def send() -> int:
    """Once a day and person, however often it is swept; what was seen meanwhile is not told. Returns how many mails."""
    now = clock.now()
    morning = timezone.make_aware(dt.datetime.combine(timezone.localdate(now), MORNING))
    if now < morning:
        return 0
    since_yesterday = Notice.objects.filter(seen_at=None, at__gte=morning - dt.timedelta(days=1), at__lt=morning)
    unseen: dict[UUID, set[str]] = defaultdict(set)
    for person, event in since_yesterday.values_list("user", "event"):
        unseen[person].add(event)
    waiting = User.objects.active().filter(pk__in=unseen)
    told = [user for user in waiting if any(how(event, user) == How.DAILY for event in unseen[user.pk])]
    subject, body = wording.digest(settings.SITE_URL + reverse("dashboards:news"))
    for user in told:
        outbox.put_all(
            event=f"digest.{morning.date()}", about=user.pk, to=[(user.email, user.pk)], subject=subject, body=body
        )
    return len(told)
