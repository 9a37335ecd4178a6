"""Who may see a young person, from when, until when."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db.models import Q

from accounts.models import Office, Unit, User
from audit import clock
from youth.models import Access, Youth

CREATED, ASSIGNED, SUPERVISES, ACTING = "created", "assigned", "supervises", "acts_as_supervisor"
DRAFTS = "draft"  # writes a screening of them, although another is their worker
LEADS = ("supervisor", "acting_supervisor")
HANDOVER = dt.timedelta(days=14)  # proposed: the earlier worker finishes a draft and hands over


class Acting(NamedTuple):
    person: User
    until: dt.datetime


def grant_all(youth: Youth, *, why: str, users: Iterable[User] = (), offices: Iterable[Office] = ()) -> None:
    """From now on, without end, for several people and offices; whoever has it already keeps what they have."""
    if youth.sealed_at:
        return
    rows = youth.access.filter(why=why, ends_at=None)
    known = {pk for row in rows.values_list("user", "office") for pk in row if pk}
    now = clock.now()
    wanted = {user.pk: Access(youth=youth, user=user, why=why, starts_at=now) for user in users}
    wanted |= {office.pk: Access(youth=youth, office=office, why=why, starts_at=now) for office in offices}
    admit(youth, [row for pk, row in wanted.items() if pk not in known])


def grant_access(youth: Youth, *, why: str, user: User | None = None, office: Office | None = None) -> None:
    """From now on, without end; a second call with the same reason changes nothing."""
    admit(youth, [Access(youth=youth, user=user, office=office, why=why, starts_at=clock.now())])


def admit(youth: Youth, rows: Sequence[Access]) -> None:
    """The one way in for all reasons but one: into a sealed record only HART's lead lets anybody (``sealing``)."""
    if youth.sealed_at is None and rows:
        Access.objects.bulk_create(rows, ignore_conflicts=True)


def admit_until(youth: Youth, acting: Acting, *, why: str) -> None:
    """What somebody sees because they act for a supervisor ends with that."""
    row = Access(youth=youth, user=acting.person, why=why, starts_at=clock.now(), ends_at=acting.until)
    if not youth.access.filter(user=acting.person, why=why, ends_at=acting.until).exists():
        admit(youth, [row])


def admit_leading(youth: Youth, worker: User, *, why: str) -> None:
    """The worker's supervisor for good, and who acts for them until their time is up."""
    supervisor, acting = leading(worker, clock.now())
    if supervisor:
        grant_access(youth, why=why, user=supervisor)
    if acting:
        admit_until(youth, acting, why=why)


def leave(youth: Youth, *reasons: str, people: Iterable[User]) -> None:
    """These people keep for the time of a handover what they see for these reasons; a row with an end keeps it."""
    youth.access.filter(why__in=reasons, user__in=people, ends_at=None).update(ends_at=clock.now() + HANDOVER)


def follow_assignment(youth: Youth) -> None:
    """The assigned worker and the unit's supervisor see the young person; the earlier ones only to hand over.

    Whoever is acting for the supervisor sees the young person until their time is up.
    """
    now = clock.now()
    worker = youth.assigned_worker
    supervisor, acting = leading(worker or youth.created_by, now)
    wanted = {ASSIGNED: worker, SUPERVISES: supervisor}
    for row in youth.access.filter(why__in=wanted, ends_at=None):
        person = wanted[row.why]
        if person is None or row.user_id != person.pk:
            row.ends_at = now + HANDOVER
            row.save(update_fields=["ends_at"])
    for why, person in wanted.items():
        if person is not None:
            grant_access(youth, why=why, user=person)
    follow_acting(youth, acting, now)


def leading(worker: User, now: dt.datetime) -> tuple[User | None, Acting | None]:
    """The worker's own supervisor, and who acts for them until when; nobody answers for themselves."""
    unit = worker.unit
    if unit is None:
        return None, None
    supervisor = unit.supervisor if unit.supervisor.is_active and unit.supervisor_id != worker.pk else None
    person, until = unit.acting_supervisor, unit.acting_until
    if person is None or until is None or until <= now or not person.is_active or person.pk == worker.pk:
        return supervisor, None
    return supervisor, Acting(person, until)


def follow_acting(youth: Youth, acting: Acting | None, now: dt.datetime) -> None:
    is_granted = False
    for row in youth.access.filter(why=ACTING, starts_at__lte=now, ends_at__gt=now).select_related("user"):
        if acting and (row.user, row.ends_at) == acting:
            is_granted = True
        elif row.starts_at == now:
            row.delete()
        else:
            row.ends_at = now
            row.save(update_fields=["ends_at"])
    if acting and not is_granted:
        admit(youth, [Access(youth=youth, user=acting.person, why=ACTING, starts_at=now, ends_at=acting.until)])


def follow_unit(unit: Unit) -> None:
    """After a change of its supervisor, of who is acting, or of who belongs to it."""
    belongs = Q(assigned_worker__unit=unit) | Q(assigned_worker=None, created_by__unit=unit)
    workers = [f"{name}__unit__{leads}" for name in ("assigned_worker", "created_by") for leads in LEADS]
    led = Youth.objects.locked().filter(belongs).select_related(*workers).order_by("pk")
    for youth in led:
        follow_assignment(youth)
