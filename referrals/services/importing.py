"""HART's open spreadsheet comes into the queue: each line whole or not at all, all of them in one transaction."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission, grants
from audit import clock
from audit.trail import record
from duties.models import Duty
from referrals import emails
from referrals.models import ImportedFile, OutsideReport, Referral, Step
from referrals.services import clocks, moves, outside, queueing
from referrals.services.urgent import Suspicion
from referrals.workflow import Status
from vault import keys

NAMESPACE = uuid.UUID("5a0c5a5e-6b0f-4c55-9a8b-1f2d1d6f3c11")  # of the lines of HART's spreadsheet
Words = dict[str, str]
REPORTED = {**clocks.REPORTED, "police": (*clocks.POLICE_OTHERWISE, *clocks.POLICE_WHEN_MISSING)}


@dataclass(frozen=True)
class Ready:
    """A line that can be taken in."""

    key: uuid.UUID
    suspicion: Suspicion
    report: OutsideReport
    owner: User | None = None
    taken_at: dt.datetime | None = None
    reports: Mapping[str, tuple[dt.datetime, str]] = field(default_factory=dict)  # made already: when, and the number


def key_of(number: str) -> uuid.UUID:
    """The same line of the spreadsheet is taken in once, in whichever file it comes, whoever brings it."""
    return uuid.uuid5(NAMESPACE, number.strip().casefold())


def taken_in(numbers: Sequence[str]) -> dict[str, Referral]:
    """Of these numbers those that are in the queue already."""
    by_key = {key_of(number): number for number in numbers}
    steps = Step.objects.filter(submission_key__in=by_key).select_related("referral")
    return {by_key[step.submission_key]: step.referral for step in steps if step.submission_key}


def keep(lines: list[Words], *, by: User) -> ImportedFile:
    """For a day at most, under a key of its own."""
    refuse_others(by)
    file = ImportedFile(by=by, at=clock.now(), lines=lines)
    keys.create(file.pk)
    file.save()
    record("import.upload", "import", file.pk, by=by.pk, facts={"lines": len(lines)})
    return file


def take_in(file: ImportedFile, ready: Sequence[Ready], returned: list[Words], *, by: User) -> ImportedFile:
    """``returned`` are the lines that were not taken in, as they are given back. Pressed twice it happens once."""
    refuse_others(by)
    file = ImportedFile.objects.select_for_update().get(pk=file.pk)
    if file.taken_at:
        return file
    with emails.in_one_mail("import.take"):
        for one in ready:
            take(one, by=by)
    file.taken_at, file.taken, file.lines = clock.now(), len(ready), returned
    file.save()
    facts = {"taken": len(ready), "returned": len(returned)}
    record("import.take", "import", file.pk, by=by.pk, facts=facts)
    return file


def take(one: Ready, *, by: User) -> None:
    referral = outside.take_report(one.suspicion, one.report, by=by, submission_key=one.key)
    note_reports(referral, one.reports, by=by)
    if one.owner and one.taken_at and referral.status == Status.SENT:
        note_owner(referral, one.owner, one.taken_at, by=by)


def note_reports(referral: Referral, reports: Mapping[str, tuple[dt.datetime, str]], *, by: User) -> None:
    for name, (at, number) in reports.items():
        for duty in Duty.objects.filter(youth=referral.youth_id, action__in=REPORTED[name]).open():
            how = number or _("Noted in HART's spreadsheet.")
            clocks.record_done(duty, by=by, at=max(at, duty.started_at), how=how)
    clocks.keep_next_due(referral)
    referral.save(update_fields=["next_due"])


def note_owner(referral: Referral, owner: User, at: dt.datetime, *, by: User) -> None:
    """Who has had it until now has it here; the promise was kept when they took it."""
    clocks.finish(referral, *clocks.ACKNOWLEDGEMENTS, at=at, by=by, how=_("Taken before it came here."))
    referral = moves.move(referral, "acknowledge", by=by)
    queueing.give(referral, owner, by=by)
    referral.acknowledged_at, referral.acknowledged_by = at, owner
    referral.save(update_fields=["acknowledged_at", "acknowledged_by"])


def forget(file: ImportedFile, *, by: User | str) -> None:
    """With its key: no backup can be read either."""
    record("import.forget", "import", file.pk, by=by if isinstance(by, str) else by.pk)
    ImportedFile.objects.filter(pk=file.pk).delete()
    keys.destroy(file.pk)


def forget_stale(*, by: str) -> None:
    for file in ImportedFile.objects.stale(clock.now()):
        forget(file, by=by)


def refuse_others(by: User) -> None:
    if not grants(by, Permission.LEAD_HART):
        raise PermissionDenied
