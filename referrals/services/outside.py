"""HART writes down what reached it from outside: the same queue, routing and clocks as any referral (domain.md 1.9)."""

import uuid
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission, grants
from audit.trail import record
from duties.models import Duty
from referrals import emails
from referrals.choices import Source
from referrals.models import OutsideReport, Referral, Step
from referrals.services import clocks, receiving, urgent
from referrals.services.urgent import Suspicion
from youth import services as youths
from youth.models import Youth

KNOWN_THERE: dict[str, Sequence[str]] = {  # who reported it to HART need not be told of it: the duties done with that
    Source.CARELINE: clocks.REPORTED["careline"],
    Source.POLICE: clocks.POLICE_OTHERWISE,
}


def take_report(
    suspicion: Suspicion, report: OutsideReport, *, by: User, submission_key: uuid.UUID, youth: Youth | None = None
) -> Referral:
    """``suspicion.since`` is when HART received it. A press that is repeated returns what the first one wrote.

    Raises what ``urgent.refer_now`` raises.
    """
    if not grants(by, Permission.DECIDE_REFERRAL):
        raise PermissionDenied
    referral = urgent.refer_now(suspicion, by=by, submission_key=submission_key, youth=youth)
    step = Step.objects.get(submission_key=submission_key)
    if OutsideReport.objects.filter(step=step).exists():
        return referral
    step.referral = referral  # its key is the referral's
    report.step, report.by, report.words = step, by, suspicion.fields["what_seen"]
    report.save()
    settle(referral, report)
    if not report.no_screening_because and referral.youth:
        ask_for_screening(referral, by=by)
    return referral


def settle(referral: Referral, report: OutsideReport) -> None:
    actions = KNOWN_THERE.get(report.source, ())
    if referral.youth_id is None or not actions:
        return
    for duty in Duty.objects.filter(youth=referral.youth_id, action__in=actions).open():
        clocks.record_done(duty, by=report.by, at=report.received_at, how=_("HART has it from there."))
    clocks.keep_next_due(referral)
    referral.save(update_fields=["next_due"])


def ask_for_screening(referral: Referral, *, by: User) -> None:
    """Of the young person's worker; without one, of those who lead the units of the office it was routed to."""
    assert referral.youth
    asked = screeners(referral)
    if referral.youth.sealed_at is None:
        youths.grant_all(referral.youth, why=receiving.why_of(referral), users=asked, offices=[])
    record("referral.ask_screening", "referral", referral.pk, by=by.pk, youth=referral.youth_id)
    emails.tell(referral, "referral.ask_screening", asked, but=by)


def screeners(referral: Referral) -> list[User]:
    worker = referral.youth.assigned_worker if referral.youth else None
    if worker and worker.is_active:
        return [worker]
    return list(User.objects.filter(is_active=True, units_led__office=referral.office_id).distinct())
