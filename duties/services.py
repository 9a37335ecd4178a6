"""Duties start, are done, or turn out not to apply. Acts on a referral's duties go through `referrals`."""

import datetime as dt
import uuid

from django.utils.translation import gettext as _

from accounts.models import User
from audit import clock as database_clock
from audit.refusals import Refusal
from audit.trail import record
from duties import business
from duties.clocks import CLOCKS, Calendar, due_at
from duties.models import BusinessHours, Duty, Pause


class CannotPause(Refusal):
    """The clock runs in real time, stands already, or has ended."""


def start(*begun: Duty) -> None:
    """Those that were ``prepared``, in one statement; each gets its limit here."""
    calendar = business.calendar() if any(duty.in_business_time for duty in begun) else business.standard()
    for duty in begun:
        duty.due_at = due_at(CLOCKS[duty.clock], duty.started_at, [], calendar) if duty.clock else None
    Duty.objects.bulk_create(begun)


def prepared(
    *,
    about: tuple[str, uuid.UUID],
    kind: str,
    owner: str,
    youth_id: uuid.UUID | None,
    started_at: dt.datetime,
    clock: str = "",
    action: str = "",
) -> Duty:
    return Duty(
        youth_id=youth_id, about_kind=about[0], about_id=about[1], action=action, clock=clock,
        kind=kind, owner_role=owner, started_at=started_at,
    )  # fmt: skip


def done(duty: Duty, *, by: User, at: dt.datetime, how: str) -> Duty:
    """`at` is when it was done, which may be earlier than now; the first recording stands."""
    duty = Duty.objects.select_for_update(of=("self",)).get(pk=duty.pk)
    if duty.is_open:
        now = database_clock.now()
        duty.done_at, duty.done_recorded_at, duty.done_by, duty.done_how = min(at, now), now, by, how
        _end_pause(duty, by)
        duty.save()
        _record("duty.done", duty, by)
    return duty


def reopen(duty: Duty, *, by: User) -> Duty:
    """What was recorded as done is to be done after all, from the same beginning; the trail keeps what was recorded."""
    duty = Duty.objects.select_for_update(of=("self",)).get(pk=duty.pk)
    if duty.done_recorded_at:
        duty.done_at = duty.done_recorded_at = duty.done_by = None
        duty.done_how = ""
        duty.save(update_fields=["done_at", "done_recorded_at", "done_by", "done_how"])
        _record("duty.reopen", duty, by)
    return duty


def not_applicable(duty: Duty, *, by: User, because: str) -> Duty:
    duty = Duty.objects.select_for_update(of=("self",)).get(pk=duty.pk)
    if duty.is_open:
        duty.not_applicable_at, duty.not_applicable_by = database_clock.now(), by
        duty.not_applicable_because = because
        _end_pause(duty, by)
        duty.save()
        _record("duty.not_applicable", duty, by)
    return duty


def pause(duty: Duty, *, by: User, because: str) -> Duty:
    """Its clock stands until `resume`. Raises CannotPause for one in real time, and for one that stands already."""
    duty = Duty.objects.select_for_update(of=("self",)).get(pk=duty.pk)
    if not duty.can_pause or duty.paused_at:
        raise CannotPause(_("This clock cannot be paused: it runs in real time, is paused already, or has ended."))
    duty.paused_at = database_clock.now()
    Pause.objects.create(duty=duty, began_at=duty.paused_at, because=because, by=by)
    duty.save(update_fields=["paused_at"])
    _record("duty.pause", duty, by)
    return duty


def resume(duty: Duty, *, by: User) -> Duty:
    """Its limit moves by the business time it stood; the ladder begins anew. What runs already is left alone."""
    duty = Duty.objects.select_for_update(of=("self",)).get(pk=duty.pk)
    if duty.is_open and duty.paused_at:
        _end_pause(duty, by)
        duty.due_at, duty.climbed = limit(duty, business.calendar()), 0
        duty.save(update_fields=["due_at", "paused_at", "climbed"])
        _record("duty.resume", duty, by)
    return duty


def limit(duty: Duty, calendar: Calendar) -> dt.datetime:
    """When its clock is used up, without the time that it stood."""
    stood = [(pause.began_at, pause.ended_at) for pause in duty.pauses.all() if pause.ended_at]
    return due_at(CLOCKS[duty.clock], duty.started_at, stood, calendar)


def set_hours(*, since: dt.date, opens: dt.time, closes: dt.time, by: User) -> list[Duty]:
    """HART works these hours from that day on. What runs is counted anew, and what moved by that is returned.

    What is late already stays so: no decision of today makes up for it.
    """
    BusinessHours.objects.update_or_create(since=since, defaults={"opens": opens, "closes": closes, "decided_by": by})
    facts = {"since": since.isoformat(), "opens": f"{opens:%H:%M}", "closes": f"{closes:%H:%M}"}
    record("hours.set", "hours", None, by=by.pk, facts=facts)
    calendar, moved = business.calendar(), []
    running = Duty.objects.in_business_time().open().filter(due_at__gt=database_clock.now())
    for duty in running.select_for_update(of=("self",)).prefetch_related("pauses").order_by("id"):
        due = limit(duty, calendar)
        if due != duty.due_at:
            duty.due_at, duty.climbed = due, 0
            moved.append(duty)
    Duty.objects.bulk_update(moved, ["due_at", "climbed"])
    return moved


def _end_pause(duty: Duty, by: User) -> None:
    """Whoever calls saves the duty."""
    if duty.paused_at:
        duty.pauses.filter(ended_at=None).update(ended_at=database_clock.now(), ended_by=by)
        duty.paused_at = None


def _record(event: str, duty: Duty, by: User) -> None:
    facts = {"action": duty.action, "clock": duty.clock, "about": duty.about_kind}
    record(event, "duty", duty.pk, by=by.pk, youth=duty.youth_id, facts=facts)
