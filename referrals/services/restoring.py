"""What came of each offer of help, and the young person's own safety plan."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission, grants
from audit import clock
from audit.refusals import Refusal
from audit.trail import record
from duties.models import Duty
from referrals import desks, emails
from referrals.choices import SERVICE_GOES_ON, YesNoUnknown
from referrals.models import Provider, Referral, SafetyPlan, Service, ServiceStep
from referrals.services import clocks, moves, opening, receiving
from referrals.workflow import Status

PLANNED = ("safety_plan", "safety_plan_now")  # duties that a plan settles


class NotNow(Refusal):
    """Nobody has the referral yet, it has ended, or the service does not go on so; the sentence says which."""

    shows_typed = True


@dataclass(frozen=True)
class Outcome:
    """What came of an offer, and when."""

    standing: str
    on: dt.date
    words: str = ""


def add_service(
    referral: Referral, came: Outcome, *, kind: str, provider: Provider | None, key: uuid.UUID, by: User
) -> Service:
    """The same key is the same press. Raises NotNow."""
    referral = locked(referral, needs=Permission.DECIDE_REFERRAL, by=by)
    if referral.status == Status.SENT:
        raise NotNow(_("Nobody has this referral yet. Take it first."), moves.page_of(referral))
    if found := Service.objects.filter(submission_key=key).first():
        return found
    service = Service.objects.create(
        referral=referral, kind=kind, provider=provider, standing=came.standing, opened_at=clock.now(),
        submission_key=key,
    )  # fmt: skip
    take_step(service, came, by)
    return service


def go_on(service: Service, came: Outcome, *, by: User) -> Service:
    """Raises NotNow for what does not follow from where it stands: somebody else was quicker, or the page is old."""
    locked(service.referral, needs=Permission.DECIDE_REFERRAL, by=by)
    service = Service.objects.select_for_update(of=("self",)).select_related("referral__youth").get(pk=service.pk)
    if service.standing == came.standing:
        return service
    if came.standing not in SERVICE_GOES_ON[service.standing]:
        raise NotNow(
            _("This service stands at: %(standing)s. Read what is recorded and choose again.")
            % {"standing": service.get_standing_display()},
            moves.page_of(service.referral),
        )
    service.standing = came.standing
    service.save(update_fields=["standing"])
    take_step(service, came, by)
    return service


def take_step(service: Service, came: Outcome, by: User) -> None:
    ServiceStep.objects.create(
        service=service, number=service.steps.count() + 1, standing=came.standing, on=came.on, words=came.words,
        by=by, at=clock.now(),
    )  # fmt: skip
    referral, facts = service.referral, {"kind": service.kind, "standing": came.standing}
    opening.take_step(referral, "service", referral.status, by=by, at=clock.now(), choice=came.standing)
    record("referral.service", "referral", referral.pk, by=by.pk, youth=referral.youth_id, facts=facts)
    emails.tell(referral, "referral.service", referral.senders(), but=by)


def write_plan(referral: Referral, plan: SafetyPlan, *, seen: int, by: User) -> SafetyPlan | None:
    """None when a newer plan than number ``seen`` stands: whoever wrote this has not read it, and nothing is kept.

    The duty to make a plan is done with it.
    """
    referral = locked(referral, needs=Permission.EDIT_YOUTH, by=by)
    newest = plan_of(referral)
    if newest and is_same(newest, plan):
        return newest
    if number_of(newest) != seen:
        return None
    plan.referral, plan.number, plan.by, plan.at = referral, seen + 1, by, clock.now()
    plan.save()
    referral.safety_plan = plan
    referral.save(update_fields=["safety_plan"])
    for duty in Duty.objects.filter(youth=referral.youth_id, action__in=PLANNED).open() if referral.youth_id else ():
        clocks.record_done(duty, by=by, at=plan.at, how=_("Written down with the referral."))
    opening.take_step(referral, "plan", referral.status, by=by, at=plan.at)
    record("referral.plan", "referral", referral.pk, by=by.pk, youth=referral.youth_id)
    emails.tell(referral, "referral.plan", [*referral.senders(), *receiving.receivers(referral)], but=by)
    return plan


PLAN = ("signs", "steps", "people", "places", "copy_is_safe")


def plan_to_hand_over(referral: Referral) -> SafetyPlan:
    """Raises NotNow unless a copy is safe with them: somebody else may find it (domain.md 1.7)."""
    plan = plan_of(referral)
    if plan is None or plan.copy_is_safe != YesNoUnknown.YES:
        raise NotNow(
            _("There is no safety plan of which a copy is safe with them. Go through it together instead."),
            moves.page_of(referral),
        )
    return plan


def is_same(one: SafetyPlan, other: SafetyPlan) -> bool:
    """A second press of the same words."""
    return all(getattr(one, name) == getattr(other, name) for name in PLAN)


def plan_of(referral: Referral) -> SafetyPlan | None:
    """The one in force."""
    if referral.safety_plan:
        referral.safety_plan.referral = referral  # its key is the referral's
    return referral.safety_plan


def number_of(plan: SafetyPlan | None) -> int:
    """0 where there is none yet."""
    return plan.number if plan else 0


def locked(referral: Referral, *, needs: Permission, by: User) -> Referral:
    if not grants(by, needs):
        raise PermissionDenied
    referral = Referral.objects.held(referral.pk)
    if needs == Permission.DECIDE_REFERRAL and not desks.works(by, referral):
        raise NotNow(moves.why_not_theirs(referral), moves.page_of(referral))
    if not referral.is_open:
        raise NotNow(_("This referral has ended. Reopen it first."), moves.page_of(referral))
    return referral
