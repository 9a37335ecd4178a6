"""Somebody involved is staff, a foster parent or a relative of staff: the record is for a few named people alone."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import coverage
from accounts.models import User
from accounts.permissions import Permission, grants
from audit import clock
from audit.refusals import Refusal
from audit.trail import record
from notifications import notices
from youth.choices import SEALING, Conflict
from youth.models import Access, Youth
from youth.models.access import NAMED


class CannotName(Refusal):
    """Nobody of HART's leads would be left, or the person reads no case."""


def note_conflict(youth: Youth, said: str, *, by: User) -> None:
    """As it was answered. A yes seals at once; a no, and what is not known, opens nothing that is sealed."""
    if said in SEALING:
        seal(youth, because=said, by=by)
    elif said and youth.sealed_at is None and youth.conflict != said:
        youth.conflict = said
        youth.save(update_fields=["conflict"])


def seal(youth: Youth, *, because: str, by: User) -> None:
    """Every row of access ends. On the list: whoever enters it, their supervisor unless involved, HART's leads."""
    held, now = Youth.objects.locked().get(pk=youth.pk), clock.now()
    if held.sealed_at is None:
        held.sealed_at, held.conflict = now, because
        held.save(update_fields=["sealed_at", "conflict"])
        end_every_row(held, now)
        supervisor = coverage.supervisor_of(by, now) if because == Conflict.YES else None
        put_on_list(held, [by, *filter(None, [supervisor]), *User.objects.leads()], now)
        record("youth.seal", "youth", held.pk, by=by.pk, youth=held.pk, facts={"conflict": because})
    youth.sealed_at, youth.conflict = held.sealed_at, held.conflict


def end_every_row(youth: Youth, now: dt.datetime) -> None:
    """A row that would end as it begins was never one."""
    youth.access.filter(starts_at__gte=now).delete()
    youth.access.current().update(ends_at=now)


def put_on_list(youth: Youth, people: Iterable[User], now: dt.datetime) -> None:
    named = {person.pk: person for person in people}
    rows = (Access(youth=youth, user=person, why=NAMED, starts_at=now) for person in named.values())
    Access.objects.bulk_create(rows, ignore_conflicts=True)


def named_for(youth: Youth) -> list[User]:
    return list(User.objects.filter(pk__in=youth.access.named().values("user")).order_by("name"))


def named_ids(youth: Youth) -> set[UUID | None]:
    return set(youth.access.named().values_list("user", flat=True))


def name_person(youth: Youth, person: User, *, by: User) -> None:
    """By HART's lead alone."""
    held = held_sealed(youth, by)
    if not grants(person, Permission.VIEW_YOUTH):
        raise CannotName(_("This person reads no case."), page_of(held))
    if person.pk in named_ids(held):
        return
    put_on_list(held, [person], clock.now())
    notices.tell(person.pk, "youth.name", "youth", held.pk)
    record("youth.name", "user", person.pk, by=by.pk, youth=held.pk)


def unname_person(youth: Youth, person: User, *, by: User) -> None:
    """By HART's lead alone; one of the leads stays, or nobody could keep the list."""
    held, now = held_sealed(youth, by), clock.now()
    left = [one for one in named_for(held) if one != person]
    if not any(grants(one, Permission.LEAD_HART) for one in left):
        raise CannotName(_("One of HART's leads has to stay on the list. Name another lead first."), page_of(held))
    rows = held.access.named().filter(user=person)
    if rows.exists():
        rows.filter(starts_at__gte=now).delete()
        rows.update(ends_at=now)
        record("youth.unname", "user", person.pk, by=by.pk, youth=held.pk)


def held_sealed(youth: Youth, by: User) -> Youth:
    if not grants(by, Permission.LEAD_HART):
        raise PermissionDenied
    held = Youth.objects.locked().get(pk=youth.pk)
    if held.sealed_at is None:
        raise CannotName(_("This record is not sealed."), page_of(held))
    return held


def page_of(youth: Youth) -> str:
    return reverse("youth:named", args=[youth.pk])
