"""Who answers at a given moment: a liaison or their backup, the on-call person, a worker's supervisor."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import Cover, Office, OnCallShift, Town, User


def on_duty_liaison(office: Office, at: datetime) -> User | None:
    """The office's liaison, or the backup of one who is away; of several, the one asked first."""
    covers = list(Cover.objects.filter(office=office).select_related("liaison", "backup"))
    asked = [person for cover in covers for person in (cover.liaison, cover.backup) if person]
    away = _away({person.pk for person in asked}, at)
    return next((person for person in asked if person.pk not in away), None)


def is_on_duty(user: User, at: datetime) -> bool:
    return not _away({user.pk}, at)


def on_call(at: datetime) -> OnCallShift | None:
    return OnCallShift.objects.at(at).exclude(user__in=User.objects.away(at)).select_related("user").first()


def supervisor_of(user: User, at: datetime) -> User | None:
    """Whoever answers for the user's unit at that moment: the acting supervisor until their time is up.

    None without a unit, or where the only answer would be the user.
    """
    unit = user.unit
    if unit is None:
        return None
    acting = unit.acting_supervisor if unit.acting_until and at < unit.acting_until else None
    for person in (acting, unit.supervisor):
        if person and person.is_active and person.pk != user.pk:
            return person
    return None


@dataclass(frozen=True)
class OnCallNow:
    shift: UUID
    person: UUID
    phone: str


@dataclass(frozen=True)
class Table:
    """Coverage at one moment, by ids alone: all that routing needs."""

    central: UUID
    covers: Mapping[UUID, tuple[tuple[UUID, UUID | None], ...]]  # office -> (liaison, backup) in order
    towns: Mapping[UUID, UUID]  # town -> office
    on_call: tuple[OnCallNow, ...]  # first asked first
    absent: frozenset[UUID]  # of all named above, who is away


def table(at: datetime) -> Table:
    """Five queries. Every office is a key of ``covers``, also one that nobody covers."""
    offices = dict(Office.objects.values_list("pk", "is_central"))
    covers: dict[UUID, list[tuple[UUID, UUID | None]]] = {office: [] for office in offices}
    named: set[UUID] = set()
    for office, liaison, backup in Cover.objects.values_list("office", "liaison", "backup"):
        covers[office].append((liaison, backup))
        named |= {liaison, backup} if backup else {liaison}
    shifts = tuple(OnCallNow(*row) for row in OnCallShift.objects.at(at).values_list("pk", "user", "phone"))
    named |= {shift.person for shift in shifts}
    return Table(
        central=next(office for office, is_central in offices.items() if is_central),
        covers={office: tuple(pairs) for office, pairs in covers.items()},
        towns=dict(Town.objects.values_list("pk", "office")),
        on_call=shifts,
        absent=_away(named, at),
    )


def _away(people: set[UUID], at: datetime) -> frozenset[UUID]:
    return frozenset(User.objects.filter(pk__in=people).away(at).values_list("pk", flat=True))
