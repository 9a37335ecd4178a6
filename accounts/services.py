"""Accounts, units, absences and the roster: each change with its line in the trail.

``by`` is the person who acts, or the name of a declared system actor ("system:...").
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from accounts import emails
from accounts.models import Absence, Cover, Office, OnCallShift, Town, Unit, User
from accounts.permissions import Role
from audit import trail

Actor = User | str
CHANGED = ("name", "phone", "role", "office", "unit", "trained_on")


def create_user(
    *,
    email: str,
    name: str,
    role: Role | str,
    by: Actor,
    office: Office | None = None,
    unit: Unit | None = None,
    phone: str = "",
    trained_on: date | None = None,
    password: str | None = None,
) -> User:
    """Without a password nobody can sign in until the link of an invitation has been followed.

    A unit brings its office. Raises ValidationError for what is no address, taken, or no role.
    """
    office = unit.office if unit else office
    user = User(
        email=email.strip().lower(), name=name.strip(), role=role, office=office, unit=unit, phone=phone,
        trained_on=trained_on,
    )  # fmt: skip
    user.set_password(password)
    user.full_clean()
    user.save(force_insert=True)
    _record("user.create", "user", user.pk, by, role=Role(role).value)
    return user


def invite(user: User, *, by: Actor) -> None:
    """Send the person a link to set their password, valid 30 minutes."""
    emails.send_invitation(user)
    _record("user.invite", "user", user.pk, by)


def deactivate(user: User, *, by: Actor) -> None:
    """Whoever has left signs in no more, is on duty no more, and stays named where they acted."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    _record("user.deactivate", "user", user.pk, by)


def reactivate(user: User, *, by: Actor) -> None:
    """Whoever has come back; a password of before no longer opens anything."""
    user.is_active = True
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    _record("user.reactivate", "user", user.pk, by)


def change_user(user: User, values: Mapping[str, Any], *, by: Actor) -> User:
    """What an administrator keeps of a person; a unit brings its office. The trail learns which, and the new role."""
    before = {name: getattr(user, name) for name in CHANGED}
    for name in CHANGED:
        setattr(user, name, values[name])
    user.office = user.unit.office if user.unit else user.office
    user.full_clean()
    user.save(update_fields=CHANGED)
    changed = {name: True for name in CHANGED if getattr(user, name) != before[name]}
    _record("user.change", "user", user.pk, by, **changed, role_now=user.role)
    return user


def set_shortcuts(user: User, *, on: bool) -> None:
    """One's own single-key commands; whoever speaks to their computer switches them off (WCAG 2.1.4)."""
    user.uses_shortcuts = on
    user.save(update_fields=["uses_shortcuts"])
    _record("user.set_shortcuts", "user", user.pk, user, on=on)


def set_mail_choices(user: User, choices: Mapping[str, str]) -> None:
    """One's own: event -> how its mail comes, where that differs from the table (notifications.telling)."""
    user.mail_choices = dict(choices)
    user.save(update_fields=["mail_choices"])
    _record("user.set_mail_choices", "user", user.pk, user, chosen=len(choices))


def create_unit(*, name: str, office: Office, supervisor: User, by: Actor) -> Unit:
    unit = Unit.objects.create(name=name, office=office, supervisor=supervisor)
    _record("unit.create", "unit", unit.pk, by, supervisor=_id(supervisor))
    return unit


def change_unit(unit: Unit, values: Mapping[str, Any], *, by: Actor) -> Unit:
    """Its name and its supervisor; whoever acted for the one before acts no longer."""
    if unit.supervisor != values["supervisor"]:
        unit.acting_supervisor = unit.acting_until = None
    unit.name, unit.supervisor = values["name"], values["supervisor"]
    unit.full_clean()
    unit.save()
    _record("unit.change", "unit", unit.pk, by, supervisor=_id(unit.supervisor))
    return unit


def set_acting_supervisor(unit: Unit, acting: User | None, until: datetime | None, *, by: Actor) -> Unit:
    """Both or neither: None and None gives the unit back to its supervisor."""
    unit.acting_supervisor, unit.acting_until = acting, until
    unit.save(update_fields=["acting_supervisor", "acting_until"])
    _record("unit.set_acting", "unit", unit.pk, by, acting=_id(acting), until=_moment(until))
    return unit


def cover_office(*, liaison: User, office: Office, by: Actor, backup: User | None = None, rank: int = 1) -> Cover:
    """One row a liaison and office: a second call changes backup and rank."""
    cover, _ = Cover.objects.update_or_create(liaison=liaison, office=office, defaults={"backup": backup, "rank": rank})
    _record("office.cover", "office", office.pk, by, liaison=_id(liaison), backup=_id(backup), rank=rank)
    return cover


def end_cover(cover: Cover, *, by: Actor) -> None:
    _record("office.end_cover", "office", cover.office_id, by, liaison=str(cover.liaison_id))
    cover.delete()


def move_town(town: Town, office: Office, *, by: Actor) -> Town:
    town.office = office
    town.save(update_fields=["office"])
    _record("office.move_town", "office", office.pk, by, town=str(town.pk))
    return town


def set_absence(user: User, *, starts_at: datetime, ends_at: datetime, by: Actor) -> Absence:
    absence = Absence.objects.create(user=user, starts_at=starts_at, ends_at=ends_at)
    _record("user.set_absence", "user", user.pk, by, starts=_moment(starts_at), ends=_moment(ends_at))
    return absence


def set_on_call(user: User, *, phone: str, starts_at: datetime, ends_at: datetime, by: Actor) -> OnCallShift:
    shift = OnCallShift.objects.create(user=user, phone=phone, starts_at=starts_at, ends_at=ends_at)
    _record("user.set_on_call", "user", user.pk, by, starts=_moment(starts_at), ends=_moment(ends_at))
    return shift


def end_absence(absence: Absence, *, at: datetime, by: Actor) -> None:
    """One that has begun ends now; one that has not is not to be."""
    _record("user.end_absence", "user", absence.user_id, by)
    _end(absence, at)


def end_shift(shift: OnCallShift, *, at: datetime, by: Actor) -> None:
    _record("user.end_on_call", "user", shift.user_id, by)
    _end(shift, at)


def _end(span: Absence | OnCallShift, at: datetime) -> None:
    """A referral points to a shift that has begun, so it is shortened; what lies ahead is taken off."""
    if span.starts_at < at:
        span.ends_at = at
        span.save(update_fields=["ends_at"])
    else:
        span.delete()


def _record(action: str, kind: str, subject: UUID, by: Actor, **facts: str | int | None) -> None:
    trail.record(action, kind, subject, by=by.pk if isinstance(by, User) else by, facts=facts)


def _id(user: User | None) -> str | None:
    return str(user.pk) if user else None


def _moment(at: datetime | None) -> str | None:
    return at.isoformat(timespec="minutes") if at else None
