"""A clock that nobody stops climbs its ladder: in the app, by a mail that tells nothing, at level 4 as a call to make.

Reads beyond anybody's scope and returns no case row (foundations: data and keys, 14).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from accounts.models import Cover, Office, User
from audit import clock
from audit.trail import Fact, record
from duties import ladder
from duties.ladder import Rung, To
from duties.models import Duty
from referrals import emails
from referrals.models import Referral
from referrals.services import calls, receiving
from youth import services as youths
from youth.models import Youth

AT_ONCE = 200  # duties in one transaction
CALLED_ABOUT = "acknowledge_4"


@dataclass(frozen=True)
class Staff:
    """Who stands above every duty at that moment, and who is not there."""

    at: dt.datetime
    above: dict[To, list[User]]
    gone: set[UUID]


def climb(*, by: str) -> int:
    """One sweep; returns how many duties climbed. Those that another sweep holds are left to it."""
    now = clock.now()
    staff = Staff(now, leading_hart(), set(User.objects.gone(now).values_list("pk", flat=True)))
    heard: dict[User, list[emails.Late]] = defaultdict(list)
    waiting = list(Duty.objects.filter(pk__in=next_to_climb(now)).open().select_for_update(skip_locked=True))
    referrals = Referral.objects.with_people().in_bulk(
        [duty.about_id for duty in waiting if duty.about_kind == "referral"]
    )
    for duty in waiting:
        referral = referrals.get(duty.about_id)
        rungs = ladder.reached(duty.started_at, duty.due_at or now, now, duty.climbed)
        for person, event in told_of(duty, referral, rungs, staff).items():
            heard[person].append(emails.Late(event, *leading_there(duty)))
        if referral and referral.is_open and duty.clock == CALLED_ABOUT and not rungs[-1].is_warning:
            calls.ask(referral, at=now)
        duty.climbed = rungs[-1].number
        duty.save(update_fields=["climbed"])
        facts: dict[str, Fact] = {"clock": duty.clock, "rung": duty.climbed}
        record("duty.climb", "duty", duty.pk, by=by, youth=duty.youth_id, facts=facts)
    emails.tell_of_late(heard, now)
    return len(waiting)


def next_to_climb(now: dt.datetime) -> list[UUID]:
    near = Duty.objects.on_the_ladder(now).values_list("pk", "started_at", "due_at", "climbed")
    return [pk for pk, started, due, climbed in near if due and ladder.reached(started, due, now, climbed)][:AT_ONCE]


def leading_there(duty: Duty) -> tuple[str, UUID]:
    """Kind and id of the page: the referral, or the young person whom the duty is about."""
    if duty.about_kind == "referral":
        return "referral", duty.about_id
    assert duty.youth_id is not None
    return "youth", duty.youth_id


def told_of(duty: Duty, referral: Referral | None, rungs: Sequence[Rung], staff: Staff) -> dict[User, str]:
    """Each person and the event of the highest rung that reaches them, named after what they are to the duty."""
    if referral and duty.owner_role == Duty.Owner.HART:
        answering = staff.above | for_hart(referral)
    else:
        answering = staff.above | for_worker(duty, referral, staff.at)
    told: dict[User, str] = {}
    for rung in rungs:
        found, people = there(duty, referral, answering, rung.to, staff.gone)
        told |= dict.fromkeys(people, "duty.soon" if rung.is_warning else f"duty.{found.value}")
    return told


def for_hart(referral: Referral) -> dict[To, list[User]]:
    covers = Cover.objects.filter(office=referral.office_id).select_related("liaison", "backup")
    backups = [person for cover in covers for person in (cover.liaison, cover.backup) if person]
    owners = receiving.receivers(referral)
    return {To.OWNER: owners, To.BACKUP: [one for one in backups if one not in owners]}


def for_worker(duty: Duty, referral: Referral | None, now: dt.datetime) -> dict[To, list[User]]:
    worker = duty.youth.assigned_worker if duty.youth else referral.opened_by if referral else None
    supervisor, acting = youths.leading(worker, now) if worker else (None, None)
    above = [acting.person if acting else supervisor]
    return {To.OWNER: [worker] if worker else [], To.BACKUP: [one for one in above if one]}


def leading_hart() -> dict[To, list[User]]:
    """The leads; and as their deputies, whoever covers HART's central office beside them."""
    leads = list(User.objects.leads())
    covers = Cover.objects.filter(office=Office.objects.central()).select_related("liaison", "backup")
    deputies = [person for cover in covers for person in (cover.liaison, cover.backup) if person]
    return {To.LEAD: leads, To.DEPUTY: [one for one in deputies if one not in leads]}


def there(
    duty: Duty, referral: Referral | None, answering: dict[To, list[User]], to: To, gone: set[UUID]
) -> tuple[To, list[User]]:
    """Whoever is asked and is there; else the next above them, and at the top the nearest below."""
    order = list(To)
    place = order.index(to)
    for asked in (*order[place:], *reversed(order[:place])):
        found = [one for one in answering[asked] if one.pk not in gone and may_see(one, duty, referral)]
        if found:
            return asked, found
    return to, []


def may_see(person: User, duty: Duty, referral: Referral | None) -> bool:
    if duty.youth_id is None:
        return referral is not None and Referral.objects.visible_to(person).filter(pk=referral.pk).exists()
    return Youth.objects.visible_to(person).filter(pk=duty.youth_id).exists()
