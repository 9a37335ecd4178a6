"""Who may see a young person, from when, until when."""

import datetime as dt

from accounts import coverage
from accounts.models import Office, User
from audit import clock
from youth.models import Access, Youth

CREATED, ASSIGNED, SUPERVISES = "created", "assigned", "supervises"
HANDOVER = dt.timedelta(days=14)  # proposed: the earlier worker finishes a draft and hands over


def grant_access(youth: Youth, *, why: str, user: User | None = None, office: Office | None = None) -> Access:
    """From now on, without end; a second call with the same reason changes nothing."""
    access, _made = Access.objects.get_or_create(
        youth=youth, user=user, office=office, why=why, ends_at=None, defaults={"starts_at": clock.now()}
    )
    return access


def follow_assignment(youth: Youth) -> None:
    """The assigned worker and their supervisor see the young person; the earlier ones only to hand over."""
    now = clock.now()
    worker = youth.assigned_worker
    supervisor = coverage.supervisor_of(worker or youth.created_by, now)
    wanted = {ASSIGNED: worker, SUPERVISES: supervisor}
    for row in youth.access.filter(why__in=wanted, ends_at=None):
        person = wanted[row.why]
        if person is None or row.user_id != person.pk:
            row.ends_at = now + HANDOVER
            row.save(update_fields=["ends_at"])
    for why, person in wanted.items():
        if person is not None:
            grant_access(youth, why=why, user=person)
