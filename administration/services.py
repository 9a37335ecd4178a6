"""What an administrator changes: people, units, covers, absences, the roster, business hours, towns, providers.

A change that would leave an office, its towns or the on-call hours to nobody is refused with the list. ``would``
says beforehand what a change would do, and leaves nothing of it.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import gaps
from accounts import services as accounts
from accounts.gaps import Gap
from accounts.models import Absence, Cover, Office, OnCallShift, Town, Unit, User
from accounts.permissions import Permission, Role, grants
from administration import words
from audit import clock, trail
from audit.refusals import Refusal
from audit.trail import record
from duties.models import Duty
from notifications import notices
from referrals.models import Provider
from referrals.services import clocks, receiving
from youth import services as youths

LOOKED_BACK = dt.timedelta(days=90)


class WouldUncover(Refusal):
    """Nobody would be there for these places and hours; the sentence lists them."""

    shows_typed = True


class CannotChange(Refusal):
    """Something else has to be done first; the sentence says what."""

    shows_typed = True


@dataclass(frozen=True)
class Would:
    """What a change would open and what it would close; or why it cannot be made."""

    opened: list[Gap]
    closed: list[Gap]
    routed: int  # referrals of the last 90 days
    elsewhere: int  # of these, how many would go to another office or person
    moved: int = 0  # clocks that run whose limit would be another
    refused: str = ""


@contextmanager
def covered(back: str) -> Iterator[None]:
    """Around a change. Raises WouldUncover, and the caller's transaction takes it back."""
    now = clock.now()
    before = gaps.staffing(now)
    yield
    found = gaps.opened(before, gaps.staffing(now), now)
    if found:
        raise WouldUncover(
            _("Nobody would be there: %(places)s. Put somebody else there first.")
            % {"places": words.listed(found, now)},
            back,
        )


def would(change: Callable[[], object]) -> Would:
    """As if it were done: then everything is taken back, its lines in the trail too."""
    now = clock.now()
    before, routed, limits = gaps.staffing(now), receiving.routes_since(now - LOOKED_BACK, now), Duty.objects.limits()
    with transaction.atomic(), trail.forgetting():
        try:
            with transaction.atomic():
                change()
            after, refused = gaps.staffing(now), ""
            anew, counted = receiving.routes_since(now - LOOKED_BACK, now), Duty.objects.limits()
        except Refusal as why:
            after, refused, anew, counted = before, why.message, routed, limits
        transaction.set_rollback(True)
    opened, closed = gaps.opened(before, after, now), gaps.opened(after, before, now)
    return Would(opened, closed, len(routed), differing(routed, anew), differing(limits, counted), refused)


def differing(before: Mapping[UUID, object], after: Mapping[UUID, object]) -> int:
    return sum(1 for pk, one in before.items() if after.get(pk) != one)


# --- People -------------------------------------------------------------------------------------------------------


def add_person(values: Mapping[str, Any], *, by: User) -> User:
    """Invited at once. Raises ValidationError for an address that is taken."""
    user = accounts.create_user(**values, by=by)
    accounts.invite(user, by=by)
    return user


def change_person(user: User, values: Mapping[str, Any], *, by: User) -> User:
    """A mover: role, office and unit follow, and with them what they see. Raises WouldUncover, CannotChange."""
    back = reverse("administration:person", args=[user.pk])
    user = User.objects.locked().get(pk=user.pk)
    units = {user.unit, values["unit"]} - {None}
    if values["role"] != user.role:
        refuse_last_administrator(user, back, by=by)
        refuse_while_leading(user, Role(values["role"]), back)
    with covered(back):
        accounts.change_user(user, values, by=by)
    for unit in units:
        assert unit
        youths.follow_unit(unit)
    return user


def invite_again(user: User, *, by: User) -> None:
    """The link before works no more once this one was used."""
    accounts.invite(user, by=by)


def leave(user: User, *, by: User) -> None:
    """They sign in no more. Who leads their unit, or HART, is asked to hand on what was theirs."""
    back = reverse("administration:person", args=[user.pk])
    user = User.objects.locked().get(pk=user.pk)
    refuse_last_administrator(user, back, by=by)
    refuse_while_leading(user, None, back)
    with covered(back):
        accounts.deactivate(user, by=by)
    heard = [user.unit.supervisor] if user.unit else list(User.objects.leads()) if user.of_hart else []
    notices.tell_all([person.pk for person in heard if person.is_active], "user.leave", "user", user.pk)


def come_back(user: User, *, by: User) -> None:
    """Under the same account; they set a new password with the link."""
    accounts.reactivate(User.objects.locked().get(pk=user.pk), by=by)
    accounts.invite(user, by=by)


def refuse_last_administrator(user: User, back: str, *, by: User) -> None:
    if user == by:
        raise CannotChange(
            _("Nobody changes their own role or ends their own account. Ask another administrator."), back
        )
    if user.role == Role.ADMINISTRATOR and not User.objects.administrators().exclude(pk=user.pk).exists():
        raise CannotChange(_("They are the only administrator. Make another one first."), back)


def refuse_while_leading(user: User, role: Role | None, back: str) -> None:
    """``role``: the new one; None when they leave."""
    led = list(Unit.objects.filter(supervisor=user))
    if led and (role is None or role not in words.LEADING):
        raise CannotChange(
            _("They lead %(units)s. Name another supervisor there first.")
            % {"units": ", ".join(f"{unit}, {unit.office}" for unit in led)},
            back,
        )


# --- Units --------------------------------------------------------------------------------------------------------


def create_unit(values: Mapping[str, Any], *, by: User) -> Unit:
    return accounts.create_unit(**values, by=by)


def change_unit(unit: Unit, values: Mapping[str, Any], *, by: User) -> Unit:
    """Whoever supervises it now sees its young people; whoever did keeps them for the time of a handover."""
    unit = accounts.change_unit(unit, values, by=by)
    youths.follow_unit(unit)
    return unit


# --- Offices ------------------------------------------------------------------------------------------------------


def cover(office: Office, *, liaison: User, backup: User | None, rank: int, by: User) -> Cover:
    with covered(office_page(office)):
        return accounts.cover_office(liaison=liaison, office=office, backup=backup, rank=rank, by=by)


def end_cover(found: Cover, *, by: User) -> None:
    with covered(office_page(found.office)):
        accounts.end_cover(found, by=by)


def move_town(town: Town, office: Office, *, by: User) -> Town:
    """What comes from there goes to the other office from now on. Raises WouldUncover."""
    now = clock.now()
    empty = [gap for gap in gaps.standing(gaps.staffing(now), now) if gap.place == office.name]
    if empty:
        raise WouldUncover(
            _("Nobody would be there for %(town)s: %(places)s. Put somebody there first.")
            % {"town": town, "places": words.listed(empty, now)},
            office_page(town.office),
        )
    return accounts.move_town(town, office, by=by)


def office_page(office: Office) -> str:
    return reverse("administration:office", args=[office.pk])


# --- Who is there -------------------------------------------------------------------------------------------------


def set_absence(user: User, *, starts_at: dt.datetime, ends_at: dt.datetime, by: User) -> Absence:
    with covered(reverse("administration:roster")):
        return accounts.set_absence(user, starts_at=starts_at, ends_at=ends_at, by=by)


def end_absence(absence: Absence, *, by: User) -> None:
    accounts.end_absence(absence, at=clock.now(), by=by)


def set_on_call(user: User, *, phone: str, starts_at: dt.datetime, ends_at: dt.datetime, by: User) -> OnCallShift:
    return accounts.set_on_call(user, phone=phone, starts_at=starts_at, ends_at=ends_at, by=by)


def end_shift(shift: OnCallShift, *, by: User) -> None:
    with covered(reverse("administration:roster")):
        accounts.end_shift(shift, at=clock.now(), by=by)


def set_hours(*, since: dt.date, opens: dt.time, closes: dt.time, by: User) -> None:
    """HART works these hours from that day on; what runs in business time is counted anew."""
    clocks.set_hours(since=since, opens=opens, closes=closes, by=by)


# --- Providers ----------------------------------------------------------------------------------------------------


def keep_provider(provider: Provider, values: Mapping[str, Any], *, by: User) -> Provider:
    """A new one, or what is changed of one; where it was named it stays named."""
    if not grants(by, Permission.MANAGE_PEOPLE):
        raise CannotChange(_("Only an administrator changes the list of providers."))
    for name, value in values.items():
        setattr(provider, name, value)
    provider.code = provider.code or f"own-{provider.pk}"[:50]
    provider.save()
    record("provider.keep", "provider", provider.pk, by=by.pk, facts={"active": provider.is_active})
    return provider
