"""A service and a safety plan, for the tests that need one."""

import uuid

from accounts.models import User
from referrals.forms.restoring import today
from referrals.models import Provider, Referral, SafetyPlan, Service
from referrals.services import restoring
from referrals.services.restoring import Outcome


def came(standing: str, words: str = "") -> Outcome:
    return Outcome(standing, today(), words)


def served(referral: Referral, *, by: User, standing: str = "offered", key: uuid.UUID | None = None) -> Service:
    provider = Provider.objects.get(code="love146_rapid")
    asked = {"kind": provider.kind, "provider": provider, "key": key or uuid.uuid4()}
    return restoring.add_service(referral, came(standing, "At the school."), **asked, by=by)


def planned(
    referral: Referral, *, by: User, steps: str = "Call my aunt.", seen: int = 0, is_safe: str = "yes"
) -> SafetyPlan | None:
    plan = SafetyPlan(signs="When the car comes.", steps=steps, people="", places="", copy_is_safe=is_safe)
    return restoring.write_plan(referral, plan, seen=seen, by=by)
