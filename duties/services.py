"""Duties start, are done, or turn out not to apply. Acts on a referral's duties go through `referrals`."""

import datetime as dt
import uuid

from accounts.models import User
from audit import clock as database_clock
from audit.trail import record
from duties import business
from duties.clocks import CLOCKS, due_at
from duties.models import Duty


def start(*begun: Duty) -> None:
    """Those that were ``prepared``, in one statement."""
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
    due = due_at(CLOCKS[clock], started_at, [], business.calendar()) if clock else None
    return Duty(
        youth_id=youth_id, about_kind=about[0], about_id=about[1], action=action, clock=clock,
        kind=kind, owner_role=owner, started_at=started_at, due_at=due,
    )  # fmt: skip


def done(duty: Duty, *, by: User, at: dt.datetime, how: str) -> Duty:
    """`at` is when it was done, which may be earlier than now; the first recording stands."""
    duty = Duty.objects.select_for_update(of=("self",)).get(pk=duty.pk)
    if duty.is_open:
        now = database_clock.now()
        duty.done_at, duty.done_recorded_at, duty.done_by, duty.done_how = min(at, now), now, by, how
        duty.save()
        _record("duty.done", duty, by)
    return duty


def not_applicable(duty: Duty, *, by: User, because: str) -> Duty:
    duty = Duty.objects.select_for_update(of=("self",)).get(pk=duty.pk)
    if duty.is_open:
        duty.not_applicable_at, duty.not_applicable_by = database_clock.now(), by
        duty.not_applicable_because = because
        duty.save()
        _record("duty.not_applicable", duty, by)
    return duty


def _record(event: str, duty: Duty, by: User) -> None:
    facts = {"action": duty.action, "clock": duty.clock, "about": duty.about_kind}
    record(event, "duty", duty.pk, by=by.pk, youth=duty.youth_id, facts=facts)
